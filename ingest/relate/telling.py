"""Which rows tell what articles have in common: those of works, and those of parts in common. Pure.

Every row that comparing gives is drafted here, so that whoever writes them and whoever checks them
go by the same rules.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from ..canon import relation_id
from ..records import Relation, RelationKind, RelationStatus
from .hearing import UNDIRECTED, Hearing, linked
from .matching import Match
from .people import Pair
from .works import SAME_TEXT, Work, ties


@dataclass(frozen=True, slots=True)
class Draft:
    """A relation before its evidence is written out.

    `article` is the later text or, without direction, the one with the smaller id. `named_by` is a third
    article that names the source of this text, with what it names; `act` the act of a person that
    confirms or rejects it.
    """

    article: str
    source: str
    kind: RelationKind
    status: RelationStatus
    score: int
    directed: bool
    named_by: tuple[str, str] | None = None
    act: str | None = None

    @property
    def id(self) -> str:
        """The relation's id."""
        return relation_id(self.article, self.source, self.kind)

    def tells(self, one: Relation, act: str | None) -> bool:
        """Whether a relation says the same, but for its evidence."""
        said = one.status, one.score, one.directed, act
        return said == (self.status, self.score, self.directed, self.act)


def of_work(
    work: Work, named: Mapping[str, tuple[str, str]], compare: Callable[[str, str], Match | None]
) -> Iterator[Draft]:
    """The rows that tie the members of one work.

    Args:
        work: the work.
        named: who names each source by its text, and as what: itself, or a stub that was found to be it.
        compare: compares two members that no match is at hand for.
    """
    if not work.texts:
        return
    for tie in ties(work, compare):
        status: RelationStatus = "asserted" if tie.asserted else "detected"
        naming = named.get(tie.source, (tie.named_by, tie.source)) if tie.named_by else None
        yield Draft(tie.article, tie.source, tie.kind, status, tie.score, tie.directed, naming)


def of_parts(
    matches: Mapping[Pair, Match], works: Mapping[str, str], word: Hearing, told: Collection[Pair]
) -> Iterator[Draft]:
    """The rows between texts of different works, and of matches that a person says are none.

    Args:
        matches: what articles have in common, by their ids in order.
        works: the work of each of them.
        word: people's word.
        told: pairs of which one names the other itself: what a person rejects of that is told by its own row.
    """
    for (a, b), match in sorted(matches.items()):
        rejected = word.rejected(a, b)
        if rejected and word.ended((a, b)) in told:
            continue
        if not rejected and (word.about(a, b) or match.kind in SAME_TEXT or works[a] == works[b]):
            continue
        later = match.later or a
        status: RelationStatus = "rejected" if rejected else "asserted" if match.asserted else "detected"
        source = b if later == a else a
        yield Draft(later, source, match.kind, status, match.score, match.later is not None, act=rejected)


def of_word(word: Hearing) -> Iterator[Draft]:
    """The rows that people confirm; without direction the end with the smaller id comes first."""
    for identity, act in word.links():
        article, source, kind = linked((identity, act))
        yield Draft(article, source, kind, "confirmed", 1000, kind not in UNDIRECTED, act=identity)
