"""What an insider does who alters an archive and its log along with it: as far up the log as wanted."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from ingest.archive.forms import CACHES, FORMS
from ingest.archive.logged import Log
from ingest.log import entries, merkle, sums
from ingest.log.commitments import SEAL, Commitment, commit
from ingest.log.note import Note, Signer

_SALT = bytes(16)


def recommitted(connection: sqlite3.Connection) -> set[int]:
    """Make the last commitment to each group fit its rows; the events in which some were changed."""
    log, events = Log(connection), set()
    last = connection.execute("SELECT max(number) FROM log").fetchone()[0]
    for form in FORMS:
        found = groupby(connection.execute(form.groups()), key=lambda row: str(row[0]))
        groups = {owner: [row[1:] for row in rows] for owner, rows in found}
        known = connection.execute(
            "SELECT owner, max(event) FROM commitments WHERE form = ? GROUP BY owner", [form.name]
        )
        of_event = {owner: event for owner, event in known.fetchall() if owner is not None}
        for owner in sorted(groups.keys() | of_event.keys()):
            before = log.commitment(form.name, owner)
            made = commit(form.name, owner, groups.get(owner, []), before.salt if before else _SALT)
            if made != before and (before or groups.get(owner)):
                event = of_event.get(owner, last)
                events.add(event)
                _write(connection, event, made, new=before is None)
    return events


def restated(connection: sqlite3.Connection, events: Iterable[int]) -> None:
    """Make the entries of events state the roots of their commitments as they are."""
    for event in events:
        rows = connection.execute(
            "SELECT form, owner, salt, marks, record FROM commitments WHERE event = ? ORDER BY position",
            [event],
        ).fetchall()
        leaves = [row[4] if row[0] is None else Commitment(*row).leaf() for row in rows]
        entry = _entry(connection, event)
        rewritten(connection, replace(entry, size=len(leaves), root=entries.root(leaves)))


def rewritten(connection: sqlite3.Connection, entry: entries.Entry) -> None:
    """Put an entry in place of the one with its number."""
    data = entry.written()
    connection.execute(
        "UPDATE log SET entry = ?, leaf = ? WHERE number = ?",
        [data.decode(), merkle.leaf_hash(data), entry.number],
    )


def retiled(connection: sqlite3.Connection) -> None:
    """Make the tiles (of the first level; there are no more) follow from the log."""
    leaves = [leaf for (leaf,) in connection.execute("SELECT leaf FROM log ORDER BY number")]
    connection.execute("DELETE FROM tiles")
    for number in range(len(leaves) >> merkle.HEIGHT):
        tile = merkle.folded(leaves[number << merkle.HEIGHT : (number + 1) << merkle.HEIGHT])
        connection.execute("INSERT INTO tiles VALUES (1, ?, ?)", [number, tile])


def resummed(connection: sqlite3.Connection) -> None:
    """Make sums follow from the rows."""
    for cache, columns in CACHES.items():
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {cache}")
        connection.execute("UPDATE sums SET sum = ? WHERE cache = ?", [sums.written(sums.of_rows(rows)), cache])


def everything(connection: sqlite3.Connection, signer: Signer) -> str:
    """All of it, up to the checkpoints, which are signed anew; the one of the log as it then is."""
    resummed(connection)
    before = None
    while before != (before := connection.execute("SELECT group_concat(entry) FROM log").fetchone()):
        restated(connection, recommitted(connection))
        retiled(connection)
        for (size,) in connection.execute("SELECT DISTINCT size FROM checkpoints").fetchall():
            note = _signed(connection, signer, size)
            for name in ("checkpoints", "timestamps"):
                # Where an edit made two of one size, there is one left.
                connection.execute(f"UPDATE OR REPLACE {name} SET note = ? WHERE size = ?", [note, size])
    return _signed(connection, signer)


def blanked(connection: sqlite3.Connection, form: str, owner: str) -> None:
    """Leave of all commitments to a group what is left of those to removed rows."""
    columns = "event, position, form, owner, salt, marks, record"
    found = connection.execute(
        f"SELECT {columns} FROM commitments WHERE form = ? AND owner = ?", [form, owner]
    ).fetchall()
    for event, position, *parts in found:
        connection.execute(
            "UPDATE commitments SET form = NULL, owner = NULL, salt = NULL, marks = NULL, record = ?"
            " WHERE event = ? AND position = ?",
            [Commitment(*parts).leaf(), event, position],
        )


def _signed(connection: sqlite3.Connection, signer: Signer, size: int | None = None) -> str:
    body = Log(connection).checkpoint(size).body()
    return Note(body, (signer.sign(body),)).written()


def _entry(connection: sqlite3.Connection, number: int) -> entries.Entry:
    ((written,),) = connection.execute("SELECT entry FROM log WHERE number = ?", [number])
    return entries.read(written.encode())


def _write(connection: sqlite3.Connection, event: int, made: Commitment, new: bool) -> None:
    values = [made.salt, made.marks, made.record, made.leaf()[:SEAL], event, made.form, made.owner]
    if new:
        connection.execute(
            "INSERT INTO commitments (salt, marks, record, seal, event, form, owner, position) VALUES"
            " (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position) + 1, 0) FROM commitments WHERE event = ?))",
            [*values, event],
        )
    else:
        connection.execute(
            "UPDATE commitments SET salt = ?, marks = ?, record = ?, seal = ?"
            " WHERE event = ? AND form = ? AND owner = ?",
            values,
        )
