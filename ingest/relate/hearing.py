"""People's word on pairs of articles, whichever of the ids they were known by when it was said. Pure.

What is said of a stub is said of the article that it is, and what is said of an article of those that are
the same.
"""

from collections.abc import Callable, Iterable
from functools import cached_property

from ..canon import relation_id
from ..records import Act, Relation, RelationKind
from .people import Pair, Said, pair

Word = tuple[str, Act]
UNDIRECTED: tuple[RelationKind, ...] = ("shared-quotation", "shared-source")


class Hearing:
    """What people say, as it stands while articles are what they are.

    Args:
        said: people's word.
        resolution: what an article or stub was found or is said to be in the end; None for itself.
    """

    def __init__(self, said: Said, resolution: Callable[[str], str | None]) -> None:
        self.said = said
        self._resolution = resolution
        self._ends: dict[str, str] = {}

    def end(self, article: str) -> str:
        """What an article or stub is in the end."""
        if article not in self._ends:
            self._ends[article] = self._resolution(article) or article
        return self._ends[article]

    def ended(self, key: Pair) -> Pair:
        """What two articles or stubs are in the end, in their order."""
        return pair(self.end(key[0]), self.end(key[1]))

    def sourced(self, edges: Iterable[Pair]) -> tuple[Pair, ...]:
        """From articles to their sources, as these are in the end; none that is the article itself."""
        found = {(article, self.end(source)) for article, source in edges}
        return tuple(sorted(edge for edge in found if self.end(edge[0]) != edge[1]))

    @cached_property
    def _words(self) -> dict[Pair, Word]:
        words = (*self.said.linked.items(), *self.said.unlinked.items())
        return {self.ended(key): word for key, word in sorted(words, key=lambda one: one[1][1].asserted_at)}

    def about(self, a: str, b: str) -> Word | None:
        """The last word on two articles, or on two that are the same as they: a link, or that there is none."""
        if not (self.said.linked or self.said.unlinked):
            return None
        return self._words.get(self.ended((a, b)))

    def links(self) -> list[Word]:
        """The links that hold."""
        return [word for key, word in sorted(self.said.linked.items()) if self.about(*key) == word]

    def confirmed(self) -> set[str]:
        """The ids of relations that people confirm: the finding of the same is a part of that."""
        return {relation_id(*linked(word)) for word in self.links()}

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
        near = set(articles)
        return {end for key in (*self.said.linked, *self.said.unlinked) if near & {*key} for end in key}


def sent_to(said: Said, stub: str) -> set[tuple[str, RelationKind]]:
    """The articles that people say to come from a stub, and how; so none of them is what it stands for."""
    words = (linked(word) for word in said.linked.values())
    return {(article, kind) for article, source, kind in words if source == stub and kind not in UNDIRECTED}


def linked(word: Word) -> tuple[str, str, RelationKind]:
    """The relation that a link says: its ends, those without direction in their order, and its kind."""
    article, kind, source = word[1].article, word[1].kind, word[1].other
    if article is None or kind is None or source is None:
        raise ValueError(f"act {word[0]} is no link")
    ends = pair(article, source) if kind in UNDIRECTED else (article, source)
    return *ends, kind
