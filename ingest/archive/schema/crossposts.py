"""Schema 4: which texts share passages, which articles are which, and people's word on both.

Fingerprints, common, furniture and matches are made from the texts again at any time; they are kept
so that one more article need not be compared with all. Fingerprints, common and compared name articles
and versions without a foreign key: for each new version or article taken out of the index SQLite would look
through all of them.
"""

from sqlite_utils import Database

from .clusters import COUNTED, VIEWS
from .parts import BOOL, ID, INSTANT, statements

_TABLES = f"""
CREATE TABLE compared (
  article INTEGER PRIMARY KEY REFERENCES articles (number) DEFERRABLE INITIALLY DEFERRED,
  version TEXT NOT NULL,
  outlet TEXT REFERENCES outlets (name),
  title INTEGER,
  sketch BLOB NOT NULL
) STRICT;

CREATE TABLE fingerprints (
  fingerprint INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (fingerprint, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE common (
  fingerprint INTEGER PRIMARY KEY,
  head INTEGER NOT NULL
) STRICT;

CREATE TABLE cues (
  fingerprint INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (fingerprint, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE common_cues (
  fingerprint INTEGER PRIMARY KEY,
  head INTEGER NOT NULL
) STRICT;

CREATE TABLE furniture (
  fingerprint INTEGER NOT NULL,
  outlet TEXT NOT NULL REFERENCES outlets (name),
  PRIMARY KEY (fingerprint, outlet)
) STRICT, WITHOUT ROWID;

CREATE TABLE matches (
  a TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  b TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL
    CHECK (kind IN ('republication', 'adaptation', 'excerpt', 'translation', 'shared-quotation',
                    'shared-source')),
  score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 1000),
  later TEXT CHECK (later IN (a, b)),
  asserted INTEGER NOT NULL CHECK ({BOOL.format("asserted")}),
  signs TEXT NOT NULL CHECK (json_valid(signs)),
  passages TEXT NOT NULL CHECK (json_valid(passages)),
  PRIMARY KEY (a, b),
  CHECK (a < b)
) STRICT, WITHOUT ROWID;

CREATE TABLE stub_titles (
  title TEXT NOT NULL CHECK (title <> ''),
  stub TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (title, stub)
) STRICT, WITHOUT ROWID;

CREATE TABLE resolutions (
  id TEXT NOT NULL UNIQUE CHECK ({ID.format("id")}),
  stub TEXT PRIMARY KEY REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 1000),
  reason TEXT NOT NULL CHECK (reason <> ''),
  act TEXT REFERENCES acts (id),
  CHECK (stub <> article)
) STRICT;

CREATE TABLE candidates (
  stub TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 1000),
  reason TEXT NOT NULL CHECK (reason <> ''),
  PRIMARY KEY (stub, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE acts (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  act TEXT NOT NULL CHECK (act IN ('link', 'unlink', 'merge', 'split', 'undo')),
  article TEXT REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT CHECK (kind IN ('republication', 'adaptation', 'excerpt', 'translation', 'cites',
                            'shared-quotation', 'shared-source')),
  other TEXT REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  undoes TEXT,
  by TEXT NOT NULL CHECK (by <> ''),
  asserted_at TEXT NOT NULL CHECK ({INSTANT.format("asserted_at")}),
  basis TEXT,
  CHECK ((act = 'link') = (kind IS NOT NULL)),
  CHECK ((act = 'undo') = (undoes IS NOT NULL)),
  CHECK (act = 'undo' OR article IS NOT NULL),
  CHECK (act = 'undo' OR (act IN ('link', 'unlink', 'merge')) = (other IS NOT NULL)),
  CHECK (article <> other)
) STRICT;

ALTER TABLE relations ADD COLUMN directed INTEGER NOT NULL DEFAULT 1 CHECK ({BOOL.format("directed")});
ALTER TABLE relations ADD COLUMN origin TEXT NOT NULL DEFAULT 'named'
  CHECK (origin IN ('named', 'found', 'said'));
ALTER TABLE relations ADD COLUMN act TEXT REFERENCES acts (id);

CREATE INDEX articles_by_version ON articles (version);
CREATE INDEX compared_by_title ON compared (title) WHERE title IS NOT NULL;
CREATE INDEX matches_by_b ON matches (b);
CREATE INDEX resolutions_by_article ON resolutions (article);
CREATE INDEX candidates_by_article ON candidates (article);
CREATE INDEX acts_by_article ON acts (article);
CREATE INDEX acts_by_other ON acts (other);
CREATE INDEX acts_by_undone ON acts (undoes);
CREATE INDEX stub_titles_by_stub ON stub_titles (stub);

CREATE TRIGGER acts_stay_as_said BEFORE UPDATE ON acts BEGIN
  SELECT raise(ABORT, 'what people said is never changed; take it back with another act');
END;

CREATE TRIGGER acts_stay BEFORE DELETE ON acts BEGIN
  SELECT raise(ABORT, 'what people said is never deleted; take it back with another act');
END;

-- What was related before this step is decided again.
UPDATE articles SET policy = NULL WHERE NOT stub;
"""


def crossposts(database: Database) -> None:
    """Fingerprints, matches, resolved stubs, what people say of relations, and the views on all that."""
    for script in (_TABLES, COUNTED, VIEWS):
        for statement in statements(script):
            database.execute(statement)
