"""What the log tells, for people and programs: its entries, and which of them are about an article."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..archive.logged import Log
from ..archive.proofs import Proofs
from ..archive.query import Query
from .lines import Line


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the log: its number, kind, instant, and who acted."""

    number: int
    event: str
    at: str
    by: str | None


def events(query: Query) -> Iterator[Line]:
    """All entries, in order, with the groups of rows that each commits to; None for what was removed since."""
    log = Log(query.connection)
    for entry in log.entries():
        yield {
            "number": entry.number,
            "event": entry.event,
            "at": entry.at,
            "by": entry.by,
            "commitments": {"size": entry.size, "root": entry.root.hex()},
            **entry.told,
            "about": [None if form is None else {"form": form, "owner": owner}
                      for form, owner in log.about(entry.number)],
        }  # fmt: skip


def of_article(query: Query, article: str) -> list[Told]:
    """The entries that told of an article's rows as they are, or were, in order."""
    log = Log(query.connection)
    found = (log.entry(number) for number in Proofs(query.connection, log.size()).events(article))
    return [Told(entry.number, entry.event, entry.at, entry.by) for entry in found if entry]
