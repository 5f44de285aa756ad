"""The text of a page that its readers see, and the lines it falls into."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby

from ..spans import Spanned
from .spelling import TEXT, Writer
from .tokens import Chunk, Markup, scan


def visible(markup: Markup, start: int, end: int) -> Spanned:
    """The visible text between two characters of the page."""
    chunks = markup.chunks
    first = bisect_right(chunks, start, key=lambda chunk: chunk.end)
    last = bisect_left(chunks, end, key=lambda chunk: chunk.start)
    return _written(markup, chunks[first:last], start, end)


def text(quote: str) -> str:
    """What a stretch of markup says: the rule `markup-text/1`."""
    return visible(scan(quote), 0, len(quote)).text


def lines(markup: Markup, start: int, end: int) -> Iterator[Spanned]:
    """The lines between two characters of the page: what stands between tags that part text."""
    chunks = markup.chunks
    first = bisect_right(chunks, start, key=lambda chunk: chunk.end)
    last = bisect_left(chunks, end, key=lambda chunk: chunk.start)
    for _, group in groupby(chunks[first:last], key=lambda chunk: chunk.block):
        line = _written(markup, list(group), start, end)
        if line.pieces and line.text:
            yield line


def _written(markup: Markup, chunks: list[Chunk], start: int, end: int) -> Spanned:
    writer = Writer(markup.text)
    block = chunks[0].block if chunks else 0
    for chunk in chunks:
        if chunk.block != block:
            writer.part()
            block = chunk.block
        writer.write(max(start, chunk.start), min(end, chunk.end), TEXT)
    return writer.spanned()
