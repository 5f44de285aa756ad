"""Where a stretch of an article's text stands in the bytes that it was read from."""

from collections.abc import Iterable, Iterator

from ..records import Passage, Run, Span
from .spans import Page, quoted


def located(
    payload: bytes, encoding: str, passages: Iterable[Passage], start: int, end: int
) -> tuple[tuple[Span, ...], ...]:
    """The byte ranges of some characters of a text, passage by passage.

    Each passage's ranges are the stretches that stand in the payload as they stand in the text;
    between two of them are tags, entities or line breaks.

    Args:
        payload: the bytes that the text was read from.
        encoding: how they were decoded.
        passages: of the text.
        start: first character of the text.
        end: character after the last.
    """
    found = []
    for passage in passages:
        at = passage.text_start
        if at is None or at >= end or at + len(passage.text) <= start:
            continue
        spans = tuple(_spans(payload, encoding, passage.runs, start - at, end - at))
        if spans:
            found.append(spans)
    return tuple(found)


def _spans(payload: bytes, encoding: str, runs: Iterable[Run], start: int, end: int) -> Iterator[Span]:
    """The parts of a passage's runs between two of its characters."""
    for run in runs:
        first, last = max(start, run.at), min(end, run.at + run.chars)
        if first < last:
            yield _part(payload, encoding, run, first - run.at, last - run.at)


def _part(payload: bytes, encoding: str, run: Run, first: int, last: int) -> Span:
    if run.chars == run.end - run.start:
        return Span(run.start + first, run.start + last)
    page = Page(payload[run.start : run.end], encoding, quoted(payload, encoding, run.start, run.end))
    part = page.span(first, last)
    return Span(run.start + part.start, run.start + part.end)
