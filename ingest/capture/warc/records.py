"""WARC records one after another (ISO 28500, WARC 1.0 and 1.1), each read no further than needed.

Goes on behind damage where a next record can be found. warcio reads the headers.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from warcio.statusandheaders import StatusAndHeadersParser

from ...errors import SourceError
from .stream import DamageError, Stream, begins_record

T = TypeVar("T")
MAX_HEADERS = 64 * 1024
# An archive broken more often is not worth the time that looking for its records takes.
_MOST_DAMAGES = 100
_SKIP = 1024 * 1024
_LENGTH = re.compile(r"[0-9]{1,15}")
_UNPRINTED = re.compile(r"[\x00-\x20\x7f-\xa0]")
_VERSIONS = StatusAndHeadersParser(["WARC/"])


class Record:
    """One record: its headers, and its block as far as it is asked for."""

    def __init__(self, stream: Stream, name: str, headers: dict[str, str], length: int) -> None:
        self._stream = stream
        self._left = length
        self._done = False
        self.headers = headers
        self.length = length
        self.id = _UNPRINTED.sub("", headers.get("warc-record-id", "")).strip("<>")[:200] or None
        self.type = headers.get("warc-type", "").lower()
        self.source = f"{name}, record <{self.id}>" if self.id else _at(name, stream)

    def read(self, size: int | None = None) -> bytes:
        """The next bytes of the block, all that are left without a size.

        Raises:
            DamageError: if the file ends before the block does.
        """
        wanted = self._left if size is None else min(size, self._left)
        data = self._stream.read(wanted)
        self._left -= len(data)
        if len(data) < wanted:
            raise DamageError(f"the file is cut off, {self._left} bytes before the record's end; get it again")
        return data

    def finish(self) -> None:
        """Go past what is left of the record and see that it ends where its length says.

        Raises:
            DamageError: if it does not, or is broken.
        """
        while self._left:
            self.read(_SKIP)
        if not self._done and self._stream.skip_blank_lines() == 0:
            raise DamageError("it goes on behind its Content-Length; nothing of it was taken")
        self._done = True


def results(stream: Stream, name: str, use: Callable[[Record], T | None]) -> Iterator[T | SourceError]:
    """What `use` makes of each record, where it makes something; an error in place of what is broken.

    Args:
        stream: the archive.
        name: the archive's name, for errors.
        use: called with each record; a SourceError of its own concerns that record alone.
    """
    move = stream.begin
    for _ in range(_MOST_DAMAGES):
        source = None
        try:
            while move():
                move = stream.begin
                record = _opened(stream, name)
                source = record.source
                result = _used(record, use)
                record.finish()
                source = None
                if result is not None:
                    yield result
            return
        except DamageError as damage:
            # What is found broken on the way to the next record is one damage with what began it.
            if damage.final or move != stream.recover:
                yield SourceError(source or _at(name, stream), str(damage))
            if damage.final:
                return
            move = stream.recover
    yield SourceError(name, f"broken at {_MOST_DAMAGES} places; what follows byte {stream.place} was not read")


def _at(name: str, stream: Stream) -> str:
    return f"{name}, record at byte {stream.place}"


def _used(record: Record, use: Callable[[Record], T | None]) -> T | SourceError | None:
    try:
        return use(record)
    except SourceError as error:
        # A new one: the one that was raised would keep the record's bytes, as long as it is kept itself.
        return SourceError(error.source, error.reason)


def _opened(stream: Stream, name: str) -> Record:
    """The record that begins here, read up to its block."""
    headers: dict[str, str] = {}
    for key, value in _VERSIONS.parse(io.BytesIO(_header_block(stream))).headers:
        headers.setdefault(key.lower(), value)
    length = headers.get("content-length", "")
    if not _LENGTH.fullmatch(length):
        raise DamageError(f"its Content-Length {length[:40]!r} is no number, so that its end is not known")
    return Record(stream, name, headers, int(length))


def _header_block(stream: Stream) -> bytes:
    line = stream.line(MAX_HEADERS)
    if not begins_record(line):
        raise DamageError("these bytes belong to no record; they were passed over")
    lines, size = [line], len(line)
    while line.strip():
        line = stream.line(MAX_HEADERS)
        lines.append(line)
        size += len(line)
        if size > MAX_HEADERS:
            raise DamageError(f"its headers are longer than {MAX_HEADERS // 1024} KB; it was passed over")
    if not line:
        raise DamageError("the file is cut off inside its headers; get it again")
    return b"".join(lines)
