"""Finds the objects of a page's JSON-LD that may describe its article (schema.org, JSON-LD 1.1)."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property

from .. import addresses
from .jsonld import Node, Text, Word, items, parse
from .spelling import JSON, words
from .tokens import Markup

# Properties that lead from one description to another that may be the article's.
_LEADING = ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb")
_DEEP = 4
# So many of a page's objects are looked at; the article's own are among the first.
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
        if isinstance(node, Text | Word):
            return self.text[node.start : node.end]
        return ""

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
        if len(found) < 2 or not own:
            return found
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

    def trails(self) -> list[dict[str, Node]]:
        """The objects that say under which sections the page stands."""
        return [node for node in self.objects if "BreadcrumbList" in self.types(node)]


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
