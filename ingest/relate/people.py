"""What holds of what people said about relations and identity: their word outranks every finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..records import Act

Pair = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """People's word as it stands, each with the id of the act that says so.

    `linked` and `unlinked` are keyed by two ids in their order; `same` leads from an article or stub to
    the one that it is; `apart` are those that are no other; `taken_back` are ids of acts and findings
    that somebody undid.
    """

    linked: Mapping[Pair, tuple[str, Act]]
    unlinked: Mapping[Pair, tuple[str, Act]]
    same: Mapping[str, tuple[str, Act]]
    apart: Mapping[str, tuple[str, Act]]
    taken_back: frozenset[str]


def pair(a: str, b: str) -> Pair:
    """Two ids in their order."""
    return (a, b) if a < b else (b, a)


def standing(acts: Iterable[tuple[str, Act]]) -> Said:
    """What holds of acts with their ids, in the order in which they were said.

    An act that was undone was never said; the undoing of an undoing brings it back.
    """
    said = list(acts)
    taken_back: set[str] = set()
    # The last word first: whether an undoing holds is known before what it undoes.
    for identity, act in reversed(said):
        if act.undoes and identity not in taken_back:
            taken_back.add(act.undoes)
    linked: dict[Pair, tuple[str, Act]] = {}
    unlinked: dict[Pair, tuple[str, Act]] = {}
    same: dict[str, tuple[str, Act]] = {}
    apart: dict[str, tuple[str, Act]] = {}
    for identity, act in said:
        if identity in taken_back or not act.article:
            continue
        if act.act == "split":
            same.pop(act.article, None)
            apart[act.article] = (identity, act)
        elif act.other and act.act == "merge":
            apart.pop(act.article, None)
            same[act.article] = (identity, act)
        elif act.other:
            into, out = (linked, unlinked) if act.act == "link" else (unlinked, linked)
            out.pop(pair(act.article, act.other), None)
            into[pair(act.article, act.other)] = (identity, act)
    return Said(linked, unlinked, same, apart, frozenset(taken_back))
