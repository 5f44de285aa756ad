"""Checks an archive against itself: recomputes what is stored and reports what differs.

Read-only, and independent of the pipeline that wrote it. Every check goes through all its rows:
one broken row never hides the next. `docs/findings.md` explains each code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cryptography.x509 import Certificate

from ..archive.decided import told
from ..archive.query import Query
from ..read.knowledge import Knowledge
from ..records import Finding
from . import (
    claims,
    decisions,
    guard,
    identity,
    log,
    payloads,
    quotes,
    readings,
    relations,
    search,
    storage,
    texts,
)
from .advice import ADVICE
from .fence import fenced
from .levels import LEVELS, Level
from .log import Kept

# What each level checks beyond the one before it.
_RAW = (payloads, quotes)
_REPLAY = (identity, texts, claims, decisions, relations)
CODES = (
    *guard.CODES,
    *storage.CODES,
    *log.CODES,
    *search.CODES,
    *readings.CODES,
    *(code for check in (*_RAW, *_REPLAY) for code in check.CODES),
)

__all__ = ["CODES", "LEVELS", "Kept", "Level", "audit"]


def audit(
    query: Query,
    knowledge: Knowledge,
    level: Level = "replay",
    since: Sequence[Kept] = (),
    roots: Sequence[Certificate] = (),
) -> Iterator[Finding]:
    """All findings on an archive, each with what to do.

    Args:
        query: a read-only connection to it.
        knowledge: phrases as they come with this version; outlets are looked up in the archive's
            own registry and in what its people said, so that it can be checked wherever it is.
        level: how deep to look. `stored`: the file, the log, and all rows against it. `raw`: the payloads'
            bytes as well, and what is quoted of them. `replay`: all that follows from them, made again.
        since: checkpoints that the auditor kept elsewhere.
        roots: certificates that the auditor trusts to vouch for timestamp authorities. Without any, it is not
            checked who signed the timestamps.
    """
    for found in _findings(query, knowledge, level, since, roots):
        yield replace(found, advice=ADVICE.get(found.code))


def _findings(
    query: Query, knowledge: Knowledge, level: Level, since: Sequence[Kept], roots: Sequence[Certificate]
) -> Iterator[Finding]:
    sound = storage.fresh()
    with fenced(query, sound) as fence:
        yield from guard.guarded(storage.SUBJECT, storage.check(query, sound, fence))
        yield from guard.guarded(log.SUBJECT, log.check(query, since, roots))
        yield from guard.guarded(search.SUBJECT, search.check(query, level == "replay"))
        if level != "stored":
            yield from _of_bytes(query, knowledge, level)


def _of_bytes(query: Query, knowledge: Knowledge, level: Level) -> Iterator[Finding]:
    registry, broken = guard.attempted("outlets", query.registry)
    yield from broken
    named, broken = guard.attempted("what people said of domains", lambda: told(query))
    yield from broken
    known = replace(knowledge, registry=registry or knowledge.registry).told(named or ())
    for check in _RAW if level == "raw" else (*_RAW, *_REPLAY):
        yield from guard.guarded(check.SUBJECT, check.check(query, known))
    if level == "replay":
        # With the outlets as they come with this version: so it was read.
        yield from guard.guarded(readings.SUBJECT, readings.check(query, knowledge))
