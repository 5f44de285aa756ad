"""Finds a piece of text again in the page it was taken from.

Compares letters and digits alone, so that white space, punctuation, entities and tags between
them don't matter. What is found is the page's own text, never the piece's.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..spans import Spanned, join
from .spelling import ENTITY
from .tokens import Markup
from .visible import visible

_REST = re.compile(r"[\W_]+")
# The same, but for the mark that parts chunks.
_MARK = "\0"
_REST_BUT_MARKS = re.compile(r"[^\w\0]+|_+")
_WORD = re.compile(r"[^\W_]+")
_EDGES = re.compile(r"(?P<lead>[\W_]*).*?(?P<trail>[\W_]*)", re.S)
# A piece that stands in the page only once, and is so long, is where it is by its words alone.
_TELLING = 30
# Looking for each piece in the whole page costs the product of the two; beyond this many characters
# (an article has some millions) pieces are looked up in their order alone.
_EFFORT = 1_000_000_000
# Where a piece does not stand in the page in one stretch, its parts are looked up by so many of
# their first letters, the later ones within reach of the one before.
_SEED, _STEP, _REACH = 24, 8, 2000


def bare(text: str) -> str:
    """Letters and digits alone."""
    return _REST.sub("", text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the page's bare text, end excluded."""

    start: int
    end: int


class Ground:
    """A page's visible text as letters and digits, and where in the page each of them stands."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        # All chunks at once: one by one they cost ten times as much.
        text = markup.text.replace(_MARK, " ")
        joined = _MARK.join([text[chunk.start : chunk.end] for chunk in markup.chunks])
        parts = _REST_BUT_MARKS.sub("", _shown(joined)).split(_MARK)
        self._ends = list(accumulate(map(len, parts)))
        self.text = "".join(parts)

    def cut(self, stretch: Stretch, before: str = "", after: str = "") -> Spanned:
        """The page's text of a stretch, with those of the signs `before` and `after` that stand around it."""
        first, last = self._chunk(stretch.start), self._chunk(stretch.end - 1)
        chunks = self._markup.chunks
        block = chunks[first].block
        while first > 0 and chunks[first - 1].block == block:
            first -= 1
        block = chunks[last].block
        while last + 1 < len(chunks) and chunks[last + 1].block == block:
            last += 1
        around = visible(self._markup, chunks[first].start, chunks[last].end)
        begun = self._ends[first - 1] if first else 0
        start = _letter(around.text, stretch.start - begun)
        end = _letter(around.text, stretch.end - begun - 1) + 1
        start -= _shared(around.text[:start][::-1], before[::-1])
        return around.cut(start, end + _shared(around.text[end:], after))

    def _chunk(self, index: int) -> int:
        """The number of the chunk that has a letter of the bare text."""
        return bisect_right(self._ends, index)


def _shown(text: str) -> str:
    """What a text says but for white space, which does not matter here."""
    return ENTITY.sub(lambda match: html.unescape(match[0]).replace(_MARK, ""), text) if "&" in text else text


def _letter(text: str, number: int) -> int:
    """Where the letter with this number stands."""
    for word in _WORD.finditer(text):
        length = word.end() - word.start()
        if number < length:
            return word.start() + number
        number -= length
    raise ValueError("a text has fewer letters than were counted in it")


def _shared(text: str, like: str) -> int:
    """How many characters at the beginning of `text` are those that `like` begins with, but for spaces."""
    taken = at = 0
    for char in like.replace(" ", ""):
        while text[at : at + 1] == " ":
            at += 1
        if text[at : at + 1] != char:
            break
        at += 1
        taken = at
    return taken


def find(pieces: Sequence[str], ground: Ground) -> Iterator[Spanned | None]:
    """Where each piece of text stands in the page, in order; None for one that does not.

    Pieces that stand in the page only once are found first; the others lie between them.
    """
    wanted = [bare(piece) for piece in pieces]
    affordable = len(wanted) * len(ground.text) < _EFFORT
    fixed = [_only(ground.text, piece) if affordable else None for piece in wanted]
    following = _following(fixed, len(ground.text))
    reached = 0
    for piece, like, at, until in zip(wanted, pieces, fixed, following, strict=True):
        if at is not None:
            stretches = [Stretch(at, at + len(piece))]
        else:
            stretches = list(_between(ground.text, piece, reached, until))
        if not stretches:
            yield None
            continue
        reached = stretches[-1].end
        yield _composed(ground, stretches, like)


def _only(text: str, piece: str) -> int | None:
    """Where a telling piece begins, if that is one place."""
    if len(piece) < _TELLING:
        return None
    at = text.find(piece)
    return at if at >= 0 and text.find(piece, at + 1) < 0 else None


def _following(fixed: Sequence[int | None], end: int) -> list[int]:
    """For each piece, where the next fixed one begins."""
    following = []
    for at in reversed(fixed):
        following.append(end)
        end = end if at is None else at
    return following[::-1]


def _between(text: str, piece: str, start: int, until: int) -> Iterator[Stretch]:
    """The stretches of the page that make up a piece, preferably between those around it."""
    if not piece:
        return
    at = text.find(piece, start, until)
    if at < 0:
        at = text.find(piece, start)
    if at < 0:
        at = text.find(piece)
    if at >= 0:
        yield Stretch(at, at + len(piece))
    elif len(piece) >= _SEED:
        yield from _parts(text, piece, start)


def _parts(text: str, piece: str, start: int) -> Iterator[Stretch]:
    """The longest parts of a piece that stand in the page one after another."""
    done, taken, reach = 0, 0, len(text)
    while len(piece) - taken >= _STEP:
        at = text.find(piece[taken : taken + _SEED], start, reach)
        if at < 0:
            taken += _STEP
            continue
        back = _alike(piece[done:taken][::-1], text[max(start, at - taken + done) : at][::-1])
        length = _alike(piece[taken:], text[at : at + len(piece) - taken])
        yield Stretch(at - back, at + length)
        done = taken = taken + length
        start, reach = at + length, at + length + _REACH


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning on."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _composed(ground: Ground, stretches: Sequence[Stretch], like: str) -> Spanned:
    """The stretches as one text, with the piece's own signs at its ends."""
    edges = _EDGES.fullmatch(like)
    lead, trail = (edges["lead"], edges["trail"]) if edges else ("", "")
    last = len(stretches) - 1
    cuts = (
        ground.cut(stretch, "" if number else lead, trail if number == last else "")
        for number, stretch in enumerate(stretches)
    )
    return join(cuts, " ")
