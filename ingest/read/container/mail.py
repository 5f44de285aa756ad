"""The article in an e-mail: which entity holds it, and what the headers say of it.

Attached mails and files are left closed: a newsletter's article is its own text.
"""

from collections.abc import Iterator

from ...records import Claim, Part
from ..claims import printed as claim
from ..knowledge import Knowledge
from ..phrases import fold
from ..plain.names import is_person
from ..spans import Page
from . import header, mime
from .mime import Entity

RULE = "mail-part/1"
# A mail has one of these, and plain text that is printed like one has not.
_TRACES = frozenset(
    "message-id received mime-version return-path dkim-signature delivered-to x-mimeole list-id".split()
)
_NAMED = frozenset("from date subject".split())
_READABLE = ("text/html", "text/plain")
# No headers that matter stand further down.
_HEAD = 256 * 1024


def is_mail(payload: bytes) -> bool:
    """Whether the bytes are a message: headers, among them those that mail programs set."""
    names = {found.name for found in mime.headers(payload[:_HEAD], mime.begin(payload))[0]}
    return bool(names & _TRACES) and bool(names & _NAMED)


def body(message: Entity) -> Entity | None:
    """The entity that holds the text, the page rather than its plain likeness.

    Of alternatives the richest; of things that belong together the first; of a mixture the largest,
    since lists and scanners add small ones before and after.
    """
    if not message.parts:
        return message if message.type in _READABLE else None
    found = [part for part in map(body, message.parts) if part]
    if message.type == "multipart/alternative":
        return min(found, key=lambda part: _READABLE.index(part.type), default=None)
    if message.type == "multipart/related":
        return next(iter(found), None)
    return max(found, key=lambda part: part.end - part.start, default=None)


def part(payload: bytes, entity: Entity, rule: str = RULE) -> Part:
    """An entity's bytes as a part."""
    return Part(entity.label, rule, mime.data(payload, entity))


def claims(payload: bytes, message: Entity, knowledge: Knowledge) -> Iterator[Claim]:
    """What the headers say, each claim standing in the payload."""
    yield from stated(payload, message, "subject", "title", "mail-subject", "mail-subject/1", knowledge)
    yield from stated(payload, message, "archived-at", "url", "mail-archived-at", "mail-address/1", knowledge)
    # Who forwards a mail is not its author, nor is that the day it was published.
    if not header.passed_on(mime.printed(payload, message.header("subject"))):
        yield from stated(payload, message, "date", "published", "mail-date", "mail-date/1", knowledge)
        yield from _sent_by(payload, message, knowledge)


def stated(
    payload: bytes, entity: Entity, name: str, field: str, method: str, rule: str, knowledge: Knowledge
) -> Iterator[Claim]:
    """The claim that a header makes, none where it is missing or its rule reads nothing."""
    found = entity.header(name)
    value = mime.printed(payload, found)
    if not found or not value:
        return
    # The header as a page of its own, which stands in the payload where the header does.
    page = Page(payload[: found.end], "utf-8", value, found.start)
    made = claim(page, 0, len(value), field, method, rule, knowledge)
    if made:
        yield made


def _sent_by(payload: bytes, message: Entity, knowledge: Knowledge) -> Iterator[Claim]:
    """Author and outlet in the sender's name: a person is one, whoever else sends is the other."""
    printed = mime.printed(payload, message.header("from"))
    person, publisher = header.person(printed), header.publisher(printed)

    def sent(field: str, method: str, rule: str) -> Iterator[Claim]:
        return stated(payload, message, "from", field, method, rule, knowledge)

    if person and _is_person(person, knowledge):
        yield from sent("author", "mail-from", "mail-person/1")
    known = list(sent("outlet", "mail-from", "mail-outlet/1"))
    yield from known
    apart = publisher != person  # "Jane Doe from Foo Weekly": the second is no person, however it looks
    if not known and publisher and (apart or not _is_person(publisher, knowledge)):
        yield from sent("outlet", "mail-sender", "mail-publisher/1")


def _is_person(name: str, knowledge: Knowledge) -> bool:
    """Whether a sender's name is a person's rather than an outlet's or a newsletter's."""
    series = knowledge.phrases.newsletters & {fold(word) for word in name.split()}
    return not series and not knowledge.registry.named(name) and is_person(name, knowledge.phrases)
