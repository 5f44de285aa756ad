"""What two texts have in common, and what that makes of them. Pure; every weight stands here.

Copied prose makes a copy: what was said aloud, everybody may have heard for themselves. So words
that somebody said count for nothing but a shared quotation, and furniture of an outlet's pages for
nothing at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

from .align import Shared, align
from .glance import LEAST, TELLING
from .texts import Stretch, Text, stretches

CommonKind = Literal["republication", "adaptation", "excerpt", "shared-quotation"]

# An excerpt has so many words of prose in common, one stretch of them at least so long. Shorter ones
# are official titles, lists of names, and what everybody says of an event.
EXCERPT_WORDS, EXCERPT_STRETCH = 30, 15
# A quotation that several could have heard the same way is shorter by chance.
QUOTATION_WORDS = 12
# One of two texts is made of the other: so much of it is in both. Or less, where the shares of both
# come to as much and neither is small: cut to half, reworded, continued.
MADE_OF, MADE_OF_BOTH, MADE_OF_EACH = 0.7, 0.75, 0.25
# And so much of its prose; one with less prose is nearly all speech, and has to be the same to the end.
PROSE, LITTLE_PROSE, ALL_SPEECH = 0.4, 20, 0.97
# Both texts in the other but for this much: the same text. What is more was edited.
WHOLE = 0.8
# So many places at least, and half of those where they differ, have other figures in a form.
FIELDS = 3
# Half of the best score for so many words.
_HALF = 30


@dataclass(frozen=True, slots=True)
class Common:
    """What two texts have in common: of which kind, how surely (0 to 1000), and where."""

    kind: CommonKind
    score: int
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two texts: the shares of its words and of its prose that the other has too."""

    made_of: float
    prose: int
    prose_made_of: float


def compare(a: Text, b: Text, within: bool = False) -> Common | None:
    """What two texts have in common, None where it tells nothing.

    Args:
        a: one text.
        b: the other.
        within: whether one outlet published both. It repeats itself, so only whole texts tell.
    """
    shared = align(a.words.folded, b.words.folded)
    runs = [run.length for passage in shared for run in passage.runs]
    if max(runs, default=0) < TELLING or sum(runs) < LEAST:
        return None
    found = list(stretches(a, b, shared))
    prose = [stretch for stretch in found if not stretch.said]
    copied = sum(map(len, prose))
    kind = _whole(_side(a, found, shared, 0), _side(b, found, shared, 1))
    if kind and not (within and _form(a, b, shared)):
        return Common(kind, _score(copied), shared)
    if within:
        return None
    if copied >= EXCERPT_WORDS and max(stretch.run for stretch in prose) >= EXCERPT_STRETCH:
        return Common("excerpt", _score(copied), shared)
    said = [len(stretch) for stretch in found if stretch.said]
    if max(said, default=0) >= QUOTATION_WORDS:
        return Common("shared-quotation", _score(sum(said)), shared)
    return None


def _whole(a: _Side, b: _Side) -> CommonKind | None:
    """Whether one text was made of the other."""
    most, least = sorted((a, b), key=lambda side: -side.made_of)
    both = most.made_of + least.made_of >= MADE_OF_BOTH and least.made_of >= MADE_OF_EACH
    if most.made_of < MADE_OF and not both:
        return None
    if least.made_of < ALL_SPEECH if most.prose < LITTLE_PROSE else most.prose_made_of < PROSE:
        return None
    return "republication" if least.made_of >= WHOLE else "adaptation"


def _form(a: Text, b: Text, shared: Iterable[Shared]) -> bool:
    """Whether two texts are one form with other figures filled in: the weather, the markets, the results."""
    gaps = [(one, after) for passage in shared for one, after in pairwise(passage.runs)]
    filled = [
        _figures(a, one.a + one.length, after.a) != _figures(b, one.b + one.length, after.b)
        for one, after in gaps
    ]
    return sum(filled) >= max(FIELDS, len(filled) / 2)


def _figures(text: Text, start: int, end: int) -> list[str]:
    return [word for word in text.words.folded[start:end] if word.isdigit()]


def _side(text: Text, found: Iterable[Stretch], shared: Iterable[Shared], side: int) -> _Side:
    """One text's shares. Words between two runs of a passage count with it."""
    counted = {at for at, furniture in enumerate(text.furniture) if not furniture}
    ranges = ((one.a_start, one.a_end) if side == 0 else (one.b_start, one.b_end) for one in shared)
    common = set(chain.from_iterable(range(*one) for one in ranges)) & counted
    said = {pair[side] for stretch in found if stretch.said for pair in stretch.pairs}
    prose = {at for at in counted if not text.quoted[at]} - said
    return _Side(_share(common, counted), len(prose), _share(common & prose, prose))


def _share(part: set[int], whole: set[int]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _score(count: int) -> int:
    return round(1000 * count / (count + _HALF))
