"""The article's passages as they stand in the page, with the links and captions among them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...records import Link, Passage, PassageKind
from ..phrases import Phrases
from ..plain.blocks import Block as Line
from ..plain.body import is_prose
from ..plain.inline import Anchor
from ..spans import Page, Spanned
from . import body
from .ground import Ground, find
from .lean import lean
from .tokens import Markup, Tag
from .visible import visible

_BREAK = "\n\n"


@dataclass(frozen=True)
class Piece:
    """A passage's words with their place in the page, and its beginning in the article's text."""

    kind: PassageKind
    content: Spanned
    at: int

    def passage(self, page: Page) -> Passage:
        """The passage with the bytes that it is made of."""
        return Passage(self.kind, self.content.text, self.at, self.content.runs(page))


def pieces(markup: Markup, phrases: Phrases) -> list[Piece]:
    """What of the page is the article's text, without its headline and the furniture of the page."""
    blocks = [block for block in body.blocks(lean(markup)) if not phrases.is_furniture(block.text)]
    places = find([block.text for block in blocks], Ground(markup))
    headlines = list(_elements(markup, "h1"))
    found: list[Piece] = []
    length = 0
    for block, content in zip(blocks, places, strict=True):
        if content and content.pieces and content.text and not (not found and _is_headline(headlines, content)):
            found.append(Piece(block.kind, content, length))
            length += len(content.text) + len(_BREAK)
    return found


def is_article(found: Sequence[Piece], anchored: Sequence[Link], phrases: Phrases) -> bool:
    """Whether the passages are an article's: one of them at least is prose, and no list of links."""
    return any(is_prose(_line(piece, anchored), phrases) for piece in found)


def _line(piece: Piece, anchored: Sequence[Link]) -> Line:
    """A passage as the readers of printed lines know it, with the links in it."""
    first = bisect_left(anchored, piece.at, key=lambda link: link.text_start)
    last = bisect_left(anchored, piece.at + len(piece.content.text), key=lambda link: link.text_start)
    anchors = (
        Anchor(link.text_start - piece.at, link.text_end - piece.at, link.url, 0, 0)
        for link in anchored[first:last]
    )
    return Line("text", piece.content, tuple(anchors), 0)


def _is_headline(headlines: Sequence[tuple[Tag, int]], content: Spanned) -> bool:
    """Whether a text stands in a heading of the first level."""
    before = bisect_right(headlines, content.start, key=lambda headline: headline[0].end)
    return before > 0 and content.start < headlines[before - 1][1]


def text(found: Sequence[Piece]) -> str:
    """The article's text: its passages with a blank line between them."""
    return _BREAK.join(piece.content.text for piece in found)


def captions(page: Page, markup: Markup, found: Sequence[Piece]) -> Iterator[Passage]:
    """The captions of the pictures that stand in the article."""
    start, end = found[0].content.start, found[-1].content.end
    for opened, closed in _elements(markup, "figcaption"):
        content = visible(markup, opened.end, closed)
        if start <= opened.start < end and content.pieces and content.text:
            yield Passage("caption", content.text, None, content.runs(page))


def links(page: Page, markup: Markup, found: Sequence[Piece]) -> Iterator[Link]:
    """The links in the text, each with its words and the place of its address."""
    anchors = list(_elements(markup, "a"))
    for piece in found:
        first = bisect_right(anchors, piece.content.start, key=lambda anchor: anchor[1])
        last = bisect_left(anchors, piece.content.end, key=lambda anchor: anchor[0].start)
        for tag, closed in anchors[first:last]:
            words, href = _within(piece.content, tag.end, closed), markup.attributes(tag).get("href")
            if words and href and href.text and not href.text.startswith("#"):
                place = page.span(href.start, href.end)
                yield Link(piece.at + words[0], piece.at + words[1], href.text, place)


def _elements(markup: Markup, name: str) -> Iterator[tuple[Tag, int]]:
    """The elements of a name, which is never nested, each with the place where it ends."""
    opened: Tag | None = None
    for tag in markup.tags:
        if tag.name != name:
            continue
        if opened:
            yield opened, tag.start
        opened = None if tag.closing else tag


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
