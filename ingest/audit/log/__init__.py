"""The log: its tree, what its entries commit to, the rows as they are, and the checkpoints that people kept.

What is checked is the archive as it is now against what was written when it changed, so that it makes no
difference by whom or how a row was changed. Where the log itself was written anew, only a checkpoint kept
elsewhere tells it.
"""

from collections.abc import Iterator, Sequence

from cryptography.x509 import Certificate

from ...archive.logged import Log
from ...archive.query import Query
from ...records import Finding
from ..guard import guarded
from ..look import Look
from . import commitments, kept, rows, stamps, tree
from .kept import Kept

SUBJECT = "the log"
CODES = (*tree.CODES, *commitments.CODES, *rows.CODES, *kept.CODES, *stamps.CODES)

__all__ = ["CODES", "SUBJECT", "Kept", "check"]


def check(look: Look, since: Sequence[Kept] = (), roots: Sequence[Certificate] = ()) -> Iterator[Finding]:
    """Findings on the log, and on all rows that it tells of.

    Args:
        look: the archive.
        since: checkpoints that the auditor kept.
        roots: certificates that the auditor trusts to vouch for timestamp authorities.
    """
    query = look.query
    found = tree.Tree(query)
    yield from guarded("the log", found.check(look.watched))
    yield from guarded("the schema", _schema(query, found))
    yield from guarded("the log's tiles", tree.tiles(query, found))
    yield from guarded("what the log commits to", commitments.check(look, found))
    yield from guarded("the auditor's checkpoints", kept.since(found, since))
    yield from guarded("kept checkpoints", kept.check(query, found))
    yield from guarded("kept timestamps", stamps.check(query, found, roots))
    yield from rows.check(look)


def _schema(query: Query, told: tree.Tree) -> Iterator[Finding]:
    """A finding where the schema is not, to the letter, the one that the log tells of."""
    found = Log(query.connection).schema().hex()
    if told.schema is not None and told.schema != found:
        yield Finding("schema-differs", "the schema", f"SHA-256 {told.schema}", found, "sqlite_master")
