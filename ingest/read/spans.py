"""Text that knows where each of its characters stands in the payload.

`Page` is a decoded payload with a map from characters to bytes. `Spanned` is text composed of
verbatim stretches of a page; what stands between the stretches (a space for a line break, "&"
for "&amp;") was put there by a reader. Nothing here interprets what the text says.
"""

import codecs
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ..records import Run, Span

# So many characters lie between two known byte offsets of a page in UTF-8.
_STRIDE = 1024


@dataclass(frozen=True)
class Page:
    """A payload as characters.

    `encoding` is a name that both Python and the WHATWG Encoding Standard know; undecodable
    bytes are U+FFFD as the standard prescribes. `bom` bytes at the beginning are skipped.
    """

    payload: bytes
    encoding: str
    text: str
    bom: int = 0

    @cached_property
    def _marks(self) -> "array[int] | None":
        """In sound UTF-8, the byte offset of every so many characters; None in anything else.

        A broken sequence is at most as long as the U+FFFD it became, so equal lengths mean that
        every character took the bytes that it is encoded with.
        """
        if self.encoding != "utf-8":
            return None
        parts = range(0, len(self.text), _STRIDE)
        sizes = (len(self.text[at : at + _STRIDE].encode()) for at in parts)
        marks = array("Q", accumulate(sizes, initial=self.bom))
        return marks if marks[-1] == len(self.payload) else None

    @cached_property
    def _offsets(self) -> "array[int] | range":
        """Byte offset of each character and, last, the payload's length."""
        if len(self.payload) - self.bom == len(self.text):
            return range(self.bom, len(self.payload) + 1)
        sizes = _sizes(self.payload[self.bom :], self.encoding, self.text)
        return array("Q", accumulate(sizes, initial=self.bom))

    def span(self, start: int, end: int) -> Span:
        """The bytes that became the characters from `start` to `end`."""
        return Span(self._offset(start), self._offset(end))

    def _offset(self, at: int) -> int:
        """Where in the payload the character at `at` begins."""
        if self._marks is None:
            return self._offsets[at]
        number = at // _STRIDE
        return self._marks[number] + len(self.text[number * _STRIDE : at].encode())


def quoted(payload: bytes, encoding: str, start: int, end: int) -> str:
    """What stands between two byte offsets, decoded as the page was.

    Raises:
        ValueError: if the range does not lie inside the payload.
    """
    if not 0 <= start <= end <= len(payload):
        raise ValueError(f"bytes {start} to {end} do not lie in a payload of {len(payload)} bytes")
    return payload[start:end].decode(encoding, "replace")


def _sizes(payload: bytes, encoding: str, text: str) -> Iterable[int]:
    """How many bytes each character of `text` took in `payload`."""
    if encoding == "utf-8":
        return _utf8_sizes(payload)
    if encoding.startswith("utf-16"):
        # A truncated last unit is one byte; everything else is one unit or a surrogate pair.
        sizes = [4 if ord(char) > 0xFFFF else 2 for char in text]
        if len(payload) % 2:
            sizes[-1] = 1
        return sizes
    return _stepwise_sizes(payload, encoding)


def _utf8_sizes(payload: bytes) -> Iterator[int]:
    """Sizes for UTF-8, also where it is broken.

    "surrogateescape" shows which bytes are bad; how many of them make one U+FFFD depends on the
    bad bytes alone (the maximal subpart, Unicode 15 section 3.9), so each run is decoded by itself.
    """
    shown = payload.decode("utf-8", "surrogateescape")
    bad = bytearray()
    for char in shown:
        if "\udc80" <= char <= "\udcff":
            bad.append(ord(char) - 0xDC00)
            continue
        if bad:
            yield from _bad_sizes(bytes(bad))
            bad.clear()
        yield len(char.encode())
    if bad:
        yield from _bad_sizes(bytes(bad))


def _bad_sizes(bad: bytes) -> Iterator[int]:
    start = 0
    while start < len(bad):
        try:
            bad[start : start + 4].decode("utf-8")
        except UnicodeDecodeError as error:
            yield error.end - error.start
            start += error.end - error.start


def _stepwise_sizes(payload: bytes, encoding: str) -> Iterator[int]:
    """Sizes for any stateless multi-byte encoding, by feeding a decoder byte by byte.

    Where one byte ends two characters (a bad lead byte, then ASCII), the later ones are one
    byte each and the first is the rest.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    taken = 0
    for position in range(len(payload)):
        out = decoder.decode(payload[position : position + 1], position == len(payload) - 1)
        taken += 1
        if out:
            yield taken - (len(out) - 1)
            yield from [1] * (len(out) - 1)
            taken = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """`length` characters of a text from `at` on, standing in the page from `start` on.

    A piece without length marks where a character beside it was read from: "&amp;" for "&".
    """

    at: int
    start: int
    length: int


@dataclass(frozen=True)
class Spanned:
    """Text composed of verbatim pieces of a page, in the page's order."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def start(self) -> int:
        """Page offset of the first character that stands in the page."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Page offset after the last character that stands in the page."""
        return self.pieces[-1].start + self.pieces[-1].length

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.at for piece in self.pieces]

    def locate(self, start: int, end: int) -> tuple[int, int] | None:
        """The page range of the characters from `start` to `end`; None where nothing of it stands there."""
        first, last = self._from(start), self._to(end)
        return (first, last) if first is not None and last is not None and first < last else None

    def _from(self, at: int) -> int | None:
        """Where the character at `at` stands or was read from, or the first one after it."""
        index = max(0, bisect_left(self._starts, at) - 1)
        for piece in self.pieces[index:]:
            if at < piece.at + piece.length or at == piece.at:
                return piece.start + max(0, at - piece.at)
        return None

    def _to(self, at: int) -> int | None:
        """Where the character before `at` ends, or what it was read from."""
        index = bisect_left(self._starts, at) - 1
        if index < 0:
            return None
        piece, following = self.pieces[index], self.pieces[index + 1 : index + 2]
        if at > piece.at + piece.length and following and following[0].at == at:
            return following[0].start
        return piece.start + min(piece.length, at - piece.at)

    def cut(self, start: int, end: int) -> "Spanned":
        """The part from `start` to `end`, without white space around it."""
        if start <= 0 and end >= len(self.text) and self.text == self.text.strip():
            return self
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        pieces: list[Piece] = []
        for piece in self.pieces:
            a, b = max(piece.at, start), min(piece.at + piece.length, end)
            # Where the last character was read from an entity, the piece after it marks its end.
            open_end = a == end and bool(pieces) and pieces[-1].at + pieces[-1].length < end - start
            if a < b or (a == b and (piece.length == 0 or open_end)):
                pieces.append(Piece(a - start, piece.start + a - piece.at, b - a))
        return Spanned(self.text[start:end], tuple(pieces))

    def runs(self, page: Page) -> tuple[Run, ...]:
        """Its pieces with byte ranges of the payload."""
        runs = []
        for piece in self.pieces:
            span = page.span(piece.start, piece.start + piece.length)
            runs.append(Run(piece.at, piece.length, span.start, span.end))
        return tuple(runs)


class Builder:
    """Collects verbatim stretches and inserted characters into one `Spanned`."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self.length = 0

    @property
    def ends_blank(self) -> bool:
        """Whether nothing was collected yet, or a space last."""
        return not self._parts or self._parts[-1].endswith(" ")

    def keep(self, start: int, end: int) -> None:
        """Append the page's characters from `start` to `end`."""
        if start == end:
            return
        last = self._pieces[-1] if self._pieces else None
        if last and last.start + last.length == start and last.at + last.length == self.length:
            self._pieces[-1] = Piece(last.at, last.start, last.length + end - start)
        else:
            self._pieces.append(Piece(self.length, start, end - start))
        self._parts.append(self._source[start:end])
        self.length += end - start

    def decode(self, text: str, start: int, end: int) -> None:
        """Append a character that was read from the page's characters from `start` to `end`."""
        self._pieces.append(Piece(self.length, start, 0))
        self.insert(text)
        self._pieces.append(Piece(self.length, end, 0))

    def insert(self, text: str) -> None:
        """Append characters that do not stand in the page."""
        self._parts.append(text)
        self.length += len(text)

    def spanned(self) -> Spanned:
        """What was collected."""
        return Spanned("".join(self._parts), tuple(self._pieces))


def join(parts: Iterable[Spanned], glue: str) -> Spanned:
    """The parts one after another with `glue` between them."""
    text: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for number, part in enumerate(parts):
        if number:
            text.append(glue)
            length += len(glue)
        pieces += (Piece(piece.at + length, piece.start, piece.length) for piece in part.pieces)
        text.append(part.text)
        length += len(part.text)
    return Spanned("".join(text), tuple(pieces))
