"""Which of two texts was the source of the other, as far as anything tells. Pure.

A date alone says nothing: outlets post-date and pre-date, and both may carry a third text. What
the text itself says outright is asserted; what only points is detected; where the signs point both
ways, no direction is claimed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..records import Attribution
from .names import same_outlet
from .traces import Carried, asks, broken, inherits, names

# The text says that it comes from the other's outlet.
NAMES = 4
# It leads to the other's page, beside having its words.
LINKS = 3
# It cites the other's outlet.
CITES = 2
# The words they share name the other's outlet as theirs: "told THE OTHER", "THE OTHER screen grab".
INHERITED = 2
# It asks its readers for what the other's page does: "Subscribe to THE OTHER".
FURNITURE = 2
# It has the other's broken characters in the words they share, and sound ones in its own.
ERRORS = 2
# Its copy of the words they share is broken, the other's is sound: by whom, does not show. Only beside others.
BROKEN = 1
# It came out later. Only beside others.
LATER = 1
# From here on a direction is claimed, and by no sign that is weaker.
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class End:
    """What one of two articles shows of where it comes from.

    `links` are the keys of addresses that its text leads to, `addresses` those of its own; `earliest`
    and `latest` the days (YYYY-MM-DD) between which it was published.
    """

    article: str
    outlet: str | None
    earliest: str | None
    latest: str | None
    attributions: tuple[Attribution, ...]
    links: frozenset[str]
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign that `later` has its text from the other: what it is, and the passage that says so."""

    later: str
    kind: str
    weight: int
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Direction:
    """The later of two articles, and why. `asserted` where its own text says so."""

    later: str
    asserted: bool
    signs: tuple[Sign, ...]


def direction(a: End, b: End, texts: tuple[Carried, Carried]) -> Direction | None:
    """The direction between two articles with text in common, None where nothing tells.

    Args:
        a: one article.
        b: the other.
        texts: what each prints of what they have in common, and besides.
    """
    signs = (*_signs(a, b, texts), *_signs(b, a, texts[::-1]))
    sums = {end.article: sum(sign.weight for sign in signs if sign.later == end.article) for end in (a, b)}
    later, other = (a, b) if sums[a.article] > sums[b.article] else (b, a)
    mine = tuple(sign for sign in signs if sign.later == later.article)
    lead = sums[later.article] - sums[other.article]
    if lead < ENOUGH or all(sign.weight < ENOUGH for sign in mine):
        return None
    return Direction(later.article, any(sign.kind == "attribution" for sign in mine), mine)


def _signs(end: End, other: End, texts: tuple[Carried, Carried]) -> Iterator[Sign]:
    yield from _attributed(end, other)
    if end.links & other.addresses:
        yield Sign(end.article, "link", LINKS)
    yield from _left(end, other, *texts)
    if other.latest and end.earliest and other.latest < end.earliest:
        yield Sign(end.article, "later", LATER)


def _attributed(end: End, other: End) -> Iterator[Sign]:
    """The strongest of an article's attributions to the other's outlet."""
    if same_outlet(end.outlet, other.outlet):
        return
    named = [said for said in end.attributions if same_outlet(said.outlet, other.outlet)]
    for said in _first(said for said in named if said.kind != "cites"):
        yield Sign(end.article, "attribution", NAMES, said)
        return
    for said in _first(named):
        yield Sign(end.article, "cites", CITES, said)


def _first(found: Iterable[Attribution]) -> list[Attribution]:
    return sorted(found, key=lambda said: said.start)[:1]


def _left(end: End, other: End, mine: Carried, theirs: Carried) -> Iterator[Sign]:
    """What copying left in an article's text."""
    if all(_names(text.common, other) and not _names(text.common, end) for text in (mine, theirs)):
        yield Sign(end.article, "inherited", INHERITED)
    if not same_outlet(end.outlet, other.outlet) and any(asks(mine.rest, *name) for name in _called(other)):
        yield Sign(end.article, "furniture", FURNITURE)
    if inherits(mine, theirs):
        yield Sign(end.article, "errors", ERRORS)
    if broken(mine, theirs):
        yield Sign(end.article, "broken", BROKEN)


def _called(end: End) -> list[tuple[str | None, str | None]]:
    """By what an article's outlet is called: its name, the hosts of its addresses."""
    hosts = {key.partition("/")[0] for key in end.addresses}
    return [(end.outlet, None), *((None, host) for host in sorted(hosts))]


def _names(text: str, end: End) -> bool:
    return any(names(text, *name) for name in _called(end))


def both_name(a: End, b: End) -> tuple[Sign, ...]:
    """Where both articles name one outlet as their text's source that is neither's own: how each says it."""
    for mine in a.attributions:
        for other in b.attributions:
            if "cites" in (mine.kind, other.kind) or not same_outlet(mine.outlet, other.outlet):
                continue
            if not (same_outlet(mine.outlet, a.outlet) or same_outlet(mine.outlet, b.outlet)):
                return Sign(a.article, "third", 0, mine), Sign(b.article, "third", 0, other)
    return ()
