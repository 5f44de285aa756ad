"""Takes files and directories on disk as sources.

Reads nothing that is no regular file, nothing over the size limit, and no directory twice.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import SourceError
from ..records import Capture
from . import gzipped

# A page saved with its pictures has some megabytes; what is far larger is something else, and would
# fill memory.
MAX_BYTES = 20 * 1024 * 1024
# Enough to tell what a file is.
_HEAD = 4096
# A directory, wherever a path to it goes: device and inode.
_Place = tuple[int, int]


def walk(source: str) -> Iterator[str | SourceError]:
    """The files a source names: itself, or everything below a directory, in order.

    Hidden files are left out. What cannot be entered comes as an error in its place.
    """
    if not os.path.isdir(source):
        yield source
        return
    # Not by recursion: directories may lie deeper than Python's stack. Each waiting path comes with
    # the directories above it; links across directories would otherwise lead there again and again.
    waiting: list[tuple[str, frozenset[_Place]]] = [(source, frozenset())]
    seen: set[_Place] = set()
    while waiting:
        path, above = waiting.pop()
        if not os.path.isdir(path):
            yield path
            continue
        try:
            found = os.stat(path)
            names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
        except OSError as error:
            yield SourceError(shown(path), _in_words(error))
            continue
        here = (found.st_dev, found.st_ino)
        if here in above:
            yield SourceError(shown(path), "this directory leads back to one above it; it was passed over")
        elif here not in seen:
            seen.add(here)
            waiting += ((os.path.join(path, name), above | {here}) for name in names)


def shown(path: str) -> str:
    """A path as text: bytes of a name that are no UTF-8 become `\\xe9`, so that it can be kept and told."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A regular file, open for reading its bytes. A failure while it is read is named as well.

    Raises:
        SourceError: if it cannot be read or is no regular file.
    """
    try:
        # Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise SourceError(shown(path), _in_words(error)) from error
    try:
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise SourceError(shown(path), "neither a file nor a directory; nothing was added")
            yield file
    except OSError as error:
        raise SourceError(shown(path), _in_words(error)) from error


def read(path: str, limit: int = MAX_BYTES) -> bytes:
    """A file's bytes.

    Args:
        path: the file.
        limit: the most bytes it may have.

    Raises:
        SourceError: if it cannot be read, is no regular file, or is too large.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise SourceError(shown(path), too_large(size, limit))
        payload = file.read(limit + 1)
    if len(payload) > limit:
        raise SourceError(shown(path), too_large(len(payload), limit))
    return payload


def head(path: str) -> bytes:
    """A file's first bytes.

    Raises:
        SourceError: if it cannot be read or is no regular file.
    """
    with opened(path) as file:
        return file.read(_HEAD)


def capture(path: str, found: bool = False) -> Capture:
    """A file as a capture, with gzip undone; when its bytes were first retrieved is not known.

    Args:
        path: the file.
        found: whether it came out of a directory.

    Raises:
        SourceError: if it cannot be read.
    """
    name = shown(path)
    stored = read(path)
    payload = gzipped.unpacked(stored, name, MAX_BYTES)
    coding = None if payload is stored else "gzip"
    return Capture(payload, name, path=Path(name).as_posix(), coding=coding, found=found)


def too_large(size: int, limit: int) -> str:
    """What to say of a source that has more bytes than the limit."""
    return (
        f"{size / 1e6:,.0f} MB is more than the limit of {limit / 1e6:,.0f} MB for one article; "
        "split it, or leave it out"
    )


def _in_words(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the path"
    if isinstance(error, PermissionError):
        return "it may not be read; change its permissions or run as its owner"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be read ({error.strerror})"
    return f"it cannot be read ({error})"
