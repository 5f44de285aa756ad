"""Makes captures and visits of records, and remembers what later records of the archive need.

Gives nothing of a record before its end was seen and its digests were checked.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ...errors import SourceError
from ...records import Capture, Hop, ListingKind, Response, Visit
from .. import files
from ..web import discover
from ..web.headers import kept
from . import codings, digests, kinds, message
from .codings import CodingError
from .memory import Recent, Redirects
from .records import MAX_HEADERS, Record
from .stream import GZIP

_REDIRECTS = (301, 302, 303, 307, 308)
_NO_BYTES = (304, 404, 410)
# How much of a block is read to tell what it holds: the headers, and enough of the body.
_HEAD = MAX_HEADERS + 16 * 1024
# The name of a file that was had from no address, as our own exports have it.
_FILE = re.compile(r"urn:sha256:([0-9a-f]{64})")
# ISO 8601 as the WARC standard has it, in UTC; some tools write another offset.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


class PassedOverError(Exception):
    """A record that holds nothing for the archive; the message is the reason it is counted under."""


@dataclass(frozen=True, slots=True)
class _Message:
    """A record with what was read of its block so far: the response, and where its body begins."""

    record: Record
    response: Response
    head: bytes
    body_at: int


class Reader:
    """Reads the records of one archive, which may have several files.

    Args:
        path: the archive, for the captures.
        passed_over: where records that are not given are counted, by reason.
        limit: the most bytes of a page, as archived and with its codings undone.
    """

    def __init__(self, path: str, passed_over: Counter[str], limit: int) -> None:
        self._path = path
        self._passed_over = passed_over
        self._limit = limit
        self._redirects = Redirects()
        # Digests of what was no page; digests of pages by record, and by address and date.
        self._no_pages: Recent[str, None] = Recent()
        self._originals: Recent[str, str] = Recent()

    def read(self, record: Record) -> Capture | Visit | None:
        """What a record gives, None where it is passed over.

        Raises:
            SourceError: if something is wrong with this record.
            DamageError: if the archive is broken here.
        """
        try:
            return self._read(record) if record.type in ("response", "resource", "revisit") else None
        except PassedOverError as reason:
            self._passed_over[str(reason)] += 1
            return None

    def close(self) -> None:
        """Count the redirects whose target did not come."""
        self._passed_over.update({"redirect": self._redirects.lost} if self._redirects.lost else {})

    def _read(self, record: Record) -> Capture | Visit | None:
        file = _FILE.fullmatch(record.headers.get("warc-target-uri", ""))
        if record.type == "resource" and file:
            return self._file(_opened(record, file[0]), f"sha256:{file[1]}")
        archived = _opened(record, _address(record))
        status = archived.response.status
        if status in _REDIRECTS:
            self._redirect(archived)
            return None
        if status in _NO_BYTES:
            return self._visit(archived, self._original(record))
        if status != 200:
            raise PassedOverError("other status")
        return self._revisit(archived) if record.type == "revisit" else self._capture(archived)

    def _redirect(self, archived: _Message) -> None:
        response = archived.response
        self._whole(archived)
        self._redirects.remember(Hop(response.url, response.status), response.header("Location") or "")

    def _visit(self, archived: _Message, digest: str | None) -> Visit:
        record, captured_at = archived.record, _instant(archived.record)
        self._whole(archived)
        response = self._arrived(archived.response)
        return Visit(record.source, captured_at, response, self._path, record.id, digest, found=True)

    def _revisit(self, archived: _Message) -> Visit:
        record = archived.record
        digest = digests.normal(record.headers.get("warc-payload-digest")) or self._original(record)
        content_type = archived.response.header("Content-Type")
        if kinds.stated_other(content_type) or (content_type is None and digest in self._no_pages):
            raise PassedOverError("no page")
        if digest is None:
            raise SourceError(
                record.source, "it revisits bytes that are not in this archive, and gives no digest"
            )
        return self._visit(archived, digest)

    def _capture(self, archived: _Message) -> Capture:
        record, captured_at = archived.record, _instant(archived.record)
        stated = digests.normal(record.headers.get("warc-payload-digest"))
        if not self._is_page(archived):
            raise self._no_page(stated)
        body = self._whole(archived)
        readings = self._readings(archived.response, body)
        digests.check(record.source, "WARC-Payload-Digest", stated, readings)
        payload, coding = self._payload(archived, body)
        if not payload.strip():
            raise self._no_page(stated)
        digest = stated or digests.of(body)
        self._originals.update(dict.fromkeys(_names(record), digest))
        response = self._arrived(archived.response)
        return Capture(
            payload, record.source, self._path, record.id, captured_at, response=response, coding=coding,
            digest=digest, found=True, listing=_listing(payload, response),
        )  # fmt: skip

    def _file(self, archived: _Message, named: str) -> Capture:
        """Bytes that no address answered with: they stand under their own hash."""
        capture = self._capture(archived)
        expected = digests.normal(named)
        digests.check(archived.record.source, "WARC-Target-URI", expected, [capture.payload])
        return replace(capture, response=None, listing=None)

    def _no_page(self, digest: str | None) -> PassedOverError:
        if digest:
            self._no_pages[digest] = None
        return PassedOverError("no page")

    def _original(self, record: Record) -> str | None:
        """The digest of the page that a revisit refers to, where that was in this archive."""
        return next((self._originals[name] for name in _refers_to(record) if name in self._originals), None)

    def _arrived(self, response: Response) -> Response:
        hops = self._redirects.chain(response.url)
        return replace(response, asked=hops[0].url, hops=hops) if hops else response

    def _is_page(self, archived: _Message) -> bool:
        response = archived.response
        content_type = response.header("Content-Type")
        coded = message.codings(response, "content-encoding")
        if coded and kinds.stated_other(content_type):
            return False
        undo = (*message.codings(response, "transfer-encoding"), *coded, "gzip")
        try:
            return kinds.is_page(content_type, codings.beginning(archived.head[archived.body_at :], undo))
        except CodingError as error:
            raise SourceError(archived.record.source, str(error)) from error

    def _whole(self, archived: _Message) -> bytes:
        """The body, when all of the record was read and is as its block's digest says."""
        record, headers = archived.record, archived.record.headers
        # Heritrix calls revisits truncated, for they have no payload; of some answers no body is wanted.
        bodiless = record.type == "revisit" or archived.response.status in (*_REDIRECTS, *_NO_BYTES)
        truncated = "warc-truncated" in headers and not bodiless
        if truncated or "warc-segment-number" in headers:
            raise SourceError(record.source, "the archive holds only a part of it; nothing of it was added")
        size = record.length - archived.body_at
        if size > self._limit:
            raise SourceError(record.source, files.too_large(size, self._limit))
        block = archived.head + record.read()
        record.finish()
        stated = digests.normal(headers.get("warc-block-digest"))
        digests.check(record.source, "WARC-Block-Digest", stated, [block])
        return block[archived.body_at :]

    def _readings(self, response: Response, body: bytes) -> Iterator[bytes]:
        """What tools digest as the payload: the body as archived, without chunks, or without any coding."""
        yield body
        try:
            body = codings.undone(body, message.codings(response, "transfer-encoding"), self._limit)
            yield body
            yield codings.undone(body, message.codings(response, "content-encoding"), self._limit)
        except CodingError:
            return

    def _payload(self, archived: _Message, body: bytes) -> tuple[bytes, str | None]:
        """The page, and the coding of the file that it was, if any."""
        try:
            for header in ("transfer-encoding", "content-encoding"):
                body = codings.undone(body, message.codings(archived.response, header), self._limit)
            if body.startswith(GZIP):
                return codings.undone(body, ("gzip",), self._limit), "gzip"
        except CodingError as error:
            raise SourceError(archived.record.source, str(error)) from error
        return body, None


def _opened(record: Record, url: str) -> _Message:
    head = record.read(_HEAD)
    if record.type == "resource":
        headers = kept([("Content-Type", record.headers.get("content-type", ""))])
        return _Message(record, Response(url, url, 200, headers), head, 0)
    if record.type == "revisit" and not head:
        not_modified = record.headers.get("warc-profile", "").endswith("server-not-modified")
        return _Message(record, Response(url, url, 304 if not_modified else 200), head, 0)
    response, body_at = message.parse(record.source, url, head, MAX_HEADERS)
    return _Message(record, response, head, body_at)


def _listing(payload: bytes, response: Response) -> ListingKind | None:
    """What leads to articles or says which may be asked (RFC 9309, 2.3), and is none itself."""
    if urlsplit(response.url).path == "/robots.txt":
        return "robots"
    return discover.kind(payload, response.header("Content-Type"), response.url)


def _address(record: Record) -> str:
    stated = record.headers.get("warc-target-uri")
    if stated is None:
        raise SourceError(record.source, "it has no WARC-Target-URI; nothing of it was added")
    try:
        url = message.address(stated.strip("<>"))
    except ValueError as error:
        raise SourceError(
            record.source, "its WARC-Target-URI is no address; nothing of it was added"
        ) from error
    if url is None:
        raise PassedOverError("other address")
    return url


def _instant(record: Record) -> str:
    stated = record.headers.get("warc-date", "")
    try:
        if not _INSTANT.fullmatch(stated):
            raise ValueError(stated)
        instant = datetime.fromisoformat(stated)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as error:
        raise SourceError(
            record.source, f"its WARC-Date {stated[:40]!r} is no instant; nothing of it was added"
        ) from error


def _names(record: Record) -> tuple[str, ...]:
    """What revisits may call a record by."""
    headers = record.headers
    place = f"{headers['warc-target-uri'].strip('<>')} {headers['warc-date']}"
    return (record.id, place) if record.id else (place,)


def _refers_to(record: Record) -> tuple[str, str]:
    headers = record.headers
    address = headers.get("warc-refers-to-target-uri", "").strip("<>")
    return headers.get("warc-refers-to", "").strip("<>"), f"{address} {headers.get('warc-refers-to-date', '')}"
