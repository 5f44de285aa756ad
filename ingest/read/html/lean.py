"""Takes out of a page what no extractor needs and what would cost it too much time."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from .tokens import Markup, Tag, inline

# So many elements in one line keep their tags. trafilatura takes such tags out one by one, joining
# the text around them each time, so that its time grows with the square of their number.
_TAGS_A_LINE = 500
# What a page may be told by as a whole.
_KEPT = ("title",)
# Characters of a tag with its attributes.
_LONGEST_TAG = 5_000
# Elements that trafilatura takes out itself, at the cost of parsing and copying them several times:
# those that stand around articles, and those that hold no text.
_AROUND = frozenset(
    "nav aside footer svg button select picture figure iframe noscript video audio label".split()
)
_EMPTY = frozenset(("link", "meta", "input", "source", "img"))
_VOID = _EMPTY | frozenset("br hr wbr area base col embed param track".split())
# Elements that mean something without text.
_STRUCTURE = frozenset("table tbody thead tr td th html body head main article".split())
# Characters; shorter lines are menus, headings and teasers.
PARAGRAPH = 80
# So many characters of short lines before the first and after the last paragraph may be the article's.
_MARGIN = 800
# So many elements may be left open in one that is closed.
_NESTED = 20
# Figures hold these as well, and the article's own words with them.
_IN_FIGURES = frozenset(("table", "blockquote"))
# An element with more than this share of the page's text is no furniture, whatever its name.
_SHARE = 0.3


def lean(markup: Markup) -> str:
    """The page without comments, scripts, furniture, the surplus of tags in a line, and endless attributes."""
    parts, position = [], 0
    cuts = (_hidden, _around, _textless, _surplus, _swollen)
    for start, end in sorted(place for cut in cuts for place in cut(markup)):
        if end > position:
            parts.append(markup.text[position : max(position, start)])
            position = end
    parts.append(markup.text[position:])
    return "".join(parts)


def _hidden(markup: Markup) -> Iterator[tuple[int, int]]:
    yield from markup.comments
    yield from ((raw.start, raw.end) for raw in markup.raws if raw.tag.name not in _KEPT)


def _around(markup: Markup) -> Iterator[tuple[int, int]]:
    """Whole elements of furniture, the outermost of those that stand in each other."""
    measured = list(accumulate(markup.lengths, initial=0))
    opened: Tag | None = None
    depth, kept = 0, False
    for tag in markup.tags:
        if opened is None:
            if tag.name in _EMPTY:
                yield tag.start, tag.end
            elif tag.name in _AROUND and not tag.closing and markup.text[tag.end - 2] != "/":
                opened, depth, kept = tag, 1, False
        elif tag.name == opened.name:
            depth += -1 if tag.closing else 1
            if depth:
                continue
            if kept:
                # The figure alone goes: with it, trafilatura would take out what it holds.
                yield from ((opened.start, opened.end), (tag.start, tag.end))
            elif _text(markup, measured, opened.end, tag.start) <= _SHARE * measured[-1]:
                yield opened.start, tag.end
            opened = None
        else:
            kept = kept or (opened.name == "figure" and tag.name in _IN_FIGURES)


def _text(markup: Markup, measured: list[int], start: int, end: int) -> int:
    """How many characters of text stand between two places."""
    first, last = (bisect_left(markup.chunks, place, key=lambda chunk: chunk.start) for place in (start, end))
    return measured[last] - measured[first]


def _textless(markup: Markup) -> Iterator[tuple[int, int]]:
    """Elements that hold no text of the part where paragraphs stand: frames of pictures, menus, imprints."""
    spoken = _spoken(markup)
    # The elements that are open, with their beginnings.
    opened: list[tuple[str, int]] = []
    last, number, count = -1, 0, len(spoken)
    for name, closing, start, end in markup.tags:
        if name in _VOID:
            continue
        if not closing:
            opened.append((name, start))
            continue
        while number < count and spoken[number] < start:
            last = spoken[number]
            number += 1
        for index in range(len(opened) - 1, max(-1, len(opened) - _NESTED), -1):
            if opened[index][0] == name:
                if opened[index][1] > last and name not in _STRUCTURE:
                    yield opened[index][1], end
                del opened[index:]
                break


def _spoken(markup: Markup) -> list[int]:
    """Where each stretch of text begins from shortly before the first paragraph to shortly after the last."""
    lengths, lines = markup.lengths, markup.lines
    spoken = [number for number, length in enumerate(lengths) if length]
    long = [number for number in spoken if lines[markup.chunks[number].block] >= PARAGRAPH]
    if long:
        first, last = _beyond(lengths, long[0], -1), _beyond(lengths, long[-1], 1)
        spoken = [number for number in spoken if first <= number <= last]
    return [markup.chunks[number].start for number in spoken]


def _beyond(lengths: Sequence[int], number: int, step: int) -> int:
    """The number of the stretch that stands a margin before or after another one."""
    margin = _MARGIN
    while 0 <= number + step < len(lengths) and margin > 0:
        number += step
        margin -= lengths[number]
    return number


def _swollen(markup: Markup) -> Iterator[tuple[int, int]]:
    """The attributes of tags that hold a picture, or whatever else is no name, class or address."""
    for tag in markup.tags:
        if tag.end - tag.start > _LONGEST_TAG:
            yield tag.start + 1 + tag.closing + len(tag.name), tag.end - 1


def _surplus(markup: Markup) -> Iterator[tuple[int, int]]:
    run = 0
    for tag in markup.tags:
        run = run + 1 if inline(tag.name) else 0
        if run > _TAGS_A_LINE and tag.name not in ("script", "style"):
            yield tag.start, tag.end
