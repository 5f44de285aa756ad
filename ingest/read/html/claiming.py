"""Makes claims from values that stand in attributes, in JSON, or between tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...records import Claim
from .. import people, sites
from ..claims import printed
from ..knowledge import Knowledge
from ..outlets import Outlet
from ..spans import Page, Spanned
from .spelling import ATTRIBUTE, JSON, TEXT, Form, spell

# What is longer in the page than this is no title, name or date.
_LONGEST_WRITTEN = 4000
# The longest value of each field that can be one; longer ones are texts in the wrong place.
_LONGEST = {
    "title": 400, "author": 200, "agency": 200, "organisation": 200, "outlet": 100, "section": 80,
    "image-credit": 200, "licence": 300, "subtitle": 1000,
}  # fmt: skip
_PREFIX = {ATTRIBUTE: "attribute-", JSON: "json-", TEXT: "markup-"}
_ADDRESS = re.compile(r"(?i)(?:https?:|/|www\.|@|[\w-]+\.(?:com|org|net)\b)")
# What stands behind a person's name that a page gives as an address.
_WEB = re.compile(r"(?i)https?:|/|www\.")


@dataclass(frozen=True)
class Place:
    """Where a value stands in the page, and how it is written there."""

    start: int
    end: int
    form: Form


@dataclass(frozen=True)
class Claiming:
    """Makes the claims of one page; a claim whose bytes do not say it is not made.

    `called` has the keys of the site's names, `base` is the address that relative links stand under.
    """

    page: Page
    knowledge: Knowledge
    called: frozenset[str] = frozenset()
    base: str | None = None

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

    def part(
        self, place: Place, said: Spanned, field: str, method: str, rule: str = "text/1"
    ) -> Iterator[Claim]:
        """A claim that a part of a value makes, as it was cut out of what the value says."""
        if said.pieces and said.text:
            yield from self.claim(Place(said.start, said.end, place.form), field, method, rule)

    def words(self, place: Place, field: str, method: str) -> Iterator[Claim]:
        """A claim that a value makes by its words; an address says nothing to a reader."""
        if any(map(str.isalpha, said := self.said(place).text)) and not _WEB.match(said):
            yield from self.claim(place, field, method, "text/1")

    def licence(self, place: Place, method: str) -> Iterator[Claim]:
        """A licence by its address, or by its words."""
        if _WEB.match(self.said(place).text):
            base = f":{self.base}" if self.base else ""
            yield from self.claim(place, "licence", method, f"href/1{base}")
        else:
            yield from self.words(place, "licence", method)

    def is_site(self, name: str) -> bool:
        """Whether a name is that of the page's site."""
        return sites.is_site(name, self.called)

    def outlet(self, place: Place, method: str) -> Iterator[Claim]:
        """An outlet by the registry's name for it, or as printed, without the motto behind it."""
        said = self.said(place)
        if self._named(said.text) or not _ADDRESS.match(said.text):
            yield from self.called_so(place, self._name(said), method)

    def called_so(self, place: Place, name: Spanned, method: str) -> Iterator[Claim]:
        """An outlet by a part of a value: by the registry's name for it, or as printed."""
        rule = "name/1" if self._named(name.text) else "text/1"
        yield from self.part(place, name, "outlet", method, rule)

    def _name(self, said: Spanned) -> Spanned:
        """The part of a site's name that is known; the whole where none is."""
        if self._named(said.text):
            return said
        cuts = [said.cut(*part) for part in sites.parts(said.text)]
        known = (cut for cut in cuts if self._named(cut.text) or sites.key(cut.text) in self.called)
        return next(known, said) if len(cuts) > 1 else said

    def _named(self, name: str) -> Outlet | None:
        return self.knowledge.registry.named(name)

    def authors(self, place: Place, method: str, kind: people.Kind = "unknown") -> Iterator[Claim]:
        """The names in a value, each by itself and as what it is, without "By" and what is no name."""
        said = self.said(place)
        if _ADDRESS.match(said.text) and not self._named(said.text):
            return
        for named in people.named(said.text, kind, self.knowledge, self.called):
            yield from self.part(place, said.cut(named.start, named.end), named.field, method, named.rule)
