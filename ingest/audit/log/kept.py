"""Checkpoints: those that the auditor kept elsewhere, and those that the archive keeps with signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...archive.query import Query
from ...log import checkpoint
from ...log.checkpoint import Checkpoint
from ...log.note import Note, NoteError, Verifier
from ...records import Finding
from ..guard import guarded
from .tree import Tree, spanning

CODES = ("log-of-another", "log-cut", "log-rewritten", "checkpoint-unreadable", "signature-wrong")


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that was kept: by what it is called, what it says, and its note."""

    name: str
    checkpoint: Checkpoint
    note: Note


def since(tree: Tree, known: Sequence[Kept]) -> Iterator[Finding]:
    """Findings on a log that did not only grow since each of the checkpoints that the auditor kept.

    Those that fit narrow down where it was altered if others do not; what the archive keeps of itself could
    have been made to fit.
    """
    tree.fitting = [one.checkpoint.size for one in known if _fits(tree, one.checkpoint)]
    for one in known:
        yield from guarded(one.name, _consistent(tree, one))
        yield from guarded(one.name, _signed(tree, one))


def check(query: Query, tree: Tree) -> Iterator[Finding]:
    """Findings on the checkpoints that the archive keeps."""
    for row in list(query.rows("SELECT size, note FROM checkpoints ORDER BY size, note")):
        name = f"checkpoints row {row['size']}"
        yield from guarded(name, stored(tree, name, "checkpoints", str(row["size"]), row["note"]))


def stored(tree: Tree, name: str, table: str, row: str, written: str) -> Iterator[Finding]:
    """Findings on a checkpoint that stands in a row of a table, by what it is called."""
    try:
        found, note = checkpoint.opened(written)
    except NoteError as error:
        yield Finding("checkpoint-unreadable", name, "a checkpoint", str(error), table, row, "note")
        return
    kept = Kept(name, found, note)
    yield from _consistent(tree, kept)
    yield from _signed(tree, kept)


def _consistent(tree: Tree, kept: Kept) -> Iterator[Finding]:
    said, says = kept.checkpoint, f"as {kept.name} says"
    if said.origin != tree.origin:
        yield Finding("log-of-another", kept.name, f"a checkpoint of {tree.origin}", f"one of {said.origin}")
    elif said.size > tree.size:
        yield spanning("log-cut", tree.size, said.size, f"{said.size} entries, {says}", f"{tree.size}")
    elif not _fits(tree, said):
        expected, found = (f"root {root.hex()}" for root in (said.root, tree.root(said.size)))
        start = max((size for size in tree.fitting if size < said.size), default=0)
        yield spanning("log-rewritten", start, said.size, f"{expected}, {says}", found)


def _fits(tree: Tree, said: Checkpoint) -> bool:
    return said.origin == tree.origin and said.size <= tree.size and tree.root(said.size) == said.root


def _signed(tree: Tree, kept: Kept) -> Iterator[Finding]:
    """A signature in the log's own name is one by a key that the log tells of."""
    known = [Verifier.read(vkey) for vkey in tree.keys]
    for one in kept.note.signatures:
        mine = [verifier for verifier in known if (verifier.name, verifier.id) == (one.name, one.id)]
        if any(not verifier.verifies(kept.note.text.encode(), one.data) for verifier in mine):
            yield Finding("signature-wrong", kept.name, f"a signature of {one.name}", "one that is not valid")
