"""Takes out of a page what no extractor needs and what would cost it too much time."""

from collections.abc import Iterator

from .tokens import Markup, inline

# So many elements in one line keep their tags. trafilatura takes such tags out one by one, joining
# the text around them each time, so that its time grows with the square of their number.
_TAGS_A_LINE = 500
# What a page may be told by as a whole.
_KEPT = ("title",)

# Characters of a tag with its attributes.
_LONGEST_TAG = 5_000


def lean(markup: Markup) -> str:
    """The page without comments, scripts, the surplus of tags in a line, and endless attributes."""
    parts, position = [], 0
    for start, end in sorted([*_hidden(markup), *_surplus(markup), *_swollen(markup)]):
        if start >= position:
            parts.append(markup.text[position:start])
            position = end
    parts.append(markup.text[position:])
    return "".join(parts)


def _hidden(markup: Markup) -> Iterator[tuple[int, int]]:
    yield from markup.comments
    yield from ((raw.start, raw.end) for raw in markup.raws if raw.tag.name not in _KEPT)


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
