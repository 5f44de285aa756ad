"""Splits a page of text into blocks: one for each paragraph, heading, list item or stray line.

A block is what its lines say together. Whether neighbouring lines belong together depends on
the page: crawlers leave one paragraph a line, paragraphs between blank lines, or hard-wrapped
lines. Nothing is left out here and nothing judged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .. import dates
from ..spans import Page, Spanned
from .inline import Anchor, clean

BlockKind = Literal["text", "heading", "list-item", "quotation", "rule", "picture", "note"]

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:[-*_=~—–][ \t]*){3,}|\|?[ :|-]{3,})[ \t]*")
_HEADING = re.compile(r"[ \t]{0,3}(?P<level>#{1,6})[ \t]+(?=\S)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•●▪◦‣·■►▶–][ \t]+|\d{1,3}[.)][ \t]+(?=.{0,60}$))(?=\S)")
_QUOTATION = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_SENTENCE_END = re.compile(r"""[.!?…。！？।۔؟][\s"'”’»“‘«)\]*_]*$""")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Block:
    """A cleaned stretch of the page.

    `group` numbers the stretches between blank lines; `level` is a Markdown heading's. A "note"
    tells of the article; `body` finds those.
    """

    kind: BlockKind
    content: Spanned
    anchors: tuple[Anchor, ...]
    group: int
    level: int = 0

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def words(self) -> int:
        """Words; in scripts without spaces, two characters count as one."""
        return len(_WORD.findall(self.text)) + len(_UNSPACED.findall(self.text)) // 2

    @property
    def linked(self) -> float:
        """Share of the characters that stand in links, 0 to 1."""
        inside = sum(anchor.end - anchor.start for anchor in self.anchors)
        return inside / max(1, len(self.text))

    @property
    def ends_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    group: int


def split(page: Page, *, flowed: bool = False) -> list[Block]:
    """The page's blocks in order; blank ones are left out.

    Args:
        page: the text.
        flowed: whether a line that ends in a space goes on in the next one (RFC 3676).
    """
    lines = list(_lines(page.text))
    if flowed:
        joined = _soft(page.text, lines)
    elif _hard_wrapped(page.text, lines):
        joined = _paragraphs(page.text, lines)
    else:
        joined = [[line] for line in lines]
    blocks = []
    for part in joined:
        block = _block(page.text, part[0].start, part[-1].end, part[0].group)
        # Without pieces, nothing in it stands in the page as such: a line of entities.
        if block.content.pieces or block.kind in ("rule", "picture"):
            blocks.append(block)
    return blocks


def _lines(text: str) -> Iterator[_Line]:
    """The lines with something on them, numbered by the blank lines between them."""
    start = group = 0
    blank = True
    for end in [*_LINE_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        if text[start:stop].strip():
            yield _Line(start, stop, group)
            blank = False
        elif not blank:
            group, blank = group + 1, True
        if end:
            start = end.end()


def _block(text: str, start: int, end: int, group: int) -> Block:
    line = text[start:end]
    if _RULE.fullmatch(line):
        return Block("rule", Spanned("", ()), (), group)
    kind: BlockKind = "text"
    level = 0
    if marker := _QUOTATION.match(line):
        kind, start = "quotation", start + marker.end()
    elif marker := _HEADING.match(line):
        kind, start, level = "heading", start + marker.end(), len(marker["level"])
        if closing := _CLOSING.search(text[start:end]):
            end = start + closing.start()
    elif (marker := _ITEM.match(line)) and not _is_dated(line):
        kind, start = "list-item", start + marker.end()
    inline = clean(text, start, end)
    if not inline.content.text and line.strip():
        kind = "picture"
    return Block(kind, inline.content, inline.anchors, group, level)


def _is_dated(line: str) -> bool:
    """Whether a line begins with a date, whose "5." is no list's number."""
    return next((found.start == 0 for found in dates.find(line.strip()[:60])), False)


def _hard_wrapped(text: str, lines: list[_Line]) -> bool:
    """Whether the page's paragraphs were broken at a column.

    Then no line is long, and most lines that nearly reach the longest go on in the next one.
    """
    if not lines:
        return False
    widths = sorted(line.end - line.start for line in lines)
    widest = widths[-1]
    if not 40 <= widest <= 132:
        return False
    full = going_on = 0
    for line, following in pairwise(lines):
        if line.end - line.start < 0.75 * widest:
            continue
        full += 1
        if following.group == line.group and not _SENTENCE_END.search(text[line.start : line.end]):
            going_on += 1
    return full >= 3 and going_on >= 0.6 * full


def _paragraphs(text: str, lines: list[_Line]) -> list[list[_Line]]:
    """Lines of a hard-wrapped page put together: a line goes on while it is full."""
    widest = max(line.end - line.start for line in lines)
    parts: list[list[_Line]] = []
    for line in lines:
        before = parts[-1][-1] if parts else None
        if before and before.group == line.group and _goes_on(text, before, line, widest):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _soft(text: str, lines: list[_Line]) -> list[list[_Line]]:
    """Lines of a flowed text put together; the line above a mail's signature never goes on."""
    parts: list[list[_Line]] = []
    for line in lines:
        before = parts[-1][-1] if parts else None
        said = text[before.start : before.end] if before else ""
        if before and before.group == line.group and said.endswith(" ") and said != "-- ":
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _goes_on(text: str, before: _Line, line: _Line, widest: int) -> bool:
    if any(form.match(text, line.start, line.end) for form in (_HEADING, _ITEM, _RULE)):
        return False
    if _HEADING.match(text, before.start, before.end):
        return False
    first = text[line.start : line.end].split()[0]
    return before.end - before.start + len(first) >= 0.8 * widest or first[0].islower()
