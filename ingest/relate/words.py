"""A text as the words by which it is compared with others.

Folded so that typography does not count: capitals, accents, apostrophes of any kind, soft hyphens.
Scripts without spaces between words are compared letter by letter.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Han, kana, Thai, Lao, Khmer and Burmese write no spaces.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PART = rf"[^\W_{_SPACELESS}]+"
# A lost apostrophe is often a question mark or a replacement character between two letters.
_WORD = re.compile(rf"[{_SPACELESS}]|{_PART}(?:['’‘ʼ´`?\ufffd\xad]{_PART})*")
_APOSTROPHE = re.compile(r"['’‘ʼ´`?\ufffd\xad]")


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a text, and the characters at which each begins and ends."""

    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.folded)


def words(text: str) -> Words:
    """The words of a text in their order."""
    found = [(_fold(match[0]), *match.span()) for match in _WORD.finditer(text)]
    folded, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Words(folded, starts, ends)


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    folded = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", word).casefold())
    return "".join(char for char in folded if not unicodedata.combining(char)) or word
