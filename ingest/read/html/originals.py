"""What a page declares of where its text is from: in links, meta elements, and JSON-LD.

A page that names its own site there declares nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from ...records import Attribution, RelationKind, Span
from .. import addresses
from ..knowledge import Knowledge
from ..outlets import Registry
from ..spans import Page
from .canonical import links
from .elements import named
from .jsonld import Node, Text, items, parse
from .spelling import JSON, words
from .stated import Frame
from .tokens import scan

# Names of meta elements (Google News) and properties of schema.org that lead to an original, and how.
_METAS: dict[str, RelationKind] = {"syndication-source": "republication", "original-source": "cites"}
_PROPERTIES: dict[str, RelationKind] = {
    "isBasedOn": "republication", "isBasedOnUrl": "republication", "sourceOrganization": "cites",
    "provider": "cites",
}  # fmt: skip
# What the names of those meta elements have in them.
_SOURCE = "-source"
_PROPERTY = re.compile(rf'\s*"({"|".join(_PROPERTIES)})"\s*:')
# So far before its value a property's name stands; so many metas of a kind.
_FAR, _MANY = 1000, 20


def republished(frame: Frame, page: Page, knowledge: Knowledge, origin: str | None) -> Iterator[Attribution]:
    """The originals that the page declares, where they stand on another outlet's site."""
    if origin is None:
        return
    for span, quote in _quotes(frame):
        for found in declared(quote, knowledge.registry):
            if _elsewhere(found, origin, knowledge.registry):
                place = page.span(span.start, span.end)
                yield replace(found, quote=quote, start=place.start, end=place.end)


def declared(quote: str, registry: Registry) -> Iterator[Attribution]:
    """The originals that a quote declares; what `republished` says, read again."""
    markup = scan(quote)
    tags = named(markup, "link", "meta")
    for _, value in links(markup, tags["link"]):
        yield from _original("republication", value.text, quote, registry)
    for tag in tags["meta"]:
        attributes = markup.attributes(tag)
        name, content = attributes.get("name") or attributes.get("property"), attributes.get("content")
        kind = _METAS.get(name.text.lower()) if name else None
        if kind and content:
            yield from _original(kind, content.text, quote, registry)
    match = _PROPERTY.match(quote)
    if match:
        text = "{" + quote
        for node in parse(text, 0, len(text)):
            for place in _values(node.get(match[1]) if isinstance(node, dict) else None):
                said = words(text[place.start : place.end], JSON)
                yield from _original(_PROPERTIES[match[1]], said, quote, registry)


def _original(kind: RelationKind, said: str, quote: str, registry: Registry) -> Iterator[Attribution]:
    """An original by its address, or by the name of an outlet that is known."""
    url = addresses.cleaned(said)
    outlet = registry.at(addresses.host(url)) if url else registry.named(said)
    if url or outlet:
        name = outlet.name if outlet else None
        yield Attribution(kind if url else "cites", quote, 0, len(quote), name, url=url)


def _elsewhere(found: Attribution, origin: str, registry: Registry) -> bool:
    """Whether an original stands on another site than the page."""
    if found.url:
        return not addresses.same_site(origin, found.url, registry)
    own = registry.at(addresses.host(origin))
    return own is not None and own.name != found.outlet


def _quotes(frame: Frame) -> Iterator[tuple[Span, str]]:
    """The stretches of the page, by its characters, that may declare an original."""
    for start, end in (*_tags(frame), *_properties(frame)):
        yield Span(start, end), frame.markup.text[start:end]


def _tags(frame: Frame) -> Iterator[tuple[int, int]]:
    for tag, _ in links(frame.markup, frame.tags["link"]):
        yield tag.start, tag.end
    telling = (tag for tag in frame.tags["meta"] if _SOURCE in frame.markup.written(tag))
    for tag in islice(telling, _MANY):
        yield tag.start, tag.end


def _properties(frame: Frame) -> Iterator[tuple[int, int]]:
    """The properties of the article in JSON-LD, from their names to the end of their values."""
    for node in frame.described.articles()[:1]:
        for name in _PROPERTIES:
            for place in _values(node.get(name)):
                start = frame.markup.text.rfind(f'"{name}"', max(0, place.start - _FAR), place.start)
                if start >= 0:
                    yield start, place.end + 1


def _values(node: Node | None) -> Iterator[Text]:
    """Where the address or the name of what a property leads to stands: that of the first thing."""
    for value in [*items(node)][:1]:
        if isinstance(value, dict):
            value = value.get("url") or value.get("@id") or value.get("name") or {}
        if isinstance(value, Text):
            yield value
