"""Proofs that a group of rows is committed to in a log: what they are made of, and their check. Pure.

A proof goes up from a group's canonical record to its commitment, from there to the root that an entry of
the log states, and from the entry to the root of the log, as RFC 6962 leads from leaves to roots.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from . import entries
from .checkpoint import Checkpoint
from .commitments import Commitment
from .entries import EntryError
from .merkle import ProofError, Read, check_inclusion, leaf_hash, prove_inclusion


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the log (its bytes), and the audit path from it to the root of a tree of `size` entries."""

    number: int
    entry: bytes
    size: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """A group's canonical record, salt and marks, and the audit path from their commitment to its event's root.

    `position` is the commitment's place among the `size` of its event, whose entry has the number `event`.
    """

    form: str
    owner: str
    record: bytes
    salt: bytes
    marks: bytes
    event: int
    position: int
    size: int
    path: tuple[bytes, ...]

    def leaf(self) -> bytes:
        """The leaf of the commitment (32 bytes), made from the record."""
        hashed = sha256(self.salt + self.record).digest()
        return Commitment(self.form, self.owner, self.salt, self.marks, hashed).leaf()


def prove_commitment(levels: Sequence[Sequence[bytes]], position: int) -> tuple[bytes, ...]:
    """The audit path of a commitment among all of its event, by the levels of tiles over these.

    Raises:
        ProofError: if there is none at this position.
    """
    return tuple(prove_inclusion(lambda level, start, end: levels[level][start:end], position, len(levels[0])))


def prove_entry(read: Read, number: int, entry: bytes, size: int) -> Logged:
    """An entry with its audit path in the tree of a size.

    Raises:
        ProofError: if that has no such entry.
    """
    return Logged(number, entry, size, tuple(prove_inclusion(read, number, size)))


def check_entry(logged: Logged, checkpoint: Checkpoint) -> None:
    """Check that an entry stands at its place in the log of a checkpoint.

    Raises:
        ProofError: if it is not shown to.
    """
    if logged.size != checkpoint.size:
        raise ProofError(f"the proof is for a log of {logged.size} entries, not {checkpoint.size}")
    check_inclusion(leaf_hash(logged.entry), logged.number, logged.size, logged.path, checkpoint.root)


def check_record(proven: Proven, logged: Logged) -> None:
    """Check that a group's record is what an entry commits to.

    Raises:
        ProofError: if it is not shown to be.
    """
    try:
        entry = entries.read(logged.entry)
    except EntryError as error:
        raise ProofError(str(error)) from error
    if (entry.number, entry.number, entry.size) != (proven.event, logged.number, proven.size):
        raise ProofError(f"the entry is not the one numbered {proven.event}, or has other commitments")
    check_inclusion(leaf_hash(proven.leaf()), proven.position, proven.size, proven.path, entry.root)
