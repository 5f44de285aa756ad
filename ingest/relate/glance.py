"""A first look at two texts: whether they can have anything in common that tells.

Most of those that share a fingerprint share a stock phrase and no more. This sends them away for a tenth
of what aligning them takes, and never one of which aligning would say otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .fingerprints import GRAM

# Nothing is told of two texts without so many equal words on end, nor with fewer in all.
TELLING, LEAST = 8, 12

_Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grams:
    """Runs of words of a text: all that are so long that they tell, and all that aligning begins with."""

    telling: frozenset[_Gram]
    short: frozenset[_Gram]


def grams(folded: Sequence[str]) -> Grams:
    """What a text is looked at for, of its folded words."""
    return Grams(frozenset(_runs(folded, TELLING)), frozenset(_runs(folded, GRAM)))


def strangers(known: Grams, folded: Sequence[str]) -> bool:
    """Whether a text has too few words in common with one that is known."""
    if known.telling.isdisjoint(_runs(folded, TELLING)):
        return True
    return _covered(known.short, folded) < LEAST


def _covered(known: frozenset[_Gram], folded: Sequence[str]) -> int:
    """How many words of a text stand in runs that are known: aligning finds no more."""
    covered = end = 0
    for at, gram in enumerate(_runs(folded, GRAM)):
        if gram in known:
            covered += at + GRAM - max(at, end)
            end = at + GRAM
    return covered


def _runs(folded: Sequence[str], length: int) -> Iterable[_Gram]:
    return zip(*(folded[at:] for at in range(length)), strict=False)
