"""Files and directories that are there whole or not at all.

They are made in a hidden directory beside their place and moved there at the end: what breaks off in the
middle leaves nothing that looks finished, and nothing that was there before is touched.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import UsageError


@contextmanager
def file(target: Path) -> Iterator[Path]:
    """Where to write a file that is to be at a place in the end.

    Raises:
        UsageError: if something is there, at the beginning or at the end, or the place cannot be made.
    """
    _refuse_anything(target)
    with _beside(target) as made:
        yield made
        _refuse_anything(target)
        made.replace(target)


@contextmanager
def directory(target: Path) -> Iterator[Path]:
    """An empty directory, to be filled, that is to be at a place in the end. An empty one there is replaced.

    Raises:
        UsageError: if something else is there, at the beginning or at the end, or the place cannot be made.
    """
    _refuse_full(target)
    with _beside(target) as made:
        made.mkdir()
        yield made
        _refuse_full(target)
        made.replace(target)


def _refuse_anything(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target}: is there already; name a new file, or move that one away")


def _refuse_full(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{target}: is there already and no directory; name a new one")
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"{target}: is not empty; name a new directory, and nothing there will be changed")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """The target's name in a directory of its own beside it, which is gone afterwards."""
    try:
        room = tempfile.TemporaryDirectory(prefix=".unfinished-", dir=target.resolve().parent)
    except OSError as error:
        raise UsageError(f"{target}: cannot be made ({error.strerror}); name another place") from error
    with room as path:
        yield Path(path) / target.resolve().name
