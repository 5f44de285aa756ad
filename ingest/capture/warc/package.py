"""WACZ packages as sources: WARC files in a zip with a list of their digests.

https://specs.webrecorder.net/wacz/1.1.1/. A file in it is read only where the list vouches for it,
from the zip itself: nothing is unpacked to disk or held in memory.
"""

import hashlib
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from ...errors import SourceError
from ...records import Capture, Visit
from .. import files, zipped
from . import digests
from .archive import MAX_PAGE, is_warc, read
from .reading import Reader
from .stream import FREE, PROBE, RATIO

_LIST = "datapackage.json"
_LIST_DIGEST = "datapackage-digest.json"
_ARCHIVES = "archive"
_MAX_LIST = 8 * 1024 * 1024
_CHUNK = 1024 * 1024
_MOST_LOOKED_AT = 20


def is_wacz(path: str) -> bool:
    """Whether a file is a zip that holds web archives, or the list of a package."""
    try:
        with files.opened(path) as file, zipped.opened(file) as package:
            archives = islice(filter(_is_archive, package.namelist()), _MOST_LOOKED_AT)
            return _LIST in package.namelist() or any(is_warc(_head(package, name)) for name in archives)
    except (SourceError, *zipped.UNREADABLE):
        return False


def wacz(
    path: str, passed_over: Counter[str] | None = None, limit: int = MAX_PAGE
) -> Iterator[Capture | Visit | SourceError]:
    """What the WARC files of a package hold, in the order of their names; arguments as for `captures`.

    An error in the place of a file that is not as the package's list says, whose records are not given.
    """
    name = files.shown(path)
    reader = Reader(Path(name).as_posix(), Counter() if passed_over is None else passed_over, limit)
    try:
        with files.opened(path) as file:
            with zipped.in_words(name, zipped.UNREADABLE):
                package = zipped.opened(file)
            contents = _contents(name, package, os.fstat(file.fileno()).st_size)
            for entry in contents.archives():
                yield from _records(contents, entry, reader)
    except SourceError as error:
        yield error
    reader.close()


def _head(package: zipfile.ZipFile, path: str) -> bytes:
    with package.open(path) as file:
        return file.read(PROBE)


@dataclass(frozen=True, slots=True)
class _Contents:
    """A package, its name, and the digests that its list states, by path."""

    name: str
    package: zipfile.ZipFile
    listed: Mapping[str, str | None]

    def archives(self) -> list[str]:
        """The paths under which web archives are, or should be."""
        return sorted({path for path in (*self.package.namelist(), *self.listed) if _is_archive(path)})

    def entry(self, path: str) -> zipfile.ZipInfo:
        """The one entry of a path.

        Raises:
            SourceError: if there is not one that can be read without risk.
        """
        found = [entry for entry in self.package.infolist() if entry.filename == path]
        if reason := zipped.flaw(path, found):
            raise SourceError(self.source(path), f"{reason}; nothing of it was added")
        return found[0]

    def source(self, path: str) -> str:
        """What to call a file of the package."""
        return f"{self.name}, {path[:200]}"

    def chunks(self, path: str) -> Iterator[bytes]:
        """A file's bytes in pieces; their checksum in the zip is checked at the end."""
        with zipped.in_words(self.source(path), zipped.UNREADABLE), self.package.open(self.entry(path)) as file:
            while piece := file.read(_CHUNK):
                yield piece


def _is_archive(path: str) -> bool:
    """Also by a path that only leads there by a trick, so that it is named."""
    return not path.endswith("/") and _ARCHIVES in path.replace("\\", "/").split("/")[:-1]


def _contents(name: str, package: zipfile.ZipFile, size: int) -> _Contents:
    """
    Raises:
        SourceError: if the package's list cannot be read, or the files would unpack to far too much.
    """
    if sum(entry.file_size for entry in package.infolist()) > FREE + RATIO * size:
        raise SourceError(name, f"it would unpack to over {RATIO} times its size; nothing of it was added")
    contents = _Contents(name, package, {})
    if _LIST not in package.namelist():
        raise SourceError(
            name, f"it has no {_LIST} that vouches for its files; unpack it, and add the WARC files in it"
        )
    return replace(contents, listed=_listed(contents))


def _listed(contents: _Contents) -> dict[str, str | None]:
    content = _small(contents, _LIST)
    try:
        if _LIST_DIGEST in contents.package.namelist():
            stated = digests.normal(str(json.loads(_small(contents, _LIST_DIGEST))["hash"]))
            digests.check(contents.source(_LIST), f"digest in {_LIST_DIGEST}", stated, [content])
        resources = json.loads(content)["resources"]
        return {str(one["path"]): digests.normal(str(one.get("hash"))) for one in resources}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(
            contents.source(_LIST), "it is no list of files with digests; nothing was added"
        ) from error


def _small(contents: _Contents, path: str) -> bytes:
    content = b""
    for piece in contents.chunks(path):
        content += piece
        if len(content) > _MAX_LIST:
            raise SourceError(contents.source(path), files.too_large(len(content), _MAX_LIST))
    return content


def _records(contents: _Contents, path: str, reader: Reader) -> Iterator[Capture | Visit | SourceError]:
    source = contents.source(path)
    try:
        _check(contents, path)
        with zipped.in_words(source), contents.package.open(contents.entry(path)) as file:
            yield from read(cast(BinaryIO, file), source, reader)
    except SourceError as error:
        yield error


def _check(contents: _Contents, path: str) -> None:
    """See that a file is the one that the package's list has.

    Raises:
        SourceError: if it is not, or is a package itself.
    """
    contents.entry(path)
    expected = contents.listed.get(path)
    if expected is None:
        raise SourceError(contents.source(path), f"{_LIST} has no digest of it; nothing of it was added")
    algorithm = expected.partition(":")[0]
    hashed = hashlib.new(algorithm, usedforsecurity=False)
    for number, piece in enumerate(contents.chunks(path)):
        if not number and piece.startswith(b"PK"):
            raise SourceError(
                contents.source(path), "a package inside the package; unpack it, and add it by itself"
            )
        hashed.update(piece)
    found = digests.written(algorithm, hashed.digest())
    if found != expected:
        raise digests.mismatch(contents.source(path), f"digest in {_LIST}", expected, found)
