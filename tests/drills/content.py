"""What an archive says, row by row, so that what an alteration touched can be told by comparing."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.archive.forms import CACHES, FORMS

# What rows are known by in findings where they belong to no form.
_KEYS = {
    "log": ("number",), "tiles": ("level", "number"), "commitments": ("event", "position"), "sums": ("cache",),
    "sqlite_master": ("type", "name"),
}  # fmt: skip
# The log has one number for all rows of these: which of them was altered it cannot tell.
_SUMMED = {*CACHES}
_INDEX = "search"
# What stands in the index's pages are words, read by SQLite itself, but for the record of its numbers. What
# leads to them tells where words are found: of all that sorts between two pages, one does as well as another.
_NUMBERS = 'SELECT * FROM "search_data" NOT INDEXED WHERE id = 1'
_FOUND = """
SELECT word, (SELECT group_concat(rowid) FROM search WHERE search MATCH '"' || word || '"')
FROM (SELECT DISTINCT term AS word FROM temp.words)
"""
_ONLY = {"search_data": _NUMBERS, "search_idx": _FOUND}
# SQLite's own notes, which any program may renew, and the digest that spares looking through the search index.
_PASSING = ("seals", "sqlite_stat1", "sqlite_stat4", "sqlite_sequence")
# Where a table stands in the file is no content.
_PLACE = "rootpage"
_SAID = ("integrity_check", "application_id", "user_version", "encoding")

Row = tuple[object, ...]
# By what findings call them, in the order of their keys.
Rows = dict[str, Row]


@dataclass(frozen=True, slots=True)
class Content:
    """All rows by table and form (which is empty for a table without), and what SQLite says of the file."""

    rows: dict[tuple[str, str], Rows]
    file: tuple[object, ...]


def content(path: Path) -> Content:
    """What a file says, as far as it can be read."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA writable_schema = ON")  # of a damaged schema, what can be read
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    rows: dict[tuple[str, str], Rows] = {}
    try:
        for table, form, sql, keys in list(_queries(connection)):
            rows[table, form] = _rows(connection, sql, keys)
        return Content(rows, tuple(tuple(connection.execute(f"PRAGMA {name}")) for name in _SAID))
    except (sqlite3.Error, UnicodeError, SystemError) as error:
        return Content(rows, (str(error),))
    finally:
        connection.close()


def touched(before: Content, after: Content) -> set[tuple[str, str]]:
    """Tables and rows that an alteration touched, by each name that a finding may give them.

    There are none in a file whose tables SQLite cannot even list. Of rows that are gone only marks are left:
    such a row is known by whose it was and by its number there. What the log sums up, and the search index, are
    known by their table alone.
    """
    if not after.rows:
        return set()
    found = set()
    for place in before.rows.keys() | after.rows.keys():
        table = place[0]
        was, now = before.rows.get(place, {}), after.rows.get(place, {})
        differing = [row for row in was.keys() | now.keys() if was.get(row) != now.get(row)]
        if differing and (table in _SUMMED or table.startswith(_INDEX)):
            found.add((_INDEX if table.startswith(_INDEX) else table, ""))
            continue
        found |= {(table, row) for row in differing}
        if place[1]:
            found |= {(table, name) for row in differing if row not in now for name in _gone(was, row)}
        if table == "commitments":
            # The entry of the event says that they are others; which of them may be beyond telling.
            found |= {(name, row.split(" ")[0]) for row in differing for name in ("log", table)}
    return found


def _gone(was: Rows, row: str) -> set[str]:
    owner = was[row][0]
    group = [name for name, values in was.items() if values[0] == owner]
    return {str(owner), f"{owner} #{group.index(row) + 1}"}


def _queries(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Table, form, the query for all rows, and by what they are known."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    names = {name for (name,) in connection.execute(tables)} - {*_PASSING}
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, 'search', 'instance')")
    for form in FORMS:
        if form.table in names and form.table not in _KEYS:
            keys = tuple(dict.fromkeys([form.owner, *form.key]))
            yield form.table, form.name, form.groups(), keys
    for name in sorted({*names, "sqlite_master"} - {form.table for form in FORMS if form.table not in _KEYS}):
        yield name, "", _ONLY.get(name, f'SELECT * FROM "{name}" NOT INDEXED'), _KEYS.get(name, ())
    yield _INDEX, "", "SELECT doc, term, col, offset FROM temp.words", ()


def _rows(connection: sqlite3.Connection, sql: str, keys: tuple[str, ...]) -> Rows:
    """Rows by their keys; those without, all together and in no order."""
    rows: Rows = {}
    together: set[Row] = set()
    try:
        cursor = connection.execute(sql)
        columns = [column[0] for column in cursor.description]
        if not keys:
            together.update(cursor)
        places = [columns.index(key) for key in keys]
        kept = [at for at, column in enumerate(columns) if column != _PLACE]
        for row in cursor:
            name = " ".join([str(row[at]) for at in places])
            rows[name] = row if len(kept) == len(columns) else tuple([row[at] for at in kept])
    except (sqlite3.Error, UnicodeError):
        rows["what comes after it"] = ()
    return {**rows, "": (frozenset(together),)} if together else rows
