"""What was put in another's place where two texts go together: the name of a town, a figure, a date.

A template filled in again shows by this: the same words gave way to the same others again and again.
Pure; for people to look at, nothing is decided by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from .matching import Place
from .words import Words, words

# Longer stretches between two passages are other words, none put in the place of some.
_GAP = 15
# So many words are a name, a date or a figure; more are rewritten.
_WORDS = 5
# So many are told, and looked for in so many gaps.
_TOLD, _GAPS = 10, 1_000


@dataclass(frozen=True, slots=True)
class Substitution:
    """Words of one text in whose place the other has others, as first written, and how often."""

    one: str
    other: str
    count: int


@dataclass(slots=True)
class _Found:
    one: str
    other: str
    count: int = 0


def substitutions(
    one: str, other: str, passages: Iterable[Iterable[Place]], most: int = _TOLD
) -> tuple[Substitution, ...]:
    """What the other text has in place of words of the first, the most frequent first.

    Args:
        one: a text.
        other: a text that has passages in common with it.
        passages: their runs of equal words, as characters of both.
        most: how many are told.
    """
    runs = sorted(run for passage in passages for run in passage)
    if not runs:
        return ()
    # What stands before the first run and after the last one counts as well.
    runs = [(0, 0, 0, 0), *runs, (len(one),) * 2 + (len(other),) * 2]
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], _Found] = {}
    for before, after in list(pairwise(runs))[:_GAPS]:
        for mine, theirs in _replaced(one[before[1] : after[0]], other[before[3] : after[2]]):
            known = found.setdefault((mine[1], theirs[1]), _Found(mine[0], theirs[0]))
            known.count += 1
    # Sorting keeps the order in which they first appear among those that are as frequent.
    ranked = sorted(found.values(), key=lambda known: -known.count)
    return tuple(Substitution(known.one, known.other, known.count) for known in ranked[:most])


# Some words of a text, as they are written and folded.
_Said = tuple[str, tuple[str, ...]]


def _replaced(one: str, other: str) -> Iterator[tuple[_Said, _Said]]:
    """The short stretches of words between two runs that stand in each other's place."""
    if not one or not other or max(len(one), len(other)) > _GAP * 20:
        return
    mine, theirs = words(one), words(other)
    if max(len(mine), len(theirs)) > _GAP:
        return
    matcher = SequenceMatcher(None, mine.folded, theirs.folded, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "replace" and max(j - i, m - k) <= _WORDS:
            yield _said(one, mine, i, j), _said(other, theirs, k, m)


def _said(text: str, found: Words, start: int, end: int) -> _Said:
    return text[found.starts[start] : found.ends[end - 1]], found.folded[start:end]


def turned(found: Sequence[Substitution]) -> tuple[Substitution, ...]:
    """The same, told from the other text."""
    return tuple(Substitution(one.other, one.one, one.count) for one in found)
