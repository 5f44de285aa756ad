"""An article's text in the blocks that a page shows, with the links it carried.

Foreign words stay strings here; escaping them is the template's, which does it always.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from ..records import Link, Passage
from .views import Block, Piece


def blocks(passages: Sequence[Passage], links: Sequence[Link]) -> tuple[Block, ...]:
    """The passages in their order; list items that follow each other are one list."""
    made: list[Block] = []
    for kind, group in groupby(passages, lambda passage: passage.kind):
        items = [_pieces(passage, links) for passage in group]
        if kind == "list-item":
            made.append(Block("list", tuple(items)))
        else:
            made += (Block(kind, (item,)) for item in items)
    return tuple(made)


def followable(address: str | None) -> str | None:
    """The address if a reader may follow it: of the web, nothing that runs or reads files."""
    if address and address.lower().startswith(("http://", "https://")):
        return address
    return None


def _pieces(passage: Passage, links: Iterable[Link]) -> tuple[Piece, ...]:
    """The passage's words, cut where a link begins or ends; captions keep no links."""
    if passage.text_start is None:
        return (Piece(passage.text),)
    pieces, at = [], 0
    for link in links:
        start, end = link.text_start - passage.text_start, link.text_end - passage.text_start
        if start < at or end > len(passage.text):
            continue
        pieces.append(Piece(passage.text[at:start]))
        pieces.append(Piece(passage.text[start:end], link.url, followable(link.url)))
        at = end
    pieces.append(Piece(passage.text[at:]))
    return tuple(piece for piece in pieces if piece.text)
