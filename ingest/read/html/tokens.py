"""Scans a page into tags and stretches of text, each with its place.

One pass, linear on any input, following the tokenization of the HTML standard (WHATWG, section
13.2.5) as far as it decides what is text and what is a tag. Builds no tree and judges nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from .spelling import ATTRIBUTE, words

# Attributes of a tag up to its end. Possessive throughout: nothing is ever tried twice.
_ATTRIBUTES = r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+|["'])*+"""
_MARK = re.compile(
    rf"<(?:(?P<closing>/)?+(?P<name>[a-zA-Z][^\s/>]*+){_ATTRIBUTES}(?:>|\Z)|(?P<comment>!--)|(?P<bogus>[!?/]))"
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s/>"'=][^\s/>=]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?+"""
)
_COMMENT_END = re.compile(r"--!?>")
# Elements whose content is no text of the page: raw text, and what no reader of the page sees.
_RAW = ("script", "style", "title", "textarea", "noscript", "template", "svg", "iframe", "xmp", "noembed",
        "noframes", "select", "object", "audio", "video", "canvas", "math")  # fmt: skip
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.I) for name in _RAW}
# Of these, the ones that reach to the page's end where nothing closes them.
_ENDLESS = frozenset(("script", "style"))
# Elements that do not part the words before and after them.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rb rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr meta link script style noscript template".split()
)


# Tags and comments of a page; more cost more time than any article is worth.
MOST_MARKS = 40_000
# Attributes of a tag.
_MOST_ATTRIBUTES = 200


class Tag(NamedTuple):
    """A tag at the page's characters from `start` to `end`; `name` is in lower case."""

    name: str
    closing: bool
    start: int
    end: int


class Chunk(NamedTuple):
    """Text between two tags. Chunks with the same `block` belong to one line or paragraph."""

    start: int
    end: int
    block: int


class Raw(NamedTuple):
    """An element whose content is kept apart: a script, the title."""

    tag: Tag
    start: int
    end: int


class Value(NamedTuple):
    """An attribute's value as characters of the page; `text` is what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Markup:
    """A scanned page: what stands where, each list in the page's order.

    `whole` says that all of it was scanned: a page that is nothing but tags fills the memory.
    """

    text: str
    tags: list[Tag] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    whole: bool = True

    def named(self, *names: str) -> Iterator[Tag]:
        """The start tags of elements with these names."""
        return (tag for tag in self.tags if not tag.closing and tag.name in names)

    def written(self, tag: Tag) -> str:
        """A tag as it stands in the page."""
        return self.text[tag.start : tag.end]

    def attributes(self, tag: Tag) -> dict[str, Value]:
        """A start tag's attributes by name in lower case; of two with one name the first holds."""
        found: dict[str, Value] = {}
        written = _ATTRIBUTE.finditer(self.text, tag.start + 1 + len(tag.name), tag.end)
        for match in islice(written, _MOST_ATTRIBUTES):
            name = match["name"].lower()
            if name not in found:
                start, end = match.span(match.lastgroup or 0)
                valued = match.lastgroup != "name"
                said = words(self.text[start:end], ATTRIBUTE) if valued else ""
                found[name] = Value(start if valued else end, end, said)
        return found


def inline(name: str) -> bool:
    """Whether an element parts no words: phrasing content, and what pages define themselves."""
    return name in _INLINE or "-" in name


def scan(text: str) -> Markup:
    """Scan a page, up to more tags than any article has. Whatever the text is, this ends after one pass."""
    return _Scanner(text).scan()


class _Scanner:
    """The state of one pass: the block that text belongs to, and closing tags known to be missing."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = Markup(text)
        self._block = 0
        self._missing: set[str] = set()

    def scan(self) -> Markup:
        position, chunks = 0, self._found.chunks
        search = _MARK.search
        while mark := search(self._text, position):
            start = mark.start()
            if start > position:
                chunks.append(Chunk(position, start, self._block))
            position = self._tag(mark) if mark["name"] else self._aside(mark)
            if len(self._found.tags) + len(self._found.comments) > MOST_MARKS:
                return replace(self._found, whole=False)
        if position < len(self._text):
            chunks.append(Chunk(position, len(self._text), self._block))
        return self._found

    def _tag(self, mark: re.Match[str]) -> int:
        name = mark["name"].lower()
        tag = Tag(name, mark["closing"] is not None, mark.start(), mark.end())
        self._found.tags.append(tag)
        if not inline(name):
            self._block += 1
        if tag.closing or name not in _RAW_ENDS or self._text.endswith("/>", tag.start, tag.end):
            return tag.end
        return self._raw(tag)

    def _raw(self, tag: Tag) -> int:
        """Step over an element's content; where nothing closes it, over its tag alone."""
        end = None if tag.name in self._missing else _RAW_ENDS[tag.name].search(self._text, tag.end)
        if end is None:
            self._missing.add(tag.name)
            if tag.name not in _ENDLESS:
                return tag.end
        stop = end.start() if end else len(self._text)
        self._found.raws.append(Raw(tag, tag.end, stop))
        return stop

    def _aside(self, mark: re.Match[str]) -> int:
        """Step over a comment, a declaration, or what is neither."""
        start = mark.end()
        if not mark["comment"]:
            end = self._text.find(">", start)
            return end + 1 if end >= 0 else len(self._text)
        if self._text.startswith((">", "->"), start):
            return self._text.index(">", start) + 1
        closing = _COMMENT_END.search(self._text, start)
        stop, after = closing.span() if closing else (len(self._text), len(self._text))
        self._found.comments.append((start, stop))
        return after
