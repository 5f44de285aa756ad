"""Tells a person's name from other short lines, by its shape alone."""

import re

from ..phrases import Phrases

_PARTICLES = frozenset(
    "van von der den de del della di da dos das du la le el al bin ibn ben ter ten zu y e van't st".split()
)
_TITLES = frozenset(
    "mr mrs ms miss dr prof sir lord lady ambassador president senator minister general col gen sen rep rev "
    "fr father sister bishop cardinal archbishop judge justice captain capt lt sgt professor".split()
)
# What stands behind an apostrophe further in is an ending ("BORNOVA'DA").
_PART = re.compile(r"(?:[^\W\d_]\.)+|(?:[^\W\d_]{1,4}['’`])?[^\W\d_]+(?:-(?:[^\W\d_]{1,4}['’`])?[^\W\d_]+)*\.?")
# A name in Chinese, Japanese or Korean; one in Arabic or Hebrew letters.
_EAST = re.compile(r"[\u3400-\u9fff]{1,4}(?:\s?[\u3040-\u30ff\u3400-\u9fff]{1,4})?|[\uac00-\ud7a3]{2,4}")
_SEMITIC = re.compile(r"[\u0590-\u06ff'’\"״-]{2,15}(?:\s[\u0590-\u06ff'’\"״-]{2,15}){1,3}")


def is_person(text: str, phrases: Phrases, prose: str = "") -> bool:
    """Whether a text has the shape of one person's name: two to four capitalised words.

    Initials ("Cassie B.") and particles ("Bill Van Auken") belong to it; a title in front may.
    Words that stand in the article's `prose` in small letters are no names: headlines in
    capitals have them.
    """
    words = text.split()
    if words and words[0].rstrip(".").casefold() in _TITLES:
        words = words[1:]
    if not 2 <= len(words) <= 6 or len(text) > 60:
        return False
    if any(not _PART.fullmatch(word) for word in words):
        return False
    folded = {word.casefold().rstrip(".") for word in words}
    if folded & (phrases.not_names | phrases.furniture):
        return False
    full = [word for word in words if word.casefold() not in _PARTICLES]
    if not 2 <= len(full) <= 4 or words[-1] in _PARTICLES or len(words[0]) == 1:
        return False
    if not all(word[0].isupper() for word in full) or all(_acronym(word) for word in full):
        return False
    return not any(_stands(word.lower(), prose) for word in full if len(word) > 3)


def is_uncased(text: str) -> bool:
    """Whether a text can be a name in a script without capitals: for what stands behind a cue only."""
    return _EAST.fullmatch(text) is not None or _SEMITIC.fullmatch(text) is not None


def _stands(word: str, prose: str) -> bool:
    """Whether a word stands in a text by itself."""
    at = prose.find(word)
    while at >= 0:
        around = prose[max(0, at - 1) : at] + prose[at + len(word) : at + len(word) + 1]
        if not any(char.isalnum() or char == "_" for char in around):
            return True
        at = prose.find(word, at + 1)
    return False


def _acronym(word: str) -> bool:
    """Capitals without vowels to speak of; a name in capitals has more than four letters."""
    return word.isupper() and len(word) <= 3 and "." not in word


def capitalised(text: str) -> float:
    """Share of the longer words that begin with a capital."""
    longer = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in longer) / max(1, len(longer))
