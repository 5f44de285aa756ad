"""What pages and terminal ask of cross-posts: an article's relations, its work, what a stub was found to be.

Every list is bounded: these run in a reader's request, and a page may be copied thousands of times.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..records import Act, Evidence, Relation, Span
from ..relate.resolving import Ranked
from . import rows
from .query import Query

# An article's own relations, and those of all stubs and articles that are the same.
_ENDS = """WITH RECURSIVE ends (id) AS (SELECT :one
  UNION SELECT stub FROM resolutions JOIN ends ON article = ends.id
  UNION SELECT article FROM resolutions JOIN ends ON stub = ends.id)"""
_OF = f"""{_ENDS}
  SELECT relations.* FROM ends CROSS JOIN relations ON "from" = ends.id
  UNION SELECT relations.* FROM ends CROSS JOIN relations ON "to" = ends.id"""


@dataclass(frozen=True, slots=True)
class Linked:
    """A relation without its evidence, and the act by which a person confirms or rejects it."""

    id: str
    relation: Relation
    origin: str
    act: Act | None


@dataclass(frozen=True, slots=True)
class Side:
    """Where a fact stands on one side: the version, its article, what read it, and the byte ranges."""

    version: str
    article: str
    reader: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that supports a relation: words on the later text's side, on its source's, or on both."""

    kind: str
    quote: str
    later: Side | None
    source: Side | None


@dataclass(frozen=True, slots=True)
class Found:
    """Which article a stub was found to be: why, how surely, and the act of the person who says so."""

    article: str
    score: int
    reason: str
    act: Act | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A work that several articles carry; days as YYYY-MM-DD."""

    work: str
    title: str | None
    members: int
    outlets: str | None
    original: str | None
    first: str | None
    last: str | None


def linked(query: Query, article: str, limit: int) -> list[Linked]:
    """An article's relations: to its sources first, those of parts later, rejected ones last."""
    sql = f"""SELECT * FROM ({_OF}) ORDER BY status = 'rejected', kind IN ('cites', 'shared-quotation'),
      "from" <> :one, NOT directed, score DESC, id LIMIT :limit"""
    return [_linked(query, row) for row in list(query.rows(sql, {"one": article, "limit": limit}))]


def relations(query: Query, article: str) -> int:
    """How many relations an article has."""
    return int(query.value(f"SELECT count(*) FROM ({_OF})", {"one": article}))


def relation(query: Query, identity: str) -> Linked | None:
    """One relation."""
    row = query.one("SELECT * FROM relations WHERE id = ?", [identity])
    return _linked(query, row) if row else None


def facts(query: Query, relation: str, passages: int, others: int) -> list[Fact]:
    """A relation's evidence: what is said in words first, then passages in common, the longest first.

    Args:
        query: the archive.
        relation: its id.
        passages: so many of them at most.
        others: so many facts of other kinds at most.
    """
    return [*_facts(query, relation, "<>", others), *_facts(query, relation, "=", passages)]


def counted(query: Query, relation: str) -> int:
    """How many facts support a relation."""
    return int(query.value("SELECT count(*) FROM evidence WHERE relation = ?", [relation]))


def found(query: Query, stub: str) -> Found | None:
    """Which article a stub was found to be, or an article is said to be the same as."""
    row = query.one("SELECT * FROM resolutions WHERE stub = ?", [stub])
    return Found(row["article"], row["score"], row["reason"], _act(query, row["act"])) if row else None


def candidates(query: Query, stub: str, limit: int) -> list[Ranked]:
    """The articles that a stub might be, the likeliest first."""
    sql = "SELECT * FROM candidates WHERE stub = ? ORDER BY score DESC, article LIMIT ?"
    return [
        Ranked(row["article"], row["score"], row["reason"], False) for row in query.rows(sql, [stub, limit])
    ]


def members(query: Query, work: str, limit: int) -> list[str]:
    """The articles and stubs that carry a work, by their days, without those that were found to be another."""
    sql = (
        "SELECT id FROM articles WHERE work = ?"
        " AND NOT EXISTS (SELECT 1 FROM resolutions WHERE stub = articles.id)"
        " ORDER BY published_earliest IS NULL, published_earliest, id LIMIT ?"
    )
    return [row["id"] for row in query.rows(sql, [work, limit])]


def newest(query: Query, limit: int) -> list[Cluster]:
    """The works that several articles carry, those that were carried last first."""
    found = query.rows("SELECT * FROM clusters ORDER BY last DESC LIMIT ?", [limit])
    return [Cluster(**row) for row in found]


def cluster(query: Query, work: str) -> Cluster | None:
    """A work that several articles carry, None where none or one does."""
    row = query.one("SELECT * FROM clusters WHERE work = ?", [work])
    return Cluster(**row) if row else None


def chain(query: Query, article: str) -> list[str]:
    """From an article up to its farthest known source; nothing where no source is known."""
    sql = "SELECT chain FROM chains WHERE article = ? ORDER BY json_array_length(chain) DESC, chain LIMIT 1"
    path = query.value(sql, [article])
    return list(json.loads(path)) if path else []


def _linked(query: Query, row: Mapping[str, Any]) -> Linked:
    known = Relation(
        row["from"], row["to"], row["kind"], row["status"], row["score"], (), bool(row["directed"])
    )
    return Linked(row["id"], known, row["origin"], _act(query, row["act"]))


def _act(query: Query, identity: str | None) -> Act | None:
    row = query.one("SELECT * FROM acts WHERE id = ?", [identity]) if identity else None
    return rows.act(row) if row else None


def _facts(query: Query, relation: str, passage: str, limit: int) -> Iterator[Fact]:
    sql = f"""
      SELECT evidence.*, mine.article AS from_article, mine.reader AS from_reader,
        theirs.article AS to_article, theirs.reader AS to_reader
      FROM evidence LEFT JOIN versions AS mine ON mine.id = from_version
        LEFT JOIN versions AS theirs ON theirs.id = to_version
      WHERE relation = ? AND evidence.kind {passage} 'passage' ORDER BY {{}} position LIMIT ?"""
    longest = "length(quote) DESC," if passage == "=" else ""
    for row in query.rows(sql.format(longest), [relation, limit]):
        kept: Evidence = rows.evidence(row)
        yield Fact(kept.kind, kept.quote, _side(row, "from", kept.from_spans), _side(row, "to", kept.to_spans))


def _side(row: Mapping[str, Any], side: str, spans: tuple[Span, ...]) -> Side | None:
    if not spans or row[f"{side}_article"] is None:
        return None
    return Side(row[f"{side}_version"], row[f"{side}_article"], row[f"{side}_reader"], spans)
