"""Decides between what several phrases say of one source. Reads no text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

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
    told = [one for one in candidates if one.kind not in (DETAILS, "cites")]
    whole = min(told, key=_order, default=None)
    if whole and (whole.kind != "republication" or not whole.outlet):
        whole, used = _completed(whole, candidates)
        rest = (one for one in candidates if one not in used and one.kind != whole.kind)
        candidates = [whole, *(one for one in rest if one.outlet != whole.title)]
    yield from _each_once(one for one in candidates if one.kind != DETAILS and _says(one))


def _says(one: Candidate) -> bool:
    """Whether a candidate tells of a source: a text that appeared nowhere in particular has none."""
    return one.outlet is not None or one.kind in ("excerpt", "translation", "adaptation")


def _completed(whole: Candidate, candidates: Iterable[Candidate]) -> tuple[Candidate, list[Candidate]]:
    """A candidate with what the others beside it add, and those that it took the place of."""
    used = [whole]
    for other in candidates:
        fits = whole.outlet in (None, other.outlet) or other.kind in (DETAILS, whole.kind)
        if fits and other is not whole and other.kind != "cites":
            whole = _filled_in(whole, other)
            used.append(other)
    return whole, used


def _filled_in(whole: Candidate, other: Candidate) -> Candidate:
    """A candidate with the fields of another where it has none itself; it stands over both then."""
    blank: dict[str, Any] = {
        field: said for field in _FIELDS if getattr(whole, field) is None and (said := getattr(other, field))
    }
    if not blank:
        return whole
    return replace(whole, start=min(whole.start, other.start), end=max(whole.end, other.end), **blank)


def _each_once(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    best: dict[str, Candidate] = {}
    for one in candidates:
        key = (one.outlet or "").casefold()
        best[key] = min(best.get(key, one), one, key=_order)
    if len(best) > 1 and best.get("") and not best[""].title:
        del best[""]
    yield from best.values()


def _order(one: Candidate) -> tuple[int, int]:
    """The most telling kind first, then what says most."""
    return _KINDS.index(one.kind), -sum(getattr(one, field) is not None for field in (*_FIELDS, "via"))
