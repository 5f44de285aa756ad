"""People's word on pairs of articles, whichever of the ids they were known by when it was said.

What is said of a stub is said of the article that it is, and what is said of an article of those that are
the same. It reads acts and resolutions, and writes nothing.
"""

from collections.abc import Iterable

from .. import canon
from ..archive.crossposts import Crossposts
from ..records import Act, Relation, RelationKind
from ..relate.people import Pair, Said, pair, standing
from .evidence import UNDIRECTED

Word = tuple[str, Act]


class Hearing:
    """What people say, as it stands. `forget` it when an article is found to be another one."""

    def __init__(self, posts: Crossposts) -> None:
        self._posts = posts
        self._heard: tuple[int, Said] | None = None
        self._ends: dict[str, str] = {}
        self._words: dict[Pair, Word] | None = None

    @property
    def said(self) -> Said:
        """What people said, read again when somebody said more."""
        last = self._posts.last_act()
        if self._heard is None or self._heard[0] != last:
            self.forget()
            self._heard = last, standing(self._posts.acts())
        return self._heard[1]

    def forget(self) -> None:
        """Look again which articles are the same."""
        self._ends, self._words = {}, None

    def end(self, article: str) -> str:
        """What an article or stub is in the end."""
        if article not in self._ends:
            self._ends[article] = self._posts.resolution(article) or article
        return self._ends[article]

    def about(self, a: str, b: str) -> Word | None:
        """The last word on two articles, or on two that are the same as they: a link, or that there is none."""
        said = self.said
        if not (said.linked or said.unlinked):
            return None
        if self._words is None:
            words = sorted(
                (*said.linked.items(), *said.unlinked.items()), key=lambda one: one[1][1].asserted_at
            )
            self._words = {self.ended(key): word for key, word in words}
        return self._words.get(self.ended((a, b)))

    def ended(self, key: Pair) -> Pair:
        """What two articles or stubs are in the end, in their order."""
        return pair(self.end(key[0]), self.end(key[1]))

    def links(self) -> list[Word]:
        """The links that hold."""
        said = self.said
        return [word for key, word in sorted(said.linked.items()) if self.about(*key) == word]

    def confirmed(self) -> set[str]:
        """The ids of relations that people confirm: the finding of the same is a part of that."""
        return {canon.relation_id(*linked(word)) for word in self.links()}

    def denied(self, relation: Relation) -> str | None:
        """The act by which a person says that a text is wrong on its source, or on what it takes from it."""
        word = self.about(relation.from_id, relation.to_id)
        if word is None or (word[1].act == "link" and self._same(linked(word), relation)):
            return None
        return word[0]

    def _same(self, link: tuple[str, str, RelationKind], relation: Relation) -> bool:
        """Whether a person says the same as a text, of the same articles."""
        article, source, kind = link
        ends = self.end(relation.from_id), self.end(relation.to_id)
        return kind == relation.kind and (self.end(article), self.end(source)) == ends

    def rejected(self, a: str, b: str) -> str | None:
        """The act by which a person says that two articles have nothing to do with each other."""
        word = self.about(a, b)
        return word[0] if word and word[1].act == "unlink" else None

    def partners(self, articles: Iterable[str]) -> set[str]:
        """Those of whom somebody said how they relate to some articles."""
        near, said = set(articles), self.said
        return {end for key in (*said.linked, *said.unlinked) if near & {*key} for end in key}


def linked(word: Word) -> tuple[str, str, RelationKind]:
    """The relation that a link says: its ends, those without direction in their order, and its kind."""
    article, kind, source = word[1].article, word[1].kind, word[1].other
    if article is None or kind is None or source is None:
        raise ValueError(f"act {word[0]} is no link")
    ends = pair(article, source) if kind in UNDIRECTED else (article, source)
    return *ends, kind
