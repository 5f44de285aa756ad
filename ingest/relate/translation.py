"""Whether one text is the other in another language: the same numbers and names in the same order.

Articles on one event share names and some figures. A translation has nearly all of both, one after
the other; what is told in own words has others beside them and another order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .cues import Cue

# So many different cues in common, of the text that has fewer this share, of all numbers this one.
CUES, SHARE, NUMBERS = 8, 0.5, 0.6
# And in the same order but for this much: word order differs between languages.
ORDER = 0.75
# Days between the two; later ones are looks back on the same thing.
DAYS = 31


@dataclass(frozen=True, slots=True)
class Translated:
    """Two texts with the same facts in the same order: how surely (0 to 1000), and the cues on both sides."""

    score: int
    cues: tuple[tuple[Cue, Cue], ...]


def translated(a: Sequence[Cue], b: Sequence[Cue]) -> Translated | None:
    """The facts that two texts of different languages have in common, None where they are no translation.

    Args:
        a: the cues of one text.
        b: the cues of the other.
    """
    of_a, of_b = ({cue.folded for cue in one} for one in (a, b))
    common = of_a & of_b
    if len(common) < CUES or len(common) < SHARE * min(len(of_a), len(of_b)) or _numbers(of_a, of_b) < NUMBERS:
        return None
    mine, other = ([cue for cue in one if cue.folded in common] for one in (a, b))
    pairs = _in_order(mine, other)
    order = 2 * len(pairs) / (len(mine) + len(other))
    if order < ORDER:
        return None
    share = len(common) / min(len(of_a), len(of_b))
    return Translated(round(1000 * order * share), tuple(pairs))


def _numbers(a: set[str], b: set[str]) -> float:
    """The share of numbers that stand in both; texts without numbers share all of them."""
    of_a, of_b = ({folded for folded in one if folded.isdigit()} for one in (a, b))
    return len(of_a & of_b) / max(len(of_a), len(of_b)) if of_a or of_b else 1.0


def _in_order(a: Sequence[Cue], b: Sequence[Cue]) -> list[tuple[Cue, Cue]]:
    """The longest common subsequence of two rows of cues (at most some hundreds each)."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            same = a[i].folded == b[j].folded
            lengths[i][j] = lengths[i + 1][j + 1] + 1 if same else max(lengths[i + 1][j], lengths[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i].folded == b[j].folded:
            found.append((a[i], b[j]))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
