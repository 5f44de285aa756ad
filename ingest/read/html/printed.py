"""What a page prints around its text: headings, bylines, date lines, time elements, imprint.

Looks only at the stretch from the article's heading to its first paragraphs, and at copyright
lines after it: what moves around an article must not change what is read of it. How a line is
read is the same as in plain text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from ...records import Claim
from ..plain.around import Around
from ..plain.blocks import Block as Line
from ..plain.body import Body, Part, is_prose
from ..plain.byline import authors, signs
from ..plain.dateline import dates
from ..plain.imprint import COPYRIGHT, outlets
from ..plain.names import is_person
from ..plain.title import Title
from ..spans import Spanned
from .claiming import Claiming, Place
from .elements import between, closing, containing, line_at, places
from .headline import Title as Headline
from .pieces import Piece
from .spelling import ATTRIBUTE, TEXT
from .tokens import Markup, Tag, Value
from .visible import lines, text, visible

# The head reaches from the heading to this passage: bylines often stand after the standfirst.
_PASSAGES = 3
# So many characters before the text are looked at where no heading tells where the head begins.
_BEFORE = 6000
# No head is longer than this, nor has more lines.
_LONGEST, _LINES = 40_000, 60
# The imprint stands within so many characters of the page's end.
_FOOT = 8000
# What a copyright line has in it, as it is written.
_RIGHTS = ("©", "&copy", "&#169", "&#xa9", "&#xA9", "(c)", "(C)", "opyright", "OPYRIGHT", "@19", "@20", "@ 20")
_LINE = 400
_MODIFIED = re.compile(r"modif|updat|actuali[sz]|aktuali|bijgewerkt", re.I)
_PUBLISHED = re.compile(r"publi|posted|created|pubdate|issued", re.I)
# What a tag has in it that says so, in small letters and in camel case.
_MARKED = (
    "atetime", "ateTime", "uthor", "utor", "uteur", "yline", "yLine", "rofil", "/people/", "/staff/", "/by/",
    "edakteur", "ournalist", "tandfirst", "ubtitle", "ub-title", "ubhead", "ub-head", "dek",
)  # fmt: skip
_PROFILE = re.compile(
    r"(?i)/(?:authors?|autor(?:en|in|es)?|auteurs?|autore|profiles?|profil|people|staff|by|redakteur"
    r"|journalists?)/"
)
# What of it is looked at closer: the words of the patterns by themselves.
_TELLING = re.compile(
    r"(?i)datetime|(?<![a-z])(?:author|byline)[\s_-]?(?:name)?[\"'\s>]|/(?:author|autor|auteur|profil|people|staff|by|redakteur"
    r"|journalist)|standfirst|sub-?(?:title|head)|\bdek\b"
)
_STANDFIRST = re.compile(r"(?:^|[\s_-])(?:standfirst|sub-?title|sub-?head(?:line|ing)?|dek)(?:$|\s)", re.I)
# The shortest standfirst and the longest author's name, in characters.
_STANDFIRST_LEAST, _NAME = 20, 80
# Longer elements hold more than a name or a standfirst, in characters of the page.
_ELEMENT = 2000
_KICKER = re.compile(r"(?i)kicker|over-?line|top-?line|dachzeile|spitzmarke|eyebrow|pre-?title|roofline|rubric")
_HEADLINE = re.compile(r"(?i)class\s*=\s*[\"']?[^\"'>]*(?:head-?line|title)")
# The fewest words of a headline that only its place shows.
_HEADLINE_WORDS = 3
# So many headings before the text.
_HEADINGS = 4
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:[\s_-]?name)?(?:$|\s)", re.I)


@dataclass(frozen=True)
class Head:
    """The stretch of the page in which the article's heading, byline and dates are printed."""

    start: int
    end: int
    heading: Tag | None


def head(headings: Iterable[Tag], contents: Sequence[Spanned]) -> Head:
    """From the last first-level heading before the text to its first passages."""
    first = contents[0].start
    end = contents[min(_PASSAGES, len(contents) - 1)].start
    heading = None
    for tag in headings:
        if tag.start > end:
            break
        heading = tag
    start = heading.start if heading and first - heading.start < _LONGEST else max(0, first - _BEFORE)
    return Head(min(start, first), end, heading)


def claims(
    claiming: Claiming, markup: Markup, pieces: Sequence[Piece], here: Head, language: str | None
) -> Iterator[Claim]:
    """Everything the page prints about the article but for its titles."""
    yield from _marked(claiming, markup, here)
    parts = [Part(piece.kind, Line("text", piece.content, (), 0)) for piece in pieces]
    # A byline or a date among the passages is no prose; it is read as the lines around it are.
    first = [part for part in parts[: _PASSAGES + 1] if is_prose(part.block, claiming.knowledge.phrases)]
    before = _lines(markup, here, {part.block.content.start for part in first})
    after = tuple(_imprint(markup, pieces[-1].content.end))
    body = Body(before, (*first, *parts[_PASSAGES + 1 :]), after)
    around = Around(claiming.page, body, claiming.knowledge, language, "markup-", _exactly, claiming.called)
    titled = Title(0, 1, before[0].content, "heading") if before and here.heading else None
    yield from authors(around, titled)
    yield from dates(around)
    yield from outlets(around)


def _exactly(page: str, start: int, end: int, shown: str) -> tuple[int, int] | None:
    """The characters themselves, where they say by themselves what they say in the page."""
    return (start, end) if text(page[start:end]) == shown else None


def _lines(markup: Markup, here: Head, taken: Set[int]) -> tuple[Line, ...]:
    """The lines of the head but for captions and those of the text, by the places where they begin."""
    found = []
    captions = [
        (tag.end, closing(markup, tag))
        for tag in containing(markup, ("<figcaption", "<FIGCAPTION"), here.start, here.end)
    ]
    for line in lines(markup, here.start, here.end):
        if any(start <= line.start < end for start, end in captions):
            continue
        if line.start not in taken and len(line.text) < _LINE:
            found.append(Line("text", line, (), 0))
        if len(found) == _LINES:
            break
    return tuple(found)


def _imprint(markup: Markup, start: int) -> Iterator[Line]:
    """Copyright lines near the end of the page."""
    end = len(markup.text)
    done = 0
    for at in places(markup.text, _RIGHTS, max(start, end - _FOOT), end):
        if at >= done:
            first, done = line_at(markup, at)
            line = visible(markup, first, done)
            if line.pieces and len(line.text) < _LINE and COPYRIGHT.search(line.text):
                yield Line("text", line, (), 0)


def titles(markup: Markup, first: Sequence[Tag], here: Head) -> Iterator[Headline]:
    """The page's headings up to the text, the nearest first; those of the second level without a first."""
    headings = [tag for tag in first if tag.start < here.end]
    if not here.heading:
        headings += containing(markup, ("<h2", "<H2"), here.start, here.end)
    for tag in headings[: -_HEADINGS - 1 : -1]:
        end = closing(markup, tag)
        method = "heading" if tag == here.heading else "other-heading"
        kicked = any(_KICKER.search(markup.written(part)) for part in between(markup, tag.end, end))
        # A kicker that ends in a colon is the headline's beginning.
        kicked = kicked and ":" not in visible(markup, tag.end, end).text
        parts = [*_parts(markup, tag, end, method if kicked else "heading-part")]
        yield from parts
        yield from _title(markup, tag.end, end, "title-whole" if parts and kicked else method)


def unmarked(claiming: Claiming, markup: Markup, here: Head) -> Iterator[Headline]:
    """The headline of a page that marks none up: the line above the byline."""
    phrases = claiming.knowledge.phrases
    above = None
    for line in islice(lines(markup, here.start, here.end), _LINES):
        if len(line.text) < _LINE and signs(line.text, phrases):
            if above and len(above.text.split()) >= _HEADLINE_WORDS and not phrases.is_furniture(above.text):
                yield Headline(Place(above.start, above.end, TEXT), "heading")
            return
        above = line


def _parts(markup: Markup, heading: Tag, end: int, method: str) -> Iterator[Headline]:
    """The headline in a heading that has a kicker too: the part called so, or what the kicker leaves."""
    for tag in between(markup, heading.end, end):
        written = "" if tag.closing else markup.written(tag)
        if _KICKER.search(written):
            yield from _title(markup, closing(markup, tag), end, method)
        elif _HEADLINE.search(written):
            yield from _title(markup, tag.end, closing(markup, tag), "heading-part")


def _title(markup: Markup, start: int, end: int, method: str) -> Iterator[Headline]:
    content = visible(markup, start, end)
    if content.pieces and content.text:
        yield Headline(Place(content.start, content.end, TEXT), method)


def _marked(claiming: Claiming, markup: Markup, here: Head) -> Iterator[Claim]:
    """Elements that say of themselves that they have the date, the author, or the standfirst."""
    for tag in containing(markup, _MARKED, here.start, here.end):
        if not _TELLING.search(markup.text, tag.start, tag.end):
            continue
        attributes = markup.attributes(tag)
        if "datetime" in attributes:
            yield from _time(claiming, attributes)
        else:
            yield from _text(claiming, markup, tag, attributes)


def _time(claiming: Claiming, attributes: Mapping[str, Value]) -> Iterator[Claim]:
    """The date of a time element, published where nothing says that it is not."""
    value, marks = attributes["datetime"], _marks(attributes)
    field = "modified" if _MODIFIED.search(marks) and not _PUBLISHED.search(marks) else "published"
    place = Place(value.start, value.end, ATTRIBUTE)
    yield from claiming.claim(place, field, "time-element", "date/1")


def _text(claiming: Claiming, markup: Markup, tag: Tag, attributes: Mapping[str, Value]) -> Iterator[Claim]:
    """The text of an element that says what it is, or leads to an author's page."""
    marks = _marks(attributes)
    by = _AUTHOR.search(marks) or (
        tag.name == "a" and "href" in attributes and _PROFILE.search(attributes["href"].text)
    )
    if not by and not _STANDFIRST.search(marks):
        return
    end = closing(markup, tag)
    if end - tag.end > _ELEMENT:
        return
    content = visible(markup, tag.end, end)
    place = Place(content.start, content.end, TEXT) if content.pieces else None
    if place and by and len(content.text) < _NAME and is_person(content.text, claiming.knowledge.phrases):
        yield from claiming.authors(place, "author-element")
    elif place and not by and len(content.text) >= _STANDFIRST_LEAST:
        yield from claiming.claim(place, "subtitle", "standfirst", "text/1")


def _marks(attributes: Mapping[str, Value]) -> str:
    return " ".join(attributes[key].text for key in ("rel", "itemprop", "class") if key in attributes)
