"""Tells an article from a page that lists articles: a front page, what a search found, a section.

In doubt a page is an article: one that is none can be removed, one that is refused is lost.
"""

from bisect import bisect_left
from collections.abc import Sequence

from ...records import Link
from ..phrases import Phrases
from ..plain.blocks import Block as Line
from ..plain.body import is_prose
from ..plain.inline import Anchor
from . import elsewhere
from .pieces import Piece
from .tokens import Markup

# A list has so many teasers at least, they are so much of its prose, and none has more words.
_TEASERS, _SHARE, _WORDS = 2, 0.75, 80


def is_article(
    markup: Markup, found: Sequence[Piece], anchored: Sequence[Link], stated: bool, phrases: Phrases
) -> bool:
    """Whether the passages are an article's: some of them are prose, and no list of teasers.

    Args:
        markup: the page.
        found: its passages.
        anchored: the links in them.
        stated: whether the page says that it is one article.
        phrases: words of pages that are no article's.
    """
    prose = (piece for piece in found if is_prose(_line(piece, anchored), phrases))
    first = next(prose, None)
    if first is None:
        return False
    return stated or not _are_teasers(markup, found, [first, *prose])


def _are_teasers(markup: Markup, found: Sequence[Piece], prose: Sequence[Piece]) -> bool:
    """Whether nearly all of the prose stands under headings that lead elsewhere, each under its own."""
    if any(piece.text.count(" ") > _WORDS for piece in prose):
        return False
    over = elsewhere.headings(markup, list(elsewhere.leading(markup, found)), found)
    linked = {start for start, heading in over.items() if heading.linked}
    led = sum(piece.content.start in linked for piece in prose)
    return len(linked) >= _TEASERS and led >= _SHARE * len(prose)


def _line(piece: Piece, anchored: Sequence[Link]) -> Line:
    """A passage as the readers of printed lines know it, with the links in it."""
    first = bisect_left(anchored, piece.at, key=lambda link: link.text_start)
    last = bisect_left(anchored, piece.at + len(piece.text), key=lambda link: link.text_start)
    anchors = (
        Anchor(link.text_start - piece.at, link.text_end - piece.at, link.url, 0, 0)
        for link in anchored[first:last]
    )
    return Line("text", piece.content, tuple(anchors), 0)
