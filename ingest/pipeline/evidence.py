"""Writes out what a relation rests on: the passages of both sides, byte by byte, and what is said in them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..archive.copies import Copies, Copy
from ..archive.crossposts import Crossposts, Row
from ..archive.query import Query
from ..read import addresses
from ..records import Attribution, Evidence, Relation, RelationKind, RelationStatus, Span
from ..relate import proving
from ..relate.matching import Kept, Place
from ..relate.people import pair
from ..relate.telling import Draft

# A copy that lost its apostrophes falls into hundreds of passages, and long ones into thousands of runs; the
# longest ones prove enough.
_PASSAGES, _RUNS = 20, 300
# A fact and the versions in which its two sides stand.
Fact = tuple[Evidence, tuple[str | None, str | None]]


class Prover:
    """Makes relations with their evidence. It reads the archive and writes nothing."""

    def __init__(self, query: Query, posts: Crossposts, copies: Copies) -> None:
        self._query, self._posts, self._copies = query, posts, copies

    def named(self, relation: Relation, source: str, status: RelationStatus, act: str | None) -> Row:
        """A relation that an article's text asserts, with the passages that confirm it.

        Args:
            relation: as the attribution gives it.
            source: the article that it names, the relation's own end where that is not known better.
            status: `asserted`, or `rejected` by a person.
            act: who rejected it.
        """
        copy = self._copies.copy(relation.from_id)
        version = copy.version if copy else None
        facts: list[Fact] = [(fact, (version, None)) for fact in relation.evidence]
        facts += self._passages(relation.from_id, source)
        return _row(
            relation.from_id, relation.to_id, relation.kind, status, relation.score, True, "named", facts, act
        )

    def found(self, draft: Draft, kept: Kept | None) -> Row:
        """A relation that comparing found, with its evidence: `kept` is what the two have in common."""
        facts = self._passages(draft.article, draft.source, kept)
        facts += self._naming(*draft.named_by) if draft.named_by else self._signs(draft.article, draft.source)
        return _row(
            draft.article, draft.source, draft.kind, draft.status, draft.score, draft.directed, "found",
            facts, draft.act,
        )  # fmt: skip

    def said(self, draft: Draft, named: Iterable[Relation]) -> Row:
        """A relation that a person confirms, with what speaks for it besides.

        Args:
            draft: the relation.
            named: those that the first article's text asserts.
        """
        copy = self._copies.copy(draft.article)
        version = copy.version if copy else None
        facts: list[Fact] = [
            (fact, (version, None))
            for one in named
            if (one.to_id, one.kind) == (draft.source, draft.kind)
            for fact in one.evidence
        ]
        facts += self._passages(draft.article, draft.source)
        return _row(
            draft.article, draft.source, draft.kind, draft.status, draft.score, draft.directed, "said",
            facts, draft.act,
        )  # fmt: skip

    def _passages(self, article: str, source: str, kept: Kept | None = None) -> list[Fact]:
        """The passages that two articles have in common, in the order of the first one's text."""
        low, _ = key = pair(article, source)
        kept = kept or self._posts.match(*key)
        one, other = self._copies.copy(article), self._copies.copy(source)
        if kept is None or one is None or other is None:
            return []
        longest = sorted(kept.passages, key=lambda passage: passage[0][0] - passage[-1][1])[:_PASSAGES]
        runs = set(sorted((place for passage in longest for place in passage), key=_by_length)[:_RUNS])
        told = ([place for place in passage if place in runs] for passage in longest)
        turned = [sorted(_same(place, article != low) for place in passage) for passage in told if passage]
        sides = self._copies.bytes(one), self._copies.bytes(other)
        prove = proving.facts if kept.match.kind == "translation" else proving.passage
        found = [prove(*sides, runs) for runs in sorted(turned, key=lambda runs: runs[0].a_start)]
        return [(fact, (one.version, other.version)) for fact in found if fact]

    def _signs(self, article: str, source: str) -> Iterator[Fact]:
        """What of the two texts shows where they come from: attributions and links."""
        kept = self._posts.match(*pair(article, source))
        for sign in kept.signs if kept else ():
            copy = self._copies.copy(sign.article)
            if copy is None:
                continue
            if sign.kind == "link":
                facts = self._link(copy, frozenset(self._query.address_keys(source)))
            else:
                said = self._query.attributions(copy.version)
                facts = (_attributed(one) for one in said if one.start == sign.start)
            for fact in list(facts)[:1]:
                yield _sided(fact, copy.version, sign.article == article)

    def _link(self, copy: Copy, keys: frozenset[str]) -> Iterator[Evidence]:
        for link in self._query.links(copy.version):
            try:
                leads = addresses.key(link.url) in keys
            except ValueError:
                continue
            if leads:
                quote = self._copies.bytes(copy).quote([link.span])
                yield Evidence("link", quote, (link.span,))

    def _naming(self, namer: str, named: str) -> Iterator[Fact]:
        """What a third article says of the source of the text that all of them carry."""
        rows = self._posts.rows([namer], "named")
        ids = [identity for identity, row in sorted(rows.items()) if row.relation.to_id == named]
        kept = self._posts.row(ids[0]) if ids else None
        facts = zip(kept.relation.evidence, kept.versions, strict=True) if kept else self._signs(namer, named)
        for fact, versions in list(facts)[:1]:
            yield replace(fact, kind="named-by-another"), versions


def _by_length(place: Place) -> tuple[int, Place]:
    return place[0] - place[1], place


def _same(place: Place, turned: bool) -> proving.Same:
    a_start, a_end, b_start, b_end = place
    return proving.Same(b_start, b_end, a_start, a_end) if turned else proving.Same(*place)


def _attributed(said: Attribution) -> Evidence:
    return Evidence("attribution", said.quote, (Span(said.start, said.end),))


def _sided(fact: Evidence, version: str, of_article: bool) -> Fact:
    """A fact that stands in one of the two texts."""
    if of_article:
        return fact, (version, None)
    return Evidence(fact.kind, fact.quote, (), fact.from_spans), (None, version)


def _row(
    article: str,
    source: str,
    kind: RelationKind,
    status: RelationStatus,
    score: int,
    directed: bool,
    origin: str,
    facts: Iterable[Fact],
    act: str | None,
) -> Row:
    kept = list(facts)
    evidence = tuple(fact for fact, _ in kept)
    relation = Relation(article, source, kind, status, score, evidence, directed)
    return Row(relation, origin, tuple(versions for _, versions in kept), act)
