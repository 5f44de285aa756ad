"""Zips from elsewhere, read so that they can neither fill memory nor lead astray."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from ..errors import SourceError
from . import files

# A zip of ours lists some tens of files; a directory of more bytes would fill memory.
_MAX_DIRECTORY = 2 * 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
# What zipfile raises of broken bytes when it reads them, and when it opens them.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)
UNREADABLE = (*_BROKEN, NotImplementedError, ValueError, OverflowError)


class _Bounded(io.BufferedIOBase):
    """A file of which never more is asked at once than the directory of a zip may have."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int | None = -1) -> bytes:
        wanted = _MAX_DIRECTORY + 1 if size is None or size < 0 else size
        data = self._file.read(min(wanted, _MAX_DIRECTORY + 1))
        if len(data) > _MAX_DIRECTORY:
            raise zipfile.BadZipFile("its directory is too large")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """A zip out of an open file."""
    return zipfile.ZipFile(_Bounded(file))


def flaw(path: str, found: Sequence[zipfile.ZipInfo]) -> str | None:
    """Why a file of a zip cannot be read without risk, None where it can.

    `found` are all entries of its path.
    """
    if ".." in path.split("/") or "\\" in path or path.startswith("/"):
        return "its path leads out of the package"
    if len(found) != 1:
        return "it is in the package more than once" if found else "it is listed, but not in the package"
    if found[0].flag_bits & _ENCRYPTED:
        return "it is encrypted; undo that"
    if found[0].compress_type not in _METHODS:
        return "it is neither stored nor deflated; pack it again"
    return None


@contextmanager
def in_words(source: str, raised: tuple[type[Exception], ...] = _BROKEN) -> Iterator[None]:
    """Turns what zipfile raises of a broken zip into an error that names it."""
    try:
        yield
    except raised as error:
        raise SourceError(source, f"broken as a zip ({error}); get it again") from error


def contents(path: str, limit: int) -> dict[str, bytes]:
    """All files of a zip on disk, by their names. Folders are left out.

    Args:
        path: of the zip.
        limit: how many bytes all files may have together, when unpacked.

    Raises:
        SourceError: if it cannot be read, would unpack to more, or has a file that cannot be read without risk.
    """
    name = files.shown(path)
    with files.opened(path) as file, in_words(name, UNREADABLE), opened(file) as package:
        if sum(entry.file_size for entry in package.infolist()) > limit:
            raise SourceError(name, f"it would unpack to over {limit:,} bytes; nothing of it was read")
        listed: dict[str, list[zipfile.ZipInfo]] = {}
        for entry in package.infolist():
            listed.setdefault(entry.filename, []).append(entry)
        for inner, found in listed.items():
            if reason := flaw(inner, found):
                raise SourceError(f"{name}, {inner[:200]}", f"{reason}; nothing of it was read")
        return {inner: package.read(inner) for inner in listed if not inner.endswith("/")}
