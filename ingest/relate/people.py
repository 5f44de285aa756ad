"""What holds of what people said about relations and identity: their word outranks every finding.

Pure, and a function of the acts in the order in which they were said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..records import Act

Pair = tuple[str, str]
T = TypeVar("T", str, int)


@dataclass(frozen=True)
class Said:
    """People's word as it stands, each with the id of the act that says so.

    `linked` and `unlinked` are keyed by two ids in their order; `same` leads from an article or stub to
    the one that it is, never in a circle; `apart` are those that are no other; `taken_back` are ids of
    acts, findings and claims that somebody undid.
    """

    linked: Mapping[Pair, tuple[str, Act]]
    unlinked: Mapping[Pair, tuple[str, Act]]
    same: Mapping[str, tuple[str, Act]]
    apart: Mapping[str, tuple[str, Act]]
    taken_back: frozenset[str]

    def end(self, article: str) -> str:
        """The article that one is in the end, as far as people say so."""
        while article in self.same:
            article = self.same[article][1].other or article
        return article


def pair(a: T, b: T) -> tuple[T, T]:
    """Two ids, or two numbers of articles, in their order."""
    return (a, b) if a < b else (b, a)


def taken_back(acts: Iterable[tuple[str, Act]]) -> frozenset[str]:
    """The ids of what was undone by acts in the order in which they were said, and not brought back."""
    found: set[str] = set()
    # The last word first: whether an undoing holds is known before what it undoes.
    for identity, act in reversed(list(acts)):
        if act.undoes and identity not in found:
            found.add(act.undoes)
    return frozenset(found)


def standing(acts: Iterable[tuple[str, Act]]) -> Said:
    """What holds of acts with their ids, in the order in which they were said.

    An act that was undone was never said; the undoing of an undoing brings it back. Where people say in
    a circle which articles are one, the last word says which of them stands for all.
    """
    said = list(acts)
    undone = taken_back(said)
    linked: dict[Pair, tuple[str, Act]] = {}
    unlinked: dict[Pair, tuple[str, Act]] = {}
    same: dict[str, tuple[str, Act]] = {}
    apart: dict[str, tuple[str, Act]] = {}
    for identity, act in said:
        if identity in undone or not act.article or act.article == act.other:
            continue
        if act.act == "split":
            same.pop(act.article, None)
            apart[act.article] = (identity, act)
        elif act.other and act.act == "merge":
            if _leads(same, act.other, act.article):
                same.pop(act.other)
            apart.pop(act.article, None)
            same[act.article] = (identity, act)
        elif act.other and act.act != "undo":
            into, out = (linked, unlinked) if act.act == "link" else (unlinked, linked)
            out.pop(pair(act.article, act.other), None)
            into[pair(act.article, act.other)] = (identity, act)
    return Said(linked, unlinked, same, apart, undone)


def _leads(same: Mapping[str, tuple[str, Act]], start: str, end: str) -> bool:
    """Whether one article is another, by what was said so far."""
    while start in same and start != end:
        start = same[start][1].other or start
    return start == end
