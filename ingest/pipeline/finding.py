"""Finds the articles that stubs stand for, and keeps the candidates where it cannot tell."""

from collections.abc import Collection

from ..archive.crossposts import Crossposts
from ..archive.query import Query
from ..canon import resolution_id
from ..read import addresses
from ..records import Article
from ..relate.matching import Match
from ..relate.names import title_key
from ..relate.people import Said, pair
from ..relate.resolving import Candidate, Ranked, chosen, ranked


class Stubs:
    """The stubs of an archive."""

    def __init__(self, query: Query, posts: Crossposts) -> None:
        self._query, self._posts = query, posts

    def concerned(self, articles: Collection[str]) -> set[str]:
        """The stubs that some articles may be, or that they or those with the same text name."""
        near = {end for key in self._posts.matches(articles, kinds=None) for end in key} | set(articles)
        found = {row.relation.to_id for row in self._posts.rows(near, "named").values()}
        for article in sorted(articles):
            decided = self._query.article(article)
            found |= self._posts.stubs_titled(title_key(decided.title) if decided else None)
            found |= self._posts.stubs_at(article)
        return found

    def resolve(self, stub: Article, said: Said) -> bool:
        """Write which article a stub is, and which ones it might be; whether that changed anything."""
        found = self._ranked(stub, said)
        taken = chosen(found) if stub.id not in said.same else None
        act = None
        if stub.id in said.same:
            act, word = said.same[stub.id]
            taken = Ranked(word.other or "", 1000, f"{word.by} says so", True)
        if taken and self._query.article(taken.article) is None:
            taken = None
        self._posts.candidates(
            stub.id, () if taken else [(one.article, one.score, one.reason) for one in found]
        )
        return self._posts.resolve(stub.id, (taken.article, taken.score, taken.reason, act) if taken else None)

    def _ranked(self, stub: Article, said: Said) -> list[Ranked]:
        if stub.id in said.apart or not stub.stub:
            return []
        namers = self._posts.namers([stub.id])
        # Only what was said of the stub itself: what it was found to be must not tell what it is.
        kinds = {row.relation.kind for row in self._posts.rows(namers, "named").values()
                 if row.relation.to_id == stub.id
                 and pair(row.relation.from_id, stub.id) not in said.unlinked}  # fmt: skip
        found = self._candidates(stub, namers)
        known = {one.article.id for one in found}
        return ranked(stub, kinds, (
            one for one in found
            if resolution_id(stub.id, one.article.id) not in said.taken_back
            and not _leads_on(one.article.id, stub.id, known, said)
        ))  # fmt: skip

    def _candidates(self, stub: Article, namers: Collection[str]) -> list[Candidate]:
        matches = self._posts.matches(namers, kinds=None)
        found: dict[str, Match | None] = dict.fromkeys(self._posts.titled(title_key(stub.title)))
        for (a, b), match in sorted(matches.items()):
            for namer, other in ((a, b), (b, a)):
                if namer in namers and other not in namers:
                    known = found.get(other)
                    found[other] = match if known is None or match.score > known.score else known
        at = self._query.article_at(addresses.key(stub.url)) if stub.url else None
        if at and at != stub.id:
            found.setdefault(at, None)
        return [
            Candidate(article, match, article.id == at)
            for one, match in sorted(found.items())
            if one not in namers and (article := self._query.article(one)) and not article.stub
        ]


def _leads_on(article: str, stub: str, candidates: Collection[str], said: Said) -> bool:
    """Whether a person says that an article is the stub, or another candidate, which stands for both."""
    end = said.end(article)
    return end == stub or (end != article and end in candidates)
