"""Reads what a page of text prints around its body: title, authors, dates, outlet.

Every function yields claims, each with the bytes that say so; which of them holds is decided
elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...records import Claim
from .. import dates
from ..attribution import find
from ..claims import printed
from ..knowledge import Knowledge
from ..phrases import Phrases, fold
from ..spans import Page, Spanned, join
from .blocks import Block
from .body import Body, is_prose
from .names import is_person

# How many blocks before the body may belong to the article's head, and after it to its foot.
HEAD, FOOT = 30, 30
_TITLE_WORDS = range(3, 31)
_SEPARATORS = re.compile(r"\s*[|•·/–—]\s*|\s{2,}|\s-\s")
_COPYRIGHT = re.compile(
    r"(?i)(?:©|\(c\)|copyright|&copy;|@(?=\s?(?:19|20)\d\d))(?:\s|©|\(c\))*(?:copyright\s*)?"
    r"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d|\d\d))?)?[\s,.–—|-]*(?:by\s+)?"
    r"(?:all\s+rights?\s+reserved[\s.,–—|-]*)?(?:by\s+)?"
    r"(?P<name>[^.|©\n]{2,60}?)"
    r"(?:[\s.,–—|-]+(?:all\s+rights?\s+reserved|alle\s+rechte\s+vorbehalten|todos\s+los\s+derechos"
    r"|tous\s+droits|tutti\s+i\s+diritti|\d{4}).*|\s*[.|].*|\s*)$"
)
# A candidate with a lower score is no title.
_LIKELY = 0.1
# Candidates whose scores differ by less are alike.
_CLOSE = 0.5
# A title's line that ends so goes on in the next.
_OPEN = "-–—:,&"
_TIME = re.compile(r"(?i)\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*(?:uhr|gmt|utc|cet|est|et))?$")
_LOOSE = " :,|•·–—-"
_RIGHTS = re.compile(r"(?i)rights?\s+reserved|^(?:19|20)\d\d|rechte|derechos|droits")
_HOST = re.compile(r"(?i)(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,12})(?![\w@])")


@dataclass(frozen=True)
class Around:
    """The page around its body, with what every reader of a head needs."""

    page: Page
    body: Body
    knowledge: Knowledge
    language: str | None

    @property
    def head(self) -> tuple[Block, ...]:
        return self.body.before[-HEAD:]

    @property
    def foot(self) -> tuple[Block, ...]:
        return self.body.after[:FOOT]

    @cached_property
    def prose(self) -> str:
        return " ".join(part.block.text for part in self.body.parts if part.kind == "paragraph")

    def claim(self, content: Spanned, field: str, method: str, rule: str) -> Iterator[Claim]:
        """A claim whose quote is a stretch of cleaned text as it stands in the page."""
        if content.pieces:
            claim = printed(self.page, content.start, content.end, field, method, rule, self.knowledge)
            # Half of a link's Markdown in the quote would read otherwise than the cleaned text.
            if claim and (rule != "text/1" or claim.value == content.text):
                yield claim


def claims(around: Around) -> tuple[Claim, ...]:
    """Everything the page prints about the article."""
    named = title_block(around)
    return (
        *_titles(around, named),
        *_authors(around, named),
        *_dates(around),
        *_outlets(around),
    )


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
    dated = next(dates.find(block.text, around.language), None)
    if dated is None:
        return True
    cue, _ = _cue(block.text[: dated.start].rstrip(_LOOSE), phrases.date_cues)
    return cue is None and not _lone(around, block.text, dated)


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
        and _capitalised(block.text) == _capitalised(following.text) == 1
    )


def _capitalised(text: str) -> float:
    """Share of the longer words that begin with a capital."""
    longer = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in longer) / max(1, len(longer))


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


def _titles(around: Around, title: Title | None) -> Iterator[Claim]:
    if title:
        yield from around.claim(title.content, "title", title.method, "text/1")


def _authors(around: Around, title: Title | None) -> Iterator[Claim]:
    """Bylines, lone names between title and body, names that the foot lists more articles of."""
    phrases = around.knowledge.phrases
    for block in (*around.head, *around.foot[:6]):
        yield from _byline(around, block)
    after_title = around.head[title.index + title.length :] if title else ()
    for block in after_title:
        parts = list(_parted(block.text, 0, len(block.text), phrases))
        if all(_is_author(around, block.text[first:last]) for first, last in parts):
            for first, last in parts:
                yield from around.claim(block.content.cut(first, last), "author", "name-line", "text/1")
    for block in around.foot:
        match = phrases.other_articles.fullmatch(block.text)
        name = next((group for group in match.groupdict() if match[group]), None) if match else None
        if match and name and is_person(match[name], phrases):
            yield from around.claim(block.content.cut(*match.span(name)), "author", "other-articles", "text/1")


def _byline(around: Around, block: Block) -> Iterator[Claim]:
    phrases = around.knowledge.phrases
    if block.words > 25 or is_prose(block, phrases):
        return
    for start, end in _segments(block.text):
        cue = phrases.byline.match(block.text, start, end)
        if not cue:
            continue
        names = list(_names(around, block.text, cue.end(), end))
        for first, last in names:
            yield from around.claim(block.content.cut(first, last), "author", "byline", "text/1")
        if names:
            return


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a line between separators such as "|" and "·"."""
    start = 0
    for match in _SEPARATORS.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _names(around: Around, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in a byline, up to the first part that is none."""
    phrases = around.knowledge.phrases
    dated = next(dates.find(text[start:end], around.language), None)
    if dated:
        end = start + dated.start
    for first, last in _parted(text, start, end, phrases):
        part = text[first:last]
        alone = first == start and _single_name(part, phrases.not_names)
        if not (alone or is_person(part, phrases)):
            break
        yield first, last


def _parted(text: str, start: int, end: int, phrases: Phrases) -> Iterator[tuple[int, int]]:
    """The parts between commas and words for "and"."""
    for stop in [*phrases.conjunction.finditer(text, start, end), None]:
        yield start, stop.start() if stop else end
        start = stop.end() if stop else end


def _single_name(part: str, not_names: frozenset[str]) -> bool:
    """A byline may give one name only ("by Andrea"), or a handle."""
    return (
        len(part.split()) == 1
        and part[0].isupper()
        and part.replace("-", "").replace("’", "").isalpha()
        and part.casefold() not in not_names
        and len(part) > 2
    )


def _is_author(around: Around, name: str) -> bool:
    """Whether a line's name may be the author's: one whom the body tells of is a picture's subject."""
    phrases = around.knowledge.phrases
    return (
        is_person(name, phrases, around.prose)
        and not phrases.byline.match(name)
        and around.knowledge.registry.named(name) is None
        and name not in around.prose
    )


def _dates(around: Around) -> Iterator[Claim]:
    """Date lines in head and foot: a cue and a date, or a date and hardly anything else."""
    for block in _outside_attributions(around, (*around.head, *around.foot)):
        if block.words > 25 or _COPYRIGHT.search(block.text):
            continue
        for found in dates.find(block.text, around.language):
            claim = _date_claim(around, block, found)
            if claim:
                yield from claim


def _date_claim(around: Around, block: Block, found: dates.Found) -> Iterator[Claim] | None:
    before = _TIME.sub("", block.text[: found.start].rstrip(_LOOSE)).rstrip(_LOOSE)
    cue, length = _cue(before, around.knowledge.phrases.date_cues)
    if cue is None and not _lone(around, block.text, found):
        return None
    start = len(before) - length
    content = block.content.cut(start if cue else found.start, found.end)
    alone = dates.first(block.text[found.start : found.end])
    rule = "date/1" if alone == found.edtf else f"date/1:{around.language}"
    return around.claim(content, cue or "published", "date-cue" if cue else "date-line", rule)


def _cue(before: str, cues: "dict[str, tuple[str, ...]] | object") -> tuple[str | None, int]:
    """Which field the words before a date announce, and how many characters they take."""
    folded = before.casefold()
    for field in ("modified", "published"):
        for cue in cues[field]:  # type: ignore[index]
            head = len(folded) - len(cue)
            if folded.endswith(cue) and (head == 0 or not folded[head - 1].isalnum()):
                return field, len(cue)
    return None, 0


def _lone(around: Around, text: str, found: dates.Found) -> bool:
    """Whether hardly anything but a byline, a time or a place stands beside the date."""
    rest = f"{text[: found.start]} {text[found.end :]}"
    others = [
        word
        for word in re.findall(r"[^\W\d_]{2,}", rest)
        if word.casefold() not in ("am", "pm", "uhr", "gmt", "est")
    ]
    if around.knowledge.phrases.byline.match(text.strip()):
        return len(others) <= 8
    return len(others) <= 4


def _outlets(around: Around) -> Iterator[Claim]:
    """Copyright lines, and the one outlet whose address the page's furniture prints."""
    blocks = (*around.body.before, *around.body.after)
    for block in around.body.after:
        match = _COPYRIGHT.search(block.text) if block.words <= 30 else None
        if match and match["name"] and not _RIGHTS.search(match["name"]):
            yield from _copyright(around, block.content.cut(*match.span("name")))
    yield from _printed_domain(around, blocks)


def _copyright(around: Around, content: Spanned) -> Iterator[Claim]:
    known = around.knowledge.registry.named(content.text)
    if known or _is_name(content.text):
        yield from around.claim(content, "outlet", "copyright-line", "name/1" if known else "text/1")


def _is_name(text: str) -> bool:
    """Whether a text may be an outlet's name: a few words, the longer ones capitalised."""
    return 1 <= len(text.split()) <= 7 and _capitalised(text) == 1 and any(map(str.isalpha, text))


def _printed_domain(around: Around, blocks: Iterable[Block]) -> Iterator[Claim]:
    found: list[tuple[str, Spanned]] = []
    for block in _outside_attributions(around, blocks):
        for match in _HOST.finditer(block.text):
            outlet = around.knowledge.registry.at(match[1].lower())
            if outlet:
                found.append((outlet.name, block.content.cut(*match.span(1))))
    if len({name for name, _ in found}) == 1:
        yield from around.claim(found[0][1], "outlet", "printed-domain", "domain/1")


def _outside_attributions(around: Around, blocks: Iterable[Block]) -> Sequence[Block]:
    """Blocks that name no source: an address or a date in an attribution is the source's."""
    grammar, registry = around.knowledge.grammar, around.knowledge.registry
    return [
        block
        for block in blocks
        if len(block.text) < 400 and not any(find(block.text, grammar, registry, around.language))
    ]
