"""Opens containers: tells their kinds apart, gives their parts, moves a part's reading into place.

Pure but for PDF, whose text a process of its own takes out; the same bytes give the same parts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ...errors import NoArticleError
from ...records import Claim, Origin, Part, Reading
from ..knowledge import Knowledge
from . import mail, mhtml, mime, pdf
from .mime import Entity

Kind = Literal["mail", "mhtml", "pdf"]
# The headers of a container, and the parts that are not read as the article, are in UTF-8.
ENCODING = "utf-8"
# Changes whenever the same container may give another part or other claims than before.
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """A container's parts, the one to read first, and what it states itself.

    `content_type` is that part's, as a header's value. `url` is the address that its relative
    links stand under, `saved_at` the instant at which a browser saved or printed it; None where not stated.
    """

    kind: Kind
    parts: tuple[Part, ...]
    content_type: str
    claims: tuple[Claim, ...] = ()
    url: str | None = None
    saved_at: str | None = None

    @property
    def origin(self) -> Origin:
        """Where the part was had, for its reader."""
        return Origin(self.url, self.content_type)


def opened(payload: bytes, source: str, knowledge: Knowledge) -> Opened | None:
    """What a container holds; None for bytes that are none.

    Args:
        payload: the bytes as they came in.
        source: the input's name, for errors.
        knowledge: outlets and phrases, for what mail headers say.

    Raises:
        SourceError: if it cannot be opened.
        NoArticleError: if it holds no text.
    """
    if pdf.is_pdf(payload):
        return _pdf_file(pdf.parts(payload, source), knowledge)
    if not mail.is_mail(payload):
        return None
    message = mime.message(payload)
    if mhtml.is_mhtml(payload, message):
        return _saved_page(payload, message, source, knowledge)
    return _mail(payload, message, source, knowledge)


def derive(payload: bytes, rule: str, name: str) -> bytes:
    """A part made again from its container, for an audit.

    Raises:
        KeyError: if no such rule is known here, or the container has no such part.
        SourceError: if the container cannot be opened.
    """
    return _RULES[rule](payload, name)


def encoding(reading_encoding: str, part: str | None, where: str | None) -> str:
    """How the bytes that a claim stands in are decoded.

    Args:
        reading_encoding: the encoding of what was read, `Reading.encoding`.
        part: the part that was read, `Reading.part`; None where the payload is no container.
        where: the claim's place, `payload` or the name of a part.
    """
    return reading_encoding if where == (part or "payload") else ENCODING


def current(reader: str) -> bool:
    """Whether a container's part of a reader's name is of this version."""
    return reader.endswith(f"/{_VERSION}")


def within(reading: Reading, container: Opened) -> Reading:
    """The reading of a container's first part, as one of the container.

    What stood in the payload of that reading stands in the part; the container's claims follow.
    """
    part = container.parts[0].name
    moved = (replace(claim, where=part) if claim.where == "payload" else claim for claim in reading.claims)
    return replace(
        reading,
        claims=(*moved, *container.claims),
        reader=f"{container.kind}/{_VERSION}+{reading.reader}",
        parts=container.parts,
        part=part,
        saved_at=container.saved_at,
    )


def _pdf_file(parts: tuple[Part, ...], knowledge: Knowledge) -> Opened:
    opened = Opened("pdf", parts, pdf.CONTENT_TYPE)
    if len(parts) == 1:
        return opened
    return replace(opened, claims=pdf.claims(parts[1], knowledge), saved_at=pdf.saved_at(parts[1]))


def _mail(payload: bytes, message: Entity, source: str, knowledge: Knowledge) -> Opened:
    body = mail.body(message)
    part = mail.part(payload, body) if body else None
    if body is None or part is None or not part.data.strip():
        raise NoArticleError(source, "a mail without readable text; save what is attached to it and add that")
    claims = tuple(mail.claims(payload, message, knowledge))
    url = next((claim.value for claim in claims if claim.field == "url"), None)
    return Opened("mail", (part,), _content_type(payload, body), claims, url)


def _saved_page(payload: bytes, message: Entity, source: str, knowledge: Knowledge) -> Opened:
    page = mhtml.root(payload, message)
    if page is None:
        raise NoArticleError(source, "a web archive (MHTML) without a page in it; save the page again")
    part = mail.part(payload, page, mhtml.RULE)
    claims = tuple(mhtml.claims(payload, message, page, knowledge))
    url = next((claim.value for claim in claims), None)
    return Opened("mhtml", (part,), _content_type(payload, page), claims, url, mhtml.saved_at(payload, message))


def _content_type(payload: bytes, entity: Entity) -> str:
    found = ((name, mime.parameter(payload, entity, name)) for name in ("charset", "format"))
    return "; ".join([entity.type, *(f"{name}={value}" for name, value in found if value)])


def _entity(payload: bytes, name: str) -> bytes:
    leaves = {leaf.label: leaf for leaf in mime.message(payload).leaves}
    return mime.data(payload, leaves[name])


def _pdf(payload: bytes, name: str) -> bytes:
    return {part.name: part.data for part in pdf.parts(payload, "the stored PDF")}[name]


_RULES: Mapping[str, Callable[[bytes, str], bytes]] = {
    mail.RULE: _entity,
    mhtml.RULE: _entity,
    pdf.RULE: _pdf,
}
