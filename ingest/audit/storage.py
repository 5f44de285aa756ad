"""The file itself: SQLite's own integrity check, the schema, its rules, foreign keys."""

import sqlite3
from collections.abc import Iterator
from itertools import accumulate

from sqlite_utils import Database

from ..archive import schema
from ..archive.query import Query
from ..read.knowledge import Knowledge
from ..records import Finding
from .guard import guarded

SUBJECT = "the database file"
CODES = ("database-damaged", "schema-differs", "rule-broken", "reference-broken")


def check(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings on the file and its schema."""
    yield from _integrity(query)
    fresh = Query(_fresh().conn)
    yield from guarded("the schema", _schema(query, fresh))
    for table, rules in _rules(fresh).items():
        yield from guarded(f"table {table}", _broken(query, table, rules))
    yield from guarded("references", _references(query))


def _integrity(query: Query) -> Iterator[Finding]:
    try:
        rows = [str(next(iter(row.values()))) for row in query.rows("PRAGMA integrity_check(100)")]
    except sqlite3.DatabaseError as error:
        rows = [str(error)]
    for said in rows:
        if said != "ok":
            yield Finding("database-damaged", SUBJECT, "ok", " ".join(said.split()))


def _schema(query: Query, fresh: Query) -> Iterator[Finding]:
    expected = _definitions(fresh)
    found = _definitions(query)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield Finding("schema-differs", name, _short(expected.get(name)), _short(found.get(name)))


def _definitions(query: Query) -> dict[str, str]:
    rows = query.rows("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        f"{row['type']} {row['name']}": " ".join(row["sql"].split())
        for row in rows
        if not row["name"].startswith(("sqlite_", "_sqlite_"))
    }


def _fresh() -> Database:
    database = Database(memory=True)
    schema.apply(database)
    return database


def _rules(fresh: Query) -> dict[str, list[str]]:
    """The CHECKs of our schema, by table."""
    found: dict[str, list[str]] = {}
    for row in fresh.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        _, *rules = str(row["sql"]).split("CHECK (")
        for rule in rules:
            # Up to the parenthesis that closes it; none of our rules has one in a string.
            depth = accumulate(((char == "(") - (char == ")") for char in rule), initial=1)
            found.setdefault(row["name"], []).append(rule[: list(depth).index(0) - 1])
    return found


def _broken(query: Query, table: str, rules: list[str]) -> Iterator[Finding]:
    """The rows that break a CHECK. SQLite's own check leaves CHECKs out where it may only read."""
    # All in one pass; which rule it is matters only where one is broken.
    if query.one(f"SELECT 1 FROM {table} WHERE {' OR '.join(f'NOT ({rule})' for rule in rules)} LIMIT 1"):
        for rule in rules:
            yield from guarded(f"table {table}", _breaking(query, table, rule))


def _breaking(query: Query, table: str, rule: str) -> Iterator[Finding]:
    expected, key = " ".join(rule.split()), _key(query, table)
    for row in query.rows(f"SELECT {key} AS row FROM {table} WHERE NOT ({rule}) ORDER BY 1"):
        yield Finding("rule-broken", f"{table} row {row['row']}", expected, "a row that breaks it", table,
                      str(row["row"]))  # fmt: skip


def _key(query: Query, table: str) -> str:
    """An expression for what a row is known by: its number or, where rows have none, its key."""
    columns = "SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk"
    if query.value("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", [table]):
        return " || ' ' || ".join(f'"{row["name"]}"' for row in query.rows(columns, [table]))
    return "rowid"


def _short(definition: str | None) -> str:
    return "nothing of that name" if definition is None else definition[:120]


def _references(query: Query) -> Iterator[Finding]:
    for row in query.rows("PRAGMA foreign_key_check"):
        yield Finding(
            "reference-broken",
            row["table"] if row["rowid"] is None else f"{row['table']} row {row['rowid']}",
            f"a row in {row['parent']}",
            "none",
        )
