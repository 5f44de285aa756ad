"""The index of fingerprints: which articles share a passage with one, without comparing all.

Owns the tables `compared`, `fingerprints`, `common` and `furniture`. What it gives is a function of
the set of articles in it, whatever order they came in: whoever is put in is told which earlier pairs
have to be decided again.

A fingerprint that more than `CUT` articles carry is common. It makes no pairs among them but leads
each to one of them, its head, the one with the smallest id: so 500 copies of a text are found by 500
comparisons, not 125,000, and a passage that everybody prints slows nothing down. A fingerprint that
stands in several different texts of one outlet is furniture of that outlet's pages.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from ..relate.furniture import MANY, different, sketch

# More articles than this, and a fingerprint is common.
CUT = 20

Pair = tuple[int, int]


@dataclass(slots=True)
class Again:
    """What has to be decided again: pairs of articles by number, and articles with all their pairs."""

    pairs: set[Pair] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)

    def star(self, head: int, others: Iterable[int]) -> None:
        """One article with each of others."""
        self.pairs |= {pair(head, other) for other in others if other != head}


@dataclass(frozen=True, slots=True)
class Compared:
    """An article as it stands in the index; its folded headline stands there as a number only."""

    version: str
    outlet: str | None
    title: str | None = None


def pair(one: int, other: int) -> Pair:
    """Two numbers in their order."""
    return (one, other) if one < other else (other, one)


class Index:
    """The fingerprints of an archive, for reading and writing. Articles are known by their numbers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def compared(self, article: int) -> Compared | None:
        """What an article was put in as."""
        row = self._one("SELECT version, outlet FROM compared WHERE article = ?", [article])
        return Compared(*row) if row else None

    def rename(self, article: int, title: str | None) -> None:
        """Another headline: it says nothing of the text."""
        self._run("UPDATE compared SET title = ? WHERE article = ?", [headline(title), article])

    def put(self, article: int, as_: Compared, fingerprints: Collection[int]) -> Again:
        """Put an article in that is not in."""
        again = Again(articles={article})
        self._run("INSERT INTO compared VALUES (?, ?, ?, ?, ?)",
                  [article, as_.version, as_.outlet, headline(as_.title), sketch(fingerprints)])  # fmt: skip
        heads = self.heads(fingerprints)
        self._follow(article, heads, again)
        for fingerprint, carriers in self._carriers(set(fingerprints) - heads.keys()).items():
            again.star(article, carriers)
            if len(carriers) == CUT:
                everybody = {*carriers, article}
                self._run("INSERT INTO common VALUES (?, ?)", [signed(fingerprint), self._first(everybody)])
                again.pairs |= _pairs(everybody)
        rows = [(signed(fingerprint), article) for fingerprint in sorted(fingerprints)]
        self._connection.executemany("INSERT INTO fingerprints VALUES (?, ?)", rows)
        self._furnish(as_.outlet, fingerprints, again)
        return again

    def drop(self, article: int, fingerprints: Collection[int]) -> Again:
        """Take an article out, with the fingerprints that it was put in with."""
        again = Again()
        known = self.compared(article)
        heads = self.heads(fingerprints)
        for fingerprint in sorted(fingerprints):
            self._out(fingerprint, article, heads.get(fingerprint), again)
        self._run("DELETE FROM compared WHERE article = ?", [article])
        self._furnish(known.outlet if known else None, fingerprints, again)
        return again

    def candidates(self, article: int, fingerprints: Collection[int]) -> set[int]:
        """The articles that an article is to be compared with."""
        heads = self.heads(fingerprints)
        led = {one for one, head in heads.items() if head != article}
        found = {heads[one] for one in led}
        query = "SELECT DISTINCT article FROM json_each(?) CROSS JOIN fingerprints ON fingerprint = value"
        found |= {row[0] for row in self._rows(query, [_listed(set(fingerprints) - led)])}
        return found - {article}

    def meet(self, one: int, other: int, shared: Collection[int]) -> bool:
        """Whether two articles are to be compared, of the fingerprints that both carry."""
        heads = self.heads(shared)
        return any(heads.get(fingerprint) in (None, one, other) for fingerprint in shared)

    def heads(self, fingerprints: Collection[int]) -> dict[int, int]:
        """The heads of those fingerprints that are common."""
        query = "SELECT fingerprint, head FROM json_each(?) CROSS JOIN common ON fingerprint = value"
        return {_unsigned(one): head for one, head in self._rows(query, [_listed(fingerprints)])}

    def furniture(self, outlet: str | None, fingerprints: Collection[int]) -> set[int]:
        """Those of an article's fingerprints that belong to its outlet's pages."""
        if outlet is None:
            return set()
        query = (
            "SELECT fingerprint FROM json_each(?) CROSS JOIN furniture ON fingerprint = value WHERE outlet = ?"
        )
        return {_unsigned(row[0]) for row in self._rows(query, [_listed(fingerprints), outlet])}

    def _follow(self, article: int, heads: Mapping[int, int], again: Again) -> None:
        """One more carrier of what is common: a follower of its heads, or their new head."""
        ids = self._ids({article, *heads.values()})
        for fingerprint, head in heads.items():
            again.pairs.add(pair(article, head))
            if ids[article] < ids[head]:
                carriers = self._carriers([fingerprint])[fingerprint]
                again.star(article, carriers)
                again.star(head, carriers)
                self._run("UPDATE common SET head = ? WHERE fingerprint = ?", [article, signed(fingerprint)])

    def _out(self, fingerprint: int, article: int, head: int | None, again: Again) -> None:
        self._run("DELETE FROM fingerprints WHERE fingerprint = ? AND article = ?",
                  [signed(fingerprint), article])  # fmt: skip
        if head is None:
            return
        carriers = self._carriers([fingerprint]).get(fingerprint, set())
        if len(carriers) <= CUT:
            self._run("DELETE FROM common WHERE fingerprint = ?", [signed(fingerprint)])
            again.pairs |= _pairs(carriers)
        elif head == article:
            first = self._first(carriers)
            again.star(first, carriers)
            self._run("UPDATE common SET head = ? WHERE fingerprint = ?", [first, signed(fingerprint)])

    def _furnish(self, outlet: str | None, fingerprints: Collection[int], again: Again) -> None:
        """Decide again which of some fingerprints belong to an outlet's pages.

        One more page can end it as well: it may show that two texts are versions of one.
        """
        if outlet is None:
            return
        before, after = self.furniture(outlet, fingerprints), self._furnishing(outlet, fingerprints)
        for fingerprint in sorted(before ^ after):
            if fingerprint in after:
                self._run("INSERT INTO furniture VALUES (?, ?)", [signed(fingerprint), outlet])
            else:
                self._run("DELETE FROM furniture WHERE fingerprint = ? AND outlet = ?",
                          [signed(fingerprint), outlet])  # fmt: skip
            again.articles |= self._of_outlet(fingerprint, outlet)

    def _furnishing(self, outlet: str, fingerprints: Collection[int]) -> set[int]:
        """Those of some fingerprints that stand on pages of an outlet with different texts."""
        common = self.heads(fingerprints).keys()
        found = self._sketches(outlet, set(fingerprints) - common)
        for fingerprint in sorted(common):
            found |= self._sketches(outlet, [fingerprint], MANY + 1)
        # A footer's fingerprints stand on the same pages.
        known = {sketches: different(sketches) for sketches in set(found.values())}
        return {fingerprint for fingerprint, sketches in found.items() if known[sketches]}

    def _sketches(
        self, outlet: str, fingerprints: Collection[int], most: int = -1
    ) -> dict[int, tuple[bytes, ...]]:
        """What the texts of an outlet are told by that carry some fingerprints: all of them, or so many."""
        query = (
            "SELECT fingerprint, sketch FROM json_each(?) CROSS JOIN fingerprints ON fingerprint = value"
            " CROSS JOIN compared USING (article) WHERE outlet = ? LIMIT ?"
        )
        found: dict[int, list[bytes]] = {}
        for fingerprint, kept in self._rows(query, [_listed(fingerprints), outlet, most]):
            found.setdefault(_unsigned(fingerprint), []).append(kept)
        return {one: tuple(sorted(sketches)) for one, sketches in found.items()}

    def _of_outlet(self, fingerprint: int, outlet: str) -> set[int]:
        query = (
            "SELECT article FROM fingerprints JOIN compared USING (article)"
            " WHERE fingerprint = ? AND outlet = ?"
        )
        return {row[0] for row in self._rows(query, [signed(fingerprint), outlet])}

    def _carriers(self, fingerprints: Iterable[int]) -> dict[int, set[int]]:
        """The articles that carry some fingerprints, of those that anybody carries."""
        query = "SELECT fingerprint, article FROM json_each(?) CROSS JOIN fingerprints ON fingerprint = value"
        found: dict[int, set[int]] = {}
        for fingerprint, article in self._rows(query, [_listed(fingerprints)]):
            found.setdefault(_unsigned(fingerprint), set()).add(article)
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


def _pairs(articles: Iterable[int]) -> set[Pair]:
    ordered = sorted(articles)
    return {(one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :]}


def _listed(fingerprints: Iterable[int]) -> str:
    return json.dumps([signed(one) for one in fingerprints])


def headline(folded: str | None) -> int | None:
    """The number by which a folded headline is looked up, of eight bytes: it is long and stands here twice."""
    if folded is None:
        return None
    return int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), signed=True)


def _unsigned(fingerprint: int) -> int:
    return fingerprint + (1 << 32) if fingerprint < 0 else fingerprint


def signed(fingerprint: int) -> int:
    """As SQLite keeps it in four bytes."""
    return fingerprint - (1 << 32) if fingerprint >= 1 << 31 else fingerprint
