"""Compares two articles: their texts, and what each shows of where it has its text from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..records import RelationKind
from .align import Run
from .compare import Common, compare
from .cues import Cue
from .direction import End, Sign, both_name, direction
from .names import same_outlet
from .texts import Text
from .traces import Carried
from .translation import DAYS, translated

# A run of equal words: characters of one text, characters of the other.
Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """Two texts with something in common: of which kind, how surely, and which of them is the later.

    `asserted` says that the later one's own text names the other's outlet as its source.
    """

    kind: RelationKind
    score: int
    later: str | None = None
    asserted: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """A sign of where a text comes from: what it is, in which article, at which byte; None where at none."""

    kind: str
    article: str
    weight: int
    start: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A match as it is kept: with its signs of direction and the runs of words in each passage in common."""

    match: Match
    signs: tuple[Pointer, ...]
    passages: tuple[tuple[Place, ...], ...]


def matched(texts: tuple[Text, Text], ends: tuple[End, End]) -> Kept | None:
    """What two articles have in common, None where it tells nothing.

    Args:
        texts: their texts.
        ends: what each shows of where it comes from, in the same order.
    """
    common = in_common(texts, (ends[0].outlet, ends[1].outlet))
    return kept(common, texts, ends) if common else None


def in_common(texts: tuple[Text, Text], outlets: tuple[str | None, str | None]) -> Common | None:
    """What two articles of some outlets have in common: the first half of `matched`, which most end with."""
    return compare(*texts, within=same_outlet(*outlets))


def kept(common: Common, texts: tuple[Text, Text], ends: tuple[End, End]) -> Kept:
    """What two articles have in common, with where each comes from: the second half of `matched`."""
    one, other = texts
    way = direction(*ends, (_carried(one, common, 0), _carried(other, common, 1)))
    third = () if way or common.kind not in ("excerpt", "adaptation") else both_name(*ends)
    kind: RelationKind = "shared-source" if third else common.kind
    return Kept(
        Match(kind, common.score, way.later if way else None, bool(way and way.asserted)),
        tuple(_pointer(sign) for sign in (way.signs if way else third)),
        tuple(tuple(_place(one, other, run) for run in passage.runs) for passage in common.shared),
    )


def rendered(cues: tuple[Sequence[Cue], Sequence[Cue]], ends: tuple[End, End]) -> Kept | None:
    """Whether one of two articles in different languages is the other's translation, as it is kept.

    Args:
        cues: the numbers and names of both.
        ends: what each shows of where it comes from, in the same order.
    """
    found = translated(*cues) if _near(*ends) else None
    if found is None:
        return None
    way = direction(*ends, (Carried(), Carried()))
    places = tuple((one.start, one.end, other.start, other.end) for one, other in found.cues)
    return Kept(
        Match("translation", found.score, way.later if way else None, bool(way and way.asserted)),
        tuple(_pointer(sign) for sign in (way.signs if way else ())),
        (places,),
    )


def _near(a: End, b: End) -> bool:
    """Whether two articles may be of the same weeks, as far as their dates are known."""
    days = (_days(a.latest, b.earliest), _days(b.latest, a.earliest))
    return all(apart is None or apart <= DAYS for apart in days)


def _days(one: str | None, other: str | None) -> int | None:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days if one and other else None


def _pointer(sign: Sign) -> Pointer:
    return Pointer(sign.kind, sign.later, sign.weight, sign.attribution.start if sign.attribution else None)


def _carried(text: Text, common: Common, side: int) -> Carried:
    """What a text prints of the passages in common, and around them."""
    ranges = sorted(
        (one.a_start, one.a_end) if side == 0 else (one.b_start, one.b_end) for one in common.shared
    )
    inside, outside, end = [], [], 0
    for first, last in ranges:
        begin = text.words.starts[first]
        outside.append(text.text[end:begin])
        end = text.words.ends[last - 1]
        inside.append(text.text[begin:end])
    return Carried("\n".join(inside), "\n".join([*outside, text.text[end:]]))


def _place(one: Text, other: Text, run: Run) -> Place:
    """A run of words as characters of both texts."""
    last, other_last = run.a + run.length - 1, run.b + run.length - 1
    return (
        one.words.starts[run.a],
        one.words.ends[last],
        other.words.starts[run.b],
        other.words.ends[other_last],
    )
