"""Asks trafilatura what of a page is the article's text, and of what kind each piece of it is.

Only what it says is used, never its metadata or its memory of earlier pages. Where the pieces
stand in the page is found by others.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from lxml import etree
from trafilatura import bare_extraction

from ...records import PassageKind
from .lean import PARAGRAPH, lean
from .tokens import Markup

VERSION = f"trafilatura {version('trafilatura')}"
# A page without text is no event for the log of whoever uses this package.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

# Elements of its output that begin and end a piece of text.
_BLOCKS = frozenset("p head item quote list table row code body div fw graphic".split())


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the article as it should read; its words are looked up in the page."""

    kind: PassageKind
    text: str


def blocks(markup: Markup) -> list[Block]:
    """The article's paragraphs, headings, list items and quotations; none where there is no article.

    trafilatura's own rules come first. What it compares them with (readability, jusText) takes their
    place only where it finds more than twice as much, so that it is asked only where so much is there.
    """
    page = lean(markup)
    found = _extracted(page, fast=True)
    # One block is what is left where its rules found nothing: all of the page in one.
    if len(found) < 2 or 2 * sum(len(block.text) for block in found) < _prose(markup):
        return _extracted(page, fast=False)
    return found


def _extracted(page: str, *, fast: bool) -> list[Block]:
    document = bare_extraction(
        page,
        fast=fast,
        include_comments=False,
        include_formatting=False,
        deduplicate=False,
        output_format="xml",
    )
    body = getattr(document, "body", None)
    return list(_blocks(body)) if body is not None else []


def _prose(markup: Markup) -> int:
    """How many characters of the page stand in lines as long as paragraphs are."""
    return sum(length for length in markup.lines.values() if length >= PARAGRAPH)


def _blocks(body: etree._Element) -> Iterator[Block]:
    """The tree's text, parted where one of its blocks begins or ends, or a line is left empty."""
    inside: list[str] = []
    words: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = str(element.tag)
        starts = event == "start"
        if tag in _BLOCKS or _empty_line(element, starts):
            yield from _block(inside, words)
            words = []
        elif tag in ("lb", "cell"):
            words.append(" ")
        if starts:
            inside.append(tag)
            words.append(element.text or "")
        else:
            inside.pop()
            words.append(element.tail or "")


def _empty_line(element: etree._Element, starts: bool) -> bool:
    """Whether a second line break follows right after this one."""
    following = element.getnext() if element.tag == "lb" and starts else None
    return following is not None and following.tag == "lb" and not (element.tail or "").strip()


def _block(inside: list[str], words: list[str]) -> Iterator[Block]:
    text = " ".join("".join(words).split())
    if text:
        yield Block(_kind(inside), text)


def _kind(inside: list[str]) -> PassageKind:
    if "head" in inside:
        return "heading"
    if "quote" in inside:
        return "quotation"
    return "list-item" if "item" in inside else "paragraph"
