"""What the checks of an audit are given: an archive, what is known, and which of its articles to go through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ..archive.query import Query
from ..read.knowledge import Knowledge

T = TypeVar("T")


class Watched(Protocol):
    """Gives things on as they come; a person may see meanwhile how many went by."""

    def __call__(self, things: Iterable[T], unit: str) -> Iterable[T]:
        """The same things, of a `unit` such as " payloads"."""


def unwatched(things: Iterable[T], unit: str) -> Iterable[T]:
    """The same things, seen by nobody."""
    return things


@dataclass(frozen=True, slots=True)
class Look:
    """An archive as an audit goes through it.

    Args:
        query: a read-only connection to it.
        knowledge: phrases as they come with this version, outlets as the archive's people have them.
        sample: the articles of which all is made again, where it is not all of them; see `sampled`.
        watched: how to go through what takes long.
    """

    query: Query
    knowledge: Knowledge
    sample: Sequence[str] | None = None
    watched: Watched = unwatched

    def articles(self, unit: str) -> Iterable[str]:
        """The articles to go through, and what of them is looked at."""
        return self.watched(list(self.query.articles()) if self.sample is None else self.sample, unit)

    def only(self, condition: str) -> str:
        """A condition for what belongs to the sample, where there is one; it finds it in `temp.sample`."""
        return "" if self.sample is None else f" WHERE {condition}"


def sampled(query: Query, sample: Sequence[str]) -> None:
    """Put a sample's articles where the conditions of checks look for them."""
    query.connection.execute("DROP TABLE IF EXISTS temp.sample")
    query.connection.execute("CREATE TEMP TABLE sample (article TEXT PRIMARY KEY)")
    query.connection.executemany("INSERT INTO temp.sample VALUES (?)", ((article,) for article in sample))
