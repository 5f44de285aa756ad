"""Who does something to the archive, and what became of it."""

from dataclasses import dataclass
from typing import Literal

# `replaced`: something else stands where an article was; `passed-over`: found, and no article;
# `followed`: a feed, sitemap or front page that leads to articles.
Status = Literal["added", "changed", "unchanged", "gone", "replaced", "followed", "passed-over", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source. `note` says why, where the status alone does not."""

    source: str
    status: Status
    article: str | None = None
    title: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, when, why, and for which collection; the clock is read by the caller."""

    now: str
    by: str
    because: str | None = None
    collection: str | None = None
