"""Checks an archive against itself: recomputes what is stored and reports what differs.

Read-only, and independent of the pipeline that wrote it. Every check goes through all its rows:
one broken row never hides the next. `docs/findings.md` explains each code.
"""

from collections.abc import Callable, Iterator, Sequence
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
    types,
)
from .advice import ADVICE
from .fence import fenced
from .levels import LEVELS, Level
from .log import Kept
from .look import Look, Watched, sampled, unwatched

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

Draw = Callable[[Sequence[str]], Sequence[str]]

__all__ = ["CODES", "LEVELS", "Draw", "Kept", "Level", "audit"]


def audit(
    query: Query,
    knowledge: Knowledge,
    level: Level = "replay",
    since: Sequence[Kept] = (),
    roots: Sequence[Certificate] = (),
    draw: Draw | None = None,
    watched: Watched = unwatched,
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
        draw: picks from the ids of all articles those to replay; without it all are. What only all articles
            together tell (common passages, furniture, works, relations) is then left out.
        watched: how to go through what takes long; see `Watched`.
    """
    look = Look(query, knowledge, watched=watched)
    for found in _findings(look, level, since, roots, draw):
        yield replace(found, advice=ADVICE.get(found.code))


def _findings(
    look: Look, level: Level, since: Sequence[Kept], roots: Sequence[Certificate], draw: Draw | None
) -> Iterator[Finding]:
    with fenced(look.query) as fence:
        yield from guard.guarded(storage.SUBJECT, storage.check(look.query, fence))
        yield from guard.guarded(log.SUBJECT, log.check(look, since, roots))
        if draw:
            look, broken = _drawn(look, draw)
            yield from broken
        yield from guard.guarded(search.SUBJECT, search.check(look, level == "replay"))
        if level != "stored":
            yield from _of_bytes(look, level)


def _drawn(look: Look, draw: Draw) -> tuple[Look, list[Finding]]:
    """A look at some articles only. Where nobody can tell which there are, at none."""
    sample, broken = guard.attempted("articles", lambda: sorted(draw(list(look.query.articles()))))
    sampled(look.query, sample or ())
    return replace(look, sample=sample or ()), broken


def _of_bytes(look: Look, level: Level) -> Iterator[Finding]:
    with types.aside(look.query) as strange:
        yield from strange
        registry, broken = guard.attempted("outlets", look.query.registry)
        yield from broken
        known = replace(look.knowledge, registry=registry or look.knowledge.registry)
        named, broken = guard.attempted("what people said of domains", lambda: known.told(told(look.query)))
        yield from broken
        for check in _RAW if level == "raw" else (*_RAW, *_REPLAY):
            yield from guard.guarded(check.SUBJECT, check.check(replace(look, knowledge=named or known)))
        if level == "replay":
            # With the outlets as they come with this version: so it was read.
            yield from guard.guarded(readings.SUBJECT, readings.check(look))
