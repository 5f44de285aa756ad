"""Tells the article from the lines before and after it: dates, names, labels, notices, who wrote it.

Goes by what lines look like rather than by their words, and only at the edges of the text: the same
line between two paragraphs may be a heading, or what somebody said.
"""

import re
from collections.abc import Sequence

from ..phrases import Phrases
from .elsewhere import Anchors, share
from .pieces import Piece, Told, ends_sentence, letters

# The text begins with a paragraph of so many characters that ends as sentences do; of signs that are
# words, fewer.
_PARAGRAPH, _SIGNS = 80, 30
# So many pieces are looked at before it and after it.
_TOP, _FOOT = 10, 40
# A line about the article has fewer characters and words, a lone name or place has even fewer.
_LINE, _WORDS, _NAME, _NAME_WORDS = 140, 14, 60, 6
# Letters that stand beside an author's name: what the author is.
_BESIDE = 30
# So many words tell who wrote the article, and the name stands within so many letters.
_ABOUT, _EARLY = 80, 20
# So much of a line in the foot is linked where it leads elsewhere.
_LINKED = 0.4
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b(?:19|20)\d\d年|\d{1,2}[:.h時]\d\d|[٠-٩۰-۹०-९]{4}")
_NUMBERS = re.compile(r"\d+")
_SPOKEN = re.compile('[“”„«»「"]')
_SIGN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")
_RIGHTS = re.compile(
    r"(?i)[©ⓒ]|\(c\) ?(?:19|20)\d\d|\bcopyright\b|無断転載|无断转载|版權所有|版权所有|무단 ?전재"
)


def begun(found: Sequence[Piece], told: Told, phrases: Phrases) -> list[Piece]:
    """The pieces without dates, names and labels before the first paragraph."""
    top = next((number for number, piece in enumerate(found[:_TOP]) if _is_paragraph(piece)), 0)
    kept = [piece for piece in found[:top] if not _is_label(piece, told, phrases)]
    return [*kept, *found[top:]]


def ended(found: Sequence[Piece], told: Told, phrases: Phrases, anchors: Anchors) -> list[Piece]:
    """The pieces without what follows the last paragraph: notices, names, labels, links, who wrote it."""
    kept = list(found)
    least = max(1, len(kept) - _FOOT)
    if not any(_is_paragraph(piece) for piece in kept[:-1]):
        return kept
    while len(kept) > least and _is_after(kept, told, phrases, anchors):
        kept.pop()
    return kept


def _is_paragraph(piece: Piece) -> bool:
    """Whether a piece is long enough for a paragraph of the text, and ends as sentences do."""
    text = piece.text
    enough = len(text) >= (_SIGNS if _SIGN.search(text) else _PARAGRAPH)
    return piece.kind != "heading" and enough and ends_sentence(text) and not _RIGHTS.search(text)


def _is_label(piece: Piece, told: Told, phrases: Phrases) -> bool:
    """Whether a line before the text says when, by whom, where or for what it was written."""
    text = piece.text
    words = len(_WORD.findall(text)) if len(text) < _LINE else _WORDS + 1
    if words > _WORDS:
        return False
    if piece.kind != "paragraph":
        return bool(_DATED.search(text)) and words <= _NAME_WORDS and len(_NUMBERS.findall(text)) > 1
    return not ends_sentence(text) and (
        bool(_DATED.search(text) or phrases.byline.match(text))
        or (words <= _NAME_WORDS and len(text) < _NAME)
        or _names(text, told)
    )


def _names(text: str, told: Told) -> bool:
    """Whether a line says little else than an author's name."""
    said = letters(text)
    return any(author in said and len(said) - len(author) < _BESIDE for author in told.authors)


def _is_after(kept: Sequence[Piece], told: Told, phrases: Phrases, anchors: Anchors) -> bool:
    """Whether the last piece is no more of the text."""
    piece = kept[-1]
    text = piece.text
    if piece.kind == "heading" or (len(text) < 2 * _LINE and _RIGHTS.search(text)):
        return True
    if _tells_who(kept, told):
        return True
    if len(text) >= _LINE or ends_sentence(text) or text.endswith(":"):
        return False
    if piece.kind == "paragraph":
        return len(_WORD.findall(text)) <= _WORDS
    return piece.kind == "list-item" and share(piece, anchors) > _LINKED


def _tells_who(kept: Sequence[Piece], told: Told) -> bool:
    """Whether the last piece tells who wrote the article, by its first words or the heading over it."""
    text = kept[-1].text
    if text.count(" ") > _ABOUT or _SPOKEN.search(text):
        return False
    if kept[-2].kind == "heading" and letters(kept[-2].text) in told.authors:
        return True
    early = letters(text[: 5 * _EARLY])
    return any(0 <= early.find(author) <= _EARLY for author in told.authors)
