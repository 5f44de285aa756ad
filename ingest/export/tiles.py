"""The log as a directory that a web server can publish, for clients of C2SP tlog-tiles."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..archive.logged import Log
from ..log import tiles
from . import whole

# Where clients look for it, beside the tiles.
_CHECKPOINT = "checkpoint"


def files(log: Log) -> Iterator[tuple[str, bytes]]:
    """All tiles and entry bundles, by their paths."""
    return tiles.files(log.hashes, log.written, log.size())


def export(checkpoint: str, parts: Iterable[tuple[str, bytes]], target: Path) -> None:
    """Write a log.

    Args:
        checkpoint: its note, or the bare body of one.
        parts: see `files`.
        target: a new or empty directory.

    Raises:
        UsageError: if it is neither.
    """
    with whole.directory(target) as root:
        for path, data in parts:
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        # Last, as one publishes it: who finds it finds all that it speaks of.
        (root / _CHECKPOINT).write_text(checkpoint, "utf-8")
