"""Alterations of the file, by damage, by somebody with an older copy, and of its schema."""

import random
import shutil
import sqlite3
from pathlib import Path

from grounds import Grounds


def bits_flipped(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """One bit of the file is another, or some bits beside each other are."""
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data) * 8)
    for at in range(start, min(start + chance.choice((1, 1, 1, 8, 64)), len(data) * 8)):
        data[at // 8] ^= 1 << at % 8
    path.write_bytes(data)


def file_truncated(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """The file ends early: anywhere, or where a page ends."""
    data = path.read_bytes()
    size = chance.randrange(1, len(data))
    path.write_bytes(data[: size // 4096 * 4096 if chance.random() < 0.5 and size > 4096 else size])


def rolled_back(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """An older copy of the whole file stands in its place."""
    shutil.copy(grounds.older, path)


def trigger_dropped(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A trigger, an index or a view is gone."""
    connection = sqlite3.connect(path)
    kind, name, _ = chance.choice(_definitions(connection, "trigger", "index", "view"))
    connection.execute(f'DROP {kind} "{name}"')
    connection.close()


def trigger_replaced(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A trigger does nothing any more, though it has its name."""
    connection = sqlite3.connect(path)
    _, name, sql = chance.choice(_definitions(connection, "trigger"))
    connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(sql[: sql.index("BEGIN")] + "BEGIN SELECT 1; END")
    connection.close()


def rule_loosened(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A table's definition lacks a rule, written into the schema itself."""
    connection = sqlite3.connect(path)
    ruled = [row for row in _definitions(connection, "table") if " NOT NULL" in row[2]]
    _, name, sql = chance.choice(ruled)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        [sql.replace(" NOT NULL", "", 1), name],
    )
    connection.commit()
    connection.close()


def _definitions(connection: sqlite3.Connection, *kinds: str) -> list[tuple[str, str, str]]:
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    )
    return [row for row in found.fetchall() if row[0] in kinds]
