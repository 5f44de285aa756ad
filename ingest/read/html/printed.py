"""What a page prints around its text: headings, bylines, date lines, time elements, imprint.

Looks only at the stretch from the article's heading to its first paragraphs, and at copyright
lines after it: what moves around an article must not change what is read of it. How a line is
read is the same as in plain text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from ...records import Claim
from ..plain.around import Around
from ..plain.blocks import Block as Line
from ..plain.body import Body, Part, is_prose
from ..plain.byline import authors
from ..plain.dateline import dates
from ..plain.imprint import COPYRIGHT, outlets
from ..plain.title import Title
from ..spans import Spanned
from .claiming import Claiming, Place
from .selection import Piece
from .spelling import ATTRIBUTE, TEXT
from .tokens import Markup, Tag
from .visible import lines, text, visible

# The head reaches from the heading to this passage: bylines often stand after the standfirst.
_PASSAGES = 3
# So many characters before the text are looked at where no heading tells where the head begins.
_BEFORE = 6000
# No head is longer than this, nor has more lines.
_LONGEST, _LINES = 40_000, 60
# The imprint stands within so many characters of the page's end.
_FOOT = 8000
_LINE = 400
_MODIFIED = re.compile(r"modif|updat|actuali[sz]|aktuali|bijgewerkt", re.I)
_PUBLISHED = re.compile(r"publi|posted|created|pubdate|issued", re.I)
_MARKED = re.compile(r"datetime|author|byline", re.I)
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:[\s_-]?name)?(?:$|\s)", re.I)


@dataclass(frozen=True)
class Head:
    """The stretch of the page in which the article's heading, byline and dates are printed."""

    start: int
    end: int
    heading: Tag | None


def head(markup: Markup, contents: Sequence[Spanned]) -> Head:
    """From the last first-level heading before the text to its first passages."""
    first = contents[0].start
    end = contents[min(_PASSAGES, len(contents) - 1)].start
    heading = None
    for tag in markup.named("h1"):
        if tag.start > end:
            break
        heading = tag
    start = heading.start if heading and first - heading.start < _LONGEST else max(0, first - _BEFORE)
    return Head(min(start, first), end, heading)


def claims(
    claiming: Claiming, markup: Markup, pieces: Sequence[Piece], language: str | None
) -> Iterator[Claim]:
    """Everything the page prints about the article."""
    contents = [piece.content for piece in pieces]
    here = head(markup, contents)
    yield from _heading(claiming, markup, here)
    yield from _marked(claiming, markup, here)
    parts = tuple(Part(piece.kind, Line("text", piece.content, (), 0)) for piece in pieces)
    # A byline or a date among the passages is no prose; it is read as the lines around it are.
    prose = {
        part.block.content.start
        for part in parts[: _PASSAGES + 1]
        if is_prose(part.block, claiming.knowledge.phrases)
    }
    before = _lines(markup, here, prose)
    body = Body(before, parts, tuple(_imprint(markup, contents[-1].end)))
    around = Around(claiming.page, body, claiming.knowledge, language, "markup-", _exactly)
    titled = Title(0, 1, before[0].content, "heading") if before and here.heading else None
    yield from authors(around, titled)
    yield from dates(around)
    yield from outlets(around)


def _exactly(page: str, start: int, end: int, shown: str) -> tuple[int, int] | None:
    """The characters themselves, where they say by themselves what they say in the page."""
    return (start, end) if text(page[start:end]) == shown else None


def _lines(markup: Markup, here: Head, taken: Set[int]) -> tuple[Line, ...]:
    """The lines of the head but for those of the text, by the places where they begin."""
    found = []
    for line in lines(markup, here.start, here.end):
        if line.start not in taken and len(line.text) < _LINE:
            found.append(Line("text", line, (), 0))
        if len(found) == _LINES:
            break
    return tuple(found)


def _imprint(markup: Markup, start: int) -> Iterator[Line]:
    """Copyright lines near the end of the page."""
    end = len(markup.text)
    for line in lines(markup, max(start, end - _FOOT), end):
        if len(line.text) < _LINE and COPYRIGHT.search(line.text):
            yield Line("text", line, (), 0)


def _heading(claiming: Claiming, markup: Markup, here: Head) -> Iterator[Claim]:
    tag = here.heading
    if tag is None:
        return
    end = _closing(markup, tag)
    content = visible(markup, tag.end, end)
    if content.pieces:
        yield from claiming.claim(Place(content.start, content.end, TEXT), "title", "heading", "text/1")


def _closing(markup: Markup, tag: Tag) -> int:
    """Where the element that a tag opens is closed, or the next of its kind begins."""
    at = _index(markup, tag.start) + 1
    return next((other.start for other in markup.tags[at : at + 200] if other.name == tag.name), tag.end)


def _index(markup: Markup, place: int) -> int:
    """The number of the first tag at a place or after it."""
    return bisect_left(markup.tags, place, key=lambda tag: tag.start)


def _marked(claiming: Claiming, markup: Markup, here: Head) -> Iterator[Claim]:
    """Time elements, and elements that say of themselves that they name the author."""
    first, last = (_index(markup, place) for place in (here.start, here.end))
    for tag in markup.tags[first:last]:
        if tag.closing or not _MARKED.search(markup.text, tag.start, tag.end):
            continue
        attributes = markup.attributes(tag)
        marks = " ".join(attributes[key].text for key in ("rel", "itemprop", "class") if key in attributes)
        if "datetime" in attributes:
            value = attributes["datetime"]
            field = "modified" if _MODIFIED.search(marks) and not _PUBLISHED.search(marks) else "published"
            place = Place(value.start, value.end, ATTRIBUTE)
            yield from claiming.claim(place, field, "time-element", "date/1")
        elif marks and _AUTHOR.search(marks):
            content = visible(markup, tag.end, _closing(markup, tag))
            if content.pieces and len(content.text) < 80:
                place = Place(content.start, content.end, TEXT)
                if claiming.is_person(place):
                    yield from claiming.authors(place, "author-element")
