"""Decides between what several phrases say of one source. Reads no text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .grammar import DETAILS
from .naming import Candidate

# The most telling first. One passage says of an outlet only the most that it says.
_KINDS = ("excerpt", "translation", "adaptation", "republication", "cites")
_FIELDS = ("outlet", "title", "published", "author", "url")


def settled(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """What the phrases of neighbouring sentences say together, in the order of the text.

    A translation, an excerpt or an adaptation that names no outlet has it from a phrase that says
    where the text appeared or who permits its use; what only adds details adds them to these.
    """
    rank = {kind: place for place, kind in enumerate(_KINDS)}
    told = [one for one in candidates if one.kind in rank and one.kind != "cites"]
    whole = min(told, key=lambda one: (rank[one.kind], -_filled(one)), default=None)
    if whole and (rank[whole.kind] < rank["republication"] or not whole.outlet):
        whole, used = _completed(whole, candidates)
        rest = [one for one in candidates if one not in used and one.kind not in (DETAILS, whole.kind)]
        rest = [one for one in rest if one.outlet != whole.title]
        candidates = [whole, *rest]
    yield from _each_once(one for one in candidates if one.kind in rank and _says(one))


def _says(one: Candidate) -> bool:
    """Whether a candidate tells of a source: a text that appeared nowhere in particular has none."""
    return one.outlet is not None or one.kind in ("excerpt", "translation", "adaptation")


def _completed(whole: Candidate, candidates: Iterable[Candidate]) -> tuple[Candidate, list[Candidate]]:
    """A candidate with what the others beside it add, and those that it took the place of."""
    used = [whole]
    for other in candidates:
        fits = whole.outlet in (None, other.outlet) or other.kind in (DETAILS, whole.kind)
        if other.kind != "cites" and other is not whole and fits:
            blank = {field: getattr(other, field) for field in _FIELDS if getattr(whole, field) is None}
            span = {"start": min(whole.start, other.start), "end": max(whole.end, other.end)}
            adds = any(blank.values())
            whole = replace(whole, **blank, **(span if adds else {}))
            used.append(other)
    return whole, used


def _each_once(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    best: dict[str, Candidate] = {}
    for one in candidates:
        key = (one.outlet or "").casefold()
        known = best.get(key)
        if known is None or (_KINDS.index(one.kind), -_filled(one)) < (
            _KINDS.index(known.kind),
            -_filled(known),
        ):
            best[key] = one
    if len(best) > 1 and best.get("") and not best[""].title:
        del best[""]
    yield from best.values()


def _filled(one: Candidate) -> int:
    return sum(getattr(one, field) is not None for field in (*_FIELDS, "via"))
