"""Matches: every two articles that have something in common are kept as comparing them again gives them."""

from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from itertools import groupby

from ...archive.copies import Copies
from ...archive.crossposts import Crossposts
from ...archive.query import Query
from ...records import Finding
from ...relate.cues import keys
from ...relate.matching import Kept, Match, matched, rendered
from ...relate.people import Pair, pair
from ..guard import apart, guarded

CODES = ("match-differs",)


class Comparing:
    """What articles have in common, compared again. `matches` is known when the check is through."""

    def __init__(self, query: Query, copies: Copies) -> None:
        self._query, self._copies = query, copies
        self.matches: dict[Pair, Match] = {}
        self.near: dict[str, set[Pair]] = {}
        self._posts = Crossposts(query)

    def check(self, pairs: Iterable[tuple[Pair, str]]) -> Iterator[Finding]:
        """Findings on matches: those that differ, are missing, or should not be there.

        Args:
            pairs: the articles that are to be compared, in order, each by words or by cues.
        """
        kept = self._query.rows("SELECT a, b FROM matches ORDER BY a, b")
        here = (((row["a"], row["b"]), "") for row in kept)
        for (a, b), group in groupby(merge(pairs, here), key=lambda one: one[0]):
            by = {how for _, how in group}
            yield from guarded(f"match of {a} and {b}", self._match(a, b, by))

    def check_kept(self, pairs: Iterable[Pair]) -> Iterator[Finding]:
        """Findings on the matches that are kept of some pairs."""
        for a, b in pairs:
            yield from guarded(f"match of {a} and {b}", self._kept(a, b))

    def compare(self, a: str, b: str, by: Collection[str] = ("fingerprints",)) -> Kept | None:
        """What two articles have in common that are brought together by words, by cues, or by both."""
        one, other = (self._copies.copy(article) for article in (a, b))
        if one is None or other is None:
            return None
        ends = self._copies.end(one), self._copies.end(other)
        texts = (self._copies.text(copy, end.outlet) for copy, end in zip((one, other), ends, strict=True))
        found = matched((next(texts), next(texts)), ends) if "fingerprints" in by else None
        if found is None and "cues" in by and self._posts.in_two_languages(a, b):
            return rendered((self._copies.cues(one), self._copies.cues(other)), ends)
        return found

    def match(self, a: str, b: str) -> Match | None:
        """What two articles have in common, also where no fingerprint leads from one to the other."""
        found = self.matches.get(pair(a, b))
        if found is None:
            kept = self.compare(*pair(a, b))
            found = kept.match if kept else None
        return found

    def _kept(self, a: str, b: str) -> Iterator[Finding]:
        """Two articles are brought together by what both have, be it furniture or common."""
        ends = [copy for copy in (self._copies.copy(article) for article in (a, b)) if copy]
        shared = {
            "fingerprints": [frozenset(copy.fingerprints) for copy in ends],
            "cues": [keys(self._copies.cues(copy)) for copy in ends],
        }
        yield from self._match(a, b, [by for by, of in shared.items() if len(of) == 2 and of[0] & of[1]])

    def _match(self, a: str, b: str, by: Collection[str]) -> Iterator[Finding]:
        wanted = self.compare(a, b, by)
        if wanted:
            self.matches[a, b] = wanted.match
            for end in (a, b):
                self.near.setdefault(end, set()).add((a, b))
        found = self._posts.match(a, b)
        if wanted != found:
            yield Finding("match-differs", f"match of {a} and {b}", *apart(_told(wanted), _told(found)))


def _told(kept: Kept | None) -> str:
    if kept is None:
        return "nothing in common"
    one = kept.match
    way = f"later {one.later}{', as it says itself' if one.asserted else ''}" if one.later else "no direction"
    signs = [[sign.kind, sign.article, sign.weight, sign.start] for sign in kept.signs]
    return f"{one.kind}, score {one.score}, {way}, signs {signs}, passages {kept.passages}"
