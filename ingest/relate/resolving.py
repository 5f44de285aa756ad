"""Which article a stub is: the one that another article names, once it has come in. Pure.

An attribution gives outlet, headline and date as somebody else printed them, often wrongly; so none
of these is enough for a text that was carried on. Its words have to be those of the article that
cites it. Where two articles fit alike, neither is taken.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..canon import resolution_id
from ..records import Article, RelationKind
from .matching import Match
from .names import alike, same_outlet
from .people import Pair, Said, pair
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
class Seen:
    """What speaks of an original: `namers` are the articles that name it, each with how it relates to it.

    `titled` are those that have its headline, `matches` what the namers have in common with others, `at`
    is the article that its address leads to.
    """

    namers: Collection[tuple[str, RelationKind]]
    titled: Collection[str]
    matches: Mapping[Pair, Match]
    at: str | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score (0 to 1000), why, and whether it may be taken."""

    article: str
    score: int
    reason: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """The article that a stub is, and who says so; or, where there is none, those that it might be."""

    taken: Ranked | None
    act: str | None
    candidates: tuple[Ranked, ...]


def resolved(stub: Article, seen: Seen, said: Said, article: Callable[[str], Article | None]) -> Resolved:
    """Which article a stub is, or one that a person says to be the same as another.

    Args:
        stub: what was said of the original.
        seen: what speaks of it.
        said: people's word.
        article: an article by its id, None where it is not here.
    """
    if stub.id in said.same:
        identity, act = said.same[stub.id]
        if act.other and article(act.other):
            return Resolved(Ranked(act.other, 1000, f"{act.by} says so", True), identity, ())
    if stub.id in said.apart or not stub.stub:
        return Resolved(None, None, ())
    # That a namer has nothing to do with a candidate says nothing of what the stub is.
    kinds = {kind for namer, kind in seen.namers if pair(namer, stub.id) not in said.unlinked}
    found = _candidates(seen, article)
    known = {one.article.id for one in found}
    candidates = (one for one in found
                  if resolution_id(stub.id, one.article.id) not in said.taken_back
                  and not _leads_on(one.article.id, stub.id, known, said))  # fmt: skip
    ranking = ranked(stub, kinds, candidates)
    taken = chosen(ranking) if stub.id not in said.same else None
    return Resolved(taken, None, () if taken else tuple(ranking))


def _leads_on(article: str, stub: str, candidates: Collection[str], said: Said) -> bool:
    """Whether a person says that an article is the stub, or another candidate, which stands for both."""
    end = said.end(article)
    return end == stub or (end != article and end in candidates)


def _candidates(seen: Seen, article: Callable[[str], Article | None]) -> list[Candidate]:
    namers = {namer for namer, _ in seen.namers}
    found: dict[str, Match | None] = dict.fromkeys(seen.titled)
    for (a, b), match in sorted(seen.matches.items()):
        for namer, other in ((a, b), (b, a)):
            if namer in namers and other not in namers:
                known = found.get(other)
                found[other] = match if known is None or match.score > known.score else known
    if seen.at:
        found.setdefault(seen.at, None)
    here = ((article(one), match) for one, match in sorted(found.items()) if one not in namers)
    return [Candidate(one, match, one.id == seen.at) for one, match in here if one and not one.stub]


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
