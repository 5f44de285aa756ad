"""Tells an article from a page that lists articles: a front page, what a search found, a section.

In doubt a page is an article: one that is none can be removed, one that is refused is lost.
"""

from bisect import bisect_left
from collections.abc import Sequence, Set

from ...records import Link
from ..phrases import Phrases
from ..plain.blocks import Block as Line
from ..plain.body import is_prose
from ..plain.inline import Anchor
from . import elsewhere
from .elsewhere import Heading
from .pieces import Piece, letters
from .tokens import Markup
from .visible import visible

# A list has so many headings that lead elsewhere, so much of its prose under such, and none of more words.
_TEASERS, _SHARE, _WORDS = 3, 0.75, 80


def is_article(
    markup: Markup, found: Sequence[Piece], anchored: Sequence[Link], titles: Set[str], phrases: Phrases
) -> bool:
    """Whether the passages are an article's: some of them are prose, and no list of teasers.

    Args:
        markup: the page.
        found: its passages.
        anchored: the links in them.
        titles: what the page calls itself, as letters.
        phrases: words of pages that are no article's.
    """
    prose = [piece for piece in found if is_prose(_line(piece, anchored), phrases)]
    return bool(prose) and not _are_teasers(markup, found, prose, titles)


def holds_prose(found: Sequence[Piece], anchored: Sequence[Link], phrases: Phrases) -> bool:
    """Whether any of the passages is prose, and no list of links."""
    return any(is_prose(_line(piece, anchored), phrases) for piece in found)


def _are_teasers(markup: Markup, found: Sequence[Piece], prose: Sequence[Piece], titles: Set[str]) -> bool:
    """Whether nearly all of the prose stands under headings that lead elsewhere, each under its own."""
    if any(piece.text.count(" ") > _WORDS for piece in prose):
        return False
    over = elsewhere.headings(markup, elsewhere.leading(markup, found), found)
    led = [over[piece.content.start] for piece in prose if piece.content.start in over]
    led = [heading for heading in led if heading.linked and not _is_title(markup, heading, titles)]
    if not led or len(led) < _SHARE * len(prose):
        return False
    return len(elsewhere.linked(markup, led[0].name)) >= _TEASERS


def _is_title(markup: Markup, heading: Heading, titles: Set[str]) -> bool:
    """Whether a heading is the page's own, linked to itself."""
    said = letters(visible(markup, heading.start, heading.end).text)
    return any(said in title for title in titles)


def _line(piece: Piece, anchored: Sequence[Link]) -> Line:
    """A passage as the readers of printed lines know it, with the links in it."""
    first = bisect_left(anchored, piece.at, key=lambda link: link.text_start)
    last = bisect_left(anchored, piece.at + len(piece.text), key=lambda link: link.text_start)
    anchors = (
        Anchor(link.text_start - piece.at, link.text_end - piece.at, link.url, 0, 0)
        for link in anchored[first:last]
    )
    return Line("text", piece.content, tuple(anchors), 0)
