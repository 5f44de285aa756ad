"""Relations: what articles have in common and name, made again from their texts and compared with the rows.

Nothing that was kept to be fast is trusted: fingerprints, matches, works, resolved stubs and relations
are each made anew from texts, decisions and people's word.
"""

import json
from collections.abc import Iterator

from ...archive import decided
from ...archive.query import Query
from ...read import decide
from ...read.knowledge import Knowledge
from ...records import Finding
from .. import guard
from ..guard import guarded
from . import acts, comparing, following, index

SUBJECT = "relations"
CODES = (*acts.CODES, *index.CODES, *comparing.CODES, *following.CODES)


def check(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings on relations, stubs and works."""
    yield from guarded("what people said of articles", acts.check(query))
    unrelated, broken = guard.attempted("what waits", lambda: _unrelated(query))
    yield from broken
    if unrelated:
        return  # found as decided-before: an older version's articles are related when they are decided again
    again = index.Again(query)
    yield from again.read()
    yield from guarded("the index of fingerprints", index.check(query, again))
    compared = comparing.Comparing(query, again)
    yield from guarded("matches", compared.check())
    followed, broken = guard.attempted("what articles name", lambda: following.Following(query, compared))
    yield from broken
    yield from guarded("relations", followed.check()) if followed else ()


def _unrelated(query: Query) -> bool:
    """Whether articles wait to be decided that were never related to others."""
    waiting = json.dumps(decided.undecided(query, decide.POLICY))
    sql = (
        "SELECT 1 FROM json_each(?) CROSS JOIN articles ON articles.id = value"
        " WHERE number NOT IN (SELECT article FROM compared)"
    )
    return query.one(sql, [waiting]) is not None
