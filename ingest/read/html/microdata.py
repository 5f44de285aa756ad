"""What a page marks in its own text: microdata (HTML standard, section 5) and RDFa Lite (W3C, 2015).

Only of the article that the text belongs to; what stands in a thing of its own within it (a related
article, a rating) is said of that thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ...records import Claim
from .. import people
from ..people import Kind
from .claiming import Claiming, Place
from .elements import closing, containing
from .headline import Title
from .spelling import ATTRIBUTE, TEXT
from .tokens import Markup, Tag, Value
from .visible import visible

_MARKS = ("itemprop", "itemtype", "typeof=", "property=")
_THINGS = ("itemtype", "typeof=")
_ARTICLE = re.compile(r"(?:Article|Posting|Review)\b")
# The terms of Dublin Core and of other vocabularies for those of schema.org.
_TERMS = {
    "title": "headline", "date": "datePublished", "created": "dateCreated", "issued": "datePublished",
    "modified": "dateModified", "creator": "author", "rights": "license",
}  # fmt: skip
_WANTED = frozenset(
    "headline name alternativeHeadline author publisher dateCreated datePublished dateModified articleSection"
    " description license isAccessibleForFree".split()
)
# The properties that are titles, and what their methods' names end with.
_TITLES = {"headline": "", "name": "-name", "alternativeHeadline": "-alternative"}
_FAR = 20_000
# So many marked elements are looked at.
_MANY = 400


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the article, where its value stands, and of what kind a thing named there is."""

    name: str
    place: Place
    method: str
    kind: Kind = "unknown"


@dataclass(frozen=True, slots=True)
class _Marked:
    tag: Tag
    end: int
    attributes: dict[str, Value]

    def said(self, *names: str) -> str:
        return next((self.attributes[name].text for name in names if name in self.attributes), "")

    @property
    def thing(self) -> str:
        """The types of the thing that the element is; empty where it is a plain value."""
        return self.said("itemtype", "typeof")

    @property
    def method(self) -> str:
        return "microdata" if "itemprop" in self.attributes else "rdfa"

    @property
    def names(self) -> list[str]:
        """The properties that it has, in the words of schema.org."""
        words = self.said("itemprop", "property").split()
        bare = [re.split(r"[:/#]", word)[-1] for word in words]
        return [_TERMS.get(word, word) for word in bare]


def strange(markup: Markup, heading: int, at: int) -> list[tuple[int, int]]:
    """The stretches of the page that are marked as other articles than the one with these two characters."""
    found = []
    for tag in islice(containing(markup, _THINGS, 0, len(markup.text)), _MANY):
        if _ARTICLE.search(markup.written(tag)):
            end = closing(markup, tag, _FAR)
            if not any(tag.start <= place < end for place in (heading, at)):
                found.append((tag.start, end))
    return found


def marked(markup: Markup, at: int) -> list[Property]:
    """The properties of the article whose text begins at a character of the page."""
    article = _article(markup, at)
    if article is None:
        return []
    found = [one for one in _elements(markup, _MARKS, *article) if one.tag.start >= article[0]]
    properties: list[Property] = []
    after = article[0]
    for one in found:
        if one.tag.start < after:
            continue
        if one.thing:
            after = one.end
        names = [name for name in one.names if name in _WANTED]
        if names and "articleBody" not in one.names:
            properties += _properties(markup, names[0], one, found)
    return _published(properties)


def _published(properties: list[Property]) -> list[Property]:
    """What was created on a day was published then, where nothing else says when."""
    if any(one.name == "datePublished" for one in properties):
        return properties
    return [replace(one, name="datePublished") if one.name == "dateCreated" else one for one in properties]


def _article(markup: Markup, at: int) -> tuple[int, int] | None:
    """What stands in the innermost element around a place that is marked as an article."""
    around = None
    for tag in islice(containing(markup, _THINGS, 0, at), _MANY):
        if _ARTICLE.search(markup.written(tag)) and (end := closing(markup, tag, _FAR)) > at:
            around = tag.end, end
    return around


def _elements(markup: Markup, words: tuple[str, ...], start: int, end: int) -> Iterator[_Marked]:
    """The elements that are marked as something, in their order."""
    for tag in islice(containing(markup, words, start, end), _MANY):
        attributes = markup.attributes(tag)
        thing = "itemtype" in attributes or "typeof" in attributes
        yield _Marked(tag, closing(markup, tag, _FAR if thing else 100), attributes)


def _properties(markup: Markup, name: str, one: _Marked, found: list[_Marked]) -> Iterator[Property]:
    """A property's value, or the name of the thing that is its value."""
    if not one.thing:
        place = _value(markup, one)
        # Meta elements are read with their like in the page's head.
        if place and one.tag.name != "meta":
            yield Property(name, place, one.method)
        return
    kind = people.kind(one.thing)
    for inner in found:
        if one.tag.start < inner.tag.start < one.end and "name" in inner.names:
            place = _value(markup, inner)
            if place:
                yield Property(name, place, one.method, kind)
                return


def _value(markup: Markup, one: _Marked) -> Place | None:
    """Where the value of a marked element stands: in an attribute made for it, or as its text."""
    for key in ("content", "datetime", *(("title",) if one.tag.name == "abbr" else ())):
        if key in one.attributes:
            value = one.attributes[key]
            return Place(value.start, value.end, ATTRIBUTE) if value.text else None
    if one.tag.name in ("a", "link") and one.names[:1] == ["license"] and "href" in one.attributes:
        return Place(one.attributes["href"].start, one.attributes["href"].end, ATTRIBUTE)
    content = visible(markup, one.tag.end, one.end)
    return Place(content.start, content.end, TEXT) if content.pieces and len(content.text) < 1000 else None


def titles(properties: list[Property]) -> Iterator[Title]:
    """The titles that are marked as such."""
    for one in properties:
        if one.name in _TITLES:
            yield Title(one.place, one.method + _TITLES[one.name])


def claims(claiming: Claiming, properties: list[Property]) -> Iterator[Claim]:
    """What the marked elements state but for titles."""
    for one in properties:
        match one.name:
            case "author":
                yield from claiming.authors(one.place, one.method, one.kind)
            case "publisher":
                yield from claiming.outlet(one.place, one.method)
            case "datePublished":
                yield from claiming.claim(one.place, "published", one.method, "date/1")
            case "dateModified":
                yield from claiming.claim(one.place, "modified", one.method, "date/1")
            case "articleSection":
                yield from claiming.words(one.place, "section", one.method)
            case "description":
                yield from claiming.words(one.place, "subtitle", one.method)
            case "license":
                yield from claiming.licence(one.place, one.method)
            case "isAccessibleForFree":
                yield from claiming.claim(one.place, "paywall", one.method, "access/1")
