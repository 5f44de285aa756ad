"""Hostile XML in bounded time and memory: the few wanted elements of a listing, as a small tree.

Read as a stream by lxml with the network off; what is not wanted is never kept. Broken markup is
read as far as it goes. Knows nothing of feeds and sitemaps.
"""

import re
from collections.abc import Collection, Mapping

from lxml import etree

from ...errors import SourceError

# Listings are flat; a hundred levels are a mistake or an attack.
_DEEPEST = 100
# Elements and stretches of text. A sitemap has at most 50,000 entries (sitemaps.org), some of them
# with pictures and translations.
_MOST_PIECES = 5_000_000
# Addresses and dates; longer ones are none.
_LONGEST = 8192
# Put right in broken feeds, where each may be in an address.
_MOST_AMPERSANDS = 50_000
_CHUNK = 64 * 1024
_START = re.compile(rb"<\?xml\s|<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|RDF|urlset|sitemapindex)[\s>]")
_NESTED_ENTITY = re.compile(rb"<!ENTITY[^<>]*&\s*\w")
# What may not stand in XML (XML 1.0, 2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE_AMPERSAND = re.compile(rb"&(?!(?:#\d{1,8}|#x[0-9a-fA-F]{1,8}|\w{1,32});)")


def sift(
    payload: bytes, wanted: Mapping[str, str], kept: Collection[str], most: int, source: str
) -> etree._Element:
    """The wanted elements of an XML document, whatever their namespaces were.

    An element stands in the tree where it is wanted and all those around it are. Where end tags are
    missing the last condition is dropped, as nothing can be known about what is around.

    Args:
        payload: the document.
        wanted: local names in lower case, and the names to give them in the tree.
        kept: local names of attributes to keep.
        most: how many wanted elements there may be.
        source: the document's address, for errors.

    Raises:
        SourceError: if it is too deep or too large, has entities made of entities, or has nothing wanted.
    """
    if _NESTED_ENTITY.search(payload.replace(b"\0", b"")):
        raise SourceError(source, "it declares entities made of entities, as attacks do; nothing was read")
    payload = _from_the_start(payload)
    root, faults = _read(payload, _Sieve(wanted, kept, most, source))
    if faults:
        payload = (
            payload if b"\0" in payload else _BARE_AMPERSAND.sub(b"&amp;", payload, count=_MOST_AMPERSANDS)
        )
        loose = "ERR_TAG_NAME_MISMATCH" in faults
        root, _ = _read(payload, _Sieve(wanted, kept, most, source, loose))
    if root is None:
        raise SourceError(
            source, "it is broken at its very beginning; open the address in a browser and check it"
        )
    return root


def _read(payload: bytes, sieve: "_Sieve") -> tuple[etree._Element | None, set[str]]:
    """What is left in the sieve, and the kinds of faults in the markup."""
    parser = etree.XMLParser(
        target=sieve, recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for start in range(0, len(payload), _CHUNK):
            parser.feed(payload[start : start + _CHUNK])
        root = parser.close()
    except etree.XMLSyntaxError:
        root = sieve.close()
    return root, {fault.type_name for fault in parser.feed_error_log}


class _Sieve:
    """Builds a tree of the wanted elements and counts the others; the parser calls it."""

    def __init__(
        self, wanted: Mapping[str, str], kept: Collection[str], most: int, source: str, loose: bool = False
    ) -> None:
        self._wanted = wanted
        self._kept = kept
        self._most = most
        self._source = source
        self._loose = loose
        self._root: etree._Element | None = None
        # Every element that is open: what it became in the tree, None where it is left out; and its text.
        self._open: list[tuple[etree._Element | None, list[str]]] = []
        self._letters = 0
        self._seen = 0
        self._taken = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._count()
        if len(self._open) >= _DEEPEST:
            raise SourceError(
                self._source, f"its elements are nested more than {_DEEPEST} deep; nothing was read"
            )
        name = self._wanted.get(_local(tag))
        self._open.append((None if name is None else self._element(name, attributes), []))
        self._letters = 0

    def data(self, text: str) -> None:
        """A stretch of text, within the element that began last or around it."""
        self._count()
        self._letters += len(text)
        if self._open:
            pieces = self._open[-1][1]
            # All or nothing: the beginning of an address is another address.
            pieces.append(text) if self._letters <= _LONGEST else pieces.clear()

    def end(self, tag: str) -> None:
        """An element ends."""
        element, pieces = self._open.pop()
        if element is not None and pieces:
            element.text = _NO_XML.sub("", "".join(pieces))

    def close(self) -> etree._Element | None:
        """The tree, also of a document that breaks off; None where nothing was wanted."""
        while self._open:
            self.end("")
        return self._root

    def _count(self) -> None:
        self._seen += 1
        if self._seen > _MOST_PIECES or self._taken > self._most:
            raise SourceError(self._source, "it has more in it than any listing; nothing was read")

    def _element(self, name: str, attributes: Mapping[str, str]) -> etree._Element | None:
        """A new element in its place in the tree, None where it has none."""
        kept = {
            key: _NO_XML.sub("", attributes[key]) for key in attributes if self._keeps(key, attributes[key])
        }
        element: etree._Element | None = None
        if self._root is None and (self._loose or not self._open):
            element = self._root = etree.Element(name, kept)
        elif (parent := self._parent()) is not None:
            element = etree.SubElement(parent, name, kept)
        self._taken += element is not None
        return element

    def _parent(self) -> etree._Element | None:
        around = reversed(self._open) if self._loose else self._open[-1:]
        return next((element for element, _ in around if element is not None), None)

    def _keeps(self, key: str, value: str) -> bool:
        return _local(key) in self._kept and ":" not in key.rpartition("}")[2] and len(value) <= _LONGEST


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _from_the_start(payload: bytes) -> bytes:
    """Without what a broken server prints before a document: blank lines, warnings."""
    start = _START.search(payload[:_CHUNK])
    return payload[start.start() :] if start else payload
