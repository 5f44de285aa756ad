"""The entities of a MIME message (RFC 2045, 2046) and the bytes they stand in.

The standard library reads what a header says and undoes transfer codings; it does not tell where
anything stands, so the splitting is done here. Never decodes characters, never judges content.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice

# Deeper nesting and longer lists are no newsletter; what lies beyond is left closed.
_DEEPEST, _MOST_PARTS = 20, 1000
# No parameter list is longer; the standard library takes quadratic time on them.
_LONGEST_VALUE = 4000
_FIELD = re.compile(
    rb"(?P<name>[!-9;-~]{1,100})[ \t]*:(?P<value>[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)(?:\r?\n|\r|\Z)"
)
_END_OF_HEADERS = re.compile(rb"\r?\n")
# The line that a mailbox file puts before each mail.
_ENVELOPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:From [^\r\n]*\r?\n)?")
_LAST_BREAK = re.compile(rb"\r?\n\Z")
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its name in small letters, and its value's bytes in the payload."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A message or a part of one; its body stands in the payload from `start` to `end`.

    `path` counts as IMAP does (RFC 3501, 6.4.5): `1.2` is the second part of the first one.
    """

    path: str
    headers: tuple[Header, ...]
    type: str
    start: int
    end: int
    parts: tuple["Entity", ...] = ()

    def header(self, name: str) -> Header | None:
        """The first header of that name, in small letters."""
        return next((header for header in self.headers if header.name == name), None)

    @property
    def leaves(self) -> Iterator["Entity"]:
        """The entities below that have no parts themselves, in order; itself where it has none."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves

    @property
    def label(self) -> str:
        """What its part is named: path and type."""
        return f"{self.path or '1'} {self.type}"


def headers(payload: bytes, start: int = 0, end: int | None = None) -> tuple[tuple[Header, ...], int]:
    """The headers from `start` on, and where the body after them begins."""
    end = len(payload) if end is None else end
    found: list[Header] = []
    while field := _FIELD.match(payload, start, end):
        first, last = field.span("value")
        value = payload[first:last]
        first += len(value) - len(value.lstrip())
        found.append(Header(field["name"].decode("ascii").lower(), first, first + len(value.strip())))
        start = field.end()
    blank = _END_OF_HEADERS.match(payload, start, end)
    return tuple(found), blank.end() if blank else start


def message(payload: bytes) -> Entity:
    """The whole payload as a message. Any bytes make one, if only one without headers."""
    return _entity(payload, begin(payload), len(payload), "", 0)


def begin(payload: bytes) -> int:
    """Where the headers begin: after a byte order mark and a mailbox file's line."""
    envelope = _ENVELOPE.match(payload)
    return envelope.end() if envelope else 0


def printed(payload: bytes, header: Header | None) -> str:
    """A header's value as printed, in UTF-8 (RFC 6532); empty where there is none or it is endless."""
    if header is None or header.end - header.start > _LONGEST_VALUE:
        return ""
    return payload[header.start : header.end].decode("utf-8", "replace")


def parameter(payload: bytes, entity: Entity, name: str) -> str | None:
    """A parameter of an entity's Content-Type, such as `charset`."""
    value = _content(payload, entity.headers).get_param(name)
    if isinstance(value, tuple):  # coded by RFC 2231: charset, language, value
        return value[2]
    return value or None


def data(payload: bytes, entity: Entity) -> bytes:
    """An entity's body without its transfer coding; the characters stay in their charset."""
    body = Message()
    body["Content-Transfer-Encoding"] = printed(payload, entity.header("content-transfer-encoding")) or "8bit"
    body.set_payload(payload[entity.start : entity.end].decode("ascii", "surrogateescape"))
    decoded = body.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _entity(payload: bytes, start: int, end: int, path: str, depth: int) -> Entity:
    found, body = headers(payload, start, end)
    content = _content(payload, found)
    named = content.get_content_type()
    kind = named if _TYPE.fullmatch(named) else "application/octet-stream"
    boundary = content.get_boundary() if kind.startswith("multipart/") and depth < _DEEPEST else None
    parts = tuple(
        _entity(payload, first, last, f"{path}.{number}" if path else str(number), depth + 1)
        for number, (first, last) in enumerate(_between(payload, boundary, body, end), 1)
    )
    return Entity(path, found, kind, body, end, parts)


def _content(payload: bytes, found: tuple[Header, ...]) -> Message:
    """The standard library's view of the Content-Type among headers."""
    content = Message()
    header = next((header for header in found if header.name == "content-type"), None)
    if value := printed(payload, header):
        content["Content-Type"] = " ".join(value.split())
    return content


def _between(payload: bytes, boundary: str | None, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges between lines of a boundary; the line break before one belongs to it.

    The last range goes to the end where the closing line is missing: a truncated mail.
    """
    if not boundary:
        return
    line = re.compile(rb"(?m)^--%b(?P<last>--)?[ \t]*\r?$" % re.escape(boundary.encode("utf-8", "replace")))
    first: int | None = None
    for found in islice(line.finditer(payload, start, end), _MOST_PARTS):
        if first is not None:
            yield first, _before_break(payload, first, found.start())
        first = None if found["last"] else found.end() + 1
        if first is None:
            return
    rest = first is not None and line.search(payload, first, end) is None
    if first is not None and rest and first < end:
        yield first, end


def _before_break(payload: bytes, first: int, end: int) -> int:
    broken = _LAST_BREAK.search(payload, max(first, end - 2), end)
    return broken.start() if broken else max(first, end)
