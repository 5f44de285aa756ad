"""Stubs, works and relations, as they follow from attributions, matches and people's word."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...archive.crossposts import Crossposts
from ...archive.query import Query
from ...read import addresses
from ...records import Article, Finding, RelationKind
from ...relate.hearing import Hearing, sent_to
from ...relate.matching import Match
from ...relate.names import title_key
from ...relate.people import Pair, standing
from ...relate.resolving import Resolved, Seen, resolved
from ...relate.stubs import Named, naming
from ...relate.telling import Draft, of_parts, of_word, of_work
from ...relate.works import SAME_TEXT, Work, works
from ..guard import guarded
from .comparing import Comparing
from .index import Again

CODES = (
    "stub-unnamed", "stub-field", "stub-untitled", "resolution-differs", "candidates-differ", "work-differs",
    "relation-differs",
)  # fmt: skip
_ARTICLES = "SELECT id, stub, outlet, work, published_earliest, published_latest FROM articles ORDER BY id"
# Of a stub what those say who name it; its bounds are checked with the decisions.
_FIELDS = "title", "authors", "outlet", "published", "url"


class Following:
    """What follows from the archive's attributions, from matches as compared again, and from people's word."""

    def __init__(self, query: Query, compared: Comparing, again: Again) -> None:
        self._query, self._compared, self._again = query, compared, again
        self._acts = Crossposts(query).acts()
        self._said = standing(self._acts)
        # Which articles are the same, as it is kept: that is checked by itself.
        self._word = Hearing(self._said, query.resolution)
        self._spoken = list(of_word(self._word))
        self._articles = {row["id"]: row for row in query.rows(_ARTICLES)}
        self._named = {article: self._naming(article) for article in self._articles}
        self._namers = self._who_names()
        self._resolved = {stub: self._resolve(stub) for stub in self._to_resolve()}
        self._drafts, self._works = self._follow()

    def check(self) -> Iterator[Finding]:
        """Findings on stubs, works and relations."""
        yield from guarded("stubs", self._stubs())
        yield from guarded("headlines of stubs", self._titles())
        yield from guarded("resolutions", self._resolutions())
        yield from guarded("candidates", self._candidates())
        yield from guarded("works", self._carried())
        yield from guarded("relations", self._relations())

    # Stubs

    def _naming(self, article: str) -> list[Named]:
        version = self._query.newest(article)
        outlet = self._articles[article]["outlet"]
        return naming(article, outlet, self._query.attributions(version.id)) if version else []

    def _who_names(self) -> dict[str, list[tuple[str, RelationKind]]]:
        """Who names a stub, and as what, in order."""
        found = {
            (n.relation.to_id, n.relation.from_id, n.relation.kind)
            for all_ in self._named.values()
            for n in all_
        }
        found |= {(one.source, one.article, one.kind) for one in self._spoken if one.directed}
        namers: dict[str, list[tuple[str, RelationKind]]] = {}
        for stub, article, kind in sorted(found):
            namers.setdefault(stub, []).append((article, kind))
        return namers

    def _to_resolve(self) -> list[str]:
        stubs = {one for one, row in self._articles.items() if row["stub"]}
        return sorted(stubs | (self._said.same.keys() & self._articles.keys()))

    def _resolve(self, stub: str) -> Resolved:
        known = self._query.article(stub)
        assert known is not None, "it is one of the archive's"
        namers = {*self._namers.get(stub, ()), *sent_to(self._said, stub)}
        keys = {key for namer, _ in namers for key in self._compared.near.get(namer, ())}
        at = self._query.article_at(addresses.key(known.url)) if known.url else None
        seen = Seen(
            namers,
            self._again.titled(known.title),
            {key: self._compared.matches[key] for key in keys},
            at if at != stub else None,
        )
        return resolved(known, seen, self._said, self._query.article)

    def _stubs(self) -> Iterator[Finding]:
        """A stub is named by somebody, and says what the first of those who name it says."""
        joined = {row["to"] for row in self._query.rows('SELECT DISTINCT "to" FROM relations')}
        spoken_of = {end for _, act in self._acts for end in (act.article, act.other)}
        for stub in (one for one, row in self._articles.items() if row["stub"]):
            if stub not in joined | spoken_of:
                yield Finding("stub-unnamed", f"stub {stub}", "an article that names it", "none")
            told, known = self._told(stub), self._query.article(stub)
            for field in _FIELDS if told and known else ():
                expected, found = repr(getattr(told, field)), repr(getattr(known, field))
                if expected != found:
                    yield Finding("stub-field", f"stub {stub}, {field}", expected, found)

    def _told(self, stub: str) -> Article | None:
        said = (n.stub for article, _ in self._namers.get(stub, ()) for n in self._named.get(article, ())
                if n.stub.id == stub)  # fmt: skip
        return next(said, None)

    def _titles(self) -> Iterator[Finding]:
        """A stub is looked up by every headline that somebody gives it."""
        kept = {(row["title"], row["stub"]) for row in self._query.rows("SELECT title, stub FROM stub_titles")}
        wanted = {(title_key(n.stub.title), n.stub.id) for all_ in self._named.values() for n in all_}
        for title, stub in sorted((title, stub) for title, stub in wanted - kept if title):
            yield Finding("stub-untitled", f"stub {stub}", f"looked up by {title!r}", "not by that")

    def _resolutions(self) -> Iterator[Finding]:
        rows = self._query.rows("SELECT stub, article, score, reason, act FROM resolutions ORDER BY stub")
        kept = {row["stub"]: tuple(row.values())[1:] for row in rows}
        wanted = {
            stub: (found.taken.article, found.taken.score, found.taken.reason, found.act)
            for stub, found in self._resolved.items() if found.taken
        }  # fmt: skip
        for stub in sorted(kept.keys() | wanted.keys()):
            yield from _differ("resolution-differs", f"stub {stub}", wanted.get(stub), kept.get(stub))

    def _candidates(self) -> Iterator[Finding]:
        kept: dict[str, list[tuple[Any, ...]]] = {}
        for row in self._query.rows("SELECT * FROM candidates ORDER BY score DESC, article"):
            kept.setdefault(row["stub"], []).append((row["article"], row["score"], row["reason"]))
        for stub in sorted(kept.keys() | self._resolved.keys()):
            found = self._resolved.get(stub)
            wanted = [(one.article, one.score, one.reason) for one in found.candidates] if found else []
            yield from _differ("candidates-differ", f"stub {stub}", wanted, kept.get(stub, []))

    # Works and relations

    def _follow(self) -> tuple[dict[str, tuple[str, Draft]], dict[str, str]]:
        """Every relation by its id, with its origin, and the work of every article."""
        drafts = {one.id: ("said", one) for one in self._spoken}
        for one in self._asserted():
            drafts.setdefault(one.id, ("named", one))
        wholes = {key: one for key, one in self._compared.matches.items()
                  if one.kind in SAME_TEXT and not self._word.about(*key)}  # fmt: skip
        edges = {(one.article, one.source): origin for origin, one in drafts.values()
                 if one.kind in SAME_TEXT and one.status != "rejected"}  # fmt: skip
        same = {(stub, found.taken.article) for stub, found in self._resolved.items() if found.taken}
        known = [key for key in (*wholes, *edges, *same) if set(key) <= self._articles.keys()]
        groups = works(self._articles, known)
        for work, named in self._gathered(groups, wholes, edges):
            for one in of_work(work, named, self._anyway):
                drafts.setdefault(one.id, ("found", one))
        for one in of_parts(self._compared.matches, groups, self._word, self._told_themselves()):
            drafts.setdefault(one.id, ("found", one))
        return drafts, groups

    def _asserted(self) -> Iterator[Draft]:
        """The relations that articles assert, of which people reject some."""
        for named in (n for all_ in self._named.values() for n in all_):
            one = named.relation
            act = self._word.denied(one)
            draft = Draft(one.from_id, one.to_id, one.kind, "asserted", one.score, one.directed)
            yield replace(draft, status="rejected", act=act) if act else draft

    def _told_themselves(self) -> set[Pair]:
        """The pairs of which one names the other itself."""
        named = (n.relation for all_ in self._named.values() for n in all_) if self._said.unlinked else ()
        return {self._word.ended((one.from_id, one.to_id)) for one in named}

    def _gathered(
        self, groups: Mapping[str, str], wholes: Mapping[Pair, Match], edges: Mapping[Pair, str]
    ) -> Iterator[tuple[Work, dict[str, tuple[str, str]]]]:
        """The works that several carry, each with who names its sources."""
        members: dict[str, list[str]] = {}
        joins: dict[str, list[Pair]] = {}
        matches: dict[str, dict[Pair, Match]] = {}
        for article, work in groups.items():
            members.setdefault(work, []).append(article)
        for edge in sorted(edges):
            joins.setdefault(groups[edge[0]], []).append(edge)
        for key, match in wholes.items():
            matches.setdefault(groups[key[0]], {})[key] = match
        for work, carriers in members.items():
            if len(carriers) > 1:
                rows = {one: self._articles[one] for one in carriers}
                texts = {one: (row["published_earliest"], row["published_latest"])
                         for one, row in rows.items() if not row["stub"]}  # fmt: skip
                outlets = {one: row["outlet"] for one, row in rows.items()}
                same = {one: self._word.end(one) for one in texts if self._word.end(one) != one}
                known = joins.get(work, [])
                named = {self._word.end(edge[1]): edge for edge in reversed(known) if edges[edge] == "named"}
                yield Work(texts, outlets, self._word.sourced(known), matches.get(work, {}), same), named

    def _anyway(self, a: str, b: str) -> Match | None:
        return None if self._word.about(a, b) else self._compared.match(a, b)

    def _carried(self) -> Iterator[Finding]:
        for article, work in self._works.items():
            if self._articles[article]["work"] != work:
                yield Finding("work-differs", f"article {article}", work, str(self._articles[article]["work"]))

    def _relations(self) -> Iterator[Finding]:
        columns = '"from", "to", kind, status, score, directed, origin, act'
        rows = self._query.rows(f"SELECT id, {columns} FROM relations ORDER BY id")
        kept = {row["id"]: tuple(row.values())[1:] for row in rows}
        wanted = {identity: _columns(origin, one) for identity, (origin, one) in self._drafts.items()}
        for identity in sorted(kept.keys() | wanted.keys()):
            subject = f"relation {identity}"
            yield from _differ("relation-differs", subject, wanted.get(identity), kept.get(identity))


def _columns(origin: str, one: Draft) -> tuple[object, ...]:
    directed = int(one.directed)
    return one.article, one.source, one.kind, one.status, one.score, directed, origin, one.act


def _differ(code: str, subject: str, expected: object, found: object) -> Iterator[Finding]:
    if expected != found:
        yield Finding(code, subject, repr(expected or "none"), repr(found or "none"))
