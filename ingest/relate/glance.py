"""A first look at two texts: whether they can have anything in common that tells.

Most of those that share a fingerprint share a stock phrase and no more. This sends them away for a tenth
of what aligning them takes, and never one of which aligning would say otherwise.
"""

from collections.abc import Iterable, Sequence

# Nothing is told of two texts without so many equal words on end.
TELLING = 8


def grams(folded: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """All runs of so many words of a text."""
    return frozenset(_runs(folded))


def strangers(known: frozenset[tuple[str, ...]], folded: Sequence[str]) -> bool:
    """Whether a text has no run of words in common with one whose runs are known."""
    return known.isdisjoint(_runs(folded))


def _runs(folded: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(folded[at:] for at in range(TELLING)), strict=False)
