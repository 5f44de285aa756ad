"""Winnowed fingerprints: the few hashes of a text by which others that share a passage are found.

Of all runs of five words the hash that is smallest in each window of eight is kept, so that two
texts with twelve words in common in one run share a fingerprint for sure, wherever it stands
(Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003).
"""

from collections.abc import Sequence
from hashlib import blake2b

from .words import Words

GRAM = 5
WINDOW = 8
# Any shared run of so many words is met.
GUARANTEED = GRAM + WINDOW - 1
# Four bytes: at 100,000 articles one look-up in four meets a stranger, and alignment sends it away.
_BYTES = 4


def fingerprints(words: Words) -> dict[int, tuple[int, ...]]:
    """A text's fingerprints, each with the positions of the words at which it was kept.

    Each is a number below 2^32. A text of less than five words has none.
    """
    kept: dict[int, tuple[int, ...]] = {}
    hashes = _hashes(words.folded)
    for at in _winnowed(hashes):
        kept[hashes[at]] = (*kept.get(hashes[at], ()), at)
    return kept


def _hashes(folded: Sequence[str]) -> list[int]:
    """The hash of each run of words."""
    coded = [word.encode() for word in folded]
    grams = (b" ".join(coded[at : at + GRAM]) for at in range(len(coded) - GRAM + 1))
    return [int.from_bytes(blake2b(gram, digest_size=_BYTES).digest()) for gram in grams]


def _winnowed(hashes: Sequence[int]) -> list[int]:
    """Where the smallest hash of each window stands; of equal ones the last."""
    if not hashes:
        return []
    kept: list[int] = []
    least = -1
    for end in range(min(WINDOW, len(hashes)) or 1, len(hashes) + 1):
        begin = max(0, end - WINDOW)
        if least < begin:
            least = min(range(begin, end), key=lambda at: (hashes[at], -at))
        elif hashes[end - 1] <= hashes[least]:
            least = end - 1
        if not kept or kept[-1] != least:
            kept.append(least)
    return kept
