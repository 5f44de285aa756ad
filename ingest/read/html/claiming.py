"""Makes claims from values that stand in attributes, in JSON, or between tags."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from ...records import Claim
from ..claims import printed
from ..knowledge import Knowledge
from ..plain.names import is_person
from ..spans import Page, Spanned
from .spelling import ATTRIBUTE, JSON, TEXT, Form, spell

# What is longer in the page than this is no title, name or date.
_LONGEST_WRITTEN = 4000
# The longest value of each field that can be one; longer ones are texts in the wrong place.
_LONGEST = {"title": 400, "author": 200, "outlet": 100}
_PREFIX = {ATTRIBUTE: "attribute-", JSON: "json-", TEXT: "markup-"}
_ADDRESS = re.compile(r"(?i)(?:https?:|/|www\.|@|[\w-]+\.(?:com|org|net)\b)")
# What parts a headline from the site's name behind it.
_SUFFIX = re.compile(r"\s+(?:[|–—·•»]|-{1,2}|::)\s+")


@dataclass(frozen=True)
class Place:
    """Where a value stands in the page, and how it is written there."""

    start: int
    end: int
    form: Form


@dataclass(frozen=True)
class Claiming:
    """Makes the claims of one page; a claim whose bytes do not say it is not made."""

    page: Page
    knowledge: Knowledge

    def said(self, place: Place) -> Spanned:
        """What stands at a place; nothing where it is too long to be a value."""
        if place.end - place.start > _LONGEST_WRITTEN:
            return Spanned("", ())
        return spell(self.page.text, place.start, place.end, place.form)

    def claim(self, place: Place, field: str, method: str, rule: str) -> Iterator[Claim]:
        """A claim that the whole of a value makes."""
        if place.end - place.start > _LONGEST_WRITTEN:
            return
        rule = _PREFIX[place.form] + rule
        made = printed(self.page, place.start, place.end, field, method, rule, self.knowledge)
        if made and made.value and len(made.value) <= _LONGEST.get(field, 2000):
            yield made

    def part(self, place: Place, said: Spanned, field: str, method: str) -> Iterator[Claim]:
        """A claim that a part of a value makes, as it was cut out of what the value says."""
        if said.pieces and said.text:
            yield from self.claim(Place(said.start, said.end, place.form), field, method, "text/1")

    def title(self, place: Place, method: str, sites: Set[str]) -> Iterator[Claim]:
        """A headline without the site's name behind it."""
        said = self.said(place)
        end = headline_end(said.text, sites)
        yield from self.part(place, said.cut(0, end), "title", method)

    def outlet(self, place: Place, method: str) -> Iterator[Claim]:
        """An outlet by the registry's name for it, or as printed."""
        said = self.said(place).text
        known = self.knowledge.registry.named(said)
        if known or not _ADDRESS.match(said):
            yield from self.claim(place, "outlet", method, "name/1" if known else "text/1")

    def authors(self, place: Place, method: str) -> Iterator[Claim]:
        """The names in a value, each by itself, without "By" and what is no name."""
        said = self.said(place)
        if _ADDRESS.match(said.text):
            return
        phrases = self.knowledge.phrases
        cue = phrases.byline.match(said.text)
        start = cue.end() if cue else 0
        for stop in [*phrases.conjunction.finditer(said.text, start), None]:
            name = said.cut(start, stop.start() if stop else len(said.text))
            start = stop.end() if stop else start
            if any(map(str.isalpha, name.text)) and not _ADDRESS.match(name.text):
                yield from self.part(place, name, "author", method)

    def organisation(self, place: Place, method: str) -> Iterator[Claim]:
        """An organisation that is given as author."""
        if not _ADDRESS.match(self.said(place).text):
            yield from self.claim(place, "author", method, "text/1")

    def is_person(self, place: Place) -> bool:
        """Whether a value is one person's name by its shape."""
        return is_person(self.said(place).text, self.knowledge.phrases)


def headline_end(title: str, sites: Set[str]) -> int:
    """Where a headline ends and the site's name begins.

    Args:
        title: a page's title.
        sites: names by which the page calls its site, case-folded.
    """
    for match in _SUFFIX.finditer(title):
        rest = title[match.end() :]
        names = [name.strip().casefold() for name in _SUFFIX.split(rest)]
        if match.start() and any(name in sites for name in names):
            return match.start()
    return len(title)
