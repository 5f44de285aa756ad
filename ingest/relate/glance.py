"""A first look at two texts: whether they can have anything in common that tells.

Most of those that share a fingerprint share a stock phrase and no more. This sends them away for a tenth
of what aligning them takes, and never one of which aligning would say otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .fingerprints import GRAM

# Nothing is told of two texts without so many equal words on end, nor with fewer in all.
TELLING, LEAST = 8, 12
# So long are the runs that are looked for first.
ANCHOR = 6

_Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grams:
    """Runs of words of a text: those that tell, those looked for first, those that aligning begins with."""

    telling: frozenset[_Gram]
    anchors: frozenset[_Gram]
    short: frozenset[_Gram]


def grams(folded: Sequence[str]) -> Grams:
    """What a text is looked at for, of its folded words."""
    lengths = TELLING, ANCHOR, GRAM
    return Grams(*(frozenset(_runs(folded, length)) for length in lengths))


def strangers(known: Grams, folded: Sequence[str]) -> bool:
    """Whether a text has too few words in common with one that is known."""
    # In whatever run is so long that it tells, a shorter one begins at every third word.
    if known.anchors.isdisjoint(_runs(folded, ANCHOR, TELLING - ANCHOR + 1)):
        return True
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


def _runs(folded: Sequence[str], length: int, step: int = 1) -> Iterable[_Gram]:
    return zip(*(folded[at::step] for at in range(length)), strict=False)
