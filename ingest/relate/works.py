"""Which articles carry one text, and by which few rows that is told.

Copies are members of a work. Each is tied to its source or, where none is known, to one member that
stands for all: so many copies make so many rows. Pure, and a function of the set of articles.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..records import RelationKind
from .matching import Match

# Kinds whose two ends carry the same text, whole or edited.
SAME_TEXT: tuple[RelationKind, ...] = ("republication", "adaptation")


@dataclass(frozen=True, slots=True)
class Tie:
    """A row: `article` carries the text that `source` carries.

    `directed` where the source is known to be one; `named_by` is the member whose attribution says
    so, where it is not the article's own.
    """

    article: str
    source: str
    kind: RelationKind
    score: int
    directed: bool
    asserted: bool = False
    named_by: str | None = None


@dataclass(frozen=True)
class Work:
    """The members of a work and what joins them.

    `texts` are those with a text at hand, with the days between which they were published; `outlets`
    tells who published each. `edges` lead from an article to the source it is known to have: what it
    names itself or what a person says, the article where it is known which one a stub is. `matches` are
    keyed by the two ids in their order. `same` leads from a text to the one that is the same article.
    """

    texts: Mapping[str, tuple[str | None, str | None]]
    outlets: Mapping[str, str | None]
    edges: tuple[tuple[str, str], ...]
    matches: Mapping[tuple[str, str], Match]
    same: Mapping[str, str] = field(default_factory=dict)

    def match(self, a: str, b: str) -> Match | None:
        """What two members have in common."""
        return self.matches.get((a, b) if a < b else (b, a))


class Groups:
    """Members joined so far; each group is known by its smallest id."""

    def __init__(self, members: Iterable[str]) -> None:
        self._parent = {member: member for member in members}

    def root(self, member: str) -> str:
        """The smallest id of a member's group."""
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def join(self, a: str, b: str) -> None:
        """Make one group of two."""
        low, high = sorted((self.root(a), self.root(b)))
        self._parent[high] = low

    def roots(self) -> dict[str, str]:
        """Of each member, its group."""
        return {member: self.root(member) for member in self._parent}


def works(articles: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The work of each article: the smallest article id among those it is joined to.

    Args:
        articles: ids of articles and stubs.
        links: pairs of ids that carry the same text.
    """
    groups = Groups(articles)
    for a, b in links:
        groups.join(a, b)
    return groups.roots()


def original(work: Work) -> str | None:
    """The member that others name as their source and that names none itself; of several, the smallest."""
    sources = {source for article, source in work.edges if {article, source} <= work.texts.keys()}
    sourced = {article for article, _ in work.edges}
    return min(sources - sourced - {work.same.get(article) for article in sourced}, default=None)


def ties(work: Work, compare: Callable[[str, str], Match | None]) -> list[Tie]:
    """The rows that join the members of a work, beside the edges that are known anyway.

    Args:
        work: a work.
        compare: compares two members that no match is at hand for.
    """
    groups = Groups([*work.texts, *work.same.values(), *(end for edge in work.edges for end in edge)])
    for article, source in (*work.edges, *work.same.items()):
        groups.join(article, source)
    found = list(_directed(work, groups))
    # A text that names the outlet of another one leads to it like one that names its headline.
    work = replace(work, edges=(*work.edges, *((tie.article, tie.source) for tie in found if tie.asserted)))
    first = original(work)
    middle = first or min(work.texts.keys() - work.same.keys(), default=min(work.texts))
    for member in sorted(work.texts):
        if groups.root(member) != groups.root(middle):
            tie = _tied(work, member, middle, first, compare)
            if tie:
                found.append(tie)
                groups.join(member, middle)
    return [*found, *_left(work, groups)]


def _directed(work: Work, groups: Groups) -> Iterator[Tie]:
    """Rows from copies that show where they have their text from, and say so nowhere by name."""
    sourced = {article for article, _ in work.edges}
    ways: dict[str, list[tuple[bool, int, str]]] = {}
    for (a, b), match in work.matches.items():
        if match.later and match.later not in sourced:
            source = b if match.later == a else a
            ways.setdefault(match.later, []).append((not match.asserted, -match.score, source))
    for article, sources in sorted(ways.items()):
        for _, _, source in sorted(sources):
            if groups.root(article) != groups.root(source):
                found = work.match(article, source)
                assert found is not None, "it is one of the work's matches"
                yield Tie(article, source, found.kind, found.score, True, found.asserted)
                groups.join(article, source)
                break


def _tied(
    work: Work, member: str, middle: str, first: str | None, compare: Callable[[str, str], Match | None]
) -> Tie | None:
    """The row from a member to the one in the middle."""
    a, b = sorted((member, middle))
    match = work.match(a, b) or compare(a, b)
    if match is None or match.kind not in SAME_TEXT:
        return None
    sourced = any(article == member for article, _ in work.edges)
    if first and not sourced and not _before(work, member, first):
        return Tie(member, middle, match.kind, match.score, True, named_by=_namer(work, first))
    return _undirected(work, member, middle, match)


def _left(work: Work, groups: Groups) -> Iterator[Tie]:
    """Members that have nothing in common with the one in the middle, but with another."""
    for (a, b), match in sorted(work.matches.items()):
        if match.kind in SAME_TEXT and groups.root(a) != groups.root(b):
            groups.join(a, b)
            yield _undirected(work, a, b, match)


def _undirected(work: Work, a: str, b: str, match: Match) -> Tie:
    """A row without direction: of two outlets of which one names a third as its source, the third's text."""
    low, high = sorted((a, b))
    sourced = {article for article, _ in work.edges} & {a, b}
    outlets = {work.outlets.get(a), work.outlets.get(b)}
    third = bool(sourced) and (len(outlets) > 1 or outlets == {None})
    return Tie(low, high, "shared-source" if third else match.kind, match.score, False)


def _before(work: Work, member: str, first: str) -> bool:
    """Whether a member was published before the original that another names."""
    latest, earliest = work.texts[member][1], work.texts[first][0]
    return latest is not None and earliest is not None and latest < earliest


def _namer(work: Work, first: str) -> str:
    """Who names the original, by its own name or as a stub that was found to be it."""
    return min(article for article, source in work.edges if source == first and article in work.texts)
