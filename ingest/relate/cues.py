"""What stays the same when a text is translated: its numbers and names, in their order.

A number is known by its digits, whatever parts them ("1,6" and "1.6", "44 254" and "44,254"); a name
by its first letters, as endings differ. Single figures and words that begin a sentence tell nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from .words import words

_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ’']\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?…:»”“\"„«¿¡\n]\s*)\Z")
_LETTERS = 5
# So many keys of each kind lead from one text to its translations: the smallest hashes of all (Broder 1997).
_KEYS = 6
_BYTES = 4
# Longer texts are looked at up to here.
MOST = 400


@dataclass(frozen=True, slots=True)
class Cue:
    """A number or a name: how it is compared, and the characters at which it stands."""

    folded: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        """Whether it is a number."""
        return self.folded.isdigit()


def cues(text: str) -> tuple[Cue, ...]:
    """The numbers and names of a text, in their order."""
    found: list[Cue] = []
    for match in _TOKEN.finditer(text):
        folded = _folded(match[0])
        if folded is None or (not folded.isdigit() and _begins(text, match.start())):
            continue
        found.append(Cue(folded, *match.span()))
        if len(found) == MOST:
            break
    return tuple(found)


def fold(quote: str) -> tuple[str, ...]:
    """The cues of a quote that is nothing but a number or a name: the rule `cues/1`."""
    return tuple(folded for match in _TOKEN.finditer(quote) if (folded := _folded(match[0])))


def keys(found: Sequence[Cue]) -> frozenset[int]:
    """A few numbers below 2^32 by which a translation is found: of neighbouring numbers and neighbouring names.

    Apart, as German has capitals on all of its nouns.
    """
    kinds = ([cue.folded for cue in found if cue.number is number] for number in (True, False))
    return frozenset(key for kind in kinds for key in sorted(set(map(_hash, pairwise(kind))))[:_KEYS])


def _folded(token: str) -> str | None:
    if token[0].isdigit():
        digits = re.sub(r"\D", "", token)
        return digits if len(digits) > 1 else None
    if not token[0].isupper() or len(token) <= _LETTERS - 2:
        return None
    folded = words(token).folded
    return folded[0][:_LETTERS] if folded else None


def _begins(text: str, start: int) -> bool:
    """Whether a word begins a sentence, where every word has a capital."""
    return _BEGINS.search(text, max(0, start - 3), start) is not None or start == 0


def _hash(pair: tuple[str, str]) -> int:
    return int.from_bytes(blake2b(" ".join(sorted(pair)).encode(), digest_size=_BYTES, person=b"cues").digest())
