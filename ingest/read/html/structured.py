"""What a page's JSON-LD says of the article (schema.org NewsArticle and its kin)."""

from collections.abc import Iterator, Set
from itertools import islice

from ...records import Claim
from .. import people
from .claiming import Claiming, Place
from .graph import Described
from .headline import Title
from .jsonld import Node, Text, Word, items
from .spelling import JSON

_TITLES = {"headline": "", "name": "-name", "alternativeHeadline": "-alternative"}
_DATES = {"datePublished": "published", "dateModified": "modified"}
_CREDITS = ("creditText", "copyrightNotice", "creator", "author", "copyrightHolder")
# So many sections of one article, and so many of its pictures.
_MOST = 5
# So many of an article's authors are looked at; the longest lists of real ones have some dozens.
_AUTHORS = 200


def titles(said: Described, own: Set[str]) -> Iterator[Title]:
    """The titles that the descriptions of the article give."""
    for method, node in _described(said, own):
        for key, kind in _TITLES.items():
            for place in _places(node.get(key)):
                yield Title(place, method + kind)


def called(said: Described) -> Iterator[Place]:
    """Where the names of those who publish the page stand."""
    for _, node in _described(said, frozenset()):
        for publisher in items(node.get("publisher")):
            yield from _names(said, publisher)


def writers(said: Described) -> Iterator[Place]:
    """Where the names of the article's authors stand."""
    for node in said.articles()[:1]:
        for author in items(node.get("author")):
            yield from _names(said, author)


def claims(claiming: Claiming, said: Described, own: Set[str]) -> Iterator[Claim]:
    """What the descriptions state: the article, others beside it, then the page they stand on.

    Args:
        claiming: makes the claims.
        said: the page's descriptions.
        own: the keys of the page's own addresses.
    """
    for method, node in _described(said, own):
        for author in islice(items(node.get("author") or node.get("creator")), _AUTHORS):
            yield from _author(claiming, said, author, method)
        for key, field in _DATES.items():
            for place in _places(node.get(key)):
                yield from claiming.claim(place, field, method, "date/1")
        for publisher in items(node.get("publisher")):
            for place in _names(said, publisher):
                yield from claiming.outlet(place, method)
        for place in _places(node.get("inLanguage")):
            yield from claiming.claim(place, "language", method, "code/1")
        if method == "json-ld":
            yield from _beside(claiming, said, node)


def _described(said: Described, own: Set[str]) -> Iterator[tuple[str, dict[str, Node]]]:
    """The descriptions of the article, each with the method that its claims have."""
    for number, node in enumerate(said.articles(own)):
        yield "json-ld-other" if number else "json-ld", node
    for node in said.pages():
        yield "json-ld-page", node


def _beside(claiming: Claiming, said: Described, node: dict[str, Node]) -> Iterator[Claim]:
    """What is said of the article beside who wrote it when."""
    for place in _places(node.get("description")):
        yield from claiming.words(place, "subtitle", "json-ld")
    for place in [*_places(node.get("articleSection"))][:_MOST]:
        yield from claiming.words(place, "section", "json-ld")
    for licence in items(node.get("license")):
        for place in _places(licence.get("url") if isinstance(licence, dict) else licence):
            yield from claiming.licence(place, "json-ld")
    free = node.get("isAccessibleForFree")
    if isinstance(free, Text | Word):
        yield from claiming.claim(Place(free.start, free.end, JSON), "paywall", "json-ld", "access/1")
    for picture in [*items(node.get("image"))][:_MOST]:
        yield from _credit(claiming, said, said.resolved(picture))


def _credit(claiming: Claiming, said: Described, picture: Node) -> Iterator[Claim]:
    """Whose picture the article has: the first property that says so."""
    if not isinstance(picture, dict):
        return
    for key in _CREDITS:
        places = [place for value in items(picture.get(key)) for place in _names(said, value)]
        if places:
            yield from claiming.words(places[0], "image-credit", "json-ld")
            return


def _author(claiming: Claiming, said: Described, author: Node, method: str) -> Iterator[Claim]:
    """An author's names, as what the description says that the author is."""
    kind = people.kind(" ".join(said.types(said.resolved(author))))
    for place in _names(said, author):
        yield from claiming.authors(place, method, kind)


def sections(claiming: Claiming, said: Described, titled: Set[str]) -> Iterator[Claim]:
    """The sections under which the page stands by its breadcrumbs, the innermost first.

    None of them is the page itself, or the front page.

    Args:
        claiming: makes the claims.
        said: the page's descriptions.
        titled: the page's titles, case-folded.
    """
    for trail in said.trails()[:1]:
        crumbs = [*items(trail.get("itemListElement"))][:10]
        for place in [place for crumb in crumbs for place in _crumb(crumb)][::-1]:
            name = claiming.said(place).text
            front = claiming.is_site(name) or claiming.knowledge.phrases.is_furniture(name)
            if not front and name.casefold() not in titled:
                yield from claiming.words(place, "section", "breadcrumb")


def _crumb(crumb: Node) -> Iterator[Place]:
    """Where a breadcrumb's name stands: at itself, or at the thing that it leads to."""
    if isinstance(crumb, dict):
        item = crumb.get("item")
        inner = item.get("name") if isinstance(item, dict) else None
        yield from _places(crumb.get("name") or inner)


def _names(said: Described, node: Node) -> Iterator[Place]:
    """Where the names of what an object, its `@id` or a string stands for are written."""
    node = said.resolved(node)
    yield from _places(node.get("name") if isinstance(node, dict) else node)


def _places(node: Node | None) -> Iterator[Place]:
    """Where a property's strings stand."""
    for value in items(node):
        if isinstance(value, Text):
            yield Place(value.start, value.end, JSON)
