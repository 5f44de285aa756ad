"""Which words of a text are furniture of its outlet's pages: what stands on pages with different texts."""

from array import array
from collections.abc import Iterable, Sequence

from .fingerprints import GRAM, WINDOW

# A passage is furniture that stands on pages of one outlet with so many different texts.
DIFFERENT = 3
# So many pages of one outlet need not be looked at for that.
MANY = 64
# The smallest fingerprint of each of so many parts stands for a text (one permutation hashing, Li et al. 2012).
_PARTS = 16
_NONE = 0xFFFFFFFF
# Texts with this share of equal parts are versions of one text.
_ALIKE = 0.7


def sketch(fingerprints: Iterable[int]) -> bytes:
    """What a text is told from others by: of its fingerprints the smallest in each part."""
    least = array("I", [_NONE]) * _PARTS
    for one in fingerprints:
        least[one % _PARTS] = min(least[one % _PARTS], one)
    return least.tobytes()


def different(sketches: Sequence[bytes]) -> bool:
    """Whether texts are different enough that what all of them carry is furniture."""
    if len(sketches) > MANY:
        return True
    groups: list[list[bytes]] = []
    for one in dict.fromkeys(sketches):
        near = [group for group in groups if any(_alike(one, other) for other in group)]
        groups = [group for group in groups if group not in near] + [
            [one, *(two for group in near for two in group)]
        ]
    return len(groups) >= DIFFERENT


def _alike(one: bytes, other: bytes) -> bool:
    pairs = [
        (a, b) for a, b in zip(array("I", one), array("I", other), strict=True) if (a, b) != (_NONE, _NONE)
    ]
    return sum(a == b for a, b in pairs) >= _ALIKE * len(pairs)


def covered(positions: Iterable[int]) -> set[int]:
    """The numbers of the words under some fingerprints, and of those between two of them.

    Args:
        positions: where fingerprints stand that belong to the outlet's pages. Of a passage some are
            kept in each window, so that words between two of one window belong to it as well.
    """
    found: set[int] = set()
    end = None
    for at in sorted(positions):
        begin = end if end is not None and at - end <= WINDOW else at
        end = at + GRAM
        found |= set(range(begin, end))
    return found
