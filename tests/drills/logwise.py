"""Alterations of the log, by somebody who has neither the key nor the checkpoints that auditors keep."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import relogged
from grounds import Grounds
from unbound import unbound

from ingest.archive.forms import FORMS
from ingest.archive.logged import Log
from ingest.log.note import Note, Signer


def entries_exchanged(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Two entries have exchanged their places, each with its leaf."""
    with unbound(path, "log") as connection:
        rows = connection.execute("SELECT entry, leaf, number FROM log").fetchall()
        one, other = chance.sample(rows, 2)
        for (entry, leaf, _), (*_, number) in ((one, other), (other, one)):
            connection.execute("UPDATE log SET entry = ?, leaf = ? WHERE number = ?", [entry, leaf, number])


def log_cut(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """The last entries are gone, with what they commit to and the rows that came with them."""
    with unbound(path, "log", "tiles", "commitments", *(form.table for form in FORMS)) as connection:
        size = Log(connection).size() - chance.randrange(1, 20)
        came = "SELECT owner FROM commitments WHERE form = ? GROUP BY owner HAVING min(event) >= ?"
        for form in FORMS:
            only = f" AND {form.only}" if form.only else ""
            connection.execute(
                f'DELETE FROM "{form.table}" WHERE CAST("{form.owner}" AS TEXT) IN ({came}){only}',
                [form.name, size],
            )
        connection.execute("DELETE FROM commitments WHERE event >= ?", [size])
        connection.execute("DELETE FROM log WHERE number >= ?", [size])
        relogged.retiled(connection)


def back_dated(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """An entry tells of another time, and its leaf fits; perhaps the tiles as well."""
    with unbound(path, "log", "tiles") as connection:
        log = Log(connection)
        entry = log.entry(chance.randrange(log.size()))
        assert entry is not None
        moved = datetime.fromisoformat(entry.at) - timedelta(seconds=chance.choice((1, 60, 86400, -1)))
        relogged.rewritten(connection, replace(entry, at=moved.isoformat()))
        if chance.random() < 0.5:
            relogged.retiled(connection)


def checkpoint_replaced(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A checkpoint that the archive keeps is another: of another size, unsigned, or by another key."""
    with unbound(path, "checkpoints") as connection:
        size, note = chance.choice(connection.execute("SELECT size, note FROM checkpoints").fetchall())
        body = Log(connection).checkpoint(chance.choice((size, size - 1))).body()
        stranger = Signer.make(grounds.signer.name, chance.randbytes(32))
        new = chance.choice((body, Note(body, (stranger.sign(body),)).written()))
        connection.execute("UPDATE checkpoints SET note = ? WHERE size = ? AND note = ?", [new, size, note])
