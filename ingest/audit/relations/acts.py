"""People's acts and the resolutions of stubs: each has the id of what it says."""

from collections.abc import Iterator

from ... import canon
from ...archive import rows
from ...archive.query import Query
from ...records import Finding
from ..guard import guarded

CODES = ("act-id", "resolution-id")


def check(query: Query) -> Iterator[Finding]:
    """Findings on the ids of acts and resolutions."""
    yield from guarded("acts", _acts(query))
    yield from guarded("resolutions", _resolutions(query))


def _acts(query: Query) -> Iterator[Finding]:
    for row in query.rows("SELECT * FROM acts ORDER BY id"):
        expected = canon.act_id(rows.act(row))
        if expected != row["id"]:
            yield Finding("act-id", f"{row['act']} {row['id']} by {row['by']}", expected, row["id"])


def _resolutions(query: Query) -> Iterator[Finding]:
    for row in query.rows("SELECT id, stub, article FROM resolutions ORDER BY stub"):
        expected = canon.resolution_id(row["stub"], row["article"])
        if expected != row["id"]:
            yield Finding("resolution-id", f"resolution of stub {row['stub']}", expected, row["id"])
