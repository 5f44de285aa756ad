"""Quotes: what claims, attributions and evidence quote stands in the stored bytes where they say."""

from collections.abc import Iterator

import zstandard

from ..archive.query import Query
from ..archive.rows import Version
from ..read.container import opening
from ..read.spans import quoted
from ..records import Attribution, Claim, Finding
from .guard import apart, guarded
from .look import Look
from .relations import evidence

SUBJECT = "quotes"
CODES = ("claim-quote", "attribution-quote", *evidence.CODES)


def check(look: Look) -> Iterator[Finding]:
    """Findings on quotes, read again in the bytes of their versions."""
    query = look.query
    for article in look.watched(list(query.articles()), " articles' quotes"):
        for version in list(query.versions(article)):
            subject = f"article {article}, version {version.id}"
            yield from guarded(subject, _of_version(query, article, version))
    yield from guarded("evidence", evidence.check(query, look.watched))


def _of_version(query: Query, article: str, version: Version) -> Iterator[Finding]:
    try:
        body = query.bytes_of(version) or b""
    except zstandard.ZstdError:
        return  # found as payload-unreadable or part-unreadable
    for claim in query.machine_claims(version.id):
        subject = f"article {article}, {claim.field} by {claim.method}"
        yield from guarded(subject, _standing(query, subject, version, body, claim))
    for found in query.attributions(version.id):
        subject = f"article {article}, attribution to {found.outlet or found.title or found.url}"
        yield from quote("attribution-quote", subject, body, version.encoding, found)


def _standing(query: Query, subject: str, version: Version, body: bytes, claim: Claim) -> Iterator[Finding]:
    """A claim stands in what was read or, of a container, elsewhere in it."""
    if claim.where == "payload" and version.part is not None:
        body = query.payload(version.payload) or b""
    elif claim.where not in ("payload", version.part):
        body = query.part(version.payload, claim.where or "") or b""
    encoding = opening.encoding(version.encoding, version.part, claim.where)
    yield from quote("claim-quote", subject, body, encoding, claim)


def quote(
    code: str, subject: str, payload: bytes, encoding: str, stated: Claim | Attribution
) -> Iterator[Finding]:
    """A finding where the bytes of a statement's place are not its quote."""
    try:
        found = quoted(payload, encoding, stated.start or 0, stated.end or 0)
    except (ValueError, LookupError) as error:
        found = f"({error})"
    if found != stated.quote:
        yield Finding(code, subject, *apart(stated.quote or "", found))
