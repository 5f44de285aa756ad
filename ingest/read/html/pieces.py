"""The pieces of a page that an extractor found, what the page says of its article, and how both compare.

Judges nothing: what is article and what is not is decided elsewhere.
"""

from dataclasses import dataclass

from ...records import PassageKind
from ..spans import Spanned
from .ground import bare

_ENDS = tuple(".!?…。！？।։።؟۔")


@dataclass(frozen=True)
class Piece:
    """A passage's words with their place in the page; `at` is its beginning in the article's text."""

    kind: PassageKind
    content: Spanned
    at: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return self.content.text


@dataclass(frozen=True)
class Told:
    """What a page says of its article elsewhere, as letters and digits in small letters."""

    titles: frozenset[str]
    descriptions: frozenset[str]
    authors: frozenset[str] = frozenset()


def letters(text: str) -> str:
    """A text for comparison: letters and digits, case-folded."""
    return bare(text).casefold()


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences do in any script, whatever quotes or brackets close it."""
    return text.rstrip("\"'”“’»«)]」』）› ").endswith(_ENDS)
