"""The index of fingerprints, made again from the texts of all articles in a database of its own.

What is common, what is furniture and who is compared with whom is told here from the set of all articles
at once, not by the steps in which an archive grows.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from heapq import merge
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from ...archive.carriers import CUT, signed
from ...archive.copies import Copies
from ...archive.fingerprints import Index, headline
from ...archive.query import Query
from ...records import Finding
from ...relate.cues import keys
from ...relate.furniture import DIFFERENT, different, sketch
from ...relate.names import title_key
from ..guard import attempted, guarded
from ..look import Look

CODES = ("compared-differs", "fingerprint-differs", "common-differs", "furniture-differs")

# On disk where it grows: an archive has a hundred fingerprints for each article.
_SCHEMA = """
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE compared (article INTEGER PRIMARY KEY, version TEXT, outlet TEXT, title INTEGER, sketch BLOB);
CREATE TABLE fingerprints (
  fingerprint INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (fingerprint, article)
) WITHOUT ROWID;
CREATE TABLE common (fingerprint INTEGER PRIMARY KEY, head INTEGER NOT NULL);
CREATE TABLE cues (
  fingerprint INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (fingerprint, article)
) WITHOUT ROWID;
CREATE TABLE common_cues (fingerprint INTEGER PRIMARY KEY, head INTEGER NOT NULL);
CREATE TABLE furniture (
  fingerprint INTEGER NOT NULL, outlet TEXT NOT NULL, PRIMARY KEY (fingerprint, outlet)
) WITHOUT ROWID;
CREATE TABLE pairs (a TEXT NOT NULL, b TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (a, b, by)) WITHOUT ROWID;
CREATE INDEX compared_by_title ON compared (title);
"""
# A carrier of a fingerprint: its number, id, outlet and sketch.
_Carrier = tuple[int, str, str | None, bytes]


class Again:
    """The index as it follows from the texts.

    `copies` are the texts without furniture: by this index or, where that is of a sample only, by the kept one.
    """

    def __init__(self, look: Look) -> None:
        self._look, self._archive = look, look.query
        connection = sqlite3.connect("", isolation_level=None)
        connection.executescript(f"PRAGMA journal_mode = OFF;{_SCHEMA}BEGIN;")
        self.query = Query(connection)
        self.copies = Copies(look.query, Index(connection if look.sample is None else look.query.connection))

    def read(self) -> Iterator[Finding]:
        """Make the index; findings on articles that cannot be read."""
        for article in self._look.articles(" articles' fingerprints"):
            _, broken = attempted(f"article {article}", partial(self._put, article))
            yield from broken
        if self._look.sample is None:
            self._join()

    def _join(self) -> None:
        """What is told from all articles at once: what is common, what is furniture, who is compared."""
        furnishing: dict[frozenset[bytes], bool] = {}
        for fingerprint, carriers in self._carried("fingerprints"):
            boxed = self._furnish(fingerprint, carriers, furnishing)
            self._lead(fingerprint, carriers, "fingerprints", "common", boxed)
        for fingerprint, carriers in self._carried("cues"):
            self._lead(fingerprint, carriers, "cues", "common_cues")

    def pairs(self) -> Iterator[tuple[tuple[str, str], str]]:
        """The articles that are to be compared, in order of their ids, each by words or by cues."""
        for row in self.query.rows("SELECT a, b, by FROM pairs ORDER BY a, b"):
            yield (row["a"], row["b"]), row["by"]

    def titled(self, title: str | None) -> list[str]:
        """The articles that have a headline."""
        sql = "SELECT id FROM compared JOIN articles ON number = article WHERE title = ? ORDER BY id"
        return [row["id"] for row in self.query.rows(sql, [headline(title_key(title))])]

    def _run(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.query.connection.executemany(sql, rows)

    def _put(self, article: str) -> None:
        copy, known = self.copies.copy(article), self._archive.article(article)
        if copy is None or known is None:
            return
        number = self._archive.value("SELECT number FROM articles WHERE id = ?", [article])
        title, own = headline(title_key(known.title)), sketch(copy.fingerprints)
        self._run("INSERT INTO articles VALUES (?, ?)", [(number, article)])
        self._run("INSERT INTO compared VALUES (?, ?, ?, ?, ?)",
                  [(number, copy.version, known.outlet, title, own)])  # fmt: skip
        for table, found in (("fingerprints", copy.fingerprints), ("cues", keys(self.copies.cues(copy)))):
            self._run(f"INSERT INTO {table} VALUES (?, ?)", ((signed(one), number) for one in found))

    def _carried(self, table: str) -> Iterator[tuple[int, list[_Carrier]]]:
        """Each fingerprint that several articles carry, with these in the order of their ids."""
        sql = (
            f"SELECT fingerprint, number, id, outlet, sketch FROM {table}"
            " JOIN compared USING (article) JOIN articles ON number = article ORDER BY fingerprint, id"
        )
        rows = self.query.connection.execute(sql)
        for fingerprint, group in groupby(rows, key=itemgetter(0)):
            carriers = [row[1:] for row in group]
            if len(carriers) > 1:
                yield fingerprint, carriers

    def _lead(
        self,
        fingerprint: int,
        carriers: list[_Carrier],
        table: str,
        common: str,
        boxed: Collection[str] = (),
    ) -> None:
        """What is common leads to its first carrier, all else to each other; furniture of either to nobody."""
        ids = [identity for _, identity, _, _ in carriers]
        own = {identity for _, identity, outlet, _ in carriers if outlet not in boxed}
        if len(carriers) > CUT:
            self._run(f"INSERT INTO {common} VALUES (?, ?)", [(fingerprint, carriers[0][0])])
        found = [(ids[0], other) for other in ids[1:]] if len(carriers) > CUT else combinations(ids, 2)
        rows = ((a, b, table) for a, b in found if a in own and b in own)
        self._run("INSERT OR IGNORE INTO pairs VALUES (?, ?, ?)", rows)

    def _furnish(
        self, fingerprint: int, carriers: list[_Carrier], known: dict[frozenset[bytes], bool]
    ) -> set[str]:
        """What stands on pages of an outlet with different texts is furniture; of which outlets."""
        outlets = Counter(outlet for _, _, outlet, _ in carriers if outlet)
        found = set()
        for name in (name for name, times in outlets.items() if times >= DIFFERENT):
            pages = [page for _, _, outlet, page in carriers if outlet == name]
            key = frozenset([*pages, len(pages).to_bytes(4)])
            if key not in known:
                known[key] = different(pages)
            if known[key]:
                self._run("INSERT INTO furniture VALUES (?, ?)", [(fingerprint, name)])
                found.add(name)
        return found


def check(query: Query, again: Again) -> Iterator[Finding]:
    """Findings on the index: each table is as it is made again."""
    yield from guarded("compared", _compared(query, again.query, _numbers(query) | _numbers(again.query)))
    for table in ("fingerprints", "cues"):
        yield from guarded(table, _fingerprints(query, again.query, table))
    for code, table, column in (("common-differs", "common", "head"), ("common-differs", "common_cues", "head"),
                                ("furniture-differs", "furniture", "outlet")):  # fmt: skip
        sql = f"SELECT fingerprint, {column} FROM {table} ORDER BY 1, 2"
        yield from guarded(table, _rows(code, f"{table} fingerprint", query, again.query, sql))


def check_sample(query: Query, again: Again) -> Iterator[Finding]:
    """Findings on what the index has of a sample's articles."""
    numbers = _numbers(again.query)
    yield from guarded("compared", _compared(query, again.query, numbers))
    listed = ", ".join(map(str, sorted(numbers)))
    for table in ("fingerprints", "cues"):
        yield from guarded(table, _fingerprints(query, again.query, table, f" WHERE article IN ({listed})"))


def _compared(query: Query, again: Query, numbers: Iterable[int]) -> Iterator[Finding]:
    for number in sorted(numbers):
        wanted, found = (_as(one, number) for one in (again, query))
        if wanted != found:
            yield Finding("compared-differs", _named(query, number), repr(wanted), repr(found))


def _numbers(query: Query) -> set[int]:
    return {row["article"] for row in query.rows("SELECT article FROM compared")}


def _as(query: Query, number: int) -> tuple[Any, ...] | None:
    row = query.one("SELECT version, outlet, title, hex(sketch) FROM compared WHERE article = ?", [number])
    return tuple(row.values()) if row else None


def _named(query: Query, number: int) -> str:
    found = query.value("SELECT id FROM articles WHERE number = ?", [number])
    return f"article {found}" if found else f"article with the number {number}"


def _fingerprints(query: Query, again: Query, table: str, where: str = "") -> Iterator[Finding]:
    """One finding for each article whose fingerprints or cues are others."""
    sql = f"SELECT fingerprint, article FROM {table}{where} ORDER BY 1, 2"
    missing: Counter[int] = Counter()
    added: Counter[int] = Counter()
    for (_, number), wanted in _differences(query, again, sql):
        (missing if wanted else added)[number] += 1
    for number in sorted(missing | added):
        told = f"{missing[number]} missing, {added[number]} of other texts"
        yield Finding("fingerprint-differs", _named(query, number), f"the {table} of its text", told)


def _rows(code: str, name: str, query: Query, again: Query, sql: str) -> Iterator[Finding]:
    for (fingerprint, told), wanted in _differences(query, again, sql):
        expected, found = (repr(told), "no such row") if wanted else ("no such row", repr(told))
        yield Finding(code, f"{name} {fingerprint}", expected, found)


def _differences(query: Query, again: Query, sql: str) -> Iterator[tuple[tuple[Any, ...], bool]]:
    """The rows that only one of two databases has, in order, and whether they should be there."""
    sides = [_marked(one, sql, wanted) for one, wanted in ((again, True), (query, False))]
    for row, group in groupby(merge(*sides), key=itemgetter(0)):
        found = {wanted for _, wanted in group}
        if len(found) == 1:
            yield row, found.pop()


def _marked(query: Query, sql: str, mark: bool) -> Iterator[tuple[tuple[Any, ...], bool]]:
    for row in query.connection.execute(sql):
        yield row, mark
