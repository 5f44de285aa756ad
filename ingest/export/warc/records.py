"""The archive's retrievals as WARC records: what each is called, when it was, and what stands in it.

Everything follows from the archive: the same archive gives the same records, byte for byte. ISO 28500:2017,
https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/.
"""

import re
import string
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote

from ...archive import payloads
from ...archive.payloads import Payload
from ...archive.query import Query
from ...capture.warc.kinds import media_type
from ...errors import ArchiveError, UsageError
from ...records import Response, Retrieval
from .. import media, names
from .head import head, redirect

Kind = Literal["warcinfo", "response", "resource", "revisit", "metadata"]
_FIELDS = "application/warc-fields"
_ANSWER = "application/http; msgtype=response"
_SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# A name space of this project's own: a UUID made of "provenance-archive warc-record" (RFC 9562, 5.5).
_RECORDS = uuid.uuid5(uuid.NAMESPACE_OID, "provenance-archive warc-record")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its identity, what it is about, and its block, `head` (of an HTTP message) before `body`.

    `date` is an instant in UTC as WARC has it. `payload` is the hex SHA-256 of the bytes that came, also where
    a revisit does not repeat them, `article` the article that these bytes, repeated here, show. `fields` are
    further named fields of the record's header.
    """

    kind: Kind
    id: str
    date: str
    uri: str | None = None
    content_type: str | None = None
    head: bytes = b""
    body: bytes = b""
    payload: str | None = None
    status: int | None = None
    media_type: str | None = None
    article: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Under which address and instant a retrieval stands; `said` that a person states the address."""

    uri: str
    date: str
    said: bool


def records(query: Query, software: str) -> Iterator[Record]:
    """All retrievals of an archive.

    Args:
        query: the archive.
        software: name and version of the program that writes the file.

    Raises:
        UsageError: if nothing was ever retrieved.
        ArchiveError: if a payload is damaged.
    """
    created = payloads.last_added(query)
    if created is None:
        raise UsageError("the archive holds no retrieval, so there is nothing to export; add something first")
    yield _info(instant(created), software)
    for identity, kept in payloads.captures(query):
        yield from _retrieval(query, identity, kept)


def instant(stated: str) -> str:
    """An ISO 8601 instant in UTC, as WARC 1.1 writes it: `2025-01-02T03:04:05Z`.

    Raises:
        UsageError: if it is none.
    """
    try:
        found = datetime.fromisoformat(stated)
        whole = found if found.tzinfo else found.replace(tzinfo=UTC)
        return whole.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{stated!r} is no instant, so that no WARC record can be of it; `ingest audit` says where it is"
        ) from error


def _info(date: str, software: str) -> Record:
    said = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": "Retrievals kept by a news archive. Payloads have all codings undone; headers that held"
        " for the coded bytes alone begin with X-Archive-Orig-. A file that no address answered with stands"
        " under the address that a person states for it or, without one, under the hash of its bytes.",
    }
    return Record("warcinfo", _id("warcinfo", date, software), date, None, _FIELDS, body=_lines(said))


def _retrieval(query: Query, identity: str, kept: Retrieval) -> Iterator[Record]:
    place = _place(query, kept)
    response = kept.response
    if response:
        yield from _redirects(identity, place.date, response)
    record = _record(query, identity, kept, place)
    yield record
    yield _about(identity, kept, place, record)


def _place(query: Query, kept: Retrieval) -> _Place:
    """Where a retrieval stands. Of one that nobody noted the time of it is known when it was added."""
    date = instant(kept.captured_at or kept.added_at)
    if kept.response:
        return _Place(_uri(kept.response.url), date, False)
    said = _said(query, kept.article) if kept.article else None
    return _Place(_uri(said) if said else f"{names.BYTES}{kept.payload}", date, said is not None)


def _said(query: Query, article: str) -> str | None:
    """The address of an article, where a person's word is what decides it."""
    chosen = (claim for claim in query.assertions(article) if claim.field == "url" and claim.chosen)
    return next((claim.value for claim in chosen), None)


def _redirects(identity: str, date: str, response: Response) -> Iterator[Record]:
    """The answers on the way to the one that counts; the archive keeps where they led, and no more."""
    stations = [*(hop.url for hop in response.hops), response.url]
    for number, (hop, end) in enumerate(zip(response.hops, stations[1:], strict=True)):
        yield Record(
            "response", _id(f"redirect {number}", identity, date), date, _uri(hop.url), _ANSWER,
            head=redirect(hop.status, end), status=hop.status, fields={"WARC-Truncated": "unspecified"},
        )  # fmt: skip


def _record(query: Query, identity: str, kept: Retrieval, place: _Place) -> Record:
    if kept.payload is None:
        return _gone(identity, kept, place)
    known, first = payloads.payload(query, kept.payload), payloads.original(query, kept.payload)
    if first is None or first[0] == identity:
        return _whole(query, identity, kept, place, known)
    return _again(identity, kept, place, known, _refer(first[0], _place(query, first[1])))


def _whole(query: Query, identity: str, kept: Retrieval, place: _Place, known: Payload) -> Record:
    """The retrieval that brought the bytes."""
    response, type_, charset = kept.response, "", ""
    if response is None:
        type_ = media.media(query, known).type
        # As the archive decoded it: else whoever reads it would have to guess again.
        charset = f"; charset={known.encoding}" if known.encoding and type_.startswith("text/") else ""
    return Record(
        kind="response" if response else "resource",
        id=_id("whole", identity, place.date),
        date=place.date,
        uri=place.uri,
        content_type=_ANSWER if response else f"{type_}{charset}",
        head=head(response, known.size) if response else b"",
        body=payloads.intact(query, known.sha256),
        payload=known.sha256,
        status=response.status if response else None,
        media_type=media_type(response.header("Content-Type")) if response else type_,
        article=kept.article if kept.version else None,
    )


def _again(
    identity: str, kept: Retrieval, place: _Place, known: Payload, original: Mapping[str, str]
) -> Record:
    """A retrieval of bytes that stand in an earlier record, or the word that they still are the same."""
    response = kept.response
    unsent = response is not None and response.status == 304
    return Record(
        kind="revisit",
        id=_id("again", identity, place.date),
        date=place.date,
        uri=place.uri,
        content_type=_ANSWER if response else None,
        head=head(response, None if unsent else known.size) if response else b"",
        payload=known.sha256,
        status=response.status if response else None,
        fields={"WARC-Profile": _NOT_MODIFIED if unsent else _SAME_BYTES, **original},
    )


def _refer(identity: str, place: _Place) -> dict[str, str]:
    """What a revisit says of the record that has its bytes."""
    return {
        "WARC-Refers-To": f"<{_id('whole', identity, place.date)}>",
        "WARC-Refers-To-Target-URI": place.uri,
        "WARC-Refers-To-Date": place.date,
    }


def _gone(identity: str, kept: Retrieval, place: _Place) -> Record:
    """An answer that the page is gone; its body is not kept."""
    if kept.response is None:
        raise ArchiveError(
            f"capture {identity}: says that a page is gone, but not what answered so; see `ingest audit`"
        )
    return Record(
        kind="response",
        id=_id("gone", identity, place.date),
        date=place.date,
        uri=place.uri,
        content_type=_ANSWER,
        head=head(kept.response, None),
        status=kept.response.status,
        media_type=media_type(kept.response.header("Content-Type")),
        fields={"WARC-Truncated": "unspecified"},
    )


def _about(identity: str, kept: Retrieval, place: _Place, record: Record) -> Record:
    """What the archive knows a retrieval by, and what it was told of the bytes."""
    said = {
        "archive-article": kept.article,
        "archive-listing": kept.listing,
        "archive-capture": identity,
        "archive-version": kept.version,
        "archive-outcome": kept.outcome,
        "archive-added-at": kept.added_at,
        "archive-captured-at": kept.captured_at or "unknown",
        "archive-address": "stated by a person" if place.said else None,
        "archive-coding-undone": kept.coding,
        "archive-source-id": kept.source_id,
        "archive-source-digest": kept.digest,
    }
    told = {name: value for name, value in said.items() if value is not None}
    return Record(
        "metadata", _id("about", identity, place.date), place.date, place.uri, _FIELDS, body=_lines(told),
        fields={"WARC-Refers-To": f"<{record.id}>"},
    )  # fmt: skip


def _id(*name: str) -> str:
    return uuid.uuid5(_RECORDS, " ".join(name)).urn


def _uri(url: str) -> str:
    """An address that fits into a header: what is not printable ASCII as its UTF-8 bytes (RFC 3986, 2.1)."""
    return quote(url, safe=string.punctuation)


def _lines(said: Mapping[str, str]) -> bytes:
    """Named fields as lines; a foreign value cannot begin another one."""
    return "".join(f"{name}: {_CONTROL.sub(' ', value)}\r\n" for name, value in said.items()).encode()
