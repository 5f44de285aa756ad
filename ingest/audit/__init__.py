"""Checks an archive against itself: recomputes what is stored and reports what differs.

Read-only, and independent of the pipeline that wrote it. Every check goes through all its rows:
one broken row never hides the next. `docs/findings.md` explains each code.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..archive.decided import told
from ..archive.query import Query
from ..read.knowledge import Knowledge
from ..records import Finding
from . import claims, decisions, guard, identity, relations, search, storage, texts

CHECKS = (storage, identity, texts, claims, decisions, relations, search)
CODES = (*guard.CODES, *(code for check in CHECKS for code in check.CODES))


def audit(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """All findings on an archive.

    Args:
        query: a read-only connection to it.
        knowledge: phrases as they come with this version; outlets are looked up in the archive's
            own registry and in what its people said, so that it can be checked wherever it is.
    """
    registry, broken = guard.attempted("outlets", query.registry)
    yield from broken
    named, broken = guard.attempted("what people said of domains", lambda: told(query))
    yield from broken
    known = replace(knowledge, registry=registry or knowledge.registry).told(named or ())
    for check in CHECKS:
        yield from guard.guarded(check.SUBJECT, check.check(query, known))
