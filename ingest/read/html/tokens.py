"""Scans a page into tags and stretches of text, each with its place.

One pass, linear on any input, following the tokenization of the HTML standard (WHATWG, section
13.2.5) as far as it decides what is text and what is a tag. Builds no tree and judges nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
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

    @cached_property
    def lengths(self) -> list[int]:
        """How many characters each chunk has, without white space around them."""
        text = self.text
        return [len(text[start:end].strip()) for start, end, _ in self.chunks]

    @cached_property
    def lines(self) -> dict[int, int]:
        """How many characters each line has that has any, by its block."""
        found: dict[int, int] = {}
        for (_, _, block), length in zip(self.chunks, self.lengths, strict=True):
            if length:
                found[block] = found.get(block, 0) + length
        return found

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


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the scanner needs to know of an element, by its name as written."""

    name: str
    parts: bool
    raw_end: re.Pattern[str] | None


@lru_cache(maxsize=1000)
def _kind(written: str) -> _Kind:
    name = written.lower()
    return _Kind(name, not inline(name), _RAW_ENDS.get(name))


def scan(text: str) -> Markup:
    """Scan a page, up to more tags than any article has. Whatever the text is, this ends after one pass."""
    found = Markup(text)
    tags, chunks, comments = found.tags, found.chunks, found.comments
    search, made = _MARK.search, tuple.__new__
    # Elements that nothing closes any more: not looked for again.
    missing: set[str] = set()
    position = block = 0
    # This loop runs for every tag of every page: what is not needed for each is left to the functions below.
    while mark := search(text, position):
        start, end = mark.span()
        if start > position:
            chunks.append(made(Chunk, (position, start, block)))
        closing, name = mark.group(1, 2)
        if name is None:
            position = _aside(mark, comments)
            if len(comments) > MOST_MARKS:
                return replace(found, whole=False)
            continue
        kind = _kind(name)
        tag = made(Tag, (kind.name, closing is not None, start, end))
        tags.append(tag)
        block += kind.parts
        position = end
        if kind.raw_end and closing is None and not text.endswith("/>", start, end):
            position = _raw(found, tag, kind.raw_end, missing)
        if len(tags) > MOST_MARKS:
            return replace(found, whole=False)
    if position < len(text):
        chunks.append(Chunk(position, len(text), block))
    return found


def _raw(found: Markup, tag: Tag, ends: re.Pattern[str], missing: set[str]) -> int:
    """Step over an element's content; where nothing closes it, over its tag alone."""
    end = None if tag.name in missing else ends.search(found.text, tag.end)
    if end is None:
        missing.add(tag.name)
        if tag.name not in _ENDLESS:
            return tag.end
    stop = end.start() if end else len(found.text)
    found.raws.append(Raw(tag, tag.end, stop))
    return stop


def _aside(mark: re.Match[str], comments: list[tuple[int, int]]) -> int:
    """Step over a comment, a declaration, or what is neither."""
    text, start = mark.string, mark.end()
    if not mark["comment"]:
        end = text.find(">", start)
        return end + 1 if end >= 0 else len(text)
    if text.startswith((">", "->"), start):
        return text.index(">", start) + 1
    closing = _COMMENT_END.search(text, start)
    stop, after = closing.span() if closing else (len(text), len(text))
    comments.append((start, stop))
    return after
