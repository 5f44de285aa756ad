"""Evidence: its quotes are the bytes of their places, in versions of the articles that it is said of."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import zstandard

from ... import canon
from ...archive.query import Query
from ...records import Finding, Span
from ...relate.proving import PROVING, Bytes
from ..guard import apart, guarded
from ..look import Watched, unwatched

CODES = ("relation-id", "relation-unproven", "evidence-quote", "evidence-foreign", "evidence-disagrees")
# Payloads at hand: what supports a relation stands in two of them.
_AT_HAND = 16


def check(query: Query, watched: Watched = unwatched) -> Iterator[Finding]:
    """Findings on the ids of relations and on the evidence for them."""
    yield from guarded("relations", _relations(query))
    read = _Reader(query)
    sql = (
        'SELECT evidence.*, "from", "to", works.work AS work FROM evidence'
        " LEFT JOIN relations ON relations.id = relation"
        ' LEFT JOIN articles AS works ON works.id = "from" ORDER BY relation, position'
    )
    for row in watched(list(query.rows(sql)), " pieces of evidence"):
        subject = f"relation {row['relation']}, evidence {row['position']}"
        yield from guarded(subject, _evidence(query, read, subject, row))


def _relations(query: Query) -> Iterator[Finding]:
    """A relation's id follows from what it joins, and something supports what no person says."""
    sql = (
        'SELECT id, "from", "to", kind, origin,'
        " EXISTS (SELECT 1 FROM evidence WHERE relation = relations.id) AS proven FROM relations ORDER BY id"
    )
    for row in query.rows(sql):
        subject = f"relation {row['id']}"
        expected = canon.relation_id(row["from"], row["to"], row["kind"])
        if expected != row["id"]:
            yield Finding("relation-id", subject, expected, row["id"])
        if not row["proven"] and row["origin"] != "said":
            yield Finding("relation-unproven", subject, "evidence", "none")


class _Reader:
    """Reads byte ranges of versions."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._bytes = lru_cache(_AT_HAND)(self._open)

    def quote(self, version: str, ranges: str) -> str:
        """What the ranges of a version say, or in parentheses why that cannot be read."""
        try:
            read = self._bytes(version)
            spans = [Span(start, end) for start, end in json.loads(ranges)]
            return read.quote(spans) if read else "(no version to read it in)"
        except (zstandard.ZstdError, ValueError, LookupError, TypeError) as error:
            return f"({error})"

    def _open(self, identity: str) -> Bytes | None:
        version = self._query.version(identity)
        return Bytes(self._query.bytes_of(version) or b"", version.encoding, ()) if version else None


def _evidence(query: Query, read: _Reader, subject: str, row: Mapping[str, Any]) -> Iterator[Finding]:
    said = {side: read.quote(row[f"{side}_version"], row[f"{side}_ranges"])
            for side in ("from", "to") if row[f"{side}_version"] is not None}  # fmt: skip
    quote = said.get("from", said.get("to", "(no version to read it in)"))
    if quote != row["quote"]:
        yield Finding("evidence-quote", subject, *apart(row["quote"], quote))
    proves = PROVING.get(row["kind"])
    if proves and not (len(said) == 2 and proves(said["from"], said["to"])):
        yield Finding("evidence-disagrees", subject, repr(said.get("from", "")[:120]),
                      f"{said.get('to', '')[:120]!r} on the other side")  # fmt: skip
    for side in said:
        yield from _home(query, subject, row, side)


def _home(query: Query, subject: str, row: Mapping[str, Any], side: str) -> Iterator[Finding]:
    """Evidence stands in an article of its side, or in another one with that text that names the source."""
    sql = "SELECT article, work FROM versions JOIN articles ON articles.id = article WHERE versions.id = ?"
    home = query.one(sql, [row[f"{side}_version"]]) or {"article": None, "work": None}
    end = row[side]
    if row["kind"] == "named-by-another":
        fits = side == "from" and home["article"] != end and home["work"] == row["work"]
        wanted = f"a version of another article that carries the text of {end}"
    else:
        fits = home["article"] == end or (
            home["article"] is not None and home["article"] == query.resolution(end))  # fmt: skip
        wanted = f"a version of article {end}"
    if not fits:
        yield Finding("evidence-foreign", f"{subject}, {side}", wanted, f"one of {home['article']}")
