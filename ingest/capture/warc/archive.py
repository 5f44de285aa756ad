"""One WARC file as a source."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from ...errors import SourceError
from ...records import Capture, Visit
from .. import files
from . import records
from .reading import Reader
from .stream import PROBE, ZSTD, Stream, begins_record, inflates_to_record

# A page of more bytes is none that a reader would read to the end.
MAX_PAGE = 10 * 1024 * 1024
# The frame in which a .warc.zst keeps its dictionary.
_DICTIONARY = b"\x5d\x2a\x4d\x18"


def is_warc(head: bytes) -> bool:
    """Whether a file that begins with these bytes (512 are enough) is a WARC file, also a compressed one."""
    return begins_record(head) or inflates_to_record(head) or _zstd_of_record(head)


def captures(
    path: str, passed_over: Counter[str] | None = None, limit: int = MAX_PAGE
) -> Iterator[Capture | Visit | SourceError]:
    """What a WARC file holds, in its order; an error in the place of what is broken.

    Args:
        path: the file.
        passed_over: counts what is not given, by reason: `no page` (pictures, scripts, styles, films,
            answers to programs, nothing at all), `other status` than 200, 304, 404, 410 or a redirect's,
            `other address` than a web one, `redirect` whose target is not in the archive. Redirects are
            counted when the iterator ends.
        limit: the most bytes of a page, as archived and with its codings undone.
    """
    reader = Reader(
        Path(files.shown(path)).as_posix(), Counter() if passed_over is None else passed_over, limit
    )
    try:
        with files.opened(path) as file:
            yield from read(file, files.shown(path), reader)
    except SourceError as error:
        yield error
    reader.close()


def read(file: BinaryIO, name: str, reader: Reader) -> Iterator[Capture | Visit | SourceError]:
    """What an open WARC file holds; it is read once, from its beginning."""
    stream = Stream(file)
    if not is_warc(stream.head):
        yield SourceError(name, "it does not begin as a WARC file does; nothing of it was added")
    elif not stream.head.startswith((ZSTD, _DICTIONARY)):
        results: Iterator[Capture | Visit | SourceError] = records.results(stream, name, reader.read)
        yield from results
    else:
        yield SourceError(name, "a WARC file in zstd is not read; undo it (zstd -d) and add the result")


def without_original(visit: Visit) -> SourceError:
    """The error for a revisit whose bytes are nowhere."""
    if visit.digest is None:
        said = "it says that its page is as before, but that page is not in the archive; add its original first"
        return SourceError(visit.source, said)
    return SourceError(
        visit.source,
        f"it revisits bytes ({visit.digest}) that are neither in this archive nor in yours; "
        "add the web archive that holds them first",
    )


def _zstd_of_record(head: bytes) -> bool:
    if head.startswith(_DICTIONARY):
        return True
    try:
        decoder = zstandard.ZstdDecompressor().decompressobj()
        return head.startswith(ZSTD) and begins_record(decoder.decompress(head[:PROBE]))
    except zstandard.ZstdError:
        return False
