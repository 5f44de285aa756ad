"""The article's passages as they stand in the page, with the links and captions among them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...records import Link, Passage
from ..phrases import Phrases
from ..spans import Page, Spanned
from . import body
from .elements import stretches
from .ground import Ground, find
from .pieces import Piece, Told
from .selection import select
from .tokens import Markup
from .visible import visible

_BREAK = "\n\n"


@dataclass(frozen=True)
class Content:
    """The article's passages in order, and the captions of its pictures, which are kept apart."""

    pieces: tuple[Piece, ...]
    captions: tuple[Spanned, ...]

    @property
    def text(self) -> str:
        """The article's text: its passages with a blank line between them."""
        return _BREAK.join(piece.content.text for piece in self.pieces)

    def passages(self, page: Page) -> Iterator[Passage]:
        """All of them with the bytes that they are made of, captions last."""
        yield from (Passage(one.kind, one.content.text, one.at, one.content.runs(page)) for one in self.pieces)
        yield from (Passage("caption", one.text, None, one.runs(page)) for one in self.captions)


def content(markup: Markup, phrases: Phrases, told: Told) -> Content:
    """What of a page is its article.

    Args:
        markup: the page.
        phrases: words of pages that are no article's.
        told: titles and descriptions that the page gives it.
    """
    blocks = body.blocks(markup)
    places = find([block.text for block in blocks], Ground(markup))
    found = [
        Piece(block.kind, place)
        for block, place in zip(blocks, places, strict=True)
        if place and place.pieces and place.text
    ]
    selected = list(select(markup, found, told, phrases))
    pieces = tuple(_placed(piece for piece in selected if piece.kind != "caption"))
    apart = [piece.content for piece in selected if piece.kind == "caption"]
    return Content(pieces, tuple(_captions(markup, pieces, apart)))


def _placed(selected: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with their beginnings in the article's text."""
    length = 0
    for piece in selected:
        yield replace(piece, at=length)
        length += len(piece.content.text) + len(_BREAK)


def _captions(markup: Markup, found: Sequence[Piece], apart: Iterable[Spanned]) -> Iterator[Spanned]:
    """What stands in the figures of the article, and what was taken out of its text."""
    if not found:
        return
    start, end = found[0].content.start, found[-1].content.end
    figures = [(tag.end, closed) for tag, closed in stretches(markup, "figcaption") if start <= tag.start < end]
    within = (visible(markup, *figure) for figure in figures)
    yield from (caption for caption in within if caption.pieces and caption.text)
    for one in apart:
        at = bisect_right(figures, one.start, key=lambda figure: figure[0]) - 1
        if at < 0 or one.start >= figures[at][1]:
            yield one


def links(page: Page, markup: Markup, found: Sequence[Piece]) -> Iterator[Link]:
    """The links in the text, each with its words and the place of its address."""
    anchors = list(stretches(markup, "a"))
    for piece in found:
        first = bisect_right(anchors, piece.content.start, key=lambda anchor: anchor[1])
        last = bisect_left(anchors, piece.content.end, key=lambda anchor: anchor[0].start)
        for tag, closed in anchors[first:last]:
            words, href = _within(piece.content, tag.end, closed), markup.attributes(tag).get("href")
            if words and href and href.text and not href.text.startswith("#"):
                place = page.span(href.start, href.end)
                yield Link(piece.at + words[0], piece.at + words[1], href.text, place)


def _within(content: Spanned, start: int, end: int) -> tuple[int, int] | None:
    """The characters of a text that stand between two characters of the page."""
    pieces = content.pieces
    first = bisect_right(pieces, start, key=lambda piece: piece.start + piece.length)
    last = bisect_left(pieces, end, key=lambda piece: piece.start) - 1
    if first > last:
        return None
    begun, ended = pieces[first], pieces[last]
    left = begun.at + max(0, start - begun.start)
    right = ended.at + min(ended.length, end - ended.start)
    return (left, right) if left < right else None
