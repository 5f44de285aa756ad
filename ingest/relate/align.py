"""Exact alignment: the passages that two texts have in common, word by word.

Runs of at least five equal words, longest first, none overlapping another on either side (greedy
string tiling, Wise 1993, with runs found by their beginnings); neighbouring runs with a word or
three of difference between them are one passage. What repeats itself very often is compared at
its first places only, so that time stays in bounds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .fingerprints import GRAM

# Differences of so many words inside a passage: a name filled in, an apostrophe lost.
BRIDGED = 3
# A run of words that stands in a text more often is tried at its first places.
_PLACES = 16


@dataclass(frozen=True, slots=True)
class Run:
    """Equal words: `length` of them from word `a` of one text and word `b` of the other."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage of both texts: words `a_start` to `a_end` of one, `b_start` to `b_end` of the other.

    Its runs of equal words may be parted by differences of some words.
    """

    runs: tuple[Run, ...]

    @property
    def a_start(self) -> int:
        return self.runs[0].a

    @property
    def a_end(self) -> int:
        return self.runs[-1].a + self.runs[-1].length

    @property
    def b_start(self) -> int:
        return self.runs[0].b

    @property
    def b_end(self) -> int:
        return self.runs[-1].b + self.runs[-1].length


def align(a: Sequence[str], b: Sequence[str]) -> tuple[Shared, ...]:
    """The passages in common, in the order of the first text.

    Args:
        a: folded words of one text.
        b: folded words of the other.
    """
    return tuple(_bridged(_tiled(_runs(a, b), len(a), len(b))))


def _runs(a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """At each place of the second text the longest run that begins there, not looking into its middle."""
    mine, other = _grams(a), _grams(b)
    # Most texts that meet are strangers with a phrase in common: only that is looked at.
    places: dict[tuple[str, ...], list[int]] = {gram: [] for gram in set(mine).intersection(other)}
    for at, gram in enumerate(mine) if places else ():
        if gram in places and len(places[gram]) < _PLACES:
            places[gram].append(at)
    found, free = [], 0
    for at in (at for at, gram in enumerate(other) if gram in places):
        if at >= free:
            runs = (Run(begin, at, _length(a, b, begin, at)) for begin in places[other[at]])
            found.append(max(runs, key=_order))
            free = at + found[-1].length - GRAM + 2
    return found


def _grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[at:] for at in range(GRAM)), strict=False))


def _order(run: Run) -> tuple[int, int]:
    return run.length, -run.a


def _length(a: Sequence[str], b: Sequence[str], at: int, other: int) -> int:
    begin = at
    while at < len(a) and other < len(b) and a[at] == b[other]:
        at, other = at + 1, other + 1
    return at - begin


def _tiled(runs: Iterable[Run], a_words: int, b_words: int) -> list[Run]:
    """The longest runs, each cut to what no longer one took on either side."""
    a_taken, b_taken = bytearray(a_words), bytearray(b_words)
    kept = []
    for run in sorted(runs, key=lambda run: (-run.length, run.a, run.b)):
        for free in _free(run, a_taken, b_taken):
            a_taken[free.a : free.a + free.length] = b"\x01" * free.length
            b_taken[free.b : free.b + free.length] = b"\x01" * free.length
            kept.append(free)
    return sorted(kept, key=lambda run: run.a)


def _free(run: Run, a_taken: bytearray, b_taken: bytearray) -> list[Run]:
    """The parts of a run that nothing took, as long as a run has to be."""
    parts, begin = [], 0
    for at in range(run.length + 1):
        if at == run.length or a_taken[run.a + at] or b_taken[run.b + at]:
            if at - begin >= GRAM:
                parts.append(Run(run.a + begin, run.b + begin, at - begin))
            begin = at + 1
    return parts


def _bridged(runs: Iterable[Run]) -> list[Shared]:
    """Neighbours in both texts joined."""
    passages: list[list[Run]] = []
    for run in runs:
        last = passages[-1][-1] if passages else None
        if last and _near(last.a + last.length, run.a) and _near(last.b + last.length, run.b):
            passages[-1].append(run)
        else:
            passages.append([run])
    return [Shared(tuple(passage)) for passage in passages]


def _near(end: int, begin: int) -> bool:
    return 0 <= begin - end <= BRIDGED
