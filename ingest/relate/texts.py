"""Texts made ready to be compared, and the words that two of them have in common, told by who says them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from . import speech
from .align import Shared
from .words import Words, words

# A word of one text and the same word of the other.
Pair = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """A text, its words, and which of them are furniture."""

    text: str
    words: Words
    furniture: tuple[bool, ...]
    _blocks: tuple[speech.Range, ...]

    @classmethod
    def of(
        cls,
        text: str,
        blocks: Iterable[speech.Range] = (),
        furniture: Iterable[int] = (),
        found: Words | None = None,
    ) -> "Text":
        """Prepare a text.

        Args:
            text: paragraphs split by one blank line.
            blocks: character ranges that the page marks as quotation.
            furniture: numbers of the words that belong to the outlet's pages.
            found: its words, where they are at hand.
        """
        found, besides = found or words(text), set(furniture)
        return cls(text, found, tuple(at in besides for at in range(len(found))), tuple(blocks))

    # Who speaks is looked for where texts have words in common, which most that meet have not.

    @cached_property
    def quoted(self) -> tuple[bool, ...]:
        """Of each word, whether it stands in quotation."""
        return speech.quoted(self.text, self.words, self._blocks)

    @cached_property
    def unmarked(self) -> bool:
        """Whether the text lost its quotation marks."""
        return speech.unmarked(self.text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in common on end, and whether somebody said them."""

    pairs: tuple[Pair, ...]
    said: bool

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def run(self) -> int:
        """The most words without any difference between them."""
        longest = run = 0
        for (at, other), after in zip(self.pairs, [*self.pairs[1:], (-1, -1)], strict=True):
            run += 1
            longest = max(longest, run)
            run = run if after == (at + 1, other + 1) else 0
        return longest


def stretches(a: Text, b: Text, shared: Iterable[Shared]) -> Iterator[Stretch]:
    """The words of some passages without furniture, parted where quotation begins or ends."""
    for passage in shared:
        pairs = (
            (run.a + step, run.b + step)
            for run in passage.runs
            for step in range(run.length)
            if not (a.furniture[run.a + step] or b.furniture[run.b + step])
        )
        for both, group in groupby(pairs, key=lambda pair: a.quoted[pair[0]] and b.quoted[pair[1]]):
            found = tuple(group)
            yield Stretch(found, both or _said(a, b, found))


def _said(a: Text, b: Text, pairs: tuple[Pair, ...]) -> bool:
    """Whether words that are not quoted on both sides were said by somebody all the same.

    What one text quotes is prose of the other's, unless it sounds like speech, or somebody is told to
    have spoken it: where it is quoted, or where it would be if the marks were not lost.
    What neither quotes is prose, unless both have lost their marks and it sounds like speech.
    """
    sounds = speech.spoken([a.words.folded[at] for at, _ in pairs])
    for here, there, side in ((a, b, 0), (b, a, 1)):
        if 2 * sum(here.quoted[pair[side]] for pair in pairs) >= len(pairs):
            told = _told(here, pairs, side) or (there.unmarked and _told(there, pairs, 1 - side, True))
            return sounds or told
    return sounds and a.unmarked and b.unmarked


def _told(text: Text, pairs: tuple[Pair, ...], side: int, same_sentence: bool = False) -> bool:
    """Whether a text tells next to some of its words who spoke them."""
    first, last = pairs[0][side], pairs[-1][side]
    return speech.told(text.text, text.words.starts[first], text.words.ends[last], same_sentence)
