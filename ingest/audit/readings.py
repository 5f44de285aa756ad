"""Readings: what the readers of this version make of the payloads, against what was stored of them."""

from collections.abc import Iterable, Iterator

import zstandard

from ..archive.query import Query
from ..archive.rows import Version
from ..errors import SourceError
from ..read.knowledge import Knowledge
from ..read.reading import by_these, read
from ..records import Claim, Finding, Origin
from .guard import apart, guarded
from .look import Look

SUBJECT = "readings"
CODES = ("read-before", "reading-differs")


def check(look: Look) -> Iterator[Finding]:
    """Findings on versions, read again with the outlets as they come with this version: so they were read."""
    older = 0
    for article in look.articles(" articles read again"):
        for version in list(look.query.versions(article)):
            if not by_these(version.reader):
                older += 1
                continue
            again = _version(look.query, article, version, look.knowledge)
            yield from guarded(f"version {version.id}", again)
    if older:
        yield Finding("read-before", "versions", "read by the readers of this version", f"{older} by others")


def _version(query: Query, article: str, version: Version, knowledge: Knowledge) -> Iterator[Finding]:
    subject = f"article {article}, version {version.id}"
    try:
        payload = query.payload(version.payload) or b""
    except zstandard.ZstdError:
        return  # found as payload-unreadable
    try:
        again = read(payload, article, knowledge, Origin(version.url, version.content_type))
    except SourceError as error:
        yield _differs(subject, version, "an article", error.reason, None)
        return
    text = query.text(version.text_sha256) or ""
    if again.text != text:
        yield _differs(subject, version, *apart(again.text, text), "text")
    for name, wanted, found in (
        ("passages", again.passages, query.passages(version.id, text)),
        ("links", again.links, query.links(version.id)),
        ("attributions", again.attributions, query.attributions(version.id)),
        ("claims", _said(again.claims), _said(query.machine_claims(version.id))),
    ):
        if tuple(wanted) != tuple(found):
            one, other = next(
                (pair for pair in zip(wanted, found, strict=False) if pair[0] != pair[1]),
                (f"{len(wanted)} {name}", f"{len(found)} {name}"),
            )
            yield _differs(f"{subject}, {name}", version, *apart(str(one), str(other)), None)


def _said(claims: Iterable[Claim]) -> list[tuple[str, ...]]:
    """What claims quote, from where and how; what their rules make of it is for `claims` to check.

    The same may be claimed twice, and an outlet's name is told by the registry, which grows.
    """
    found = {
        (one.field, one.method, one.where or "", f"bytes {one.start} to {one.end}", one.quote or "")
        for one in claims
    }
    return sorted(found)


def _differs(subject: str, version: Version, expected: str, found: str, column: str | None) -> Finding:
    return Finding("reading-differs", subject, expected, found, "versions", version.id, column)
