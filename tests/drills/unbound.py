"""Ways into an archive for somebody who is held back by none of its rules."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Value = int | float | str | bytes | None
_PASSING = ("sqlite_stat1", "sqlite_sequence")


@contextmanager
def unbound(path: Path, *tables: str) -> Iterator[sqlite3.Connection]:
    """A connection that no CHECK, foreign key, or trigger of the tables binds; see `unguarded`."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in ("foreign_keys = OFF", "ignore_check_constraints = ON", "synchronous = OFF"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        with unguarded(connection, *tables):
            yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


@contextmanager
def unguarded(connection: sqlite3.Connection, *tables: str) -> Iterator[None]:
    """The triggers of some tables are gone, and come back in the end."""
    triggers = connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    mine = [(name, sql) for name, table, sql in triggers if table in tables]
    for name, _ in mine:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in mine:
        connection.execute(sql)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns with their types, and by which of them a row is found."""

    name: str
    columns: dict[str, str]
    key: tuple[str, ...]

    def where(self) -> str:
        """The condition for one row."""
        return " AND ".join(f'"{column}" IS ?' for column in self.key)

    def some(self, connection: sqlite3.Connection, chance: random.Random, number: int = 1) -> list[list[Value]]:
        """Some rows, or as many as there are: the values of the key, then those of all columns."""
        listed = ", ".join(f'"{column}"' for column in (*self.key, *self.columns))
        rows = connection.execute(f'SELECT {listed} FROM "{self.name}"').fetchall()
        return [list(row) for row in chance.sample(rows, min(number, len(rows)))]


def tables(connection: sqlite3.Connection) -> list[Table]:
    """All tables that have rows of their own, those of the search index among them."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    names = [name for (name,) in connection.execute(listed) if name not in _PASSING]
    return [table(connection, name) for name in names]


def table(connection: sqlite3.Connection, name: str) -> Table:
    """A table by its name."""
    columns = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", [name]).fetchall()
    bare = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", [name]).fetchone() == (1,)
    key = tuple(column for column, _, pk in columns if pk) if bare else ("rowid",)
    return Table(name, {column: kind for column, kind, _ in columns}, key)


def another(value: Value, kind: str, chance: random.Random, others: list[Value]) -> Value:
    """A value of the same type that is another one, often by very little."""
    if chance.random() < 0.2 and any(other != value for other in others):
        return chance.choice([other for other in others if other != value])
    if value is None:
        return {"INTEGER": chance.randrange(100), "BLOB": chance.randbytes(8)}.get(kind, chance.choice("abc"))
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, value + 1000, -value - 1, chance.getrandbits(31)])
    if isinstance(value, bytes):
        return _bytes(value, chance)
    return _text(str(value), chance)


def _bytes(value: bytes, chance: random.Random) -> bytes:
    if not value or chance.random() < 0.1:
        return value + chance.randbytes(1)
    at = chance.randrange(len(value))
    changed = bytes([value[at] ^ 1 << chance.randrange(8)])
    return value[:at] + changed + value[at + 1 :]


def _text(value: str, chance: random.Random) -> str:
    """A letter more, less, or another one; also one that looks the same, or cannot be seen."""
    at = chance.randrange(len(value) + 1)
    rest = value[at + 1 :]
    found = chance.choice(
        [
            value[:at] + chance.choice("aеx1 .") + value[at:],
            value[:at] + rest,
            value[:at] + chance.choice("e0\u200b—") + rest,
            value.swapcase(),
            value + " ",
        ]
    )
    return found if found != value else f"{value}x"
