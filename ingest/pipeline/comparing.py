"""Compares articles: puts them into the index, and keeps what those have in common that it brings together."""

from ..archive.carriers import Again, Carriers
from ..archive.copies import Copies, Copy
from ..archive.crossposts import Crossposts, Key
from ..archive.fingerprints import Compared, Index
from ..archive.query import Query
from ..relate.cues import keys
from ..relate.matching import Kept, in_common, kept, rendered
from ..relate.names import title_key
from ..relate.people import pair


class Comparing:
    """The index and the matches of an archive. `copies` are the texts at hand."""

    def __init__(self, query: Query, posts: Crossposts) -> None:
        self._query, self._posts = query, posts
        self._index = Index(query.connection)
        self._cues = Carriers(query.connection, tables=("cues", "common_cues"))
        self.copies = Copies(query, self._index)

    def renew(self, article: str) -> set[Key]:
        """Compare an article as it is now; the pairs that have other things in common than before."""
        pairs = self._pairs(self._put(article))
        return {key for key in pairs if self._posts.keep(*key, self.compare(*key, known=article))}

    def compare(self, a: str, b: str, wherever: bool = False, known: str = "") -> Kept | None:
        """What two articles have in common.

        Args:
            a: the smaller id.
            b: the other.
            wherever: whether to compare texts that the index does not bring together.
            known: the one of which more is at hand, so that what is needed of the other is little.
        """
        here, far = (b, a) if known == b else (a, b)
        copy, text = self.copies.copy(here), self._query.text_of(far)
        if copy is None or text is None:
            return None
        found = None
        if not self.copies.strangers(copy, text) and (wherever or self._meet(copy, far)):
            found = self._aligned(a, b)
        return found or (self._rendered(a, b) if self._meet_abroad(copy, far) else None)

    def _meet(self, copy: Copy, far: str) -> bool:
        """Whether words bring two articles together that are furniture of neither's outlet."""
        numbers = self._posts.number(copy.article), self._posts.number(far)
        shared = self._index.carried(numbers[1], self._own(copy))
        return self._index.meet(*numbers, shared - self._index.furniture(self._query.outlet(far), shared))

    def _meet_abroad(self, copy: Copy, far: str) -> bool:
        """Whether numbers and names bring together two articles in different languages."""
        numbers = self._posts.number(copy.article), self._posts.number(far)
        shared = self._cues.carried(numbers[1], keys(copy.cues))
        return self._cues.meet(*numbers, shared) and bool(self._posts.abroad({numbers}))

    def _aligned(self, a: str, b: str) -> Kept | None:
        one, other = self._both(a, b)
        outlets = self.copies.outlet(one), self.copies.outlet(other)
        texts = self.copies.text(one, outlets[0]), self.copies.text(other, outlets[1])
        common = in_common(texts, outlets)
        return kept(common, texts, (self.copies.end(one), self.copies.end(other))) if common else None

    def _rendered(self, a: str, b: str) -> Kept | None:
        one, other = self._both(a, b)
        return rendered((one.cues, other.cues), (self.copies.end(one), self.copies.end(other)))

    def _both(self, a: str, b: str) -> tuple[Copy, Copy]:
        one, other = self.copies.copy(a), self.copies.copy(b)
        assert one is not None, f"{a} has a text"
        assert other is not None, f"{b} has a text"
        return one, other

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
        again, abroad = Again(), Again()
        before = self._query.version(known.version) if known else None
        if before:
            old = self.copies.of_version(article, before)
            again.add(self._index.drop(number, old.fingerprints))
            self._cues.leave(number, keys(old.cues), abroad)
        again.add(self._index.put(number, as_, copy.fingerprints))
        self._cues.enter(number, keys(copy.cues), abroad)
        again.add(Again(self._posts.abroad(abroad.pairs), lost=abroad.lost))
        return again

    def _pairs(self, again: Again) -> list[Key]:
        """The pairs of ids that are to be compared again, with those that had something in common before."""
        numbers = {number for one in again.pairs | again.lost for number in one} | again.articles
        names = self._posts.names(numbers)
        found = {pair(names[a], names[b]) for a, b in again.pairs}
        lost = {pair(names[a], names[b]) for a, b in again.lost} - found
        found |= {key for key in lost if self._posts.match(*key)}
        for number in sorted(again.articles):
            copy = self.copies.copy(names[number])
            near = self._near(number, copy) if copy else set()
            found |= {pair(names[number], other) for other in self._posts.names(near).values()}
            found |= set(self._posts.matched(names[number]))
        return sorted(found)

    def _near(self, number: int, copy: Copy) -> set[int]:
        """The articles that an article is to be compared with: of other languages, those with its names too."""
        told = self._cues.candidates(number, keys(copy.cues))
        foreign = {end for one in self._posts.abroad({(number, other) for other in told}) for end in one}
        return (self._index.candidates(number, self._own(copy)) | foreign) - {number}

    def _own(self, copy: Copy) -> set[int]:
        """The fingerprints of an article's text, without those of its outlet's pages, which tell nothing."""
        return copy.fingerprints.keys() - self._index.furniture(self.copies.outlet(copy), copy.fingerprints)
