"""Finds the article among the blocks of a page and says what each of its blocks is.

The body is the stretch of blocks with the highest sum of scores, prose counting for and stray
lines counting against it (maximum subsequence segmentation, Pasternack and Roth, WWW 2009).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...records import PassageKind
from ..attribution import find as attributions
from ..knowledge import Knowledge
from ..phrases import Phrases, fold
from ..spans import join
from .blocks import Block
from .names import is_person

# A sentence of this many words is prose; shorter lines may be anything.
_SENTENCE_WORDS = 8
# A closing sentence right after the body has at least so many.
_CLOSING_WORDS = 4
# So many words are prose even where no full stop ends them.
_LONG_WORDS = 30
# What a block adds to the sum. Prose counts by its words up to the cap, so that one long notice
# does not outweigh an article's paragraphs; the costs say how many stray lines a body may bridge.
_PROSE_CAP = 60
_STRAY, _STRAYS, _END = 6, 15, -60
# No note about a text's origin is longer.
_NOTE_WORDS = 60
# Words that end no sentence: a block that ends in one goes on in the next (page breaks, columns).
_OPEN_ENDS = frozenset(
    "a an the and or but nor of to in on at by for from with as than that which who whose its their "
    "his her our into over under between against about der die das des dem den und oder von zu mit "
    "für le la les des du de et ou à au aux el los las y o del al il lo gli e di da per con het een en "
    "van op met и в на с по о из для что".split()
)


@dataclass(frozen=True)
class Part:
    """A block of the body and what it is there."""

    kind: PassageKind
    block: Block


@dataclass(frozen=True)
class Body:
    """The article among the page's blocks: what stands before, in and after it."""

    before: tuple[Block, ...]
    parts: tuple[Part, ...]
    after: tuple[Block, ...]


def find(blocks: Sequence[Block], knowledge: Knowledge) -> Body:
    """The body of the page; without parts where the page holds nothing but furniture."""
    phrases = knowledge.phrases
    healed = [_demoted(block, knowledge) for block in _heal(blocks, phrases)]
    if not any(is_prose(block, phrases) for block in healed):
        # A note without a paragraph: everything that is no furniture is its text.
        kept = [block for block in healed if block.text and not phrases.is_furniture(block.text)]
        return Body((), tuple(Part(_kind(block), block) for block in kept), ())
    start, end = _best_stretch(list(_scores(healed, phrases)))
    while end < len(healed) and _is_last_word(healed[end], phrases):
        end += 1
    return Body(tuple(healed[:start]), tuple(_parts(healed[start:end], phrases)), tuple(healed[end:]))


def is_prose(block: Block, phrases: Phrases) -> bool:
    """Whether a block reads like sentences of an article."""
    if block.kind in ("heading", "rule", "picture", "note") or block.linked > 0.6:
        return False
    if phrases.is_furniture(block.text) or phrases.is_credit(block.text):
        return False
    enough = _SENTENCE_WORDS if block.ends_sentence else _LONG_WORDS
    return block.words >= enough


def _demoted(block: Block, knowledge: Knowledge) -> Block:
    """A block that only says where the text is from is a note about the article, not part of it."""
    if block.words > _NOTE_WORDS or not any(
        named.kind != "cites" and named.end - named.start > 0.6 * len(block.text)
        for named in attributions(block.text, knowledge.grammar, knowledge.registry)
    ):
        return block
    return replace(block, kind="note")


def _scores(blocks: Sequence[Block], phrases: Phrases) -> Iterator[int]:
    """What each block adds to the sum. Stray lines cost more the more of them follow each other:
    an article has headings and captions one or two at a time, menus and teasers come in lists."""
    seen = Counter(fold(block.text) for block in blocks)
    strays = 0
    for block in blocks:
        if is_prose(block, phrases) and seen[fold(block.text)] == 1:
            yield min(block.words, _PROSE_CAP)
            strays = 0
        elif phrases.is_end(block.text):
            yield _END
        elif block.kind == "rule" or _is_item(block, phrases):
            yield 0
        else:
            strays += 1
            yield -min(_STRAY * strays, _STRAYS)


def _is_item(block: Block, phrases: Phrases) -> bool:
    """Whether a block is an item of a list in an article, or announces one; menus list links."""
    if block.linked > 0.6 or block.words < 3 or phrases.is_furniture(block.text):
        return False
    return block.kind == "list-item" or (block.kind == "text" and block.text.endswith(":"))


def _is_last_word(block: Block, phrases: Phrases) -> bool:
    """Whether a block after the body is a short closing sentence of it ("The vote was 68 to 30.")."""
    return (
        block.kind == "text"
        and block.ends_sentence
        and block.words >= _CLOSING_WORDS
        and block.linked < 0.3
        and block.text[:1].isalnum()
        and not phrases.is_furniture(block.text)
        and not phrases.is_credit(block.text)
    )


def _best_stretch(scores: Sequence[int]) -> tuple[int, int]:
    """Start and end of the stretch with the highest sum; (0, 0) where no score is positive."""
    best = total = 0
    stretch = (0, 0)
    start = 0
    for index, score in enumerate(scores):
        if total <= 0:
            total, start = 0, index
        total += score
        if total > best:
            best, stretch = total, (start, index + 1)
    return stretch


def _heal(blocks: Sequence[Block], phrases: Phrases) -> Iterator[Block]:
    """Put together the sentences that a page break cut, dropping what paginators left between."""
    seen = Counter(fold(block.text) for block in blocks)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        while (step := _continuation(blocks, index, block, phrases, seen)) is not None:
            block = _joined(block, blocks[step])
            index = step + 1
        yield block


def _continuation(
    blocks: Sequence[Block], index: int, block: Block, phrases: Phrases, seen: Counter[str]
) -> int | None:
    """Where the sentence that `block` leaves open goes on, if it does."""
    if block.kind != "text" or block.words < 6 or block.ends_sentence or phrases.is_furniture(block.text):
        return None
    for step in range(index, min(index + 4, len(blocks))):
        candidate = blocks[step]
        if _continues(block, candidate) and not phrases.byline.match(candidate.text):
            return step
        running = seen[fold(candidate.text)] > 1 and candidate.words < 12
        if not (
            running
            or candidate.kind == "rule"
            or phrases.is_page_break(candidate.text)
            or phrases.is_furniture(candidate.text)
        ):
            return None
    return None


def _continues(block: Block, candidate: Block) -> bool:
    enough = 3 if candidate.ends_sentence else 12
    if candidate.kind != "text" or candidate.words < enough:
        return False
    last = block.text.split()[-1]
    open_end = last.casefold() in _OPEN_ENDS or last.endswith((",", "-"))
    if candidate.text[0].islower():
        return block.words >= 10 or open_end
    return open_end and block.words >= 12 and _is_sentence(candidate)


def _is_sentence(block: Block) -> bool:
    """Whether a block ends like a sentence and is long enough for one."""
    return block.ends_sentence and block.words >= _SENTENCE_WORDS


def _joined(block: Block, following: Block) -> Block:
    broken = block.text.endswith("-") and block.text[-2:-1].isalpha()
    if broken:
        block = replace(block, content=block.content.cut(0, len(block.text) - 1))
    glue = "" if broken else " "
    shift = len(block.text) + len(glue)
    moved = tuple(
        replace(anchor, start=anchor.start + shift, end=anchor.end + shift) for anchor in following.anchors
    )
    content = join((block.content, following.content), glue)
    return replace(block, content=content, anchors=block.anchors + moved)


def _parts(blocks: Sequence[Block], phrases: Phrases) -> Iterator[Part]:
    """The body's blocks with their roles, what is not article left out."""
    prose = " ".join(block.text for block in blocks if is_prose(block, phrases))
    caption_before = ""
    for index, block in enumerate(blocks):
        if is_prose(block, phrases):
            yield Part(_kind(block), block)
            caption_before = ""
        elif block.kind in ("rule", "picture", "note") or phrases.is_furniture(block.text):
            continue
        elif _is_caption(block, blocks[index + 1 : index + 2], prose, caption_before, phrases):
            yield Part("caption", block)
            caption_before = block.text
        elif _is_stray(block, blocks[index + 1 :], phrases):
            continue
        else:
            yield Part(_kind(block) if _kind(block) != "paragraph" else _short(block), block)
            caption_before = ""


def _kind(block: Block) -> PassageKind:
    match block.kind:
        case "heading" | "list-item" | "quotation":
            return block.kind
        case _:
            return "paragraph"


def _short(block: Block) -> PassageKind:
    """What a short line between paragraphs is: a sentence, or the heading of what follows."""
    spoken = block.text.startswith(("“", '"', "«", "„", "—", "–"))
    return "paragraph" if block.ends_sentence or spoken or block.text.endswith(":") else "heading"


def _is_caption(
    block: Block, following: Sequence[Block], prose: str, caption_before: str, phrases: Phrases
) -> bool:
    """Pictures leave a name, a credit, or a line about the person named just above it."""
    if block.kind == "heading":
        return False
    if phrases.is_credit(block.text):
        return True
    if is_person(block.text, phrases, prose):
        return _mentioned(block.text, prose) or any(_tells_of(block.text, line) for line in following)
    return bool(caption_before) and _tells_of(caption_before, block)


def _mentioned(name: str, prose: str) -> bool:
    """Whether the prose tells of a person; a title before the name may differ."""
    return " ".join(name.split()[-2:]) in prose


def _tells_of(name: str, line: Block) -> bool:
    """Whether a line that is no sentence has the last word of a name."""
    return name.split()[-1] in line.text and not line.ends_sentence


def _is_stray(block: Block, rest: Sequence[Block], phrases: Phrases) -> bool:
    """Whether a short line heads nothing: a link elsewhere, or no prose follows it."""
    if block.linked > 0.6:
        return True
    if block.kind in ("list-item", "quotation") or block.ends_sentence:
        return False
    for following in rest:
        if is_prose(following, phrases) or following.kind == "list-item":
            return False
        if following.kind == "text" and following.ends_sentence:
            return False
    return True
