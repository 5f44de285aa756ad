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
    "no-value": Doubt(90, "nothing that can hold is stated"),
    "conflict": Doubt(80, "independent places of the page disagree"),
    "after-capture": Doubt(70, "a date after the day of the capture is stated"),
    "before-web": Doubt(60, "a date before there was a web is stated"),
    "modified-for-published": Doubt(50, "the date of a change is given as that of publication"),
    "modified-before-published": Doubt(40, "a change is dated before the publication"),
    "guess": Doubt(30, "it is a guess from context; nothing states it"),
}
# A code that this version does not know is looked at too, after all others.
_UNKNOWN = 1


def severity(codes: Sequence[str]) -> int:
    """How urgent the worst of some doubts is; 0 where there are none."""
    return max((DOUBTS[code].severity if code in DOUBTS else _UNKNOWN for code in codes), default=0)


def words(code: str) -> str:
    """What a doubt says; a code that is not known, as it is."""
    return DOUBTS[code].words if code in DOUBTS else code
