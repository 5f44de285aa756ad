"""Decides which of the pieces that an extractor found on a page are the article's text.

Takes out what extractors leave in: the headline said again, links to other articles, boxes that
the page itself calls something else, captions; puts in the standfirst, which they leave out with
the page's header. Says nothing of what the pieces mean.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice

from ..phrases import Phrases
from ..spans import Spanned
from . import edges, elsewhere
from .elements import stretches
from .elsewhere import Heading
from .pieces import Piece, Told, letters
from .tokens import Markup, Tag
from .visible import lines, visible
from .zones import Zone, zones

# A box that holds more than this share of the text is the article's own, whatever it is called.
_SHARE = 0.25
_OUTSIDE = ("aside", "caption")
# Letters and digits: a standfirst or description has more, a kicker before a headline fewer.
_STANDFIRST, _KICKER = 40, 60
# So many characters before the text are looked at for a standfirst where no heading tells.
_BEFORE = 3000
# So many boxes are looked at; articles have some dozens.
_MOST_BOXES = 300
# Characters of a caption.
_CAPTION = 300
# The first pieces that may say the headline again, and the letters of one that the page's title has in it.
_HEADLINES, _SAID = 4, 20
# Characters of a standfirst.
_LONGEST_STANDFIRST = 800


def select(markup: Markup, found: Sequence[Piece], told: Told, phrases: Phrases) -> Iterator[Piece]:
    """The pieces that are the article's, in order: its text, and captions.

    Args:
        markup: the page.
        found: what an extractor took for the text.
        told: titles and descriptions of the article.
        phrases: words of pages that are no article's.
    """
    headings = list(stretches(markup, "h1"))
    anchors = elsewhere.leading(markup, found)
    found = [
        piece for piece in _without_headings(found, headings) if not phrases.is_furniture(piece.content.text)
    ]
    found = list(elsewhere.without_links(found, anchors))
    if not found:
        return
    start = _head(found[0].content.start, headings)
    boxes = list(islice(zones(markup, start, found[-1].content.end), _MOST_BOXES))
    kept = list(_kept(found, _apart(boxes, found), phrases))
    over = elsewhere.headings(markup, anchors, kept)
    kept = _without_teasers(kept, over)
    kept = _without_headlines(kept, told)
    kept = edges.begun(edges.ended(kept, told, phrases, anchors), told, phrases)
    yield from _standfirst(markup, start, kept, boxes, told, phrases)
    yield from _headed(markup, kept, over, told, phrases)


def _without_teasers(kept: Sequence[Piece], over: Mapping[int, Heading]) -> list[Piece]:
    """The pieces without those in boxes under headings that lead elsewhere, unless they are most of it."""
    boxes = [(heading.start, heading.boxed) for heading in over.values() if heading.boxed]
    left = [piece for piece in kept if not any(start <= piece.content.start < end for start, end in boxes)]
    lost = sum(len(piece.text) for piece in kept) - sum(len(piece.text) for piece in left)
    return left if lost <= _SHARE * sum(len(piece.text) for piece in kept) else list(kept)


def _headed(
    markup: Markup, kept: Sequence[Piece], over: Mapping[int, Heading], told: Told, phrases: Phrases
) -> Iterator[Piece]:
    """The pieces with the headings that the extractor lost: those right over paragraphs of the article."""
    for number, piece in enumerate(kept):
        heading = over.get(piece.content.start)
        before = kept[number - 1] if number else None
        if (
            heading
            and heading.close
            and not heading.linked
            and before
            and before.kind != "heading"
            and before.content.end <= heading.start
        ):
            said = visible(markup, heading.start, heading.end)
            if said.pieces and not phrases.is_furniture(said.text) and letters(said.text) not in told.titles:
                yield Piece("heading", said)
        yield piece


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


def _without_headlines(kept: Sequence[Piece], told: Told) -> list[Piece]:
    """The pieces without those at the beginning that say the headline again, and short ones before."""
    first = kept[:_HEADLINES]
    repeated = [any(_repeats(letters(piece.text), title) for title in told.titles) for piece in first]
    after = next((number for number, again in enumerate(repeated) if again), 0)
    left = (
        piece
        for number, (piece, again) in enumerate(zip(first, repeated, strict=True))
        if not again and (number > after or len(letters(piece.text)) >= _STANDFIRST)
    )
    return [*(left if any(repeated) else first), *kept[_HEADLINES:]]


def _repeats(said: str, title: str) -> bool:
    """Whether a line says a title, also with a kicker before it, or as the page's title has it with more."""
    if said == title or (len(said) > _SAID and said in title):
        return True
    return len(title) > _SAID and said.endswith(title) and len(said) - len(title) < _KICKER


def _standfirst(
    markup: Markup, start: int, kept: Sequence[Piece], boxes: Sequence[Zone], told: Told, phrases: Phrases
) -> Iterator[Piece]:
    """The lines between headline and text that the page calls a standfirst or describes the article with."""
    if not kept:
        return
    said = ""
    for line in lines(markup, start, kept[0].content.start):
        own = letters(line.text)
        unlike = len(own) < _STANDFIRST or len(line.text) > _LONGEST_STANDFIRST
        if unlike or own in told.titles or not _is_standfirst(line, own, boxes, told, phrases):
            continue
        said = said or letters(" ".join(piece.text for piece in kept))
        if own not in said:
            said += own
            yield Piece("paragraph", line)


def _is_standfirst(line: Spanned, own: str, boxes: Sequence[Zone], told: Told, phrases: Phrases) -> bool:
    """Whether the page calls a line a standfirst, or describes the article with its letters."""
    if any(_alike(own, description) for description in told.descriptions):
        return not phrases.is_furniture(line.text)
    roles = {box.role for box in boxes if box.start <= line.start < box.end}
    return roles == {"standfirst"} and not phrases.is_furniture(line.text) and not phrases.is_credit(line.text)


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
