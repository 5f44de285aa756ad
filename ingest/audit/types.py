"""Rows with values of other types than the schema gives them.

STRICT keeps nobody from writing the bytes of the file. Whatever reads such a row as one of ours breaks off, and
with it all that comes after the row; so the row is told, and what makes things again from rows does not see it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from ..archive.forms import TABLES
from ..archive.query import Query
from ..archive.schema import Column, columns
from ..records import Finding
from .guard import attempted
from .storage import key


@contextmanager
def aside(query: Query) -> Iterator[list[Finding]]:
    """Findings on such rows. Within, only what asks for `main.TABLE` sees them."""
    found = []
    for table in TABLES:
        strange, broken = attempted(f"table {table}", partial(_set_aside, query, table))
        found += [*broken, *(strange or ())]
    try:
        yield found
    finally:
        for table in TABLES:
            query.connection.execute(f"DROP VIEW IF EXISTS temp.{table}")


def _set_aside(query: Query, table: str) -> list[Finding]:
    strange = _strange(query, table)
    if strange:
        query.connection.execute(_shadow(query, table))
    return strange


def _shadow(query: Query, table: str) -> str:
    """A view that is found in the place of a table, with those rows that are as they should be."""
    numbered = query.value("SELECT NOT wr FROM pragma_table_list(?) WHERE schema = 'main'", [table])
    listed = "rowid, *" if numbered else "*"
    return f"CREATE TEMP VIEW {table} AS SELECT {listed} FROM main.{table} WHERE {_typed(table)}"


def _typed(table: str) -> str:
    """The condition for a row of which all values have their types."""
    return " AND ".join(f'typeof("{one.name}") IN ({_allowed(one)})' for one in columns()[table])


def _allowed(column: Column) -> str:
    return f"'{column.type.lower()}'" + ("" if column.filled else ", 'null'")


def _strange(query: Query, table: str) -> list[Finding]:
    kinds = ", ".join(f'typeof("{one.name}")' for one in columns()[table])
    rows = f"SELECT {key(table)}, {kinds} FROM main.{table} NOT INDEXED WHERE NOT ({_typed(table)})"
    return [
        Finding("rule-broken", f"{table} row {row}", column.type.lower(), kind, table, row, column.name)
        for row, *types in query.connection.execute(rows)
        for column, kind in zip(columns()[table], types, strict=True)
        if kind != column.type.lower() and (column.filled or kind != "null")
    ]
