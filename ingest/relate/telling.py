"""Which rows tell what articles have in common: those of works, and those of parts in common. Pure.

Every row that comparing gives is drafted here, so that whoever writes them and whoever checks them
go by the same rules.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..canon import relation_id
from ..records import Relation, RelationKind, RelationStatus
from .matching import Match
from .people import Said
from .works import SAME_TEXT, Work, named_as, ties

UNDIRECTED: tuple[RelationKind, ...] = ("shared-quotation", "shared-source")


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


def of_work(work: Work, compare: Callable[[str, str], Match | None]) -> Iterator[Draft]:
    """The rows that tie the members of one work.

    Args:
        work: the work.
        compare: compares two members that no match is at hand for.
    """
    if not work.texts:
        return
    for tie in ties(work, compare):
        status: RelationStatus = "asserted" if tie.asserted else "detected"
        naming = (tie.named_by, named_as(work, tie.named_by, tie.source)) if tie.named_by else None
        yield Draft(tie.article, tie.source, tie.kind, status, tie.score, tie.directed, naming)


def of_parts(matches: Mapping[tuple[str, str], Match], works: Mapping[str, str], said: Said) -> Iterator[Draft]:
    """The rows between texts of different works, and of matches that a person says are none.

    Args:
        matches: what articles have in common, by their ids in order.
        works: the work of each of them.
        said: people's word.
    """
    for (a, b), match in sorted(matches.items()):
        word = said.unlinked.get((a, b))
        if not word and (match.kind in SAME_TEXT or works[a] == works[b]):
            continue
        later = match.later or a
        status: RelationStatus = "rejected" if word else "asserted" if match.asserted else "detected"
        source, act = b if later == a else a, word[0] if word else None
        yield Draft(later, source, match.kind, status, match.score, match.later is not None, act=act)


def of_word(said: Said) -> Iterator[Draft]:
    """The rows that people confirm; without direction the end with the smaller id comes first."""
    for (low, high), (identity, act) in sorted(said.linked.items()):
        if act.article and act.other and act.kind:
            directed = act.kind not in UNDIRECTED
            article, source = (act.article, act.other) if directed else (low, high)
            yield Draft(article, source, act.kind, "confirmed", 1000, directed, act=identity)
