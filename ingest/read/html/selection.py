"""Decides which of the pieces that an extractor found on a page are the article's text.

Takes out what extractors leave in: the headline said again, links to other articles, boxes that
the page itself calls something else, captions; puts in the standfirst, which they leave out with
the page's header. Says nothing of what the pieces mean.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from ...records import PassageKind
from ..phrases import Phrases
from ..spans import Spanned
from .elements import stretches
from .ground import bare
from .tokens import Markup, Tag
from .visible import lines
from .zones import Zone, zones

# A box that holds more than this share of the text is the article's own, whatever it is called.
_SHARE = 0.25
_OUTSIDE = ("aside", "caption")
# A piece is a link to something else where so much of it is linked (more in a sentence), and it is
# no long paragraph.
_LINKED, _LINKED_SENTENCE, _LINKED_WORDS = 0.6, 0.85, 30
# Letters and digits: a standfirst or description has more, a kicker before a headline fewer.
_STANDFIRST, _KICKER = 40, 60
# So many characters before the text are looked at for a standfirst where no heading tells.
_BEFORE = 3000
# So many boxes and pairs of links and parts of a piece are looked at; articles have some dozens.
_MOST_BOXES, _EFFORT = 300, 10_000
# Characters of a caption.
_CAPTION = 300
_SENTENCE_ENDS = (".", "!", "?", "…", "。")
# Characters of a standfirst.
_LONGEST_STANDFIRST = 800


@dataclass(frozen=True)
class Piece:
    """A passage's words with their place in the page; `at` is its beginning in the article's text."""

    kind: PassageKind
    content: Spanned
    at: int = 0


@dataclass(frozen=True)
class Told:
    """What a page says of its article elsewhere, as letters and digits in small letters."""

    titles: frozenset[str]
    descriptions: frozenset[str]


def letters(text: str) -> str:
    """A text for comparison: letters and digits, case-folded."""
    return bare(text).casefold()


def select(markup: Markup, found: Sequence[Piece], told: Told, phrases: Phrases) -> Iterator[Piece]:
    """The pieces that are the article's, in order: its text, and captions.

    Args:
        markup: the page.
        found: what an extractor took for the text.
        told: titles and descriptions of the article.
        phrases: words of pages that are no article's.
    """
    headings = list(stretches(markup, "h1"))
    anchors = [(tag, end) for tag, end in stretches(markup, "a") if "#" not in markup.written(tag)[:12]]
    found = [
        piece for piece in _without_headings(found, headings) if not phrases.is_furniture(piece.content.text)
    ]
    found = list(_without_links(found, anchors))
    if not found:
        return
    start = _head(found[0].content.start, headings)
    boxes = list(islice(zones(markup, start, found[-1].content.end), _MOST_BOXES))
    kept = list(_kept(found, _apart(boxes, found), phrases))
    kept = kept[_repeated(kept, told) :]
    yield from _standfirst(markup, start, kept, boxes, told, phrases)
    yield from kept


def _apart(boxes: Sequence[Zone], found: Sequence[Piece]) -> list[Zone]:
    """The boxes that hold something of what was found, and no more than a box may."""
    ordered = sorted((piece.content.start, len(piece.content.text)) for piece in found)
    starts = [start for start, _ in ordered]
    lengths = list(accumulate((length for _, length in ordered), initial=0))

    def inside(box: Zone) -> int:
        return lengths[bisect_left(starts, box.end)] - lengths[bisect_left(starts, box.start)]

    return [box for box in boxes if box.role in _OUTSIDE and 0 < inside(box) <= _SHARE * lengths[-1]]


def _kept(found: Sequence[Piece], boxes: Sequence[Zone], phrases: Phrases) -> Iterator[Piece]:
    """The pieces outside of boxes; captions as such."""
    for piece in found:
        roles = {box.role for box in boxes if box.start <= piece.content.start < box.end}
        if "caption" in roles or (piece.kind == "paragraph" and _is_caption(piece.content.text, phrases)):
            yield Piece("caption", piece.content)
        elif "aside" not in roles:
            yield piece


def _is_caption(text: str, phrases: Phrases) -> bool:
    """Whether a paragraph describes a picture and says whose it is."""
    return text.count(". ") < 2 and len(text) < _CAPTION and phrases.is_credit(text)


def _repeated(kept: Sequence[Piece], told: Told) -> int:
    """How many pieces at the beginning only say the headline again, also with a word before it."""
    for number, piece in enumerate(kept[:3]):
        said = letters(piece.content.text)
        if said in told.titles or any(
            said.endswith(title) and len(said) - len(title) < _KICKER
            for title in told.titles
            if len(title) > 20
        ):
            return number + 1
    return 0


def _standfirst(
    markup: Markup, start: int, kept: Sequence[Piece], boxes: Sequence[Zone], told: Told, phrases: Phrases
) -> Iterator[Piece]:
    """The lines between headline and text that the page calls a standfirst or describes the article with."""
    if not kept:
        return
    said = letters(" ".join(piece.content.text for piece in kept))
    for line in lines(markup, start, kept[0].content.start):
        own = letters(line.text)
        repeated = len(own) < _STANDFIRST or own in said or own in told.titles
        if repeated or len(line.text) > _LONGEST_STANDFIRST or phrases.is_furniture(line.text):
            continue
        roles = {box.role for box in boxes if box.start <= line.start < box.end}
        described = any(_alike(own, description) for description in told.descriptions)
        if described or (roles == {"standfirst"} and not phrases.is_credit(line.text)):
            said += own
            yield Piece("paragraph", line)


def _alike(said: str, description: str) -> bool:
    """Whether a description, which may be cut off at its end, is said, also with a place's name before it."""
    return len(description) >= _STANDFIRST and (description.startswith(said) or description[:-3] in said)


def _head(first: int, headings: Sequence[tuple[Tag, int]]) -> int:
    """Where the last heading before the text ends."""
    ends = [end for _, end in headings if end <= first]
    return ends[-1] if ends else max(0, first - _BEFORE)


def _without_headings(found: Iterable[Piece], headings: Sequence[tuple[Tag, int]]) -> Iterator[Piece]:
    """The pieces without what of them stands in a heading of the first level."""
    for piece in found:
        content = piece.content
        at = bisect_right(headings, content.start, key=lambda heading: heading[0].end) - 1
        if at >= 0 and content.start < headings[at][1]:
            after = (part.at for part in content.pieces if part.start >= headings[at][1])
            content = content.cut(next(after, len(content.text)), len(content.text))
        if content.text and content.pieces:
            yield Piece(piece.kind, content)


def _without_links(found: Sequence[Piece], anchors: Sequence[tuple[Tag, int]]) -> Iterator[Piece]:
    """The pieces without links to something else, headings over such links, and teasers between them."""
    linked = [_is_link(piece, anchors) for piece in found]
    for number, piece in enumerate(found):
        before, after = any(linked[max(0, number - 1) : number]), any(linked[number + 1 : number + 2])
        teaser = before and piece.content.text.count(" ") < _LINKED_WORDS
        if not linked[number] and not (after and (piece.kind == "heading" or teaser)):
            yield piece


def _is_link(piece: Piece, anchors: Sequence[tuple[Tag, int]]) -> bool:
    """Whether a piece is nothing but a link to something else."""
    content = piece.content
    if content.text.count(" ") > _LINKED_WORDS:
        return False
    first = bisect_right(anchors, content.start, key=lambda anchor: anchor[1])
    last = bisect_left(anchors, content.end, key=lambda anchor: anchor[0].start)
    if (last - first) * len(content.pieces) > _EFFORT:
        return False
    inside = sum(
        max(0, min(part.start + part.length, closed) - max(part.start, opened.end))
        for opened, closed in anchors[first:last]
        for part in content.pieces
    )
    share = _LINKED_SENTENCE if piece.kind == "heading" or content.text.endswith(_SENTENCE_ENDS) else _LINKED
    return inside > share * sum(part.length for part in content.pieces)
