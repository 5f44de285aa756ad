"""Finds the people who wrote the text: bylines, lone names under the title, pointers in the foot."""

import re
from collections.abc import Iterator

from ...records import Claim
from .. import dates, people
from ..phrases import Phrases
from .around import Around
from .blocks import Block
from .body import is_prose
from .dateline import cue
from .names import is_person, is_uncased
from .signed import OPENING, signed
from .title import Title

_SEPARATORS = re.compile(r"\s*[|•·/–—]\s*|\s{2,}|\s-\s")


def authors(around: Around, title: Title | None) -> Iterator[Claim]:
    """Bylines, lone names between title and body, names that the foot lists more articles of."""
    phrases = around.knowledge.phrases
    for block in (*around.head, *around.foot[:6]):
        yield from _byline(around, block)
    yield from _signatures(around)
    after_title = around.head[title.index + title.length :] if title else ()
    for block in after_title:
        parts = list(_parted(block.text, 0, len(block.text), phrases))
        if all(_is_author(around, block.text[first:last]) for first, last in parts):
            for first, last in parts:
                yield from around.claim(block.content.cut(first, last), "author", "name-line", "text/1")
    for block in around.foot:
        match = phrases.other_articles.fullmatch(block.text)
        name = next((group for group in match.groupdict() if match[group]), None) if match else None
        if match and name and is_person(match[name], phrases):
            yield from around.claim(block.content.cut(*match.span(name)), "author", "other-articles", "text/1")


def signs(text: str, phrases: Phrases) -> bool:
    """Whether a line says by whom the text is."""
    cues = (phrases.byline.match(text, start, end) for start, end in _segments(text))
    return any(cue and text[cue.end()].isupper() for cue in cues)


def _byline(around: Around, block: Block) -> Iterator[Claim]:
    phrases = around.knowledge.phrases
    if block.words > 25:
        return
    for start, end in _segments(block.text):
        if source := phrases.source.search(block.text, start, end):
            yield from _agencies(around, block, source.end(), end)
        by = phrases.byline.match(block.text, start, end)
        if not by:
            continue
        if is_prose(block, phrases):
            return
        names = list(_names(around, block.text, by.end(), end))
        for first, last in names:
            field = people.organised(block.text[first:last], around.knowledge, around.called) or "author"
            yield from around.claim(block.content.cut(first, last), field, "byline", "text/1")
        if names:
            return


def _agencies(around: Around, block: Block, start: int, end: int) -> Iterator[Claim]:
    """The agencies of a list of sources."""
    for first, last in _parted(block.text, start, end, around.knowledge.phrases):
        if people.organised(block.text[first:last], around.knowledge, around.called) == "agency":
            yield from around.claim(block.content.cut(first, last), "agency", "source-line", "text/1")


def _signatures(around: Around) -> Iterator[Claim]:
    """Who signs in East Asia, in lines of the head and at the beginning of the text."""
    first = around.body.parts[0].block if around.body.parts else None
    lines = [block.content for block in around.head if block.words <= 25]
    for content in (*lines, *([first.content.cut(0, OPENING)] if first else ())):
        for start, end, field in signed(content.text, around.knowledge):
            yield from around.claim(content.cut(start, end), field, "byline", "text/1")


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a line between separators such as "|" and "·"."""
    start = 0
    for match in _SEPARATORS.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _names(around: Around, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in a byline, of persons and of who signs with them, up to the first part that is none."""
    phrases = around.knowledge.phrases
    dated = next(dates.find(text[start:end], around.language, 2), None)
    if dated:
        before = text[start : start + dated.start].rstrip(" :,")
        end = start + len(before) - cue(before, phrases.date_cues)[1]
    for first, last in _parted(text, start, end, phrases):
        last = people.unglued(text, first, last)
        part = text[first:last]
        alone = first == start and _single_name(part, phrases.not_names)
        organised = people.organised(part, around.knowledge, around.called)
        if not (alone or organised or is_person(part, phrases) or is_uncased(part)):
            break
        yield first, last


def _parted(text: str, start: int, end: int, phrases: Phrases) -> Iterator[tuple[int, int]]:
    """The parts between commas and words for "and"."""
    for stop in [*phrases.conjunction.finditer(text, start, end), None]:
        yield start, stop.start() if stop else end
        start = stop.end() if stop else end


def _single_name(part: str, not_names: frozenset[str]) -> bool:
    """A byline may give one name only ("by Andrea"), or a handle."""
    return (
        len(part.split()) == 1
        and part[0].isupper()
        and part.replace("-", "").replace("’", "").isalpha()
        and part.casefold() not in not_names
        and len(part) > 2
    )


def _is_author(around: Around, name: str) -> bool:
    """Whether a line's name may be the author's: one whom the body tells of is a picture's subject."""
    phrases = around.knowledge.phrases
    return (
        is_person(name, phrases, around.prose)
        and not phrases.byline.match(name)
        and around.knowledge.registry.named(name) is None
        and name not in around.prose
        and not phrases.is_furniture(name)
    )
