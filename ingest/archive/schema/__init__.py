"""The archive's tables, as sqlite-utils migrations, and the marks that say a file is an archive.

`docs/schema.md` and Datasette's metadata describe the tables; a test holds them to these files.
Rules that SQL can state are stated here.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from .crossposts import crossposts
from .decisions import decisions
from .first import create
from .log import GUARDS, log
from .parts import statements
from .retrievals import retrievals

# "pvar", our mark in the SQLite header (https://www.sqlite.org/fileformat.html#application_id).
APPLICATION_ID = 0x70766172
# Grows with every migration; a newer archive is not opened by older code.
SCHEMA_VERSION = 5

_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")

migrations = Migrations("provenance-archive")
for _step in (create, retrievals, decisions, crossposts, log):
    migrations()(_step)


class Definition(NamedTuple):
    """What the schema says of a table, an index, a view or a trigger: as a row of `sqlite_master`."""

    type: str
    name: str
    tbl_name: str
    sql: str


class Column(NamedTuple):
    """A column of a table: its name, its type, and whether it is never NULL."""

    name: str
    type: str
    filled: bool


@cache
def definitions() -> tuple[Definition, ...]:
    """The schema of a new archive."""
    with _new() as database:
        listed = ", ".join(Definition._fields)
        rows = database.execute(f"SELECT {listed} FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return tuple(Definition(*row) for row in rows)


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """The columns of all tables in a new archive."""
    told = 'SELECT name, type, "notnull" OR pk FROM pragma_table_info(?)'
    tables = [one.name for one in definitions() if one.type == "table"]
    with _new() as database:
        return {
            table: tuple(
                Column(name, kind, bool(filled)) for name, kind, filled in database.execute(told, [table])
            )
            for table in tables
        }


@contextmanager
def _new() -> Iterator[Database]:
    database = Database(memory=True)
    apply(database)
    yield database
    database.close()


def missing_guards(database: Database) -> list[str]:
    """The triggers that keep the log from accidents and are not as they were made."""
    found = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    made = {_TRIGGER.match(statement)[1]: statement for statement in statements(GUARDS)}  # type: ignore[index]
    return [name for name, statement in made.items() if f"{found.get(name)};" != statement]


@contextmanager
def unguarded(connection: sqlite3.Connection, *tables: str) -> Iterator[None]:
    """Rows of some tables may be changed and deleted, for a removal; then their triggers are as before."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%raise(ABORT%'"
        f" AND tbl_name IN ({', '.join('?' * len(tables))})",
        tables,
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in found:
        connection.execute(sql)


def apply(database: Database) -> None:
    """Bring a new or older archive to this schema."""
    with database.atomic():
        migrations.apply(database)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
