"""Relations: each rests on evidence whose bytes say so, and joins what carries one text."""

import json
from collections.abc import Iterator

import zstandard

from .. import canon
from ..archive.query import Query
from ..read.knowledge import Knowledge
from ..read.spans import quoted
from ..records import Finding
from ..relate.works import SAME_TEXT, works

CODES = ("relation-id", "relation-unproven", "evidence-quote", "stub-unnamed", "work-differs")


def check(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings on relations, evidence, stubs and works."""
    pairs = []
    for identity, relation in query.relations():
        subject = f"relation {identity}"
        expected = canon.relation_id(relation.from_id, relation.to_id, relation.kind)
        if expected != identity:
            yield Finding("relation-id", subject, expected, identity)
        if not relation.evidence:
            yield Finding("relation-unproven", subject, "evidence", "none")
        if relation.kind in SAME_TEXT and relation.status != "rejected":
            pairs.append((relation.from_id, relation.to_id))
    yield from _evidence(query)
    for row in query.rows('SELECT id FROM articles WHERE stub AND id NOT IN (SELECT "to" FROM relations)'):
        yield Finding("stub-unnamed", f"stub {row['id']}", "an article that names it", "none")
    stored = {row["id"]: row["work"] for row in query.rows("SELECT id, work FROM articles")}
    known = [pair for pair in pairs if pair[0] in stored and pair[1] in stored]
    for article, work in works(stored, known).items():
        if stored[article] != work:
            yield Finding("work-differs", f"article {article}", work, str(stored[article]))


def _evidence(query: Query) -> Iterator[Finding]:
    for row in list(query.rows("SELECT relation, position, quote, from_version, from_ranges FROM evidence")):
        subject = f"relation {row['relation']}, evidence {row['position']}"
        version = query.version(row["from_version"])
        if version is None:
            yield Finding("evidence-quote", subject, repr(row["quote"][:120]), "no version to read it in")
            continue
        try:
            payload = query.payload(version.payload) or b""
            found = "".join(
                quoted(payload, version.encoding, start, end) for start, end in json.loads(row["from_ranges"])
            )
        except (zstandard.ZstdError, ValueError, LookupError, TypeError) as error:
            found = f"({error})"
        if found != row["quote"]:
            yield Finding("evidence-quote", subject, repr(row["quote"][:120]), repr(found[:120]))
