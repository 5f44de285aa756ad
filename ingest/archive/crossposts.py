"""What is known of articles that have text in common: matches, works, resolved stubs, people's word.

Beside `store.py` and `query.py`, which know single articles. Nothing here decides anything.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..canon import article_id, relation_id, resolution_id
from ..records import Act, Relation, RelationKind, Span
from ..relate.matching import Kept, Match, Pointer
from ..relate.works import SAME_TEXT
from . import rows
from .fingerprints import headline
from .query import Query

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A relation as it is written: what it rests on by the versions that its evidence stands in."""

    relation: Relation
    origin: str
    versions: tuple[tuple[str | None, str | None], ...]
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """An article at a glance: the number by which the index knows it, its outlet, its language, its text."""

    id: str
    number: int
    outlet: str | None
    language: str | None
    text: str


class Crossposts:
    """Reads and writes what articles have in common."""

    def __init__(self, query: Query) -> None:
        self._query, self._connection = query, query.connection

    def briefs(self, articles: Collection[str]) -> Iterator[Brief]:
        """Some articles as those look at them that meet them, without stubs."""
        sql = (
            "SELECT articles.id, number, outlet, language, body FROM json_each(?) CROSS JOIN articles"
            " ON articles.id = value JOIN versions ON versions.id = articles.version"
            " JOIN texts ON sha256 = versions.text"
        )
        for row in self._query.rows(sql, [json.dumps(sorted(articles))]):
            yield Brief(row["id"], row["number"], row["outlet"], _language(row["language"]), row["body"])

    def number(self, article: str) -> int:
        """The number by which the index knows an article."""
        return int(self._query.value("SELECT number FROM articles WHERE id = ?", [article]))

    def names(self, numbers: Iterable[int]) -> dict[int, str]:
        """The ids of articles by their numbers."""
        sql = "SELECT number, articles.id FROM json_each(?) CROSS JOIN articles ON number = value"
        return {row["number"]: row["id"] for row in self._query.rows(sql, [json.dumps(sorted(numbers))])}

    def abroad(self, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        """Of pairs of articles by number those in different languages, both known."""
        sql = "SELECT number, language FROM json_each(?) CROSS JOIN articles ON number = value"
        numbers = json.dumps(sorted({number for pair in pairs for number in pair}))
        of = {row["number"]: _language(row["language"]) for row in self._query.rows(sql, [numbers])}
        return {(a, b) for a, b in pairs if foreign(of[a], of[b])}

    def in_two_languages(self, a: str, b: str) -> bool:
        """Whether two articles are in different languages, both known."""
        return bool(self.abroad({(self.number(a), self.number(b))}))

    def matched(self, article: str) -> list[Key]:
        """The pairs in which an article has something in common with another."""
        sql = "SELECT a, b FROM matches WHERE a = :one UNION ALL SELECT a, b FROM matches WHERE b = :one"
        return [(row["a"], row["b"]) for row in self._query.rows(sql, {"one": article})]

    def match(self, a: str, b: str) -> Kept | None:
        """What two articles have in common, the smaller id first."""
        return self.kept([(a, b)]).get((a, b))

    def kept(self, pairs: Collection[Key]) -> dict[Key, Kept]:
        """What those of some pairs of articles have in common that have anything."""
        sql = (
            "SELECT matches.* FROM json_each(?) AS pair CROSS JOIN matches"
            " ON a = json_extract(pair.value, '$[0]') AND b = json_extract(pair.value, '$[1]')"
        )
        return {(row["a"], row["b"]): _kept(row) for row in self._query.rows(sql, [json.dumps(sorted(pairs))])}

    def keep(self, a: str, b: str, kept: Kept | None) -> None:
        """Write what two articles have in common, or that it is nothing."""
        self._connection.execute("DELETE FROM matches WHERE a = ? AND b = ?", [a, b])
        if kept:
            match = kept.match
            signs = [[sign.kind, sign.article, sign.weight, sign.start] for sign in kept.signs]
            self._connection.execute(
                "INSERT INTO matches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [a, b, match.kind, match.score, match.later, int(match.asserted), json.dumps(signs),
                 json.dumps(kept.passages)],
            )  # fmt: skip

    def matches(self, articles: Collection[str], kinds: Iterable[str] | None) -> dict[Key, Match]:
        """What some articles have in common with others, of some kinds or of all."""
        of_kind = f"kind IN ({_marks(kinds)})" if kinds else "1"
        columns = "a, b, kind, score, later, asserted"
        sql = (
            f"SELECT {columns} FROM json_each(:all) CROSS JOIN matches ON a = value WHERE {of_kind}"
            f" UNION SELECT {columns} FROM json_each(:all) CROSS JOIN matches ON b = value WHERE {of_kind}"
        )
        found = self._query.rows(sql, {"all": json.dumps(sorted(articles))})
        return {(row["a"], row["b"]): _match(row) for row in found}

    def edges(self, articles: Collection[str], origins: Iterable[str] = ("named", "said")) -> list[Key]:
        """To which source some articles are known to lead beside matches: by name or by a person's word."""
        all_, wanted = json.dumps(sorted(articles)), _marks(origins)
        found: set[Key] = set()
        for side in ('"from"', '"to"'):
            sql = (
                f'SELECT "from", "to" FROM json_each(?) CROSS JOIN relations ON {side} = value'
                f" WHERE origin IN ({wanted}) AND status <> 'rejected' AND kind IN ({_marks(SAME_TEXT)})"
            )
            found |= {(row["from"], row["to"]) for row in self._query.rows(sql, [all_])}
        return sorted(found)

    def same(self, articles: Collection[str]) -> list[Key]:
        """Which stubs some articles are, and which articles are the same as others: from each to what it is."""
        found: set[Key] = set()
        for side in ("stub", "article"):
            sql = f"SELECT stub, article FROM json_each(?) CROSS JOIN resolutions ON {side} = value"
            parameters = [json.dumps(sorted(articles))]
            found |= {(row["stub"], row["article"]) for row in self._query.rows(sql, parameters)}
        return sorted(found)

    def identical(self, articles: Collection[str]) -> set[str]:
        """Some articles with all stubs and articles that are the same as they."""
        found, waiting = set(articles), set(articles)
        while waiting:
            waiting = {end for key in self.same(waiting) for end in key} - found
            found |= waiting
        return found

    def acts(self) -> list[tuple[str, Act]]:
        """What people said of relations and identity with its ids, in the order they said it."""
        found = self._query.rows("SELECT * FROM acts ORDER BY asserted_at, rowid")
        return [(row["id"], rows.act(row)) for row in found]

    def last_act(self) -> int:
        """The number of the last act."""
        return int(self._query.value("SELECT coalesce(max(rowid), 0) FROM acts"))

    def namers(self, stubs: Collection[str]) -> set[str]:
        """The articles whose text names some stubs, or that a person says to come from them."""
        sql = (
            'SELECT DISTINCT "from" FROM json_each(?) CROSS JOIN relations ON "to" = value'
            " WHERE origin <> 'found' AND directed"
        )
        return {row["from"] for row in self._query.rows(sql, [json.dumps(sorted(stubs))])}

    def namings(self, stub: str) -> list[tuple[str, RelationKind]]:
        """The articles whose text names a stub, and as what."""
        sql = 'SELECT "from", kind FROM relations WHERE "to" = ? AND origin = \'named\' ORDER BY 1, 2'
        return [(row["from"], row["kind"]) for row in self._query.rows(sql, [stub])]

    def sources(self, articles: Collection[str]) -> set[str]:
        """What some articles name, or are said by a person to come from."""
        sql = (
            'SELECT DISTINCT "to" FROM json_each(?) CROSS JOIN relations ON "from" = value'
            " WHERE origin <> 'found' AND directed"
        )
        return {row["to"] for row in self._query.rows(sql, [json.dumps(sorted(articles))])}

    def title_stub(self, stub: str, title: str | None) -> None:
        """Note by which folded headline a stub is looked up."""
        if title:
            self._connection.execute(
                "INSERT INTO stub_titles VALUES (?, ?) ON CONFLICT DO NOTHING", [title, stub]
            )

    def stubs_titled(self, title: str | None) -> set[str]:
        """The stubs with a folded headline."""
        return {
            row["stub"] for row in self._query.rows("SELECT stub FROM stub_titles WHERE title = ?", [title])
        }

    def titled(self, title: str | None) -> list[str]:
        """The articles with a folded headline."""
        sql = "SELECT id FROM compared JOIN articles ON number = article WHERE compared.title = ? ORDER BY id"
        return [row["id"] for row in self._query.rows(sql, [headline(title)])]

    def stubs_at(self, article: str) -> set[str]:
        """The stubs that are known by an address that leads to an article."""
        keys = self._query.address_keys(article)
        ids = json.dumps([article_id(key, "") for key in keys])
        sql = "SELECT articles.id FROM json_each(?) CROSS JOIN articles ON articles.id = value WHERE stub"
        return {row["id"] for row in self._query.rows(sql, [ids])}

    def candidates(self, stub: str, found: Iterable[tuple[str, int, str]]) -> None:
        """Write which articles a stub might be, in place of what was written before."""
        self._connection.execute("DELETE FROM candidates WHERE stub = ?", [stub])
        for article, score, reason in found:
            self._connection.execute(
                "INSERT INTO candidates VALUES (?, ?, ?, ?)", [stub, article, score, reason]
            )

    def resolve(self, stub: str, found: tuple[str, int, str, str | None] | None) -> bool:
        """Write which article a stub is: id, score, reason, act; or None. Whether that is new."""
        before = self._query.one("SELECT article, score, reason, act FROM resolutions WHERE stub = ?", [stub])
        if (tuple(before.values()) if before else None) == found:
            return False
        self._connection.execute("DELETE FROM resolutions WHERE stub = ?", [stub])
        if found:
            identity = resolution_id(stub, found[0])
            self._connection.execute(
                "INSERT INTO resolutions (id, stub, article, score, reason, act) VALUES (?, ?, ?, ?, ?, ?)",
                [identity, stub, *found],
            )
        return True

    def resolution(self, stub: str) -> str | None:
        """The article that a stub was found to be."""
        return self._query.resolution(stub)

    def articles(self, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Of some articles and stubs: whether they are stubs, their outlets, and the days they may be of."""
        sql = (
            "SELECT articles.id, stub, outlet, title, published_earliest, published_latest, work, version"
            " FROM json_each(?) CROSS JOIN articles ON articles.id = value"
        )
        return {row["id"]: row for row in self._query.rows(sql, [json.dumps(sorted(ids))])}

    def rows(self, articles: Collection[str], origin: str) -> dict[str, Row]:
        """The relations from some articles, of one origin, by their ids; without their evidence."""
        sql = 'SELECT relations.* FROM json_each(?) CROSS JOIN relations ON "from" = value WHERE origin = ?'
        found = self._query.rows(sql, [json.dumps(sorted(articles)), origin])
        return {row["id"]: _row(row, ()) for row in found}

    def around(self, articles: Collection[str], origin: str) -> dict[str, Row]:
        """The relations from or to some articles, of one origin, by their ids; without their evidence."""
        sql = (
            'SELECT relations.* FROM json_each(:all) CROSS JOIN relations ON "from" = value'
            " WHERE origin = :origin UNION"
            ' SELECT relations.* FROM json_each(:all) CROSS JOIN relations ON "to" = value'
            " WHERE origin = :origin"
        )
        found = self._query.rows(sql, {"all": json.dumps(sorted(articles)), "origin": origin})
        return {row["id"]: _row(row, ()) for row in found}

    def row(self, relation: str) -> Row | None:
        """A relation with its evidence."""
        row = self._query.one("SELECT * FROM relations WHERE id = ?", [relation])
        facts = self._query.rows("SELECT * FROM evidence WHERE relation = ? ORDER BY position", [relation])
        return _row(row, list(facts)) if row else None

    def asserts(self, relation: str) -> bool:
        """Whether an article's own text gives a relation."""
        sql = "SELECT 1 FROM relations WHERE id = ? AND origin = 'named'"
        return self._query.one(sql, [relation]) is not None

    def naming(self, relation: str) -> str | None:
        """The version in which a third article names the source of a relation."""
        sql = "SELECT from_version FROM evidence WHERE relation = ? AND kind = 'named-by-another'"
        found: str | None = self._query.value(sql, [relation])
        return found

    def write(self, row: Row) -> None:
        """Write a relation, in place of what was written of the same ends and kind."""
        relation = row.relation
        identity = relation_id(relation.from_id, relation.to_id, relation.kind)
        self._erase(identity)
        self._connection.execute(
            'INSERT INTO relations (id, "from", "to", kind, status, score, directed, origin, act)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [identity, relation.from_id, relation.to_id, relation.kind, relation.status, relation.score,
             int(relation.directed), row.origin, row.act],
        )  # fmt: skip
        for position, (fact, versions) in enumerate(zip(relation.evidence, row.versions, strict=True)):
            self._connection.execute(
                "INSERT INTO evidence (relation, position, kind, quote, from_version, from_ranges, to_version,"
                " to_ranges) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [identity, position, fact.kind, fact.quote, versions[0], _ranges(fact.from_spans), versions[1],
                 _ranges(fact.to_spans)],
            )  # fmt: skip

    def _erase(self, relation: str) -> None:
        self._connection.execute("DELETE FROM evidence WHERE relation = ?", [relation])
        self._connection.execute("DELETE FROM relations WHERE id = ?", [relation])

    def erase(self, relations: Iterable[str]) -> None:
        """Take relations out that hold no more, by their ids."""
        for relation in relations:
            self._erase(relation)


def foreign(a: str | None, b: str | None) -> bool:
    """Whether two languages are different ones, both known."""
    return bool(a and b and a != b)


def _marks(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


def _language(code: str | None) -> str | None:
    """A language without its region ("pt-BR"); the two forms of written Norwegian are one."""
    language = code.split("-")[0].lower() if code else None
    return "no" if language in ("nb", "nn") else language


def _match(row: Mapping[str, Any]) -> Match:
    return Match(row["kind"], row["score"], row["later"], bool(row["asserted"]))


def _row(row: Mapping[str, Any], facts: Collection[Mapping[str, Any]]) -> Row:
    evidence = tuple(rows.evidence(dict(fact)) for fact in facts)
    relation = Relation(row["from"], row["to"], row["kind"], row["status"], row["score"], evidence,
                        bool(row["directed"]))  # fmt: skip
    versions = tuple((one["from_version"], one["to_version"]) for one in facts)
    return Row(relation, row["origin"], versions, row["act"])


def _kept(row: Mapping[str, Any]) -> Kept:
    signs = tuple(Pointer(*sign) for sign in json.loads(row["signs"]))
    passages = tuple(tuple(tuple(place) for place in passage) for passage in json.loads(row["passages"]))
    return Kept(_match(row), signs, passages)


def _ranges(spans: Iterable[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])
