"""The index of texts: which articles share a passage, and what is furniture of an outlet's pages.

Owns the tables `compared`, `fingerprints`, `common` and `furniture`. A fingerprint that stands in
several different texts of one outlet is furniture of that outlet's pages.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from ..relate.furniture import MANY, different, sketch
from .carriers import Again, Carriers, listed, signed, unsigned


@dataclass(frozen=True, slots=True)
class Compared:
    """An article as it stands in the index; its folded headline stands there as a number only."""

    version: str
    outlet: str | None
    title: str | None = None


class Index(Carriers):
    """The fingerprints of an archive's texts, for reading and writing."""

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
        self.enter(article, fingerprints, again)
        self._furnish(as_.outlet, fingerprints, again)
        return again

    def drop(self, article: int, fingerprints: Collection[int]) -> Again:
        """Take an article out, with the fingerprints that it was put in with."""
        again = Again()
        known = self.compared(article)
        self.leave(article, fingerprints, again)
        self._run("DELETE FROM compared WHERE article = ?", [article])
        self._furnish(known.outlet if known else None, fingerprints, again)
        return again

    def furniture(self, outlet: str | None, fingerprints: Collection[int]) -> set[int]:
        """Those of an article's fingerprints that belong to its outlet's pages."""
        if outlet is None:
            return set()
        query = (
            "SELECT fingerprint FROM json_each(?) CROSS JOIN furniture ON fingerprint = value WHERE outlet = ?"
        )
        return {unsigned(row[0]) for row in self._rows(query, [listed(fingerprints), outlet])}

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
        for fingerprint in common:
            found |= self._sketches(outlet, [fingerprint], MANY + 1)
        # A footer's fingerprints stand on the same pages.
        known: dict[tuple[bytes, ...], bool] = {}
        for sketches in map(tuple, map(sorted, found.values())):
            if sketches not in known:
                known[sketches] = different(sketches)
        return {fingerprint for fingerprint, kept in found.items() if known[tuple(sorted(kept))]}

    def _sketches(self, outlet: str, fingerprints: Collection[int], most: int = -1) -> dict[int, list[bytes]]:
        """What the texts of an outlet are told by that carry some fingerprints: all of them, or so many."""
        query = (
            "SELECT fingerprint, sketch FROM json_each(?) CROSS JOIN fingerprints ON fingerprint = value"
            " CROSS JOIN compared USING (article) WHERE outlet = ? LIMIT ?"
        )
        found: dict[int, list[bytes]] = {}
        for fingerprint, kept in self._rows(query, [listed(fingerprints), outlet, most]):
            found.setdefault(unsigned(fingerprint), []).append(kept)
        return found

    def _of_outlet(self, fingerprint: int, outlet: str) -> set[int]:
        query = (
            "SELECT article FROM fingerprints JOIN compared USING (article)"
            " WHERE fingerprint = ? AND outlet = ?"
        )
        return {row[0] for row in self._rows(query, [signed(fingerprint), outlet])}


def headline(folded: str | None) -> int | None:
    """The number by which a folded headline is looked up, of eight bytes: it is long and stands here twice."""
    if folded is None:
        return None
    return int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), signed=True)
