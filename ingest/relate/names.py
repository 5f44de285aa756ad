"""When two names mean the same: of outlets and of articles."""

from difflib import SequenceMatcher
from functools import lru_cache

from .words import words


def same_outlet(a: str | None, b: str | None) -> bool:
    """Whether two names of outlets differ in spelling at most."""
    return a is not None and b is not None and _bare(a) == _bare(b)


@lru_cache(maxsize=1024)
def _bare(outlet: str) -> str:
    folded = "".join(words(outlet).folded)
    return folded.removeprefix("the") or folded


def title_key(title: str | None) -> str | None:
    """A headline as it is looked up: its folded words; None where there are none."""
    return " ".join(words(title or "").folded) or None


def alike(a: str | None, b: str | None) -> float:
    """How much two headlines have in common, from 0 to 1: equal words in their order."""
    one, other = words(a or "").folded, words(b or "").folded
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0
