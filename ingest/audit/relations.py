"""Relations: each rests on evidence whose bytes say so, and joins what carries one text."""

import json
from collections.abc import Iterator
from typing import Any

import zstandard

from .. import canon
from ..archive.query import Query
from ..read.knowledge import Knowledge
from ..read.spans import quoted
from ..records import Finding
from ..relate.works import SAME_TEXT, works
from .guard import apart, guarded

SUBJECT = "relations"
CODES = (
    "relation-id", "relation-unproven", "evidence-quote", "evidence-foreign", "stub-unnamed",
    "stub-field", "work-differs",
)  # fmt: skip


def check(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings on relations, evidence, stubs and works."""
    yield from guarded("relations", _relations(query))
    evidence = "SELECT relation, position, quote, from_version, from_ranges FROM evidence ORDER BY 1, 2"
    for row in list(query.rows(evidence)):
        subject = f"relation {row['relation']}, evidence {row['position']}"
        yield from guarded(subject, _evidence(query, subject, row))
    for row in query.rows('SELECT id FROM articles WHERE stub AND id NOT IN (SELECT "to" FROM relations)'):
        yield Finding("stub-unnamed", f"stub {row['id']}", "an article that names it", "none")
    yield from guarded("stubs", _stubs(query))
    yield from guarded("works", _works(query))


def _stubs(query: Query) -> Iterator[Finding]:
    """What is known of a stub is what one passage says that supports a relation to it."""
    sql = """
    SELECT id, title, outlet, published FROM articles AS stub
    WHERE stub AND id IN (SELECT "to" FROM relations) AND NOT EXISTS (
      SELECT 1 FROM relations
      JOIN evidence ON relation = relations.id JOIN attributions AS said ON said.version = from_version
      WHERE "to" = stub.id AND said.title IS stub.title AND said.outlet IS stub.outlet
        AND said.published IS stub.published AND said.author IS json_extract(stub.authors, '$[0]')
        AND (stub.url IS NULL OR said.url = stub.url))
    ORDER BY id
    """
    for row in query.rows(sql):
        told = f"{row['title']!r} of {row['outlet']}, {row['published']}"
        yield Finding("stub-field", f"stub {row['id']}", "what an attribution to it says", told)


def _relations(query: Query) -> Iterator[Finding]:
    for row in query.rows('SELECT id, "from", "to", kind FROM relations ORDER BY id'):
        subject = f"relation {row['id']}"
        expected = canon.relation_id(row["from"], row["to"], row["kind"])
        if expected != row["id"]:
            yield Finding("relation-id", subject, expected, row["id"])
        if query.one("SELECT 1 FROM evidence WHERE relation = ?", [row["id"]]) is None:
            yield Finding("relation-unproven", subject, "evidence", "none")


def _works(query: Query) -> Iterator[Finding]:
    rows = query.rows('SELECT "from", "to", kind FROM relations WHERE status <> \'rejected\'')
    pairs = [(row["from"], row["to"]) for row in rows if row["kind"] in SAME_TEXT]
    stored = {row["id"]: row["work"] for row in query.rows("SELECT id, work FROM articles")}
    known = [pair for pair in pairs if pair[0] in stored and pair[1] in stored]
    for article, work in works(stored, known).items():
        if stored[article] != work:
            yield Finding("work-differs", f"article {article}", work, str(stored[article]))


def _evidence(query: Query, subject: str, row: dict[str, Any]) -> Iterator[Finding]:
    version = query.version(row["from_version"])
    if version is None:
        yield Finding("evidence-quote", subject, repr(row["quote"][:120]), "no version to read it in")
        return
    home = query.value("SELECT article FROM versions WHERE id = ?", [version.id])
    claimed = query.value('SELECT "from" FROM relations WHERE id = ?', [row["relation"]])
    if home != claimed:
        yield Finding("evidence-foreign", subject, f"a version of article {claimed}", f"one of {home}")
    try:
        payload = query.bytes_of(version) or b""
        found = "".join(
            quoted(payload, version.encoding, start, end) for start, end in json.loads(row["from_ranges"])
        )
    except (zstandard.ZstdError, ValueError, LookupError, TypeError) as error:
        found = f"({error})"
    if found != row["quote"]:
        yield Finding("evidence-quote", subject, *apart(row["quote"], found))
