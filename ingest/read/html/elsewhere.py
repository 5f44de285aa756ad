"""Tells what on a page leads elsewhere: links to other articles, teasers, and the headings over them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from .elements import between, closing, shown, stretches
from .pieces import Piece, ends_sentence
from .tokens import Markup, Tag

# A piece is a link to something else where so much of it is linked (more in a sentence; less in a
# heading, which is often said twice), and it is no long paragraph.
_LINKED, _LINKED_SENTENCE, _LINKED_HEADING, _LINKED_WORDS = 0.6, 0.85, 0.45, 30
# So many pairs of links and parts of a piece are looked at, and so many headings; articles have some dozens.
_EFFORT, _MOST_HEADINGS = 10_000, 300
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
# So many characters before a passage are looked at for the heading over it, and so many of other text
# stand between the two: who wrote it, and when.
_BEFORE, _BESIDE = 3000, 80
# What holds a teaser; so many tags after its heading are looked at for the end of it.
_BOXES = frozenset(("div", "section", "article", "aside", "li", "ul", "td"))
_FAR = 100
# A link to a place on the same page has its mark within so many characters.
_OWN = 12

Anchors = Sequence[tuple[Tag, int]]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading right over a passage.

    `linked` says that it leads elsewhere, `close` that nothing stands between the two, and `boxed`
    where the box ends in which they stand with few others; 0 without one.
    """

    name: str
    start: int
    end: int
    linked: bool
    close: bool
    boxed: int


def leading(markup: Markup, found: Sequence[Piece]) -> Anchors:
    """The links from some way before the pieces to their end, but for those to a place on the same page."""
    start = min((piece.content.start for piece in found), default=0) - _BEFORE
    end = max((piece.content.end for piece in found), default=0)
    return list(_abroad(markup, start, end))


def _abroad(markup: Markup, start: int, end: int) -> Iterator[tuple[Tag, int]]:
    text, opened = markup.text, None
    for tag in between(markup, start, end):
        if tag.name == "a":
            if opened and "#" not in text[opened.start : opened.start + _OWN]:
                yield opened, tag.start
            opened = None if tag.closing else tag
    if opened:
        yield opened, end


def without_links(found: Sequence[Piece], anchors: Anchors) -> Iterator[Piece]:
    """The pieces without links to something else, headings over such links, and teasers between them."""
    linked = [_is_link(piece, anchors) for piece in found]
    for number, piece in enumerate(found):
        before, after = any(linked[max(0, number - 1) : number]), any(linked[number + 1 : number + 2])
        teaser = before and piece.text.count(" ") < _LINKED_WORDS
        if not linked[number] and not (after and (piece.kind == "heading" or teaser)):
            yield piece


def _is_link(piece: Piece, anchors: Anchors) -> bool:
    """Whether a piece is nothing but a link to something else."""
    if piece.text.count(" ") > _LINKED_WORDS:
        return False
    if piece.kind == "heading":
        return share(piece, anchors) > _LINKED_HEADING
    return share(piece, anchors) > (_LINKED_SENTENCE if ends_sentence(piece.text) else _LINKED)


def share(piece: Piece, anchors: Anchors) -> float:
    """How much of a piece is linked: 0 to 1; 0 where it has more links than can be counted."""
    parts = piece.content.pieces
    first = bisect_right(anchors, piece.content.start, key=lambda anchor: anchor[1])
    last = bisect_left(anchors, piece.content.end, key=lambda anchor: anchor[0].start)
    if first >= last or (last - first) * len(parts) > _EFFORT:
        return 0
    inside = sum(
        max(0, min(part.start + part.length, closed) - max(part.start, opened.end))
        for opened, closed in anchors[first:last]
        for part in parts
    )
    return inside / (sum(part.length for part in parts) or 1)


def headings(markup: Markup, anchors: Anchors, pieces: Sequence[Piece]) -> Mapping[int, Heading]:
    """The headings that stand right over passages other than headings, by where these begin."""
    places = sorted((piece.content.start, piece.content.end) for piece in pieces if piece.kind != "heading")
    if not places:
        return {}
    found: dict[int, Heading] = {}
    within = between(markup, max(0, places[0][0] - _BEFORE), places[-1][0])
    tags = (tag for tag in within if tag.name in _HEADINGS and not tag.closing)
    for tag in islice(tags, _MOST_HEADINGS):
        end = closing(markup, tag)
        at = bisect_left(places, (end,))
        # A passage that begins in the heading is the heading.
        if at == len(places) or end == tag.end or at != bisect_left(places, (tag.end,)):
            continue
        start, ended = places[at]
        beside = _said(markup, end, start)
        if beside < _BESIDE:
            # A box with a teaser holds nothing beside it but who wrote it.
            after = at + (2 if ended - start < _BESIDE else 1)
            following = places[after][0] if after < len(places) else len(markup.text)
            linked = _leads(markup, anchors, tag.end, end)
            boxed = _boxed(markup, end, ended, following) if linked else 0
            found[start] = Heading(tag.name, tag.start, end, linked, not beside, boxed)
    return found


def _boxed(markup: Markup, start: int, end: int, following: int) -> int:
    """Where a box that is open at one place closes after another, before what follows; 0 if it does not."""
    deep = 0
    for tag in islice(between(markup, start, following), _FAR):
        if tag.name in _BOXES:
            deep += -1 if tag.closing else 1
            if deep < 0:
                return tag.start if tag.start >= end else 0
    return 0


def linked(markup: Markup, name: str) -> list[tuple[int, int]]:
    """The headings of a name that lead elsewhere, on the whole page."""
    anchors = list(_abroad(markup, 0, len(markup.text)))
    within = islice(stretches(markup, name), _MOST_HEADINGS)
    return [(tag.end, end) for tag, end in within if _leads(markup, anchors, tag.end, end)]


def _said(markup: Markup, start: int, end: int) -> int:
    """How many characters of text stand between two places; no more are counted than matter."""
    return shown(markup, start, end, _BESIDE - 1)


def _leads(markup: Markup, anchors: Anchors, start: int, end: int) -> bool:
    """Whether a link holds the stretch, or the stretch holds a link with words in it."""
    first = bisect_right(anchors, start, key=lambda anchor: anchor[1])
    last = bisect_left(anchors, end, key=lambda anchor: anchor[0].start)
    said = _said(markup, start, end)
    linked = (_said(markup, max(start, tag.end), min(end, closed)) for tag, closed in anchors[first:last])
    return sum(linked) > _LINKED_HEADING * said
