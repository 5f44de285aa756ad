"""Finds the title among the lines before the body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...records import Claim
from .. import dates
from ..phrases import fold
from ..spans import Spanned, join
from .around import Around
from .blocks import Block
from .dateline import is_dateline
from .names import capitalised, is_person

_TITLE_WORDS = range(3, 31)
# A candidate with a lower score is no title.
_LIKELY = 0.1
# Candidates whose scores differ by less are alike.
_CLOSE = 0.5
# A title's line that ends so goes on in the next.
_OPEN = "-–—:,&"


@dataclass(frozen=True)
class Title:
    """The title's place among the head's blocks and how it was known."""

    index: int
    length: int
    content: Spanned
    method: str


def title_block(around: Around) -> Title | None:
    """Where the title stands in the head."""
    scored = [(_title_score(around, title), title) for title in _candidates(around)]
    best = max((score for score, _ in scored), default=0.0)
    if best < _LIKELY:
        return None
    # Standfirst and captions echo the body as well as the title does, but stand after it.
    return next(title for score, title in scored if score >= max(best - _CLOSE, _LIKELY))


def titles(around: Around, title: Title | None) -> Iterator[Claim]:
    if title:
        yield from around.claim(title.content, "title", title.method, "text/1")


def _candidates(around: Around) -> Iterator[Title]:
    head = around.head
    texts = [fold(block.text) for block in head]
    for index, block in enumerate(head):
        if block.kind == "heading":
            yield Title(index, 1, block.content, "markdown-heading")
            continue
        if not _titleish(around, block):
            continue
        following = head[index + 1] if index + 1 < len(head) else None
        if following and _goes_on(around, index, block, following):
            content = join((block.content, following.content), " ")
            yield Title(index, 2, content, "heading-lines")
            if block.text[-1] in _OPEN:
                continue
        folded = texts[index]
        echoed = any(
            place != index and (other.endswith(" " + folded) or (other + " ").startswith(folded + " "))
            for place, other in enumerate(texts)
        )
        yield Title(index, 1, block.content, "repeated-line" if echoed else "heading-line")


def _titleish(around: Around, block: Block) -> bool:
    """Whether a line may be a title by its shape."""
    phrases = around.knowledge.phrases
    words = max(block.words, len(block.text.split()))
    if block.kind != "text" or words not in _TITLE_WORDS or len(block.text) > 250:
        return False
    if block.text.endswith(".") and not block.text.endswith(("...", "U.S.", "U.K.")):
        return False
    if phrases.is_furniture(block.text) or phrases.is_credit(block.text) or block.linked > 0.9:
        return False
    if is_person(block.text, phrases, around.prose) or phrases.byline.match(block.text):
        return False
    return not is_dateline(around, block)


def _goes_on(around: Around, index: int, block: Block, following: Block) -> bool:
    """Whether a title is printed on two lines: the first leaves something open."""
    if following.group != block.group or not _titleish(around, following):
        return False
    if block.text[-1] in _OPEN or following.text[0].islower():
        return True
    # Two lines alone between blank lines, both short and capitalised alike.
    group = [other for other in around.body.before if other.group == block.group]
    return (
        len(group) == 2
        and max(block.words, following.words) <= 10
        and capitalised(block.text) == capitalised(following.text) == 1
    )


def _title_score(around: Around, title: Title) -> float:
    """How much a candidate looks like the title.

    A title's words come back in the body; it is followed by byline, date or text; converters
    mark it as a heading; breadcrumbs and page titles repeat it.
    """
    stems = _stems(title.content.text)
    if not stems:
        return -1.0
    echo = len(stems & _stems(around.prose)) / len(stems)
    level = around.head[title.index].level
    marked = {0: 0.0, 1: 2.0, 2: 0.7}.get(level, 0.2)
    distance = len(around.head) - title.index
    score = 2 * echo + marked - 0.04 * distance
    score += 0.7 if title.method == "repeated-line" else 0.0
    score += 0.4 if title.length == 2 else 0.0
    score += 0.4 if 5 <= len(title.content.text.split()) <= 18 else 0.0
    after = around.head[title.index + title.length : title.index + title.length + 4]
    score += 0.5 if any(_is_meta(around, block) for block in after) or distance == title.length else 0.0
    # What follows byline and date is a standfirst or a caption.
    before = around.head[max(0, title.index - 5) : title.index]
    score -= 0.6 if any(_is_meta(around, block) for block in before) else 0.0
    return score - 1.0


def _stems(text: str) -> set[str]:
    """The longer words by their first six letters; pairs of characters where no spaces part words."""
    words = re.findall(r"[^\W_]{4,}", text.casefold())
    pairs = {
        word[index : index + 2]
        for word in re.findall(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}", text)
        for index in range(len(word) - 1)
    }
    return pairs or {word[:6] for word in words}


def _is_meta(around: Around, block: Block) -> bool:
    """Whether a block is a byline or a date line."""
    if block.words > 15:
        return False
    return bool(
        around.knowledge.phrases.byline.match(block.text)
        or is_person(block.text, around.knowledge.phrases, around.prose)
        or next(dates.find(block.text, around.language), None)
    )
