"""The first schema: from payloads to relations, and the search index."""

from sqlite_utils import Database

from .parts import BOOL, ID, INSTANT, RANGE, SHA256, statements

_TABLES = f"""
CREATE TABLE payloads (
  sha256 TEXT PRIMARY KEY CHECK ({SHA256.format("sha256")}),
  size INTEGER NOT NULL CHECK (size >= 0),
  codec TEXT NOT NULL CHECK (codec = 'zstd'),
  body BLOB NOT NULL
) STRICT;

CREATE TABLE outlets (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  kind TEXT CHECK (kind IN ('agency', 'newspaper', 'magazine', 'broadcaster', 'site', 'blog', 'aggregator'))
) STRICT;

CREATE TABLE outlet_domains (
  domain TEXT PRIMARY KEY CHECK (domain = lower(domain) AND domain NOT LIKE 'www.%'),
  outlet TEXT NOT NULL REFERENCES outlets (name)
) STRICT;

CREATE TABLE outlet_aliases (
  alias TEXT PRIMARY KEY,
  outlet TEXT NOT NULL REFERENCES outlets (name)
) STRICT;

CREATE TABLE texts (
  sha256 TEXT PRIMARY KEY CHECK ({SHA256.format("sha256")}),
  body TEXT NOT NULL
) STRICT;

CREATE TABLE works (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")})
) STRICT;

CREATE TABLE articles (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  number INTEGER NOT NULL UNIQUE,
  title TEXT,
  authors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(authors) AND json_type(authors) = 'array'),
  outlet TEXT REFERENCES outlets (name),
  published TEXT,
  language TEXT,
  url TEXT CHECK (url LIKE 'http://%' OR url LIKE 'https://%'),
  stub INTEGER NOT NULL CHECK ({BOOL.format("stub")}),
  work TEXT NOT NULL REFERENCES works (id),
  version TEXT REFERENCES versions (id) DEFERRABLE INITIALLY DEFERRED,
  added_at TEXT CHECK ({INSTANT.format("added_at")}),
  CHECK (stub = (version IS NULL)),
  CHECK (stub = (added_at IS NULL))
) STRICT;

CREATE TABLE addresses (
  key TEXT PRIMARY KEY,
  article TEXT NOT NULL REFERENCES articles (id)
) STRICT;

CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  article TEXT NOT NULL REFERENCES articles (id),
  payload TEXT NOT NULL REFERENCES payloads (sha256),
  source TEXT NOT NULL,
  source_id TEXT,
  path TEXT,
  captured_at TEXT CHECK ({INSTANT.format("captured_at")}),
  added_at TEXT NOT NULL CHECK ({INSTANT.format("added_at")}),
  UNIQUE (article, payload)
) STRICT;

CREATE TABLE versions (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  payload TEXT NOT NULL REFERENCES payloads (sha256),
  text TEXT NOT NULL REFERENCES texts (sha256),
  title TEXT,
  encoding TEXT NOT NULL,
  reader TEXT NOT NULL,
  captured_at TEXT CHECK ({INSTANT.format("captured_at")})
) STRICT;

CREATE TABLE passages (
  version TEXT NOT NULL REFERENCES versions (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('paragraph', 'heading', 'list-item', 'quotation', 'caption')),
  text_start INTEGER,
  text_end INTEGER,
  caption TEXT,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  runs TEXT NOT NULL CHECK (json_valid(runs)),
  PRIMARY KEY (version, position),
  CHECK ((kind = 'caption') = (text_start IS NULL)),
  CHECK ((text_start IS NULL) = (text_end IS NULL) AND (text_start IS NULL) = (caption IS NOT NULL)),
  CHECK ({RANGE})
) STRICT;

CREATE TABLE links (
  version TEXT NOT NULL REFERENCES versions (id),
  position INTEGER NOT NULL,
  text_start INTEGER NOT NULL,
  text_end INTEGER NOT NULL CHECK (text_start < text_end),
  url TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (version, position),
  CHECK ({RANGE})
) STRICT;

CREATE TABLE claims (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  version TEXT REFERENCES versions (id),
  position INTEGER NOT NULL,
  field TEXT NOT NULL CHECK (
    field IN ('title', 'author', 'published', 'modified', 'outlet', 'language', 'url')),
  value TEXT,
  method TEXT NOT NULL,
  rule TEXT,
  place TEXT CHECK (place IN ('payload', 'address', 'manifest')),
  start INTEGER,
  end INTEGER,
  quote TEXT,
  basis TEXT,
  by TEXT,
  asserted_at TEXT CHECK ({INSTANT.format("asserted_at")}),
  chosen INTEGER NOT NULL CHECK ({BOOL.format("chosen")}),
  CHECK ({RANGE}),
  CHECK ((by IS NULL) = (asserted_at IS NULL)),
  CHECK (by IS NOT NULL OR (value IS NOT NULL
    AND rule IS NOT NULL AND start IS NOT NULL AND quote IS NOT NULL)),
  CHECK ((place = 'payload') = (version IS NOT NULL) OR place IS NULL)
) STRICT;

CREATE TABLE attributions (
  version TEXT NOT NULL REFERENCES versions (id),
  position INTEGER NOT NULL,
  article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('republication', 'adaptation', 'excerpt', 'translation', 'cites')),
  outlet TEXT REFERENCES outlets (name),
  title TEXT,
  published TEXT,
  author TEXT,
  url TEXT,
  via TEXT REFERENCES outlets (name),
  quote TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (version, position),
  CHECK ({RANGE})
) STRICT;

CREATE TABLE relations (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  "from" TEXT NOT NULL REFERENCES articles (id),
  "to" TEXT NOT NULL REFERENCES articles (id),
  kind TEXT NOT NULL CHECK (kind IN ('republication', 'adaptation', 'excerpt', 'translation', 'cites',
                                     'shared-quotation', 'shared-source')),
  status TEXT NOT NULL CHECK (status IN ('asserted', 'detected', 'confirmed', 'rejected')),
  score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 1000),
  UNIQUE ("from", "to", kind),
  CHECK ("from" <> "to")
) STRICT;

CREATE TABLE evidence (
  relation TEXT NOT NULL REFERENCES relations (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  quote TEXT NOT NULL,
  from_version TEXT REFERENCES versions (id),
  from_ranges TEXT NOT NULL CHECK (json_valid(from_ranges)),
  to_version TEXT REFERENCES versions (id),
  to_ranges TEXT NOT NULL CHECK (json_valid(to_ranges)),
  PRIMARY KEY (relation, position)
) STRICT;

CREATE TABLE collections (
  name TEXT PRIMARY KEY CHECK (name <> '')
) STRICT;

CREATE TABLE collection_articles (
  collection TEXT NOT NULL REFERENCES collections (name),
  article TEXT NOT NULL REFERENCES articles (id),
  PRIMARY KEY (collection, article)
) STRICT;
"""

_INDEXES = """
CREATE INDEX articles_by_published ON articles (published DESC, id);
CREATE INDEX articles_by_outlet ON articles (outlet, published DESC);
CREATE INDEX articles_by_work ON articles (work);
CREATE INDEX articles_by_added ON articles (added_at DESC, id);
CREATE INDEX addresses_by_article ON addresses (article);
CREATE INDEX captures_by_payload ON captures (payload);
CREATE INDEX versions_by_article ON versions (article);
CREATE INDEX versions_by_text ON versions (text);
CREATE INDEX versions_by_payload ON versions (payload);
CREATE INDEX claims_by_article ON claims (article, field);
CREATE INDEX claims_by_version ON claims (version);
CREATE INDEX attributions_by_article ON attributions (article);
CREATE INDEX attributions_by_outlet ON attributions (outlet);
CREATE INDEX relations_by_to ON relations ("to");
CREATE INDEX evidence_by_from ON evidence (from_version);
CREATE INDEX evidence_by_to ON evidence (to_version);
CREATE INDEX collection_articles_by_article ON collection_articles (article);
CREATE INDEX outlet_domains_by_outlet ON outlet_domains (outlet);
CREATE INDEX outlet_aliases_by_outlet ON outlet_aliases (outlet);
"""

# The search index holds no text of its own: it reads titles and texts through the view, and the
# triggers keep it in step whoever writes. REPLACE is never used: it would skip them.
_SEARCH = """
CREATE VIEW search_source AS
  SELECT articles.number AS rowid, articles.title AS title, texts.body AS text
  FROM articles JOIN versions ON versions.id = articles.version JOIN texts ON texts.sha256 = versions.text;

CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = 'search_source', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER articles_search_insert AFTER INSERT ON articles WHEN new.version IS NOT NULL BEGIN
  INSERT INTO search (rowid, title, text)
    SELECT new.number, new.title, body FROM texts JOIN versions ON text = sha256
    WHERE versions.id = new.version;
END;

CREATE TRIGGER articles_search_delete AFTER DELETE ON articles WHEN old.version IS NOT NULL BEGIN
  INSERT INTO search (search, rowid, title, text)
    SELECT 'delete', old.number, old.title, body FROM texts JOIN versions ON text = sha256
    WHERE versions.id = old.version;
END;

CREATE TRIGGER articles_search_update AFTER UPDATE OF title, version ON articles BEGIN
  INSERT INTO search (search, rowid, title, text)
    SELECT 'delete', old.number, old.title, body FROM texts JOIN versions ON text = sha256
    WHERE versions.id = old.version;
  INSERT INTO search (rowid, title, text)
    SELECT new.number, new.title, body FROM texts JOIN versions ON text = sha256
    WHERE versions.id = new.version;
END;
"""


def create(database: Database) -> None:
    """The first schema."""
    for script in (_TABLES, _INDEXES, _SEARCH):
        for statement in statements(script):
            database.execute(statement)
