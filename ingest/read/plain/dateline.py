"""Finds the date lines of head and foot: a cue and a date, or a date and hardly anything else."""

import re
from collections.abc import Iterator, Mapping

from ...records import Claim
from .. import dates as printed_dates
from .around import Around
from .blocks import Block
from .imprint import COPYRIGHT

_TIME = re.compile(r"(?i)\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*(?:uhr|gmt|utc|cet|est|et|wib|uur|h))?$")
_LOOSE = " :,|•·–—-"


def dates(around: Around) -> Iterator[Claim]:
    """Date lines in head and foot: a cue and a date, or a date and hardly anything else."""
    for block in (*around.head, *around.foot):
        if block.words > 25:
            continue
        found = [*printed_dates.find(block.text, around.language, 2)]
        if not found or COPYRIGHT.search(block.text) or not around.sourceless(block):
            continue
        for date in found:
            claim = _date_claim(around, block, date)
            if claim:
                yield from claim


def is_dateline(around: Around, block: Block) -> bool:
    """Whether a block tells a date and hardly anything else."""
    found = next(printed_dates.find(block.text, around.language, 2), None)
    if found is None:
        return False
    announced, _ = cue(_before(block, found), around.knowledge.phrases.date_cues)
    return announced is not None or _lone(around, block.text, found)


def _before(block: Block, found: printed_dates.Found) -> str:
    """The words before a date; a time of day between them and the date does not count."""
    return _TIME.sub("", block.text[: found.start].rstrip(_LOOSE)).rstrip(_LOOSE)


def _date_claim(around: Around, block: Block, found: printed_dates.Found) -> Iterator[Claim] | None:
    before = _before(block, found)
    said, length = cue(before, around.knowledge.phrases.date_cues)
    if said is None and not _lone(around, block.text, found):
        return None
    start = len(before) - length
    content = block.content.cut(start if said else found.start, found.end)
    alone = printed_dates.first(block.text[found.start : found.end], edition=2)
    rule = "date/2" if alone == found.edtf else f"date/2:{around.language}"
    return around.claim(content, said or "published", "date-cue" if said else "date-line", rule)


def cue(before: str, cues: Mapping[str, tuple[str, ...]]) -> tuple[str | None, int]:
    """Which field the words before a date announce, and how many characters they take."""
    folded = before.casefold()
    for field in ("modified", "published"):
        for words in cues[field]:
            head = len(folded) - len(words)
            if folded.endswith(words) and (head == 0 or not folded[head - 1].isalnum()):
                return field, len(words)
    return None, 0


def _lone(around: Around, text: str, found: printed_dates.Found) -> bool:
    """Whether hardly anything but a byline, a time or a place stands beside the date."""
    rest = f"{text[: found.start]} {text[found.end :]}"
    others = [
        word
        for word in re.findall(r"[^\W\d_]{2,}", rest)
        if word.casefold() not in ("am", "pm", "uhr", "gmt", "est", "wib", "uur")
    ]
    if around.knowledge.phrases.byline.match(text.strip()):
        return len(others) <= 8
    return len(others) <= 4
