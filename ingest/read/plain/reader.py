"""Composes the reader of plain text: from payload to text, passages, claims and attributions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from ...records import Attribution, Claim, Link, Origin, Passage, Reading
from .. import attribution, language
from ..claims import printed
from ..decode import charset, decode
from ..knowledge import Knowledge
from ..spans import Page, Spanned
from . import blocks, head
from .around import FOOT, HEAD, Around
from .blocks import Block
from .body import Body, Part, find
from .inline import enclosing, plain

# Changes whenever the same payload may read differently than before.
READER = "plain/2"
_BREAK = "\n\n"
_NOWHERE = Origin()
_FLOWED = re.compile(r"(?i);\s*format\s*=\s*\"?flowed\b")


def read(payload: bytes, source: str, knowledge: Knowledge, origin: Origin = _NOWHERE) -> Reading:
    """Read one payload of plain text or Markdown.

    Args:
        payload: the bytes as they came in.
        source: the input's name, for errors.
        knowledge: outlets and phrases.
        origin: where the bytes were had; its type may say that line breaks are soft.

    Raises:
        SourceError: if the payload is no text.
    """
    page = decode(payload, source, charset(origin.content_type))
    body = find(blocks.split(page, flowed=_FLOWED.search(origin.content_type or "") is not None), knowledge)
    passages, links = _passages(page, body.parts)
    spoken = _language(page, body, knowledge)
    code = spoken.value if spoken else None
    around = Around(page, body, knowledge, code)
    return Reading(
        encoding=page.encoding,
        text=_BREAK.join(passage.text for passage in passages if passage.text_start is not None),
        passages=passages,
        links=links,
        claims=(*head.claims(around), *((spoken,) if spoken else ())),
        attributions=tuple(islice(_attributions(page, body, knowledge, code), attribution.MOST)),
        reader=READER,
    )


def _passages(page: Page, parts: Iterable[Part]) -> tuple[tuple[Passage, ...], tuple[Link, ...]]:
    """The body's passages with their places in text and payload, and the links in them."""
    passages: list[Passage] = []
    links: list[Link] = []
    length = 0
    for part in parts:
        content = part.block.content
        at = None if part.kind == "caption" else length
        passages.append(Passage(part.kind, content.text, at, content.runs(page)))
        if at is None:
            continue
        length += len(content.text) + len(_BREAK)
        for anchor in part.block.anchors:
            span = page.span(anchor.page_start, anchor.page_end)
            links.append(Link(at + anchor.start, at + anchor.end, anchor.url, span))
    return tuple(passages), tuple(links)


def _language(page: Page, body: Body, knowledge: Knowledge) -> Claim | None:
    """The language of the longest paragraph, as a claim that stands there."""
    paragraphs = [part.block.content for part in body.parts if part.kind == "paragraph"]
    if not paragraphs:
        return None
    longest = max(paragraphs, key=lambda content: len(content.text))
    return printed(
        page, longest.start, longest.end, "language", f"n-grams {language.VERSION}", "language/1", knowledge
    )


def _attributions(page: Page, body: Body, knowledge: Knowledge, code: str | None) -> Iterator[Attribution]:
    """Sources named in the body, and what head and foot say of the text's own origin."""
    for part in body.parts:
        if part.kind != "caption":
            yield from _named(page, part.block.content, knowledge, code)
    for block in (*body.before[-HEAD:], *_foot(body, knowledge)):
        for found in _named(page, block.content, knowledge, code):
            if found.kind != "cites":
                yield found


def _foot(body: Body, knowledge: Knowledge) -> Iterator[Block]:
    """The blocks after the body up to the teasers of other articles."""
    for block in body.after[:FOOT]:
        if knowledge.phrases.is_end(block.text):
            return
        yield block


def _named(page: Page, content: Spanned, knowledge: Knowledge, code: str | None) -> Iterator[Attribution]:
    """The attributions in a block, each with a quote that, read again by itself, says the same."""

    def read(text: str) -> Iterator[Attribution]:
        return attribution.find(text, knowledge.grammar, knowledge.registry, code)

    for named in read(content.text):
        place = content.locate(named.start, named.end)
        if place is None:
            continue
        # Where a page break was healed, the quote holds what stood between; it may still say so.
        start, end = enclosing(page.text, *place, named.quote) or place
        quote = page.text[start:end]
        if any(attribution.same(named, again) for again in read(plain(quote))):
            span = page.span(start, end)
            yield replace(named, quote=quote, start=span.start, end=span.end)
