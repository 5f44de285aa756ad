"""Payloads and the parts of containers: their bytes have their hashes."""

from collections.abc import Iterator

import zstandard

from .. import canon
from ..archive.query import Query, decompress
from ..errors import SourceError
from ..read.container import opening
from ..records import Finding
from .guard import guarded
from .look import Look

SUBJECT = "payloads"
CODES = (
    "payload-unreadable", "payload-size", "payload-hash", "part-unreadable", "part-hash", "part-differs",
)  # fmt: skip


def check(look: Look) -> Iterator[Finding]:
    """Findings on the bytes of payloads and parts."""
    yield from guarded("payloads", _payloads(look))
    yield from guarded("parts", _parts(look))


def _payloads(look: Look) -> Iterator[Finding]:
    # One by one: a damaged page breaks off a query, and the payloads after it would go unseen.
    rows = list(look.query.rows("SELECT sha256 FROM payloads ORDER BY sha256"))
    for row in look.watched(rows, " payloads"):
        yield from guarded(f"payload {row['sha256']}", _payload(look.query, row["sha256"]))


def _parts(look: Look) -> Iterator[Finding]:
    rows = list(look.query.rows("SELECT payload, name FROM parts ORDER BY payload, name"))
    for row in look.watched(rows, " parts of payloads"):
        subject = f"part {row['name']} of payload {row['payload']}"
        yield from guarded(subject, _part(look.query, subject, row["payload"], row["name"]))


def _part(query: Query, subject: str, payload: str, name: str) -> Iterator[Finding]:
    """A part has its hash, and is made of its payload by its rule."""
    row = (
        query.one("SELECT rule, size, sha256 FROM parts WHERE payload = ? AND name = ?", [payload, name]) or {}
    )
    try:
        data = query.part(payload, name) or b""
    except (zstandard.ZstdError, TypeError, OverflowError) as error:
        yield Finding("part-unreadable", subject, "zstd data", str(error))
        return
    found = canon.sha256(data)
    if found != row["sha256"] or len(data) != row["size"]:
        yield Finding("part-hash", subject, f"SHA-256 {row['sha256']}", f"SHA-256 {found}, {len(data)} bytes")
    try:
        again = opening.derive(query.payload(payload) or b"", row["rule"], name)
    except (zstandard.ZstdError, SourceError, KeyError) as error:
        yield Finding("part-differs", subject, f"a part that {row['rule']} makes", str(error))
        return
    if again != data:
        yield Finding("part-differs", subject, f"what {row['rule']} makes of the payload", "other bytes")


def _payload(query: Query, sha256: str) -> Iterator[Finding]:
    subject = f"payload {sha256}"
    row = query.one("SELECT size, body FROM payloads WHERE sha256 = ?", [sha256])
    if row is None:
        yield Finding("payload-unreadable", subject, "a row that can be found", "nothing")
        return
    try:
        payload = decompress(row["body"], row["size"])
    except (zstandard.ZstdError, TypeError, OverflowError) as error:
        yield Finding("payload-unreadable", subject, "zstd data", str(error))
        return
    if len(payload) != row["size"]:
        more = " or more" if len(payload) > row["size"] else ""
        yield Finding("payload-size", subject, f"{row['size']} bytes", f"{len(payload)} bytes{more}")
    found = canon.sha256(payload)
    if found != sha256:
        yield Finding("payload-hash", subject, f"SHA-256 {sha256}", f"SHA-256 {found}")
