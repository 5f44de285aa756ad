"""Alterations of rows, by somebody who knows the tables: with and without what the log says of the rows."""

import hashlib
import random
import sqlite3
from pathlib import Path

import relogged
import zstandard
from grounds import Grounds
from unbound import Table, Value, another, table, tables, unbound

from ingest.archive.forms import FORMS

_ORDERED = ("passages", "links", "attributions", "claims", "evidence")


def cell_edited(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """One value of one row of any table is another."""
    with unbound(path, *_all(path)) as connection:
        edit(connection, chance.choice(tables(connection)), chance)


def row_deleted(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """One to three rows of any table are gone."""
    with unbound(path, *_all(path)) as connection:
        place = chance.choice(tables(connection))
        for row in place.some(connection, chance, chance.choice((1, 1, 3))):
            connection.execute(f'DELETE FROM "{place.name}" WHERE {place.where()}', row[: len(place.key)])


def row_inserted(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A row more, made after one that is there."""
    with unbound(path, *_all(path)) as connection:
        place = chance.choice(tables(connection))
        for row in place.some(connection, chance):
            kinds = place.columns.items()
            values = [
                another(value, kind, chance, [])
                for value, (_, kind) in zip(_values(place, row), kinds, strict=True)
            ]
            _insert(connection, place, values)


def values_swapped(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Two rows of a table have exchanged the values of one column or of all but the key."""
    with unbound(path, *_all(path)) as connection:
        place = chance.choice(tables(connection))
        rows = place.some(connection, chance, 2)
        free = [column for column in place.columns if column not in place.key]
        if len(rows) < 2 or not free:
            return
        moved = free if chance.random() < 0.3 else [chance.choice(free)]
        values = [dict(zip(place.columns, _values(place, row), strict=True)) for row in rows]
        for row, other in zip(rows, reversed(values), strict=True):
            _update(connection, place, row, {column: other[column] for column in moved})


def places_exchanged(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Two passages, links, attributions, claims or pieces of evidence have exchanged their places."""
    with unbound(path, *_ORDERED) as connection:
        place = table(connection, chance.choice(_ORDERED))
        owner = next(form.owner for form in FORMS if form.table == place.name)
        number = list(place.columns).index("position") + len(place.key)
        first = place.some(connection, chance)[0]
        at = list(place.columns).index(owner) + len(place.key)
        same = [row for row in place.some(connection, chance, 10**9) if row[at] == first[at] and row != first]
        if same:
            second = chance.choice(same)
            _update(connection, place, first, {"position": -1})
            _update(connection, place, second, {"position": first[number]})
            _update(connection, place, first, {"position": second[number]})


def payload_swapped(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Other bytes in place of a payload, with their hash wherever the hash of the first stood."""
    with unbound(path, "payloads", "captures", "versions", "parts") as connection:
        ((sha256, size, _, body),) = (row[1:] for row in table(connection, "payloads").some(connection, chance))
        payload = bytearray(zstandard.decompress(body, max_output_size=size))
        payload[chance.randrange(len(payload))] ^= 1 << chance.randrange(8)
        new = hashlib.sha256(payload).hexdigest()
        connection.execute(
            "UPDATE payloads SET sha256 = ?, size = ?, body = ? WHERE sha256 = ?",
            [new, len(payload), zstandard.compress(bytes(payload)), sha256],
        )
        for name in ("captures", "versions", "parts"):
            connection.execute(f"UPDATE {name} SET payload = ? WHERE payload = ?", [new, sha256])


def edited_with_its_seal(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A row is another, and the commitment to its group fits: record, marks and seal."""
    with unbound(path, *_all(path)) as connection:
        edit(connection, table(connection, chance.choice(FORMS).table), chance)
        relogged.recommitted(connection)


def edited_with_its_event(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A row is another, and commitment, entry, leaf and tiles fit; the checkpoints do not."""
    with unbound(path, *_all(path)) as connection:
        edit(connection, table(connection, chance.choice(FORMS).table), chance)
        relogged.restated(connection, relogged.recommitted(connection))
        relogged.retiled(connection)


def removed_as_if_lawfully(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """The rows of a group are gone, and all that was ever committed to of it is blank."""
    with unbound(path, *_all(path)) as connection:
        form, owner = chance.choice(
            connection.execute(
                "SELECT DISTINCT form, owner FROM commitments WHERE length(marks) > 0 ORDER BY 1, 2"
            ).fetchall()
        )
        of = next(one for one in FORMS if one.name == form)
        only = f" AND {of.only}" if of.only else ""
        connection.execute(f'DELETE FROM "{of.table}" WHERE "{of.owner}" = ?{only}', [owner])
        relogged.blanked(connection, form, owner)


def _all(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT DISTINCT tbl_name FROM sqlite_master")]
    connection.close()
    return names


def edit(connection: sqlite3.Connection, place: Table, chance: random.Random) -> None:
    for row in place.some(connection, chance):
        column, kind = chance.choice(list(place.columns.items()))
        others = [
            value for (value,) in connection.execute(f'SELECT DISTINCT "{column}" FROM "{place.name}" LIMIT 9')
        ]
        before = dict(zip(place.columns, _values(place, row), strict=True))[column]
        _update(connection, place, row, {column: another(before, kind, chance, others)})


def _values(place: Table, row: list[Value]) -> list[Value]:
    return row[len(place.key) :]


def _update(connection: sqlite3.Connection, place: Table, row: list[Value], values: dict[str, Value]) -> None:
    sets = ", ".join(f'"{column}" = ?' for column in values)
    key = row[: len(place.key)]
    connection.execute(
        f'UPDATE OR IGNORE "{place.name}" SET {sets} WHERE {place.where()}', [*values.values(), *key]
    )


def _insert(connection: sqlite3.Connection, place: Table, values: list[Value]) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(f'INSERT OR IGNORE INTO "{place.name}" VALUES ({marks})', values)
