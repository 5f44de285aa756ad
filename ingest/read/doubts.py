"""The codes of what a person should look at: how much each one matters, and what it says.

Data only. `read/decide` raises doubts, the archive sorts by them, pages print their words.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """How urgent a doubt is, the larger the more, and its words."""

    severity: int
    words: str


DOUBTS: dict[str, Doubt] = {
    "conflict": Doubt(90, "independent sources on the page disagree"),
    "after-capture": Doubt(80, "a date lies after the day on which the page was retrieved"),
    "before-web": Doubt(70, "a date lies before there was a web"),
    "modified-before-published": Doubt(60, "it is said to have been changed before it was published"),
    "no-value": Doubt(50, "nothing that can hold was found"),
    "guess": Doubt(40, "it is a guess from context; nothing states it"),
    "single-witness": Doubt(30, "only one source states it"),
}
# A code that this version does not know is looked at, after all others.
_UNKNOWN = 1


def severity(codes: Sequence[str]) -> int:
    """How urgent the worst of some doubts is; 0 where there are none."""
    return max((DOUBTS[code].severity if code in DOUBTS else _UNKNOWN for code in codes), default=0)


def words(code: str) -> str:
    """What a doubt says; a code that is not known, as it is."""
    return DOUBTS[code].words if code in DOUBTS else code
