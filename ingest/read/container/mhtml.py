"""The page in an MHTML file (RFC 2557), as Chrome, Edge and Internet Explorer save it."""

from collections.abc import Iterator

from ...records import Claim
from ..knowledge import Knowledge
from . import header, mail, mime
from .mime import Entity

RULE = "mhtml-root/1"
# What a mail has and a saved page has not.
_SENT = ("received", "message-id", "to", "return-path")


def is_mhtml(payload: bytes, message: Entity) -> bool:
    """Whether a message is a page that a browser saved rather than a mail somebody sent."""
    if message.header("snapshot-content-location"):
        return True
    if mime.printed(payload, message.header("from")).lower().startswith("<saved by"):
        return True
    found = root(payload, message)
    return bool(found and found.header("content-location") and not any(message.header(name) for name in _SENT))


def root(payload: bytes, message: Entity) -> Entity | None:
    """The page itself: the one that `start` names (RFC 2387), else the first of that type."""
    pages = [leaf for leaf in message.leaves if leaf.type in ("text/html", "application/xhtml+xml")]
    start = mime.parameter(payload, message, "start")
    named = (page for page in pages if start and mime.printed(payload, page.header("content-id")) == start)
    return next(named, None) or next(iter(pages), None)


def claims(payload: bytes, message: Entity, page: Entity, knowledge: Knowledge) -> Iterator[Claim]:
    """The address that the page was saved from."""
    for entity, name in ((message, "snapshot-content-location"), (page, "content-location")):
        found = list(mail.stated(payload, entity, name, "url", "mhtml-location", "mail-address/1", knowledge))
        if found:
            yield from found
            return


def saved_at(payload: bytes, message: Entity) -> str | None:
    """When the browser saved the page, an ISO 8601 instant; None where no offset was printed."""
    found = header.instant(mime.printed(payload, message.header("date")))
    return found if found and "T" in found else None
