"""Which article a stub is: the one that another article names, once it has come in. Pure.

An attribution gives outlet, headline and date as somebody else printed them, often wrongly; so none
of these is enough for a text that was carried on. Its words have to be those of the article that
cites it. Where two articles fit alike, neither is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..records import Article
from .matching import Match
from .names import alike, same_outlet
from .works import SAME_TEXT

# Of 1000: the same address is all. Otherwise what is printed of the original, and its words.
TITLE, WHOLE_TEXT, PART_OF_TEXT, OUTLET, DAY, MONTH = 450, 300, 200, 150, 100, 50
# Headlines are shortened and reworded; with the text confirmed so much likeness is enough, and a whole text
# of that outlet needs none. Without a text to compare, they have to be the same but for a word.
LIKE, ALIKE = 0.5, 0.9
# The best is taken where the next one is so far behind.
LEAD = 100
# Below this nobody needs to look.
_WORTH = 300
_NEAR, _FAR = 3, 31


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be what a stub stands for, and what its text has in common with those citing it."""

    article: Article
    match: Match | None = None
    same_address: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score (0 to 1000), why, and whether it may be taken."""

    article: str
    score: int
    reason: str
    confirmed: bool


def ranked(stub: Article, kinds: Iterable[str], candidates: Iterable[Candidate]) -> list[Ranked]:
    """The candidates for a stub that are worth a look, the best first.

    Args:
        stub: what was said of the original.
        kinds: how those who cite it relate to it.
        candidates: articles that may be it.
    """
    carried = any(kind in (*SAME_TEXT, "excerpt") for kind in kinds)
    found = [_weighed(stub, carried, candidate) for candidate in candidates]
    return sorted((one for one in found if one.score >= _WORTH), key=lambda one: (-one.score, one.article))


def chosen(ranking: list[Ranked]) -> Ranked | None:
    """The candidate that is the stub, None where it is none or several might be."""
    confirmed = [one for one in ranking if one.confirmed]
    if not confirmed or (len(confirmed) > 1 and confirmed[0].score - confirmed[1].score < LEAD):
        return None
    return confirmed[0]


def _weighed(stub: Article, carried: bool, candidate: Candidate) -> Ranked:
    article = candidate.article
    if candidate.same_address:
        return Ranked(article.id, 1000, "its address leads to this article", True)
    likeness = alike(stub.title, article.title)
    outlet = same_outlet(stub.outlet, article.outlet)
    whole = candidate.match is not None and candidate.match.kind in SAME_TEXT
    part = candidate.match is not None and candidate.match.kind == "excerpt"
    days = _apart(stub, article)
    near = DAY if days is not None and days <= _NEAR else MONTH if days is not None and days <= _FAR else 0
    text = WHOLE_TEXT if whole else PART_OF_TEXT if part else 0
    score = round(TITLE * likeness) + (OUTLET if outlet else 0) + text + near
    text_tells = whole or (part and likeness >= LIKE)
    confirmed = outlet and (text_tells if carried else likeness >= ALIKE)
    return Ranked(article.id, score, _reason(likeness, outlet, whole, part, days), confirmed)


def _reason(likeness: float, outlet: bool, whole: bool, part: bool, days: int | None) -> str:
    said = [f"headline {round(likeness * 100)}% alike", "same outlet" if outlet else "another outlet"]
    said.append("same text" if whole else "a part of the text" if part else "no text in common")
    if days is not None:
        said.append("same day" if days == 0 else f"{days} days apart")
    return ", ".join(said)


def _apart(stub: Article, article: Article) -> int | None:
    """The days between what is said of the original's date and the article's."""
    if not (stub.published_earliest and stub.published_latest):
        return None
    if not (article.published_earliest and article.published_latest):
        return None
    before = _days(stub.published_latest, article.published_earliest)
    after = _days(article.published_latest, stub.published_earliest)
    return max(0, before, after)


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days
