"""Timestamps: each is of the checkpoint beside it, which is one of this log."""

from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.x509 import Certificate

from ...archive.query import Query
from ...log import timestamp
from ...log.timestamp import TimestampError
from ...records import Finding
from ..guard import guarded
from . import kept
from .tree import Tree

CODES = ("timestamp-wrong",)


def check(query: Query, tree: Tree, roots: Sequence[Certificate]) -> Iterator[Finding]:
    """Findings on the timestamps that the archive keeps.

    Args:
        query: a read-only connection to the archive.
        tree: the log as its entries have it.
        roots: the certificates that are trusted. Without any, who signed is not checked.
    """
    found = query.rows("SELECT size, note, reply, authority FROM timestamps ORDER BY size, note, authority")
    for row in list(found):
        key = f"{row['size']} {row['authority']}"
        name = f"timestamps row {key}"
        yield from guarded(name, kept.stored(tree, name, "timestamps", key, row["note"]))
        yield from guarded(name, _stamped(name, key, row, roots))


def _stamped(name: str, key: str, row: dict[str, Any], roots: Sequence[Certificate]) -> Iterator[Finding]:
    try:
        timestamp.opened(row["reply"], row["note"].encode(), roots)
    except TimestampError as error:
        yield Finding(
            "timestamp-wrong", name, "a timestamp of this checkpoint", str(error), "timestamps", key, "reply"
        )
