"""Relations: what articles have in common and name, made again from their texts and compared with the rows.

Nothing that was kept to be fast is trusted: fingerprints, matches, works, resolved stubs and relations
are each made anew from texts, decisions and people's word.
"""

import json
from collections.abc import Iterator

from ...archive import decided
from ...archive.query import Query
from ...read import decide
from ...records import Finding
from .. import guard
from ..guard import guarded
from ..look import Look
from . import acts, comparing, following, index

SUBJECT = "relations"
CODES = (*acts.CODES, *index.CODES, *comparing.CODES, *following.CODES)


_THEIRS = "SELECT a, b FROM matches WHERE a IN temp.sample OR b IN temp.sample ORDER BY a, b"


def check(look: Look) -> Iterator[Finding]:
    """Findings on relations, stubs and works; of a sample on fingerprints and matches."""
    query = look.query
    yield from guarded("what people said of articles", acts.check(query))
    unrelated, broken = guard.attempted("what waits", lambda: _unrelated(query))
    yield from broken
    if unrelated:
        return  # found as decided-before: an older version's articles are related when they are decided again
    again = index.Again(look)
    yield from again.read()
    compared = comparing.Comparing(query, again.copies)
    if look.sample is None:
        yield from _all(look, again, compared)
    else:
        yield from _sampled(query, again, compared)


def _all(look: Look, again: index.Again, compared: comparing.Comparing) -> Iterator[Finding]:
    query = look.query
    yield from guarded("the index of fingerprints", index.check(query, again))
    yield from guarded("matches", compared.check(look.watched(again.pairs(), " pairs compared")))
    followed, broken = guard.attempted(
        "what articles name", lambda: following.Following(query, compared, again)
    )
    yield from broken
    yield from guarded("relations", followed.check()) if followed else ()


def _sampled(query: Query, again: index.Again, compared: comparing.Comparing) -> Iterator[Finding]:
    yield from guarded("the index of fingerprints", index.check_sample(query, again))
    pairs = [(row["a"], row["b"]) for row in query.rows(_THEIRS)]
    yield from guarded("matches", compared.check_kept(pairs))


def _unrelated(query: Query) -> bool:
    """Whether articles wait to be decided that were never related to others."""
    waiting = json.dumps(decided.undecided(query, decide.POLICY))
    sql = (
        "SELECT 1 FROM json_each(?) CROSS JOIN articles ON articles.id = value"
        " WHERE number NOT IN (SELECT article FROM compared)"
    )
    return query.one(sql, [waiting]) is not None
