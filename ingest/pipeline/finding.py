"""Finds the articles that stubs stand for, and keeps the candidates where it cannot tell."""

from collections.abc import Collection

from ..archive.crossposts import Crossposts
from ..archive.query import Query
from ..read import addresses
from ..records import Article
from ..relate.hearing import sent_to
from ..relate.names import title_key
from ..relate.people import Said
from ..relate.resolving import Seen, resolved


class Stubs:
    """The stubs of an archive."""

    def __init__(self, query: Query, posts: Crossposts) -> None:
        self._query, self._posts = query, posts

    def concerned(self, articles: Collection[str]) -> set[str]:
        """The stubs that some articles may be, or that they or those with the same text name."""
        near = {end for key in self._posts.matches(articles, kinds=None) for end in key} | set(articles)
        found = self._posts.sources(near)
        for article in sorted(articles):
            decided = self._query.article(article)
            found |= self._posts.stubs_titled(title_key(decided.title) if decided else None)
            found |= self._posts.stubs_at(article)
        return found

    def resolve(self, stub: Article, said: Said) -> bool:
        """Write which article a stub is, and which ones it might be; whether that changed anything."""
        found = resolved(stub, self._seen(stub, said), said, self._query.article)
        self._posts.candidates(stub.id, [(one.article, one.score, one.reason) for one in found.candidates])
        taken = found.taken
        return self._posts.resolve(
            stub.id, (taken.article, taken.score, taken.reason, found.act) if taken else None
        )

    def _seen(self, stub: Article, said: Said) -> Seen:
        namers = {*self._posts.namings(stub.id), *sent_to(said, stub.id)}
        at = self._query.article_at(addresses.key(stub.url)) if stub.url else None
        return Seen(
            namers,
            self._posts.titled(title_key(stub.title)),
            self._posts.matches({namer for namer, _ in namers}, kinds=None),
            at if at != stub.id else None,
        )
