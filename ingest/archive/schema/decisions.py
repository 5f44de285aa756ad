"""Schema 3: what was decided, why, and what a person should look at; claims of more fields and in headers."""

from sqlite_utils import Database

from .parts import BOOL, DAY, ID, INSTANT, RANGE, statements

# What was decided of each field, and why; more fields; dates as days to sort by; what people say of domains.
_DECISIONS = f"""
CREATE TABLE decisions (
  article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  field TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value) AND json_type(value) = 'array'),
  reason TEXT NOT NULL,
  confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 1000),
  doubts TEXT NOT NULL CHECK (json_valid(doubts) AND json_type(doubts) = 'array'),
  severity INTEGER NOT NULL CHECK (severity >= 0 AND (severity = 0) = (doubts = '[]')),
  PRIMARY KEY (article, field)
) STRICT;

CREATE TABLE doubts (
  code TEXT PRIMARY KEY CHECK (code <> ''),
  words TEXT NOT NULL
) STRICT;

CREATE TABLE namings (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  domain TEXT NOT NULL CHECK (domain = lower(domain) AND domain NOT LIKE 'www.%'),
  outlet TEXT CHECK (outlet <> ''),
  kind TEXT CHECK (kind IN ('agency', 'newspaper', 'magazine', 'broadcaster', 'site', 'blog', 'aggregator')),
  by TEXT NOT NULL,
  asserted_at TEXT NOT NULL CHECK ({INSTANT.format("asserted_at")}),
  basis TEXT
) STRICT;

ALTER TABLE articles ADD COLUMN published_day TEXT CHECK ({DAY.format("published_day")});
ALTER TABLE articles ADD COLUMN published_earliest TEXT CHECK ({DAY.format("published_earliest")});
ALTER TABLE articles ADD COLUMN published_latest TEXT CHECK (published_latest >= published_earliest);
ALTER TABLE articles ADD COLUMN policy TEXT;

DROP INDEX articles_by_published;
DROP INDEX articles_by_outlet;
CREATE INDEX articles_by_published ON articles (published_earliest DESC, id);
CREATE INDEX articles_by_outlet ON articles (outlet, published_earliest DESC);
CREATE INDEX articles_by_policy ON articles (policy, id) WHERE NOT stub;
CREATE INDEX decisions_to_look_at ON decisions (severity * 1001 + 1000 - confidence DESC, field)
  WHERE severity > 0;
"""

_CLAIMS_OF_MORE = f"""
ALTER TABLE claims RENAME TO claims_before;
CREATE TABLE claims (
  id TEXT PRIMARY KEY CHECK ({ID.format("id")}),
  article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  version TEXT REFERENCES versions (id),
  position INTEGER NOT NULL,
  field TEXT NOT NULL CHECK (
    field IN ('title', 'subtitle', 'author', 'agency', 'organisation', 'published', 'modified', 'outlet',
              'language', 'section', 'licence', 'paywall', 'image-credit', 'url')),
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
  CHECK ((version IS NULL) = (place IS NULL OR place IN ('address', 'headers', 'manifest')))
) STRICT;
INSERT INTO claims SELECT * FROM claims_before;
DROP TABLE claims_before;
CREATE INDEX claims_by_article ON claims (article, field);
CREATE INDEX claims_by_version ON claims (version);
CREATE INDEX claims_by_host ON claims (method, value, article) WHERE field = 'outlet' AND place = 'address';
"""

# One row for each field of an article that a person should look at, the worst first by `urgency`. It is not
# sorted and joins nothing, so that counting its rows takes an index alone. Of other candidates it has only
# what today's version, the address and the headers say.
_NEEDS_LOOK = """
CREATE VIEW needs_look AS
  SELECT decisions.article AS article,
    (SELECT title FROM articles WHERE id = decisions.article) AS title, decisions.field AS field,
    (SELECT group_concat(chosen.value, '; ') FROM json_each(decisions.value) AS chosen) AS chosen,
    (SELECT group_concat(coalesce(doubts.words, doubt.value), '; ') FROM json_each(decisions.doubts) AS doubt
      LEFT JOIN doubts ON doubts.code = doubt.value) AS doubts,
    decisions.confidence AS confidence,
    (SELECT group_concat(other.value, '; ') FROM (
      SELECT DISTINCT claims.value AS value FROM claims
      WHERE claims.article = decisions.article AND claims.field = decisions.field
        AND (claims.version IS NULL
          OR claims.version = (SELECT version FROM articles WHERE id = decisions.article))
        AND claims.value IS NOT NULL
        AND claims.value NOT IN (SELECT value FROM json_each(decisions.value))
      ORDER BY claims.position) AS other) AS others,
    decisions.reason AS reason, decisions.severity * 1001 + 1000 - decisions.confidence AS urgency
  FROM decisions
  WHERE decisions.severity > 0;
"""


def decisions(database: Database) -> None:
    """Decisions with their reasons and doubts; claims of more fields, and in headers."""
    for script in (_DECISIONS, _CLAIMS_OF_MORE, _NEEDS_LOOK):
        for statement in statements(script):
            database.execute(statement)
