"""The file itself: SQLite's own integrity check, the schema, foreign keys, payload bytes."""

import sqlite3
from collections.abc import Iterator
from itertools import accumulate

import zstandard
from sqlite_utils import Database

from .. import canon
from ..archive import schema
from ..archive.query import Query, decompress
from ..errors import SourceError
from ..read.container import opening
from ..read.knowledge import Knowledge
from ..records import Finding
from .guard import guarded

SUBJECT = "the database file"
CODES = (
    "database-damaged", "schema-differs", "rule-broken", "reference-broken",
    "payload-unreadable", "payload-size", "payload-hash", "part-unreadable", "part-hash", "part-differs",
)  # fmt: skip


def check(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings on the file, its schema and its payloads."""
    yield from _integrity(query)
    yield from guarded("the schema", _schema(query))
    for table, rule in _rules():
        yield from guarded(f"table {table}", _broken(query, table, rule))
    yield from guarded("references", _references(query))
    yield from guarded("payloads", _payloads(query))
    yield from guarded("parts", _parts(query))


def _integrity(query: Query) -> Iterator[Finding]:
    try:
        rows = [str(next(iter(row.values()))) for row in query.rows("PRAGMA integrity_check(100)")]
    except sqlite3.DatabaseError as error:
        rows = [str(error)]
    for said in rows:
        if said != "ok":
            yield Finding("database-damaged", SUBJECT, "ok", " ".join(said.split()))


def _schema(query: Query) -> Iterator[Finding]:
    expected = _definitions(Query(_fresh().conn))
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


def _rules() -> Iterator[tuple[str, str]]:
    """The CHECKs of our schema: table and expression."""
    for row in Query(_fresh().conn).rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        _, *rules = str(row["sql"]).split("CHECK (")
        for rule in rules:
            # Up to the parenthesis that closes it; none of our rules has one in a string.
            depth = accumulate(((char == "(") - (char == ")") for char in rule), initial=1)
            yield row["name"], rule[: list(depth).index(0) - 1]


def _broken(query: Query, table: str, rule: str) -> Iterator[Finding]:
    """The rows that break a CHECK. SQLite's own check leaves CHECKs out where it may only read."""
    expected, key = " ".join(rule.split()), _key(query, table)
    for row in query.rows(f"SELECT {key} AS row FROM {table} WHERE NOT ({rule}) ORDER BY 1"):
        yield Finding("rule-broken", f"{table} row {row['row']}", expected, "a row that breaks it")


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


def _payloads(query: Query) -> Iterator[Finding]:
    # One by one: a damaged page breaks off a query, and the payloads after it would go unseen.
    for row in list(query.rows("SELECT sha256 FROM payloads ORDER BY sha256")):
        yield from guarded(f"payload {row['sha256']}", _payload(query, row["sha256"]))


def _parts(query: Query) -> Iterator[Finding]:
    for row in list(query.rows("SELECT payload, name FROM parts ORDER BY payload, name")):
        subject = f"part {row['name']} of payload {row['payload']}"
        yield from guarded(subject, _part(query, subject, row["payload"], row["name"]))


def _part(query: Query, subject: str, payload: str, name: str) -> Iterator[Finding]:
    """A part has its hash, and is made of its payload by its rule."""
    row = (
        query.one("SELECT rule, size, sha256 FROM parts WHERE payload = ? AND name = ?", [payload, name]) or {}
    )
    try:
        data = query.part(payload, name) or b""
    except (zstandard.ZstdError, TypeError, OverflowError) as error:
        yield Finding("part-unreadable", subject, "zstd data", str(error))
        return
    found = canon.sha256(data)
    if found != row["sha256"] or len(data) != row["size"]:
        yield Finding("part-hash", subject, f"SHA-256 {row['sha256']}", f"SHA-256 {found}, {len(data)} bytes")
    try:
        again = opening.derive(query.payload(payload) or b"", row["rule"], name)
    except (zstandard.ZstdError, SourceError, KeyError) as error:
        yield Finding("part-differs", subject, f"a part that {row['rule']} makes", str(error))
        return
    if again != data:
        yield Finding("part-differs", subject, f"what {row['rule']} makes of the payload", "other bytes")


def _payload(query: Query, sha256: str) -> Iterator[Finding]:
    subject = f"payload {sha256}"
    row = query.one("SELECT size, body FROM payloads WHERE sha256 = ?", [sha256])
    if row is None:
        yield Finding("payload-unreadable", subject, "a row that can be found", "nothing")
        return
    try:
        payload = decompress(row["body"], row["size"])
    except (zstandard.ZstdError, TypeError, OverflowError) as error:
        yield Finding("payload-unreadable", subject, "zstd data", str(error))
        return
    if len(payload) != row["size"]:
        more = " or more" if len(payload) > row["size"] else ""
        yield Finding("payload-size", subject, f"{row['size']} bytes", f"{len(payload)} bytes{more}")
    found = canon.sha256(payload)
    if found != sha256:
        yield Finding("payload-hash", subject, f"SHA-256 {sha256}", f"SHA-256 {found}")
