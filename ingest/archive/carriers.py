"""Which articles carry which fingerprints: how candidates for comparing are found without comparing all.

A fingerprint that more than `CUT` articles carry is common. It makes no pairs among them but leads
each to one of them, its head, the one with the smallest id: so 500 copies of a text are found by 500
comparisons, not 125,000, and a passage that everybody prints slows nothing down. What is found is a
function of the set of articles, whatever order they came in: whoever puts one in or takes one out is
told which earlier pairs have to be decided again.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..relate.people import pair

# More articles than this, and a fingerprint is common.
CUT = 20

Pair = tuple[int, int]


@dataclass(slots=True)
class Again:
    """What has to be decided again: pairs of articles by number, and articles with all their pairs.

    `lost` are pairs that may not be brought together any more, and were before.
    """

    pairs: set[Pair] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)
    lost: set[Pair] = field(default_factory=set)

    def star(self, head: int, others: Iterable[int]) -> None:
        """One article with each of others."""
        self.pairs |= _star(head, others)

    def add(self, more: "Again") -> None:
        """What something else brings about as well."""
        self.pairs |= more.pairs
        self.articles |= more.articles
        self.lost |= more.lost


class Carriers:
    """Two tables: who carries a fingerprint, and which ones are common. Articles are known by numbers.

    Args:
        connection: to the archive.
        cut: the most carriers of a fingerprint that is not common.
        tables: of the fingerprints, of the common ones.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        cut: int = CUT,
        tables: tuple[str, str] = ("fingerprints", "common"),
    ) -> None:
        self._connection, self._cut = connection, cut
        self._table, self._common = tables

    def enter(self, article: int, fingerprints: Collection[int], again: Again) -> None:
        """Put an article in that is not in."""
        heads = self.heads(fingerprints)
        self._follow(article, heads, again)
        for fingerprint, carriers in self._carriers(set(fingerprints) - heads.keys()).items():
            again.star(article, carriers)
            if len(carriers) == self._cut:
                everybody = {*carriers, article}
                self._run(
                    f"INSERT INTO {self._common} VALUES (?, ?)", [signed(fingerprint), self._first(everybody)]
                )
                again.lost |= _pairs(everybody)
        rows = [(signed(fingerprint), article) for fingerprint in sorted(fingerprints)]
        self._connection.executemany(f"INSERT INTO {self._table} VALUES (?, ?)", rows)

    def leave(self, article: int, fingerprints: Collection[int], again: Again) -> None:
        """Take an article out, with the fingerprints that it was put in with."""
        heads = self.heads(fingerprints)
        for fingerprint in sorted(fingerprints):
            self._out(fingerprint, article, heads.get(fingerprint), again)

    def candidates(self, article: int, fingerprints: Collection[int]) -> set[int]:
        """The articles that an article is to be compared with."""
        heads = self.heads(fingerprints)
        led = {one for one, head in heads.items() if head != article}
        found = {heads[one] for one in led}
        query = f"SELECT DISTINCT article FROM json_each(?) CROSS JOIN {self._table} ON fingerprint = value"
        found |= {row[0] for row in self._rows(query, [listed(set(fingerprints) - led)])}
        return found - {article}

    def carried(self, article: int, fingerprints: Collection[int]) -> set[int]:
        """Those of some fingerprints that an article carries."""
        query = (
            f"SELECT fingerprint FROM json_each(?) CROSS JOIN {self._table} ON fingerprint = value"
            " WHERE article = ?"
        )
        return {unsigned(row[0]) for row in self._rows(query, [listed(fingerprints), article])}

    def meet(self, one: int, other: int, shared: Collection[int]) -> bool:
        """Whether two articles are to be compared, of the fingerprints that both carry."""
        if not shared:
            return False
        heads = self.heads(shared)
        return any(heads.get(fingerprint) in (None, one, other) for fingerprint in shared)

    def heads(self, fingerprints: Collection[int]) -> dict[int, int]:
        """The heads of those fingerprints that are common."""
        query = f"SELECT fingerprint, head FROM json_each(?) CROSS JOIN {self._common} ON fingerprint = value"
        return {unsigned(one): head for one, head in self._rows(query, [listed(fingerprints)])}

    def _follow(self, article: int, heads: Mapping[int, int], again: Again) -> None:
        """One more carrier of what is common: a follower of its heads, or their new head."""
        ids = self._ids({article, *heads.values()})
        for fingerprint, head in heads.items():
            again.pairs.add(pair(article, head))
            if ids[article] < ids[head]:
                carriers = self._carriers([fingerprint])[fingerprint]
                again.star(article, carriers)
                again.lost |= _star(head, carriers)
                self._run(
                    f"UPDATE {self._common} SET head = ? WHERE fingerprint = ?", [article, signed(fingerprint)]
                )

    def _out(self, fingerprint: int, article: int, head: int | None, again: Again) -> None:
        self._run(f"DELETE FROM {self._table} WHERE fingerprint = ? AND article = ?",
                  [signed(fingerprint), article])  # fmt: skip
        if head is None:
            return
        carriers = self._carriers([fingerprint]).get(fingerprint, set())
        if len(carriers) <= self._cut:
            self._run(f"DELETE FROM {self._common} WHERE fingerprint = ?", [signed(fingerprint)])
            again.pairs |= _pairs(carriers)
        elif head == article:
            first = self._first(carriers)
            again.star(first, carriers)
            self._run(f"UPDATE {self._common} SET head = ? WHERE fingerprint = ?", [first, signed(fingerprint)])

    def _carriers(self, fingerprints: Iterable[int]) -> dict[int, set[int]]:
        """The articles that carry some fingerprints, of those that anybody carries."""
        query = f"SELECT fingerprint, article FROM json_each(?) CROSS JOIN {self._table} ON fingerprint = value"
        found: dict[int, set[int]] = {}
        for fingerprint, article in self._rows(query, [listed(fingerprints)]):
            found.setdefault(unsigned(fingerprint), set()).add(article)
        return found

    def _first(self, articles: Collection[int]) -> int:
        """The one with the smallest id."""
        ids = self._ids(articles)
        return min(ids, key=lambda article: ids[article])

    def _ids(self, articles: Collection[int]) -> dict[int, str]:
        query = "SELECT number, articles.id FROM json_each(?) CROSS JOIN articles ON number = value"
        return dict(self._rows(query, [json.dumps(sorted(articles))]))

    def _one(self, query: str, parameters: list[object]) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(query, parameters).fetchone()
        return row

    def _rows(self, query: str, parameters: list[object]) -> Iterator[tuple[Any, ...]]:
        yield from self._connection.execute(query, parameters).fetchall()

    def _run(self, query: str, parameters: list[object]) -> None:
        self._connection.execute(query, parameters)


def _star(head: int, others: Iterable[int]) -> set[Pair]:
    return {pair(head, other) for other in others if other != head}


def _pairs(articles: Iterable[int]) -> set[Pair]:
    ordered = sorted(articles)
    return {(one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :]}


def listed(fingerprints: Iterable[int]) -> str:
    return json.dumps([signed(one) for one in fingerprints])


def unsigned(fingerprint: int) -> int:
    return fingerprint + (1 << 32) if fingerprint < 0 else fingerprint


def signed(fingerprint: int) -> int:
    """As SQLite keeps it in four bytes."""
    return fingerprint - (1 << 32) if fingerprint >= 1 << 31 else fingerprint
