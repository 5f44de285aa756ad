"""The file itself: SQLite's own integrity check, the schema, its rules, foreign keys."""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

from ..archive import schema
from ..archive.forms import TABLES, known_by
from ..archive.query import Query
from ..records import Finding
from .fence import Fence, readable
from .guard import guarded

SUBJECT = "the database file"
# SQLite's own indexes of which the table is another than their name says; it does not look at that itself.
_STRAY = """
SELECT type, name, tbl_name FROM sqlite_master
WHERE sql IS NULL AND substr(name, 1, 18 + length(tbl_name)) <> 'sqlite_autoindex_' || tbl_name || '_'
"""
# What SQLite says of a page that stands at several places of a tree: one that does so often enough has no end.
_TWICE = "2nd reference to page"
CODES = ("database-damaged", "schema-differs", "rule-broken", "reference-broken")


def check(query: Query, fence: Fence) -> Iterator[Finding]:
    """Findings on the file and its schema.

    Puts behind the fence what a scan might never come to the end of.
    """
    yield from guarded("the file", _integrity(query, fence))
    yield from guarded("the schema", _schema(query))
    for table, rules in _rules().items():
        yield from guarded(f"table {table}", _broken(query, table, rules))
    for table in sorted({*_tables(query)} - fence.closed):
        yield from guarded(f"references of {table}", _references(query, table))


def _integrity(query: Query, fence: Fence) -> Iterator[Finding]:
    """What SQLite says of the file; where it is not content, what it says of each table by itself.

    A foreign index or virtual table might run code in a check of the whole file.
    """
    whole = [] if fence.closed else _said(query, "PRAGMA integrity_check(100)")
    if not whole and not fence.closed:
        return
    of_tables = set()
    for table in _tables(query):
        for said in (
            _said(query, f"PRAGMA integrity_check({_quoted(table)})") if table not in fence.closed else ()
        ):
            of_tables.add(said)
            yield Finding("database-damaged", f"table {table}", "ok", said, table)
            if _TWICE in said:
                fence.close(table)
    for said in whole:
        if said not in of_tables:
            yield Finding("database-damaged", SUBJECT, "ok", said)


def _tables(query: Query) -> list[str]:
    """The names of what are tables indeed."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    return sorted(str(row["name"]) for row in readable(query, tables))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _said(query: Query, pragma: str) -> list[str]:
    try:
        said = [" ".join(str(next(iter(row.values()))).split()) for row in query.rows(pragma)]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    return [line for line in said if line != "ok"]


def _schema(query: Query) -> Iterator[Finding]:
    rows = query.rows("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    expected, found = _told(schema.definitions()), _told(schema.Definition(**row) for row in rows)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield Finding(
                "schema-differs",
                name,
                _short(expected.get(name)),
                _short(found.get(name)),
                "sqlite_master",
                name,
            )
    for row in query.rows(_STRAY):
        name = f"{row['type']} {row['name']}"
        yield Finding("schema-differs", name, "its own table's name", row["tbl_name"], "sqlite_master", name)
    encoding = query.value("PRAGMA encoding")
    if encoding != "UTF-8":
        yield Finding("schema-differs", "the encoding of texts", "UTF-8", encoding, "sqlite_master")


def _told(definitions: Iterable[schema.Definition]) -> dict[str, str]:
    return {
        f"{one.type} {one.name}": f"of {one.tbl_name}: {' '.join(one.sql.split())}"
        for one in definitions
        if not one.name.startswith(("sqlite_", "_sqlite_"))
    }


@cache
def _rules() -> dict[str, list[str]]:
    """The CHECKs of our schema, by table."""
    found: dict[str, list[str]] = {}
    for one in schema.definitions():
        _, *rules = one.sql.split("CHECK (") if one.type == "table" else ("",)
        for rule in rules:
            # Up to the parenthesis that closes it; none of our rules has one in a string.
            depth = accumulate(((char == "(") - (char == ")") for char in rule), initial=1)
            found.setdefault(one.name, []).append(rule[: list(depth).index(0) - 1])
    return found


def _broken(query: Query, table: str, rules: list[str]) -> Iterator[Finding]:
    """The rows that break a CHECK. SQLite's own check leaves CHECKs out where it may only read."""
    # All in one pass; which rule it is matters only where one is broken.
    if query.one(f"SELECT 1 FROM main.{table} WHERE {' OR '.join(f'NOT ({rule})' for rule in rules)} LIMIT 1"):
        for rule in rules:
            yield from guarded(f"table {table}", _breaking(query, table, rule))


def _breaking(query: Query, table: str, rule: str) -> Iterator[Finding]:
    expected = " ".join(rule.split())
    for row in query.rows(f"SELECT {key(table)} AS row FROM main.{table} WHERE NOT ({rule}) ORDER BY 1"):
        name = row["row"]
        yield Finding("rule-broken", f"{table} row {name}", expected, "a row that breaks it", table, name)


def key(table: str) -> str:
    """An expression for what a row is known by, as in all findings (see `forms.known_by`)."""
    listed = " || ' ' || ".join(f"ifnull(\"{column}\", '')" for column in known_by(table))
    return f"CAST({listed} AS TEXT)"


def _short(definition: str | None) -> str:
    return "nothing of that name" if definition is None else definition[:120]


def _references(query: Query, table: str) -> Iterator[Finding]:
    for row in list(query.rows(f"PRAGMA foreign_key_check({_quoted(table)})")):
        name = None
        if row["rowid"] is not None and table in TABLES:
            name = query.value(f"SELECT {key(table)} FROM main.{table} WHERE rowid = ?", [row["rowid"]])
        subject = table if name is None else f"{table} row {name}"
        yield Finding("reference-broken", subject, f"a row in {row['parent']}", "none", table, name)
