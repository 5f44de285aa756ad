"""How an article changed: the stretches of time in which it said the same, and what came between.

Composed from its retrievals and versions each time it is looked at; nothing of it is stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..archive.query import Query
from ..archive.rows import Version
from ..records import Retrieval
from ..relate.changes import Change, Summary, changes, summary


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which an article said the same.

    `first` and `last` are the instants of its first and last retrieval, None where unknown;
    `times` how often it was retrieved.
    """

    version: Version
    first: str | None
    last: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch, and what had changed when it began: nothing at the first one.

    `title_before` is the headline until then, where it was another.
    """

    stretch: Stretch
    changed: tuple[Change, ...] = ()
    summary: Summary | None = None
    title_before: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A retrieval, and whether it brought what was seen before."""

    retrieval: Retrieval
    again: bool


def history(query: Query, article: str) -> tuple[Step, ...]:
    """An article's versions in the order of time, each with its difference from the one before."""
    found = stretches(query.captures(article), {version.id: version for version in query.versions(article)})
    return tuple([Step(one) for one in found[:1]] + [_step(query, *pair) for pair in pairwise(found)])


def events(query: Query, article: str) -> Iterator[Event]:
    """An article's retrievals in the order of time."""
    seen: set[str | None] = set()
    for kept in query.captures(article):
        again = kept.outcome == "not-modified" or (kept.outcome == "captured" and kept.payload in seen)
        seen.add(kept.payload)
        yield Event(kept, again)


def stretches(captures: Iterable[Retrieval], versions: dict[str, Version]) -> Sequence[Stretch]:
    """Retrievals in the order of time, those in a row that showed one version taken together."""
    found: list[Stretch] = []
    for kept in captures:
        version = versions.get(kept.version or "")
        if version is None:
            continue
        if found and found[-1].version.id == version.id:
            found[-1] = replace(found[-1], last=kept.captured_at, times=found[-1].times + 1)
        else:
            found.append(Stretch(version, kept.captured_at, kept.captured_at, 1))
    return found


def _step(query: Query, before: Stretch, after: Stretch) -> Step:
    old, new = (query.text(stretch.version.text_sha256) or "" for stretch in (before, after))
    found = changes(old, new)
    same_title = before.version.title == after.version.title
    return Step(after, found, summary(found), None if same_title else before.version.title or "(no title)")
