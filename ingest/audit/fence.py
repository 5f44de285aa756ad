"""Keeps the audit from what a hostile file has in the place of tables: SQL of its own is never run.

With `trusted_schema` off (see `archive.connections`) views and triggers call nothing that acts. But a view may
run for ever, and an expression of an index or of a column may take as long as it likes. (CHECKs are not worked
out on a connection for reading.)
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..archive.query import Query
from ..archive.schema import definitions

# A generated column, of either kind: https://sqlite.org/pragma.html#pragma_table_xinfo.
_GENERATED = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden IN (2, 3)"
_EXPRESSION = "SELECT 1 FROM pragma_index_xinfo(?) WHERE cid = -2"
_PARTIAL = "SELECT 1 FROM pragma_index_list(?) WHERE name = ? AND partial"


class Fence:
    """What of a file is not read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.closed: set[str] = set()

    def close(self, *names: str) -> None:
        """Read these tables and views no more; what asks for them gets an `sqlite3.DatabaseError`."""
        self.closed.update(names)
        self._connection.set_authorizer(self._allowed)  # anew, so that what was prepared is asked about again

    def _allowed(
        self, action: int, first: str | None, second: str | None, database: str | None, source: str | None
    ) -> int:
        read = action == sqlite3.SQLITE_READ and database == "main" and first in self.closed
        return sqlite3.SQLITE_DENY if read or source in self.closed else sqlite3.SQLITE_OK


@contextmanager
def fenced(query: Query) -> Iterator[Fence]:
    """A fence around what runs code and is not of our schema."""
    fence = Fence(query.connection)
    fence.close(*_coded(query))
    try:
        yield fence
    finally:
        query.connection.set_authorizer(None)


def _coded(query: Query) -> Iterator[str]:
    """The tables and views of a file with code that is not ours."""
    ours = {(one.type, one.name, one.sql) for one in definitions()}
    columns = "SELECT type, name, tbl_name, sql, coalesce(rootpage, 0) AS page FROM sqlite_master"
    for row in readable(query, columns):
        kind, name, table = (str(row[key]) for key in ("type", "name", "tbl_name"))
        if (kind, name, row["sql"]) not in ours and _runs(query, kind, name, table, virtual=row["page"] == 0):
            yield table if kind == "index" else name


def readable(query: Query, sql: str) -> list[dict[str, Any]]:
    """The rows of a query up to the first that cannot be read; SQLite itself knows no more of a schema then."""
    rows = []
    try:
        for row in query.rows(sql):
            rows.append(row)
    except sqlite3.DatabaseError:
        pass  # found by SQLite's own check of the file
    return rows


def _runs(query: Query, kind: str, name: str, table: str, virtual: bool) -> bool:
    """Whether reading something, or checking it, runs code. What SQLite cannot even describe is taken to."""
    try:
        if kind == "table":
            return virtual or bool(query.value(_GENERATED, [name]))
        if kind == "index":
            return bool(query.value(_EXPRESSION, [name]) or query.value(_PARTIAL, [table, name]))
    except sqlite3.Error:
        return True
    return kind == "view"
