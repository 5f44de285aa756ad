"""Compares articles: puts them into the index, and keeps what those have in common that it brings together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..archive.carriers import Again, Carriers
from ..archive.copies import Copies, Copy
from ..archive.crossposts import Brief, Crossposts, Key, foreign
from ..archive.fingerprints import Compared, Index
from ..archive.query import Query
from ..relate.cues import keys
from ..relate.matching import Kept, in_common, kept, rendered
from ..relate.names import title_key
from ..relate.people import pair


@dataclass(frozen=True, slots=True)
class _Here:
    """The one of two articles of which more is at hand: `own` are its fingerprints that are no furniture."""

    brief: Brief
    copy: Copy
    own: frozenset[int]


class Comparing:
    """The index and the matches of an archive. `copies` are the texts at hand."""

    def __init__(self, query: Query, posts: Crossposts) -> None:
        self._query, self._posts = query, posts
        self._index = Index(query.connection)
        self._cues = Carriers(query.connection, tables=("cues", "common_cues"))
        self.copies = Copies(query, self._index)

    def renew(self, article: str) -> set[Key]:
        """Compare an article as it is now; the pairs that have other things in common than before."""
        return self._renewed(article, self._pairs(self._put(article)))

    def forget(self, article: str) -> set[Key]:
        """Take an article out of the index; the pairs of others that have other things in common since."""
        again = self._drop(self._posts.number(article), article)
        for key in self._posts.matched(article):
            self._posts.keep(*key, None)
        return self._renewed(article, [key for key in self._pairs(again) if article not in key])

    def _renewed(self, article: str, pairs: Collection[Key]) -> set[Key]:
        """Compare some pairs again, most of them pairs of one article; those that changed."""
        before, now = self._posts.kept(pairs), self._compared(article, pairs)
        changed = {key for key in pairs if before.get(key) != now.get(key)}
        for key in sorted(changed):
            self._posts.keep(*key, now.get(key))
        return changed

    def compare(self, a: str, b: str, wherever: bool = False) -> Kept | None:
        """What two articles have in common.

        Args:
            a: the smaller id.
            b: the other.
            wherever: whether to compare texts that the index does not bring together.
        """
        known = {brief.id: brief for brief in self._posts.briefs((a, b))}
        return self._compare(self._here(known[a]), known[b], wherever) if len(known) == 2 else None

    def _compared(self, article: str, pairs: Iterable[Key]) -> dict[Key, Kept | None]:
        """What those of some pairs have in common that have a text, most of them pairs of one article."""
        own = {key for key in pairs if article in key}
        found = {key: self.compare(*key) for key in pairs if key not in own}
        others = {end for key in own for end in key} - {article}
        for here in map(self._here, self._posts.briefs([article])):
            for far in self._posts.briefs(others):
                found[pair(article, far.id)] = self._compare(here, far)
        return found

    def _here(self, brief: Brief) -> _Here:
        copy = self._copy(brief.id)
        return _Here(brief, copy, frozenset(self._own(copy)))

    def _compare(self, here: _Here, far: Brief, wherever: bool = False) -> Kept | None:
        """What an article has in common with another, of which less is at hand."""
        key, found = pair(here.brief.id, far.id), None
        if not self.copies.strangers(here.copy, far.text) and (wherever or self._meet(here, far)):
            found = self._aligned(*key)
        if found is None and foreign(here.brief.language, far.language) and self._meet_abroad(here, far):
            found = self._rendered(*key)
        return found

    def _meet(self, here: _Here, far: Brief) -> bool:
        """Whether words bring two articles together that are furniture of neither's outlet."""
        shared = self._index.carried(far.number, here.own)
        told = shared - self._index.furniture(far.outlet, shared)
        return self._index.meet(here.brief.number, far.number, told)

    def _meet_abroad(self, here: _Here, far: Brief) -> bool:
        """Whether numbers and names bring two articles together."""
        shared = self._cues.carried(far.number, self._keys(here.copy))
        return self._cues.meet(here.brief.number, far.number, shared)

    def _aligned(self, a: str, b: str) -> Kept | None:
        one, other = self._both(a, b)
        outlets = self.copies.outlet(one), self.copies.outlet(other)
        texts = self.copies.text(one, outlets[0]), self.copies.text(other, outlets[1])
        common = in_common(texts, outlets)
        return kept(common, texts, (self.copies.end(one), self.copies.end(other))) if common else None

    def _rendered(self, a: str, b: str) -> Kept | None:
        one, other = self._both(a, b)
        cues = self.copies.cues(one), self.copies.cues(other)
        return rendered(cues, (self.copies.end(one), self.copies.end(other)))

    def _both(self, a: str, b: str) -> tuple[Copy, Copy]:
        return self._copy(a), self._copy(b)

    def _copy(self, article: str) -> Copy:
        copy = self.copies.copy(article)
        assert copy is not None, f"{article} has a text"
        return copy

    def _put(self, article: str) -> Again:
        """Put an article into the index as it is now; what that changes."""
        number, copy = self._posts.number(article), self.copies.copy(article)
        decided = self._query.article(article)
        known = self._index.compared(number)
        if copy is None or decided is None:
            return Again()
        as_ = Compared(copy.version, decided.outlet, title_key(decided.title))
        if known and (known.version, known.outlet) == (as_.version, as_.outlet):
            self._index.rename(number, as_.title)
            return Again(articles={number})
        again, abroad = self._drop(number, article), Again()
        again.add(self._index.put(number, as_, copy.fingerprints))
        self._cues.enter(number, self._keys(copy), abroad)
        again.add(Again(self._posts.abroad(abroad.pairs), lost=abroad.lost))
        return again

    def _drop(self, number: int, article: str) -> Again:
        """Take an article out of the index as it was put in; what that changes."""
        again, abroad = Again(), Again()
        known = self._index.compared(number)
        before = self._query.version(known.version) if known else None
        if before:
            old = self.copies.of_version(article, before)
            again.add(self._index.drop(number, old.fingerprints))
            self._cues.leave(number, self._keys(old), abroad)
        again.add(Again(self._posts.abroad(abroad.pairs), lost=abroad.lost))
        return again

    def _pairs(self, again: Again) -> list[Key]:
        """The pairs of ids that are to be compared again, with those that had something in common before."""
        numbers = {number for one in again.pairs | again.lost for number in one} | again.articles
        names = self._posts.names(numbers)
        found = {pair(names[a], names[b]) for a, b in again.pairs}
        lost = {pair(names[a], names[b]) for a, b in again.lost} - found
        found |= self._posts.kept(lost).keys()
        for number in sorted(again.articles):
            copy = self.copies.copy(names[number])
            near = self._near(number, copy) if copy else set()
            found |= {pair(names[number], other) for other in self._posts.names(near).values()}
            found |= set(self._posts.matched(names[number]))
        return sorted(found)

    def _near(self, number: int, copy: Copy) -> set[int]:
        """The articles that an article is to be compared with: of other languages, those with its names too."""
        told = self._cues.candidates(number, self._keys(copy))
        foreign = {end for one in self._posts.abroad({(number, other) for other in told}) for end in one}
        return (self._index.candidates(number, self._own(copy)) | foreign) - {number}

    def _keys(self, copy: Copy) -> frozenset[int]:
        return keys(self.copies.cues(copy))

    def _own(self, copy: Copy) -> set[int]:
        """The fingerprints of an article's text, without those of its outlet's pages, which tell nothing."""
        return copy.fingerprints.keys() - self._index.furniture(self.copies.outlet(copy), copy.fingerprints)
