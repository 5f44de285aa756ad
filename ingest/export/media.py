"""What kind of file a payload is: its media type, and the extension by which others' programs know it."""

from dataclasses import dataclass

from ..archive import payloads
from ..archive.payloads import Payload
from ..archive.query import Query
from ..capture.warc.kinds import media_type

# By the reader that read an article from it: it looked at the bytes, and not only at what was stated of them.
_READ = {
    "html": "text/html", "plain": "text/plain", "mail": "message/rfc822", "mhtml": "multipart/related",
    "pdf": "application/pdf",
}  # fmt: skip
# No other extension is ever written: a name must not come from a page.
_EXTENSIONS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "message/rfc822": ".eml", "multipart/related": ".mhtml", "application/pdf": ".pdf",
    "application/rss+xml": ".xml", "application/atom+xml": ".xml", "application/xml": ".xml",
    "text/xml": ".xml", "application/feed+json": ".json", "application/json": ".json",
}  # fmt: skip
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Media:
    """A media type without parameters, and an extension with its dot, empty where the type has none here."""

    type: str
    extension: str


def media(query: Query, payload: Payload) -> Media:
    """A payload's kind: as it was read or, where no article was, as the first answer with it says."""
    known = _READ.get((payload.reader or "").partition("/")[0])
    if known is None:
        first = payloads.original(query, payload.sha256)
        response = first[1].response if first else None
        stated = media_type(response.header("Content-Type")) if response else ""
        known = stated if stated in _EXTENSIONS else _UNKNOWN
    return Media(known, _EXTENSIONS.get(known, ""))
