"""Reads the log: its entries, the hashes of its tree, and what they commit to."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..log import commitments, entries, merkle
from ..log.checkpoint import Checkpoint
from ..log.commitments import Commitment
from ..log.entries import Entry


class Log:
    """The log of an archive, for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def size(self) -> int:
        """The number of its entries."""
        found = self._connection.execute("SELECT max(number) FROM log").fetchone()[0]
        return 0 if found is None else int(found) + 1

    def entry(self, number: int) -> Entry | None:
        """The entry with a number.

        Raises:
            EntryError: if what stands there is none.
        """
        row = self._connection.execute("SELECT entry FROM log WHERE number = ?", [number]).fetchone()
        return entries.read(row[0].encode()) if row else None

    def last(self) -> Entry | None:
        """The last entry."""
        return self.entry(self.size() - 1)

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """The entries from a number on."""
        for (written,) in self._connection.execute(
            "SELECT entry FROM log WHERE number >= ? ORDER BY number", [start]
        ):
            yield entries.read(written.encode())

    def written(self, start: int, end: int) -> Sequence[bytes]:
        """The entries from a number on up to another, excluded, as they are written."""
        found = self._connection.execute(
            "SELECT entry FROM log WHERE number >= ? AND number < ? ORDER BY number", [start, end]
        )
        return [entry.encode() for (entry,) in found]

    def origin(self) -> str:
        """The line by which the log is known: its first entry tells it, and no later one can change it."""
        first = self.entry(0)
        return first.told.get("origin", "") if first else ""

    def hashes(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """Hashes of the tree, as `merkle.Read` asks for them.

        Raises:
            ProofError: if some are not there.
        """
        table, column, where = ("tiles", "hash", f"level = {level:d}") if level else ("log", "leaf", "1")
        found = self._connection.execute(
            f"SELECT {column} FROM {table} WHERE {where} AND number >= ? AND number < ? ORDER BY number",
            [start, end],
        ).fetchall()
        if len(found) != end - start:
            raise merkle.ProofError(f"of {end - start} hashes in table {table} {len(found)} are there")
        return [row[0] for row in found]

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The checkpoint of the log as it is, or as it was with so many entries."""
        of = self.size() if size is None else size
        return Checkpoint(self.origin(), of, merkle.root(self.hashes, of))

    def knows_checkpoint(self, said: Checkpoint) -> bool:
        """Whether a checkpoint is one of this log as it is, or as it was with fewer entries."""
        return said.size <= self.size() and self.checkpoint(said.size) == said

    def commitment(self, form: str, owner: str) -> Commitment | None:
        """The last commitment to a group."""
        row = self._connection.execute(
            "SELECT salt, marks, record FROM commitments WHERE form = ? AND owner = ?"
            " ORDER BY event DESC LIMIT 1",
            [form, owner],
        ).fetchone()
        return Commitment(form, owner, *row) if row else None

    def schema(self) -> bytes:
        """SHA-256 of the schema: all its statements, as canonical JSON of their types, names and texts."""
        rows = self._connection.execute(
            "SELECT type, name, sql FROM sqlite_master"
            " WHERE sql IS NOT NULL AND substr(name, 1, 7) <> 'sqlite_' ORDER BY type, name"
        ).fetchall()
        return commitments.digest(rows)

    def told_schema(self) -> str | None:
        """The schema's hash, in hex, as the log told it when the archive was made or last migrated."""
        row = self._connection.execute(
            "SELECT max(event) FROM commitments WHERE form = '_sqlite_migrations/1'"
        ).fetchone()
        entry = None if row[0] is None else self.entry(row[0])
        return entry.told.get("schema") if entry else None

    def about(self, event: int) -> list[tuple[str | None, str | None]]:
        """The groups that an event told of, by form and owner; both None for one that was removed since."""
        return self._connection.execute(
            "SELECT form, owner FROM commitments WHERE event = ? ORDER BY position", [event]
        ).fetchall()

    def leaves(self, event: int) -> list[bytes]:
        """The leaves of an event's commitments, in order (32 bytes each)."""
        cursor = self._connection.execute(
            "SELECT * FROM commitments WHERE event = ? ORDER BY position", [event]
        )
        names = [column[0] for column in cursor.description]
        return [leaf(dict(zip(names, row, strict=True))) for row in cursor]

    def knows(self, form: str) -> bool:
        """Whether anything of a form was ever committed to."""
        return bool(
            self._connection.execute("SELECT 1 FROM commitments WHERE form = ? LIMIT 1", [form]).fetchone()
        )

    def signing_keys(self) -> list[str]:
        """The keys that the archive signed with, the one in use last."""
        return [row[0] for row in self._connection.execute("SELECT vkey FROM keys ORDER BY position")]

    def told_key(self, vkey: str) -> int | None:
        """The number of the entry that tells of a key, None where none does."""
        row = self._connection.execute(
            "SELECT min(event) FROM commitments WHERE form = 'keys/1' AND owner = ?", [vkey]
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def kept(self, size: int = 0) -> list[str]:
        """The checkpoints that are kept of the log with so many entries or more, the newest first."""
        rows = self._connection.execute(
            "SELECT note FROM checkpoints WHERE size >= ? ORDER BY size DESC, kept_at DESC, note DESC", [size]
        )
        return [row[0] for row in rows]

    def timestamps(self, size: int) -> list[tuple[str, bytes]]:
        """The notes of which checkpoints of a size were timestamped, each with the authority's reply."""
        return self._connection.execute(
            "SELECT note, reply FROM timestamps WHERE size = ? ORDER BY kept_at, authority, note", [size]
        ).fetchall()

    def sums(self) -> dict[str, str]:
        """The sums of what is kept for comparing, by table."""
        return dict(self._connection.execute("SELECT cache, sum FROM sums").fetchall())


def leaf(row: Mapping[str, Any]) -> bytes:
    """The leaf of a stored commitment; of one whose rows were removed only this is left."""
    if row["salt"] is None:
        return bytes(row["record"])
    return Commitment(row["form"], row["owner"], row["salt"], row["marks"], row["record"]).leaf()
