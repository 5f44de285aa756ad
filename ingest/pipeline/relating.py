"""Relates an article to all others: matches, stubs found, works and the rows that tell of them.

The relations are a function of the set of articles and of what people said: whatever a newcomer
changes about earlier articles is decided again here, and nothing else is looked at.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from .. import canon
from ..archive.copies import Copy
from ..archive.crossposts import Crossposts, Key, Row
from ..archive.query import Query
from ..archive.store import Store
from ..records import Relation
from ..relate.hearing import Hearing
from ..relate.matching import Kept, Match
from ..relate.names import title_key
from ..relate.people import Said, pair, standing
from ..relate.stubs import naming
from ..relate.telling import Draft, of_parts, of_word, of_work
from ..relate.works import SAME_TEXT, Work, works
from .comparing import Comparing
from .evidence import Prover
from .finding import Stubs


@dataclass(frozen=True, slots=True)
class _Stale:
    """What was decided again.

    That is articles that may have another version now, pairs with other words in common, and articles that
    name something that is another article now.
    """

    articles: frozenset[str] = frozenset()
    pairs: frozenset[Key] = frozenset()
    namers: frozenset[str] = frozenset()

    def touches(self, a: str, b: str) -> bool:
        """Whether what two articles have in common was decided again."""
        return a in self.articles or b in self.articles or pair(a, b) in self.pairs


class Relating:
    """The archive as far as articles have to do with each other, with what is at hand of them."""

    def __init__(self, store: Store, query: Query) -> None:
        self._store, self._query = store, query
        self._posts = Crossposts(query)
        self._comparing = Comparing(query, self._posts)
        self._copies = self._comparing.copies
        self._prover = Prover(query, self._posts, self._copies)
        self._stubs = Stubs(query, self._posts)
        self._heard: tuple[int, Said] | None = None
        self._word = self._hear()

    def relate(self, articles: Collection[str]) -> set[str]:
        """Decide again what some articles have to do with others, which have been decided themselves.

        Gives the stubs that they name or named.
        """
        fresh = {key for article in sorted(articles) for key in self._comparing.renew(article)}
        touched = {*articles, *(end for key in fresh for end in key)}
        return self._follow(touched, _Stale(frozenset(articles), frozenset(fresh)))

    def hear(self, articles: Collection[str]) -> None:
        """Decide again what follows from a person's word on how some articles and stubs are related."""
        self._follow(set(articles), _Stale())

    def forget(self, article: str) -> set[Key]:
        """Take an article out of the index; the pairs of others that have other things in common since."""
        return self._comparing.forget(article)

    def again(self, articles: Collection[str], pairs: Collection[Key]) -> None:
        """Decide again what some articles have to do with others, and what follows from some pairs."""
        self._follow({*articles, *(end for key in pairs for end in key)}, _Stale(pairs=frozenset(pairs)))

    def _hear(self) -> Hearing:
        """People's word as it stands, read again when somebody said more, of articles as they are now."""
        last = self._posts.last_act()
        if self._heard is None or self._heard[0] != last:
            self._heard = last, standing(self._posts.acts())
        return Hearing(self._heard[1], self._posts.resolution)

    def _follow(self, touched: set[str], stale: _Stale) -> set[str]:
        """Write what follows from matches, texts and words that concern some articles; the stubs they name."""
        self._word = self._hear()
        touched = self._near(touched)
        named = {stub for article in sorted(touched) for stub in self._named(article)}
        stubs = named | self._stubs.concerned(touched) | self._identified(touched)
        moved = self._near({end for stub in sorted(stubs) for end in self._resolve(stub)})
        # What a stub was found to be confirms those that name it.
        namers = self._posts.namers(moved)
        for article in sorted(moved | namers):
            touched |= {article, *self._named(article)}
        touched |= stubs | moved
        self._speak(touched)
        self._tie(touched, replace(stale, namers=frozenset(namers)))
        return named

    def _near(self, articles: Collection[str]) -> set[str]:
        """Some articles, those that are the same, and those that somebody related to them."""
        found = self._posts.identical(articles)
        return found | self._posts.identical(self._word.partners(found))

    def _identified(self, articles: Collection[str]) -> set[str]:
        """Of some articles those that may be others: stubs, and what a person says or said to be another."""
        known = self._posts.articles(articles)
        are_others = {one for one, _ in self._posts.same(articles)} | self._word.said.same.keys()
        return {one for one, row in known.items() if row["stub"] or one in are_others}

    def _speak(self, touched: Collection[str]) -> None:
        """Write the rows by which people relate some articles."""
        drafts = {
            draft.id: draft for draft in of_word(self._word) if {draft.article, draft.source} & {*touched}
        }
        self._posts.erase(self._posts.around(touched, "said").keys() - drafts.keys())
        for identity, draft in sorted(drafts.items()):
            copy = self._copies.copy(draft.article)
            self._renew(identity, self._prover.said(draft, self._naming(copy) if copy else ()))

    # What articles name

    def _named(self, article: str) -> set[str]:
        """Write what an article's attributions name; the stubs they named before and those they name now."""
        copy = self._copies.copy(article)
        before, confirmed = self._posts.rows([article], "named"), self._word.confirmed()
        rows: dict[str, Row] = {}
        for relation in self._naming(copy) if copy else ():
            identity = canon.relation_id(relation.from_id, relation.to_id, relation.kind)
            if identity not in confirmed:
                word, source = self._word.denied(relation), self._word.end(relation.to_id)
                rows[identity] = self._prover.named(relation, source, "rejected" if word else "asserted", word)
        self._posts.erase(before.keys() - rows.keys())
        for identity, row in sorted(rows.items()):
            self._renew(identity, row)
        return {row.relation.to_id for row in (*before.values(), *rows.values())}

    def _naming(self, copy: Copy) -> Iterator[Relation]:
        for named in naming(copy.article, self._copies.outlet(copy), self._query.attributions(copy.version)):
            self._store.stub(named.stub)
            self._posts.title_stub(named.stub.id, title_key(named.stub.title))
            yield named.relation

    def _resolve(self, stub: str) -> set[str]:
        """Find the article that a stub or article is; all whom this changes something for."""
        known, before = self._query.article(stub), self._posts.resolution(stub)
        if known is None or not self._stubs.resolve(known, self._word.said):
            return set()
        self._word = self._hear()
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
        before = self._posts.around(members, "found")
        known = {pair(row.relation.from_id, row.relation.to_id): row for row in before.values()
                 if not stale.touches(row.relation.from_id, row.relation.to_id)}  # fmt: skip
        drafts = [
            draft
            for carriers in by_work.values()
            if len(carriers) > 1
            for draft in self._whole(carriers, known)
        ]
        drafts += self._parts(members, groups)
        confirmed = self._word.confirmed()
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
            return not draft.directed or self._posts.naming(draft.id) is None
        namer = self._copies.copy(draft.named_by[0])
        return namer is not None and namer.article not in stale.articles | stale.namers and (
            self._posts.naming(draft.id) == namer.version)  # fmt: skip

    def _common(self, draft: Draft) -> Kept | None:
        key = pair(draft.article, draft.source)
        return self._posts.match(*key) or self._comparing.compare(*key, wherever=True)

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
        yield from (pair(*ends) for ends in (*self._posts.edges(articles), *self._posts.same(articles)))

    def _wholes(self, articles: Collection[str]) -> dict[Key, Match]:
        matches = self._posts.matches(articles, SAME_TEXT)
        return {key: match for key, match in matches.items() if not self._word.about(*key)}

    def _whole(self, members: Collection[str], known: Mapping[Key, Row]) -> Iterator[Draft]:
        """The rows that tie the members of one work."""
        found = self._posts.articles(members)
        texts = {one: (row["published_earliest"], row["published_latest"])
                 for one, row in found.items() if not row["stub"]}  # fmt: skip
        outlets = {one: row["outlet"] for one, row in found.items()}
        same = {one: self._word.end(one) for one, _ in self._posts.same(members) if one in texts}
        edges = self._word.sourced(self._posts.edges(members))
        # Who names each source first, and as what.
        named = {self._word.end(source): (article, source)
                 for article, source in reversed(self._posts.edges(members, ["named"]))}  # fmt: skip
        work = Work(texts, outlets, edges, self._wholes(members), same)
        yield from of_work(work, named, partial(self._anyway, known))

    def _anyway(self, known: Mapping[Key, Row], a: str, b: str) -> Match | None:
        """What two members of a work have in common that no fingerprint leads to each other."""
        if self._word.about(a, b):
            return None
        row = known.get(pair(a, b))
        if row and row.relation.kind in SAME_TEXT:
            return Match(row.relation.kind, row.relation.score)
        kept = self._comparing.compare(*pair(a, b), wherever=True)
        return kept.match if kept else None

    def _parts(self, members: Collection[str], groups: Mapping[str, str]) -> Iterator[Draft]:
        """The rows between texts of different works, and of matches that a person says are none."""
        found = self._posts.matches(members, None)
        others = self._posts.articles({end for key in found for end in key} - groups.keys())
        named = self._posts.around(members, "named") if self._word.said.unlinked else {}
        told = {self._word.ended((row.relation.from_id, row.relation.to_id)) for row in named.values()}
        work_of = {**{one: row["work"] for one, row in others.items()}, **groups}
        yield from of_parts(found, work_of, self._word, told)
