"""Relates an article to all others: matches, stubs found, works and the rows that tell of them.

The relations are a function of the set of articles and of what people said: whatever a newcomer
changes about earlier articles is decided again here, and nothing else is looked at.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from .. import canon
from ..archive.copies import Copies, Copy
from ..archive.crossposts import Crossposts, Key, Row
from ..archive.fingerprints import Again, Compared, Index
from ..archive.query import Query
from ..archive.store import Store
from ..records import Relation
from ..relate.matching import Kept, Match, in_common, kept
from ..relate.names import title_key
from ..relate.people import Said, pair, standing
from ..relate.stubs import naming
from ..relate.telling import Draft, of_parts, of_word, of_work
from ..relate.works import SAME_TEXT, Work, works
from .evidence import Prover
from .finding import Stubs


@dataclass(frozen=True, slots=True)
class _Stale:
    """What was decided again: articles that may have another version now, pairs with other words in common."""

    articles: frozenset[str]
    pairs: frozenset[Key]

    def touches(self, a: str, b: str) -> bool:
        """Whether what two articles have in common was decided again."""
        return a in self.articles or b in self.articles or pair(a, b) in self.pairs


class Relating:
    """The archive as far as articles have to do with each other, with what is at hand of them."""

    def __init__(self, store: Store, query: Query) -> None:
        self._store, self._query = store, query
        self._posts = Crossposts(query)
        self._index = Index(query.connection)
        self._copies = Copies(query, self._index)
        self._prover = Prover(query, self._posts, self._copies)
        self._stubs = Stubs(query, self._posts)
        self._heard: tuple[int, Said] | None = None

    @property
    def _word(self) -> Said:
        """What people said, read again when somebody said more."""
        last = self._posts.last_act()
        if self._heard is None or self._heard[0] != last:
            self._heard = last, standing(self._posts.acts())
        return self._heard[1]

    @property
    def _confirmed(self) -> set[str]:
        """The ids of relations that a person confirms: the finding of the same is a part of that."""
        return {draft.id for draft in of_word(self._word)}

    def relate(self, articles: Collection[str]) -> set[str]:
        """Decide again what some articles have to do with others, which have been decided themselves.

        Gives the stubs that they name or named.
        """
        fresh: set[Key] = set()
        touched = set(articles)
        for article in sorted(articles):
            fresh |= {key for key in self._pairs(self._compared(article)) if self._match(*key)}
        touched |= {end for key in fresh for end in key}
        named = {stub for article in sorted(touched) for stub in self._named(article)}
        stubs = named | self._stubs.concerned(touched)
        touched |= stubs | {end for stub in sorted(stubs) for end in self._resolve(stub)}
        # What a stub was found to be confirms those that name it.
        for article in sorted(self._posts.namers(stubs)):
            touched |= {article, *self._named(article)}
        for row in self._spoken(touched):
            self._posts.write(row)
        self._tie(touched, _Stale(frozenset(articles), frozenset(fresh)))
        return named

    def _spoken(self, touched: Collection[str]) -> Iterator[Row]:
        """The rows by which people relate some articles."""
        for draft in of_word(self._word):
            if draft.article in touched or draft.source in touched:
                copy = self._copies.copy(draft.article)
                yield self._prover.said(draft, self._naming(copy) if copy else ())

    # Matches

    def _compared(self, article: str) -> Again:
        """Put an article into the index as it is now."""
        number, copy = self._posts.number(article), self._copies.copy(article)
        decided = self._query.article(article)
        known = self._index.compared(number)
        if copy is None or decided is None:
            return Again()
        as_ = Compared(copy.version, decided.outlet, title_key(decided.title))
        again = Again(articles={number})
        if known and (known.version, known.outlet) == (as_.version, as_.outlet):
            self._index.rename(number, as_.title)
            return again
        if known:
            before = self._query.version(known.version)
            if before:
                old = self._copies.of_version(article, before)
                again = self._index.drop(number, old.fingerprints)
        now = self._index.put(number, as_, copy.fingerprints)
        return Again(again.pairs | now.pairs, again.articles | now.articles)

    def _pairs(self, again: Again) -> list[Key]:
        """The pairs of ids that are to be compared again, with those that had something in common before."""
        numbers = {number for one in again.pairs for number in one} | again.articles
        names = self._posts.names(numbers)
        found = {pair(names[a], names[b]) for a, b in again.pairs}
        for number in sorted(again.articles):
            copy = self._copies.copy(names[number])
            near = self._index.candidates(number, copy.fingerprints) if copy else set()
            found |= {pair(names[number], other) for other in self._posts.names(near).values()}
            found |= set(self._posts.matched(names[number]))
        return sorted(found)

    def _match(self, a: str, b: str) -> bool:
        """Compare two articles and keep what they have in common; whether that is new."""
        return self._posts.keep(a, b, self._compare(a, b))

    def _compare(self, a: str, b: str, wherever: bool = False) -> Kept | None:
        """What two articles have in common; None where no fingerprint leads from one to the other."""
        one, other = self._copies.copy(a), self._copies.copy(b)
        if one is None or other is None:
            return None
        shared = one.fingerprints.keys() & other.fingerprints.keys()
        if not wherever and not self._index.meet(self._posts.number(a), self._posts.number(b), shared):
            return None
        outlets = self._copies.outlet(one), self._copies.outlet(other)
        texts = self._copies.text(one, outlets[0]), self._copies.text(other, outlets[1])
        common = in_common(texts, outlets)
        return kept(common, texts, (self._copies.end(one), self._copies.end(other))) if common else None

    # What articles name

    def _named(self, article: str) -> set[str]:
        """Write what an article's attributions name; the stubs they named before and those they name now."""
        copy = self._copies.copy(article)
        before = self._posts.rows([article], "named")
        rows: dict[str, Row] = {}
        for relation in self._naming(copy) if copy else ():
            identity = canon.relation_id(relation.from_id, relation.to_id, relation.kind)
            source = self._posts.resolution(relation.to_id) or relation.to_id
            word = self._rejected(article, relation.to_id) or self._rejected(article, source)
            if identity not in self._confirmed:
                rows[identity] = self._prover.named(relation, source, "rejected" if word else "asserted", word)
        self._posts.erase(before.keys() - rows.keys())
        for identity, row in sorted(rows.items()):
            self._renew(identity, row)
        return {row.relation.to_id for row in (*before.values(), *rows.values())}

    def _naming(self, copy: Copy) -> Iterator[Relation]:
        for named in naming(copy.article, self._query.attributions(copy.version)):
            self._store.stub(named.stub)
            self._posts.title_stub(named.stub.id, title_key(named.stub.title))
            yield named.relation

    def _rejected(self, a: str, b: str) -> str | None:
        """The act by which a person says that two articles have nothing to do with each other."""
        found = self._word.unlinked.get(pair(a, b))
        return found[0] if found else None

    def _resolve(self, stub: str) -> set[str]:
        """Find the article that a stub is; all whom this changes something for."""
        known, before = self._query.article(stub), self._posts.resolution(stub)
        if known is None or not self._stubs.resolve(known, self._word):
            return set()
        return {end for end in (stub, before, self._posts.resolution(stub)) if end}

    # Works

    def _tie(self, touched: Collection[str], stale: _Stale) -> None:
        """Write which works some articles carry, and the rows that tell of them and of parts in common."""
        members, joins = self._members(touched)
        groups = works(members, joins)
        self._store.works(groups)
        by_work: dict[str, set[str]] = {}
        for member, work in groups.items():
            by_work.setdefault(work, set()).add(member)
        before = self._posts.found(members)
        known = {pair(row.relation.from_id, row.relation.to_id): row for row in before.values()
                 if not stale.touches(row.relation.from_id, row.relation.to_id)}  # fmt: skip
        drafts = [
            draft
            for carriers in by_work.values()
            if len(carriers) > 1
            for draft in self._whole(carriers, known)
        ]
        drafts += self._parts(members, groups)
        confirmed = self._confirmed
        after = {draft.id: draft for draft in drafts
                 if draft.id not in confirmed and not self._posts.asserts(draft.id)}  # fmt: skip
        self._posts.erase(before.keys() - after.keys())
        for identity, draft in sorted(after.items()):
            if not self._stands(before.get(identity), draft, stale):
                self._renew(identity, self._prover.found(draft, self._common(draft)))

    def _stands(self, row: Row | None, draft: Draft, stale: _Stale) -> bool:
        """Whether a row can stay as it is, with the evidence that it has."""
        if row is None or stale.touches(draft.article, draft.source) or not draft.tells(row.relation, row.act):
            return False
        if draft.named_by is None:
            return True
        namer = self._copies.copy(draft.named_by[0])
        return namer is not None and namer.article not in stale.articles and (
            self._posts.naming(draft.id) == namer.version)  # fmt: skip

    def _common(self, draft: Draft) -> Kept | None:
        key = pair(draft.article, draft.source)
        return self._posts.match(*key) or self._compare(*key, wherever=True)

    def _renew(self, identity: str, row: Row) -> None:
        if self._posts.row(identity) != row:
            self._posts.write(row)

    def _members(self, touched: Collection[str]) -> tuple[set[str], list[Key]]:
        """All members of the works that some articles belong to, and what joins them."""
        members, waiting, joins = set(touched), set(touched), set()
        while waiting:
            ends = set(self._joins(waiting))
            joins |= ends
            waiting = {end for key in ends for end in key} - members
            members |= waiting
        return members, sorted(joins)

    def _joins(self, articles: Collection[str]) -> Iterator[Key]:
        """The pairs that carry one text, of which some articles are an end."""
        yield from self._wholes(articles)
        yield from (pair(article, source) for article, source in self._posts.edges(articles))

    def _wholes(self, articles: Collection[str]) -> dict[Key, Match]:
        matches, unlinked = self._posts.matches(articles, SAME_TEXT), self._word.unlinked
        return {key: match for key, match in matches.items() if key not in unlinked}

    def _whole(self, members: Collection[str], known: Mapping[Key, Row]) -> Iterator[Draft]:
        """The rows that tie the members of one work."""
        found = self._posts.articles(members)
        texts = {one: (row["published_earliest"], row["published_latest"])
                 for one, row in found.items() if not row["stub"]}  # fmt: skip
        outlets = {one: row["outlet"] for one, row in found.items()}
        work = Work(texts, outlets, tuple(self._posts.edges(members)), self._wholes(members))
        yield from of_work(work, partial(self._anyway, known))

    def _anyway(self, known: Mapping[Key, Row], a: str, b: str) -> Match | None:
        """What two members of a work have in common that no fingerprint leads to each other."""
        if pair(a, b) in self._word.unlinked:
            return None
        row = known.get(pair(a, b))
        if row and row.relation.kind in SAME_TEXT:
            return Match(row.relation.kind, row.relation.score)
        kept = self._compare(a, b, wherever=True)
        return kept.match if kept else None

    def _parts(self, members: Collection[str], groups: Mapping[str, str]) -> Iterator[Draft]:
        """The rows between texts of different works, and of matches that a person says are none."""
        found = self._posts.matches(members, None)
        others = self._posts.articles({end for key in found for end in key} - groups.keys())
        work_of = {**{one: row["work"] for one, row in others.items()}, **groups}
        yield from of_parts(found, work_of, self._word)
