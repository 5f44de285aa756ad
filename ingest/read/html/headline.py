"""Finds the headline in a page's titles: without the site's name, a section's, or a kicker.

The titles of a page tell of each other: what another title has alone is the headline; what two
titles join with different signs are a kicker and a headline.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from ...records import Claim
from .. import sites
from ..phrases import fold
from ..spans import Spanned
from .claiming import Claiming, Place

# Between a kicker and a headline.
_JOINED = re.compile(r":\s+|\s+[-–—|•·]{1,2}\s+|\s*[|｜]\s*")
# A headline of fewer characters may be a section's name.
_SHORT = 12
# A page with more titles than this has lists of them.
_MANY = 40
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Title:
    """A title of the page, by the method that found it."""

    place: Place
    method: str


def claims(claiming: Claiming, titles: Iterable[Title], sections: Set[str]) -> Iterator[Claim]:
    """What each title says without the names behind it, what it says whole, what its kicker announces.

    Args:
        claiming: makes the claims.
        titles: every title of the page.
        sections: names of the page's sections, folded.
    """
    said = [(title, claiming.said(title.place)) for title in islice(titles, _MANY)]
    said = [(title, whole) for title, whole in said if whole.text and len(whole.text) <= _LONGEST]
    # A site's own name is a heading on many of its pages, and the headline of none that has another.
    own = [sites.key(whole.text) in claiming.called for _, whole in said]
    if not all(own):
        said = [one for one, is_own in zip(said, own, strict=True) if not is_own]
    others = {fold(whole.text) for _, whole in said}
    cuts = [
        (title, whole, whole.cut(*bounds(whole.text, claiming.called, sections, others)))
        for title, whole in said
    ]
    signs = _signs(headline.text for _, _, headline in cuts)
    for title, whole, headline in cuts:
        yield from claiming.part(title.place, headline, "title", title.method)
        if headline.text != whole.text:
            yield from claiming.part(title.place, whole, "title", "title-whole")
        yield from _announced(claiming, title, headline, others, signs)


def bounds(title: str, called: frozenset[str], sections: Set[str], others: Set[str]) -> tuple[int, int]:
    """Where a headline begins and ends in a title.

    Args:
        title: a page's title.
        called: the keys of the site's names.
        sections: names of the page's sections, folded.
        others: the page's titles, folded.
    """
    stops = list(sites.SEPARATOR.finditer(title))
    end = _named_end(title, stops, called, sections)
    start = 0
    if stops and stops[0].end() < end and sites.key(title[: stops[0].start()]) in called:
        start = stops[0].end()
    for stop in stops:
        if start < stop.start() < end and _alone(title[start : stop.start()], others):
            return start, stop.start()
    return start, end


def _named_end(title: str, stops: Sequence[re.Match[str]], called: frozenset[str], sections: Set[str]) -> int:
    """Where the names of site and sections begin at a title's end."""
    end, cut = len(title), False
    for stop in reversed(stops):
        rest = title[stop.end() : end].strip()
        named = sites.is_site(rest, called) or (
            (cut or "|" in stop[0]) and bool(rest) and fold(rest) in sections
        )
        if not stop.start() or (rest and not named):
            break
        end, cut = stop.start(), True
    return end


def _alone(part: str, others: Set[str]) -> bool:
    return len(part) >= _SHORT and fold(part) in others


def _announced(
    claiming: Claiming, title: Title, said: Spanned, others: Set[str], signs: Mapping[str, Set[str]]
) -> Iterator[Claim]:
    """The headline behind a kicker, where another title of the page shows that it is one."""
    stop = _JOINED.search(said.text)
    if stop and len(said.text) - stop.end() >= _SHORT:
        kicker = fold(said.text[: stop.start()])
        if kicker in others or len(signs[_bare(said.text)]) > 1:
            rest = said.cut(stop.end(), len(said.text))
            yield from claiming.part(title.place, rest, "title", "title-part")


def _signs(titles: Iterable[str]) -> Mapping[str, Set[str]]:
    """By which signs titles of the same letters join their parts."""
    found: dict[str, set[str]] = defaultdict(set)
    for title in titles:
        stop = _JOINED.search(title)
        if stop:
            found[_bare(title)].add(stop[0].strip())
    return found


def _bare(title: str) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, title.casefold()))
