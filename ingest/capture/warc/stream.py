"""The bytes of a web archive in order, undone from gzip, with the place of every damage.

A plain file is one member, a gzip file as many as it has; a record never reaches over a member's
end. Never holds more than a few buffers, and never inflates without bound.

warcio's own reader is not used for this: it takes a cut-off file for a whole one, reads lines of
any length, and tells the terminal what it notices.
"""

import io
import re
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_CHUNK = 16 * 1024
_BUFFER = 64 * 1024
# What inflates further is no archive but an attack; so the time is bounded by what was read.
FREE = 1024**3
RATIO = 100
# How far to look into a gzip member for a record's beginning.
PROBE = 512
# Chance makes a few in a gigabyte of what looks like a member's beginning.
_MOST_PROBES = 100_000
# A gzip member's first ten bytes: deflate, known flags, any time, known levels and systems.
_MEMBER = re.compile(rb"(?=\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff])", re.DOTALL)
_RECORD = re.compile(rb"WARC/[01]\.")


class DamageError(Exception):
    """The archive is broken at its present place; what follows may be whole.

    `final` says that nothing after it should be read.
    """

    def __init__(self, reason: str, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def begins_record(data: bytes) -> bool:
    """Whether some bytes begin as a WARC record does."""
    return _RECORD.match(data) is not None


def inflates_to_record(data: bytes) -> bool:
    """Whether some bytes begin as a gzip member with a WARC record in it."""
    try:
        return begins_record(zlib.decompressobj(31).decompress(data, 16))
    except zlib.error:
        return False


class _Raw(io.RawIOBase):
    """A file's bytes and their place, with a way back for what was read too far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ahead = b""
        self.place = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self.take(len(view))
        view[: len(data)] = data
        return len(data)

    def take(self, size: int = _CHUNK) -> bytes:
        """The next bytes, at most so many; none at the end."""
        data = self.peek(1)[:size]
        self._ahead = self._ahead[size:]
        self.place += len(data)
        return data

    def peek(self, size: int) -> bytes:
        """What comes next, at least so many bytes where there are so many."""
        while len(self._ahead) < size and (more := self._file.read(_CHUNK)):
            self._ahead += more
        return self._ahead

    def give_back(self, data: bytes) -> None:
        """Take back the bytes that were read last."""
        self._ahead = data + self._ahead
        self.place -= len(data)


class _Member(io.RawIOBase):
    """One gzip member (RFC 1952), inflated as far as it is read."""

    def __init__(self, raw: _Raw, inflated: int = 0) -> None:
        self._raw = raw
        self._inflater = zlib.decompressobj(31)
        self._pending = b""
        self._recent = (b"", b"")
        self.inflated = inflated
        self.broken = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = b""
        while not data and not self._inflater.eof:
            data = self._inflate(len(view))
        view[: len(data)] = data
        return len(data)

    def _inflate(self, size: int) -> bytes:
        self._fill()
        try:
            data = self._inflater.decompress(self._pending, size)
        except zlib.error:
            raise self._breaks("its gzip member is broken; get the file again") from None
        self._pending = self._inflater.unconsumed_tail
        if self._inflater.eof:
            self._raw.give_back(self._inflater.unused_data)
        self.inflated += len(data)
        if self.inflated > FREE + RATIO * self._raw.place:
            raise DamageError(f"it inflates to over {RATIO} times its size; nothing after it was read", True)
        return data

    def _fill(self) -> None:
        if not self._pending:
            self._pending = self._raw.take()
            self._recent = (self._recent[1], self._pending)
            if not self._pending:
                raise self._breaks("the file is cut off inside it; get the file again")

    def _breaks(self, reason: str) -> DamageError:
        self.broken = True
        return DamageError(reason)

    def abandon(self) -> None:
        """Give the last bytes back, so that what follows can be looked for.

        One byte is withheld, so that this member is not found again.
        """
        self._raw.give_back(b"".join(self._recent)[1:])


class Stream:
    """A web archive's bytes: reads in the present member, and goes from one to the next.

    `place` is where in the file the present record begins, or the gzip member that it is in; `head`
    is what the file begins with.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._raw = _Raw(file)
        self._member: _Member | None = None
        self._reader: io.BufferedReader[io.RawIOBase] = io.BufferedReader(self._raw, _BUFFER)
        self._held = b""
        self._probes = 0
        self.place = 0
        self.head = self._raw.peek(PROBE)
        if self.head.startswith(GZIP):
            self._enter()

    def read(self, size: int) -> bytes:
        """The next bytes; fewer only at the member's end.

        Raises:
            DamageError: if the archive is broken here.
        """
        return self._reader.read(size)

    def line(self, limit: int) -> bytes:
        """The next line with its end, cut at the limit; empty at the member's end."""
        line, self._held = self._held or self._reader.readline(limit), b""
        return line

    def skip_blank_lines(self) -> int:
        """Go past blank lines in this member. The number of their bytes, or -1 at the member's end."""
        skipped = 0
        while ahead := self._reader.peek(1):
            blank = len(ahead) - len(ahead.lstrip(b"\r\n"))
            self._reader.read(blank)
            skipped += blank
            if blank < len(ahead):
                return skipped
        return -1

    def begin(self) -> bool:
        """Go to where the next record should begin; False at the end of the file."""
        while self.skip_blank_lines() < 0:
            if not self._next_member():
                return False
        if self._member is None:
            self.place = self._raw.place - len(self._reader.peek(1))
        return True

    def recover(self) -> bool:
        """After damage: go to the next place where a record does begin; False if there is none."""
        if self._member and self._member.broken:
            self._member.abandon()
            return self._find_member()
        return self._find_line() or self.begin()

    def _enter(self) -> None:
        self.place = self._raw.place
        self._member = _Member(self._raw, self._member.inflated if self._member else 0)
        self._reader = io.BufferedReader(self._member, _BUFFER)

    def _next_member(self) -> bool:
        """Enter the next gzip member, over the zeros that tapes and file systems pad with."""
        if self._member is None:
            return False
        while (ahead := self._raw.peek(1)) and not ahead.startswith(GZIP[:1]):
            zeros = len(ahead) - len(ahead.lstrip(b"\0"))
            self._raw.take(zeros)
            if not zeros:
                break
        if ahead:
            self._enter()
        return bool(ahead)

    def _find_line(self) -> bool:
        whole = True
        while line := self._reader.readline(_BUFFER):
            if whole and begins_record(line):
                self._held = line
                if self._member is None:
                    self.place = self._raw.place - len(self._reader.peek(1)) - len(line)
                return True
            whole = line.endswith(b"\n")
        return False

    def _find_member(self) -> bool:
        while ahead := self._raw.peek(2 * PROBE):
            for match in _MEMBER.finditer(ahead):
                self._probes += 1
                if inflates_to_record(ahead[match.start() : match.start() + PROBE]):
                    self._raw.take(match.start())
                    self._enter()
                    return True
            self._raw.take(max(len(ahead) - PROBE, 1))
            if self._probes > _MOST_PROBES:
                raise DamageError(
                    "no record was found behind it in a reasonable time; the rest was not read", True
                )
        return False
