"""The page around its body, as the readers of title, authors, dates and outlet share it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ...records import Claim
from ..attribution import find
from ..claims import printed
from ..knowledge import Knowledge
from ..spans import Page, Spanned
from .blocks import Block
from .body import Body
from .inline import enclosing

# How many blocks before the body may belong to the article's head, and after it to its foot.
HEAD, FOOT = 30, 30
# Longer blocks are no lines of a head or foot.
_LINE = 400


@dataclass(frozen=True)
class Around:
    """The page around its body, with what every reader of a head needs.

    `enclosing` finds the characters of the page that say what a stretch of cleaned text says, by
    the rules whose names begin with `written`. `called` has the keys of the site's names.
    """

    page: Page
    body: Body
    knowledge: Knowledge
    language: str | None
    written: str = ""
    enclosing: Callable[[str, int, int, str], tuple[int, int] | None] = enclosing
    called: frozenset[str] = frozenset()

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
        if not content.pieces:
            return
        found = self.enclosing(self.page.text, content.start, content.end, content.text)
        rule = self.written + rule
        claim = printed(self.page, *found, field, method, rule, self.knowledge) if found else None
        if claim:
            yield claim

    def sourceless(self, block: Block) -> bool:
        """Whether a block names no source: an address or a date in an attribution is the source's."""
        grammar, registry = self.knowledge.grammar, self.knowledge.registry
        return len(block.text) < _LINE and not any(find(block.text, grammar, registry, self.language))
