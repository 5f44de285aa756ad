"""What a page's JSON-LD says of the article (schema.org NewsArticle and its kin)."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ...records import Claim
from .. import addresses
from .claiming import Claiming, Place
from .jsonld import Node, Text, items, parse
from .spelling import JSON, words
from .tokens import Markup

# Properties that lead from one description to another that may be the article's.
_LEADING = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEP = 4
# So many of a page's objects are looked at, and of an article's authors; its own are among the first.
_MANY = 200


@dataclass(frozen=True)
class Described:
    """The objects of a page's JSON-LD: those that are articles, and those that are pages."""

    text: str
    nodes: tuple[Node, ...]

    @cached_property
    def objects(self) -> list[dict[str, Node]]:
        """Every object that may describe the article, outer ones first."""
        found: list[dict[str, Node]] = []
        level: list[Node] = list(self.nodes)
        for _ in range(_DEEP):
            level = level[:_MANY]
            following: list[Node] = []
            for node in level:
                if isinstance(node, list):
                    following += node
                elif isinstance(node, dict):
                    found.append(node)
                    following += (node[key] for key in _LEADING if key in node)
            level = following
        return found

    @cached_property
    def _named(self) -> dict[str, dict[str, Node]]:
        return {self.word(node["@id"]): node for node in self.objects if "@id" in node and len(node) > 1}

    def word(self, node: Node | None) -> str:
        """A scalar's characters as they stand in the page."""
        if isinstance(node, Text):
            return self.text[node.start : node.end]
        return node if isinstance(node, str) else ""

    def resolved(self, node: Node) -> Node:
        """The object that an object with nothing but an `@id` stands for."""
        if isinstance(node, dict) and "name" not in node and "@id" in node:
            return self._named.get(self.word(node["@id"]), node)
        return node

    def types(self, node: Node) -> list[str]:
        """An object's schema.org types, without the address before them."""
        kinds = items(node.get("@type")) if isinstance(node, dict) else ()
        return [self.word(kind).rpartition("/")[2] for kind in kinds]

    def articles(self, own: Set[str] = frozenset()) -> list[dict[str, Node]]:
        """The objects that describe an article, first those that name one of the page's own addresses.

        Args:
            own: the keys of those addresses.
        """
        found = [node for node in self.objects if any(_is_article(kind) for kind in self.types(node))]
        return sorted(found, key=lambda node: own.isdisjoint(self._keys(node)))

    def _keys(self, node: dict[str, Node]) -> Iterator[str]:
        """The keys of the addresses that an object gives as its own."""
        for name in ("url", "mainEntityOfPage", "@id"):
            value = node.get(name)
            place = value.get("@id") if isinstance(value, dict) else value
            url = words(self.word(place), JSON)
            if addresses.cleaned(url):
                yield addresses.key(url)

    def pages(self) -> list[dict[str, Node]]:
        """The objects that describe a page or a video, which carry an article's dates and title."""
        kinds = ("WebPage", "ItemPage", "VideoObject", "Report", "CreativeWork")
        return [node for node in self.objects if any(kind in kinds for kind in self.types(node))]


def _is_article(kind: str) -> bool:
    return kind.endswith(("Article", "Posting", "Review"))


def described(markup: Markup) -> Described:
    """The JSON-LD of a page."""
    nodes: list[Node] = []
    scripts = [raw for raw in markup.raws if raw.tag.name == "script"]
    for raw in scripts:
        kind = markup.written(raw.tag).lower()
        if "ld+json" in kind and len(nodes) < _MANY:
            nodes += parse(markup.text, raw.start, raw.end)
    return Described(markup.text, tuple(nodes))


def claims(claiming: Claiming, said: Described, called: Set[str], own: Set[str]) -> Iterator[Claim]:
    """What the descriptions state: the article, others beside it, then the page they stand on.

    Args:
        claiming: makes the claims.
        said: the page's descriptions.
        called: the names by which the page calls its site, case-folded.
        own: the keys of the page's own addresses.
    """
    for number, node in enumerate(said.articles(own)):
        yield from _of(claiming, said, node, "json-ld-other" if number else "json-ld", called)
    for node in said.pages():
        yield from _of(claiming, said, node, "json-ld-page", called)


def _of(
    claiming: Claiming, said: Described, node: dict[str, Node], method: str, called: Set[str]
) -> Iterator[Claim]:
    for key in ("headline", "name"):
        for place in _places(node.get(key)):
            yield from claiming.title(place, method if key == "headline" else f"{method}-name", called)
    for author in islice(items(node.get("author") or node.get("creator")), _MANY):
        yield from _author(claiming, said, author, method, called)
    for key, field in (("datePublished", "published"), ("dateModified", "modified")):
        for place in _places(node.get(key)):
            yield from claiming.claim(place, field, method, "date/1")
    for publisher in items(node.get("publisher")):
        named = said.resolved(publisher)
        for place in _places(named.get("name") if isinstance(named, dict) else named):
            yield from claiming.outlet(place, method)
    for place in _places(node.get("inLanguage")):
        yield from claiming.claim(place, "language", method, "code/1")


def _author(
    claiming: Claiming, said: Described, author: Node, method: str, called: Set[str]
) -> Iterator[Claim]:
    """An author's names; organisations, and what is one by its name, by a method of their own."""
    author = said.resolved(author)
    organised = "Organization" in " ".join(said.types(author))
    for place in _places(author.get("name") if isinstance(author, dict) else author):
        name = claiming.said(place).text
        if organised or name.casefold() in called or claiming.knowledge.registry.named(name):
            yield from claiming.organisation(place, "json-ld-organisation")
        else:
            yield from claiming.authors(place, method)


def _places(node: Node | None) -> Iterator[Place]:
    """Where a property's strings stand."""
    for value in items(node):
        if isinstance(value, Text):
            yield Place(value.start, value.end, JSON)
