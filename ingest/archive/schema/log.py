"""Schema 5: the log of events, what its entries commit to, and what people keep of it.

The triggers keep the log from accidents, INSERT OR REPLACE among them, which deletes without asking a
trigger. From intent nothing in this file protects; the checkpoints do that auditors keep elsewhere.
"""

from sqlite_utils import Database

from .parts import INSTANT, statements

_TABLES = f"""
CREATE TABLE log (
  number INTEGER PRIMARY KEY CHECK (number >= 0),
  entry TEXT NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

CREATE TABLE tiles (
  level INTEGER NOT NULL CHECK (level > 0),
  number INTEGER NOT NULL CHECK (number >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE commitments (
  event INTEGER NOT NULL REFERENCES log (number) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL CHECK (position >= 0),
  form TEXT,
  owner TEXT,
  salt BLOB CHECK (length(salt) = 16),
  marks BLOB CHECK (length(marks) % 6 = 0),
  record BLOB NOT NULL CHECK (length(record) = 32),
  seal BLOB NOT NULL CHECK (length(seal) = 4),
  PRIMARY KEY (event, position),
  CHECK ((salt IS NULL) = (form IS NULL) AND (salt IS NULL) = (owner IS NULL)
    AND (salt IS NULL) = (marks IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE sums (
  cache TEXT PRIMARY KEY,
  sum TEXT NOT NULL CHECK (length(sum) = 64)
) STRICT, WITHOUT ROWID;

CREATE TABLE seals (
  name TEXT PRIMARY KEY CHECK (name = 'search'),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
  vkey TEXT PRIMARY KEY CHECK (vkey <> ''),
  position INTEGER NOT NULL UNIQUE CHECK (position >= 0),
  set_at TEXT NOT NULL CHECK ({INSTANT.format("set_at")})
) STRICT;

CREATE TABLE checkpoints (
  size INTEGER NOT NULL CHECK (size >= 0),
  note TEXT NOT NULL,
  kept_at TEXT NOT NULL CHECK ({INSTANT.format("kept_at")}),
  PRIMARY KEY (size, note)
) STRICT;

CREATE TABLE timestamps (
  size INTEGER NOT NULL CHECK (size >= 0),
  note TEXT NOT NULL,
  reply BLOB NOT NULL,
  authority TEXT NOT NULL,
  kept_at TEXT NOT NULL CHECK ({INSTANT.format("kept_at")}),
  PRIMARY KEY (size, note, authority)
) STRICT;

CREATE TABLE removals (
  article TEXT PRIMARY KEY,
  by TEXT NOT NULL CHECK (by <> ''),
  removed_at TEXT NOT NULL CHECK ({INSTANT.format("removed_at")}),
  because TEXT NOT NULL CHECK (because <> '')
) STRICT;

-- What an older reader made of a payload stays beside what a newer one makes of it.
ALTER TABLE versions ADD COLUMN superseded TEXT REFERENCES versions (id);
CREATE INDEX versions_by_superseding ON versions (superseded);

CREATE INDEX commitments_by_owner ON commitments (form, owner, event);
"""

# Each table whose rows stay, with the columns that tell one row from another.
_STAYING = {
    "log": ("number",), "tiles": ("level", "number"), "commitments": ("event", "position"), "keys": ("vkey",),
    "checkpoints": ("size", "note"), "timestamps": ("size", "note", "authority"), "removals": ("article",),
}  # fmt: skip


def _guards(table: str, key: tuple[str, ...]) -> str:
    same = " AND ".join(f"{column} = new.{column}" for column in key)
    said = f"SELECT raise(ABORT, 'the rows of {table} stay as they are');"
    return f"""
CREATE TRIGGER {table}_stay_as_written BEFORE UPDATE ON {table} BEGIN
  {said}
END;
CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} BEGIN
  {said}
END;
CREATE TRIGGER {table}_are_written_once BEFORE INSERT ON {table}
  WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN
  {said}
END;
"""


GUARDS = "".join(_guards(table, key) for table, key in _STAYING.items())


def log(database: Database) -> None:
    """The log, its tiles and commitments, and the checkpoints, timestamps and keys that belong to it."""
    for script in (_TABLES, GUARDS):
        for statement in statements(script):
            database.execute(statement)
