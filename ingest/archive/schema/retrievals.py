"""Schema 2: every retrieval is kept, whatever it brought; parts of containers; listings."""

from sqlite_utils import Database

from ... import canon
from ...records import Retrieval
from .parts import BOOL, ID, INSTANT, RANGE, SHA256, statements

# Captures become retrievals: any number for each payload, also those that brought no bytes. Claims may
# stand in parts of containers. Nothing refers to these two tables, so that they can be made anew.
_RETRIEVALS = f"""
CREATE TABLE listings (
  url TEXT PRIMARY KEY CHECK (url LIKE 'http://%' OR url LIKE 'https://%'),
  kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'front-page', 'robots'))
) STRICT;

CREATE TABLE parts (
  payload TEXT NOT NULL REFERENCES payloads (sha256),
  name TEXT NOT NULL CHECK (name NOT IN ('', 'payload', 'address', 'manifest', 'headers')),
  rule TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK ({SHA256.format("sha256")}),
  size INTEGER NOT NULL CHECK (size >= 0),
  codec TEXT NOT NULL CHECK (codec = 'zstd'),
  body BLOB NOT NULL,
  PRIMARY KEY (payload, name)
) STRICT;

ALTER TABLE versions ADD COLUMN part TEXT;
ALTER TABLE versions ADD COLUMN url TEXT;
ALTER TABLE versions ADD COLUMN content_type TEXT;

ALTER TABLE captures RENAME TO captures_before;
CREATE TABLE captures (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  article TEXT REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  listing TEXT REFERENCES listings (url),
  outcome TEXT NOT NULL CHECK (outcome IN ('captured', 'not-modified', 'gone', 'soft-404', 'consent',
                                           'paywall-stub', 'login', 'bot-check', 'no-article')),
  payload TEXT REFERENCES payloads (sha256),
  version TEXT REFERENCES versions (id),
  source TEXT NOT NULL,
  source_id TEXT,
  path TEXT,
  captured_at TEXT CHECK ({INSTANT.format("captured_at")}),
  added_at TEXT NOT NULL CHECK ({INSTANT.format("added_at")}),
  asked TEXT,
  url TEXT,
  status INTEGER CHECK (status BETWEEN 100 AND 599),
  hops TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(hops) AND json_type(hops) = 'array'),
  headers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(headers) AND json_type(headers) = 'array'),
  coding TEXT CHECK (coding = 'gzip'),
  digest TEXT,
  CHECK ((article IS NULL) <> (listing IS NULL)),
  CHECK ((outcome = 'gone') = (payload IS NULL)),
  CHECK (version IS NULL OR outcome IN ('captured', 'not-modified')),
  CHECK ((asked IS NULL) = (status IS NULL) AND (asked IS NULL) = (url IS NULL))
) STRICT;
"""

_CLAIMS_IN_PARTS = f"""
ALTER TABLE claims RENAME TO claims_before;
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
  place TEXT CHECK (place <> ''),
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
  CHECK ((version IS NULL) = (place IS NULL OR place IN ('address', 'manifest')))
) STRICT;
INSERT INTO claims SELECT * FROM claims_before;
DROP TABLE claims_before;
CREATE INDEX claims_by_article ON claims (article, field);
CREATE INDEX claims_by_version ON claims (version);
"""

_CAPTURE_INDEXES = """
CREATE INDEX captures_by_article ON captures (article, captured_at);
CREATE INDEX captures_by_listing ON captures (listing, captured_at);
CREATE INDEX captures_by_payload ON captures (payload);
CREATE INDEX captures_by_version ON captures (version);
CREATE INDEX captures_by_asked ON captures (asked, captured_at);
CREATE INDEX captures_by_digest ON captures (digest);
"""


def retrievals(database: Database) -> None:
    """Every retrieval is kept, whatever it brought; parts of containers; listings."""
    for statement in statements(_RETRIEVALS):
        database.execute(statement)
    _copy_captures(database)
    for script in ("DROP TABLE captures_before;", _CAPTURE_INDEXES, _CLAIMS_IN_PARTS):
        for statement in statements(script):
            database.execute(statement)


def _copy_captures(database: Database) -> None:
    """The captures of the first schema, with the ids and versions they have in this one.

    Where several versions were there and none has the capture's own payload, its version is not known.
    """
    version = """
        SELECT coalesce(
          (SELECT id FROM versions WHERE article = :article AND payload = :payload),
          (SELECT max(id) FROM versions WHERE article = :article HAVING count(*) = 1))
    """
    columns = "article", "payload", "source", "source_id", "path", "captured_at", "added_at"
    for row in database.execute(f"SELECT {', '.join(columns)} FROM captures_before").fetchall():
        old = dict(zip(columns, row, strict=True))
        old["version"] = database.execute(version, old).fetchone()[0]
        identity = canon.capture_id(Retrieval("captured", **old))
        database.execute(
            f"INSERT INTO captures (id, outcome, {', '.join(old)})"
            f" VALUES (:id, 'captured', {', '.join(f':{column}' for column in old)})",
            {"id": identity, **old},
        )
