"""Turns matching words into evidence that anybody can read again from the bytes of both sides.

The rule `words/1`: the byte ranges of each side, decoded as their page was and read as plain text or
as text of a page, have the same folded words. What would not prove itself is left out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..read.locating import located
from ..read.requoted import forms
from ..read.spans import quoted
from ..records import Evidence, Passage, Span
from .cues import fold
from .words import words

RULE = "words/1"
# What stands between the ranges of a quote.
JOINED = " "


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes that a text was read from, how they are decoded, and the passages of the text."""

    payload: bytes
    encoding: str
    passages: tuple[Passage, ...]

    def quote(self, spans: Iterable[Span]) -> str:
        """What some byte ranges say, one after the other.

        Raises:
            ValueError: if a range does not lie inside the payload.
        """
        return JOINED.join(quoted(self.payload, self.encoding, span.start, span.end) for span in spans)


@dataclass(frozen=True, slots=True, order=True)
class Same:
    """Characters `a_start` to `a_end` of one text that say the same words as those of the other."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def passage(a: Bytes, b: Bytes, same: Sequence[Same]) -> Evidence | None:
    """The evidence of a passage in common, None where nothing of it can be proved.

    Args:
        a: the later text, whose characters are quoted.
        b: its source.
        same: runs of equal words, in their order.
    """
    return _evidence("passage", a, b, same, agree)


def facts(a: Bytes, b: Bytes, same: Sequence[Same]) -> Evidence | None:
    """The evidence of a translation: the numbers and names of both in their order, by the rule `cues/1`."""
    return _evidence("facts", a, b, same, tell_the_same)


def _evidence(
    kind: str, a: Bytes, b: Bytes, same: Sequence[Same], agree: Callable[[str, str], bool]
) -> Evidence | None:
    proved = [pair for run in same if (pair := _proved(a, b, run, agree))]
    if not proved:
        return None
    mine = tuple(span for spans, _ in proved for span in spans)
    return Evidence(kind, a.quote(mine), mine, tuple(span for _, spans in proved for span in spans))


def _proved(
    a: Bytes, b: Bytes, run: Same, agree: Callable[[str, str], bool]
) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    mine = _whole(located(a.payload, a.encoding, a.passages, run.a_start, run.a_end))
    other = _whole(located(b.payload, b.encoding, b.passages, run.b_start, run.b_end))
    return (mine, other) if mine and other and agree(a.quote(mine), b.quote(other)) else None


def _whole(found: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """One range for each passage, with the tags and entities inside it."""
    return tuple(Span(spans[0].start, spans[-1].end) for spans in found)


def agree(quote: str, other: str) -> bool:
    """Whether two quotes have the same words, by the rule `words/1`."""
    said = {words(form).folded for form in forms(quote)}
    return any(words(form).folded in said for form in forms(other)) and said != {()}


def tell_the_same(quote: str, other: str) -> bool:
    """Whether two quotes have the same numbers and names, by the rule `cues/1`."""
    said = {fold(form) for form in forms(quote)}
    return any(fold(form) in said for form in forms(other)) and said != {()}


# By which rule the two sides of a fact agree, where it has two.
PROVING: dict[str, Callable[[str, str], bool]] = {"passage": agree, "facts": tell_the_same}
