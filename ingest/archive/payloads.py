"""The bytes that are kept, and the retrievals that brought them: what exports go through from end to end."""

from collections.abc import Iterator
from dataclasses import dataclass

import zstandard

from .. import canon
from ..errors import ArchiveError
from ..records import Retrieval
from . import rows
from .query import Query

# Articles come first, then what once stood in an article's place, then retrievals without bytes: whoever
# goes through them in this order always knows what the next one refers to.
_ORDER = (
    "CASE outcome WHEN 'captured' THEN 0 WHEN 'not-modified' THEN 2 WHEN 'gone' THEN 2 ELSE 1 END,"
    " julianday(coalesce(captured_at, added_at)), id"
)

# One article's reader stands for all that read the same bytes: the first by name, with its encoding.
_PAYLOADS = (
    "SELECT sha256, size, min(reader) AS reader, encoding FROM payloads"
    " LEFT JOIN versions ON versions.payload = sha256"
)


@dataclass(frozen=True, slots=True)
class Payload:
    """Bytes that came in: hash and size, and how an article was read from them, None where none was."""

    sha256: str
    size: int
    reader: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes taken out of a container by a named rule."""

    payload: str
    name: str
    rule: str
    sha256: str


def payloads(query: Query) -> Iterator[Payload]:
    """All payloads, in the order of their hashes."""
    for row in query.rows(f"{_PAYLOADS} GROUP BY sha256 ORDER BY sha256"):
        yield Payload(**row)


def payload(query: Query, sha256: str) -> Payload:
    """One payload.

    Raises:
        ArchiveError: if it is not there.
    """
    row = query.one(f"{_PAYLOADS} WHERE sha256 = ? GROUP BY sha256", [sha256])
    if row is None:
        raise _damaged("payload", sha256)
    return Payload(**row)


def intact(query: Query, sha256: str) -> bytes:
    """A payload's bytes, when they are those that their hash says.

    Raises:
        ArchiveError: if they are not.
    """
    try:
        data = query.payload(sha256)
    except zstandard.ZstdError:
        data = None
    return _checked("payload", sha256, data)


def parts(query: Query) -> Iterator[Part]:
    """What was taken out of containers."""
    for row in query.rows("SELECT payload, name, rule, sha256 FROM parts ORDER BY payload, name"):
        yield Part(row["payload"], row["name"], row["rule"], row["sha256"])


def intact_part(query: Query, part: Part) -> bytes:
    """A part's bytes, when they are those that their hash says.

    Raises:
        ArchiveError: if they are not.
    """
    try:
        data = query.part(part.payload, part.name)
    except zstandard.ZstdError:
        data = None
    return _checked("part", part.sha256, data)


def captures(query: Query) -> Iterator[tuple[str, Retrieval]]:
    """All retrievals with their ids: of articles, of what stood in their place, of nothing; by time."""
    for row in query.rows(f"SELECT * FROM captures ORDER BY {_ORDER}"):
        yield row["id"], rows.retrieval(row)


def original(query: Query, sha256: str) -> tuple[str, Retrieval] | None:
    """The first of the retrievals that brought a payload, with its id."""
    sql = f"SELECT * FROM captures WHERE payload = ? AND outcome <> 'not-modified' ORDER BY {_ORDER} LIMIT 1"
    row = query.one(sql, [sha256])
    return (row["id"], rows.retrieval(row)) if row else None


def last_added(query: Query) -> str | None:
    """The instant at which something came in last, None for an archive into which nothing did."""
    found: str | None = query.value("SELECT added_at FROM captures ORDER BY julianday(added_at) DESC LIMIT 1")
    return found


def _checked(what: str, sha256: str, data: bytes | None) -> bytes:
    if data is None or canon.sha256(data) != sha256:
        raise _damaged(what, sha256)
    return data


def _damaged(what: str, sha256: str) -> ArchiveError:
    return ArchiveError(
        f"{what} {sha256}: its bytes are not those that came in, so that nothing was exported;"
        " see what is damaged with `ingest audit`"
    )
