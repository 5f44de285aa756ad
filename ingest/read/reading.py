"""Chooses the reader for a payload, and for the part of a container that holds its article."""

import codecs
import re
from dataclasses import replace

from ..errors import SourceError
from ..records import Origin, Reading
from .container.opening import current, opened, within
from .html import reader as html
from .knowledge import Knowledge
from .plain import reader as plain

# What may stand before a page's first element.
_LEAD = r"\A\ufeff?\s*(?:(?:<!--.{0,2000}?-->|<\?xml[^>]{0,200}>)\s*)*"
_PAGE = re.compile(_LEAD + r"<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
# What a piece of a page begins with: no text does.
_FRAGMENT = re.compile(
    _LEAD + r"<(?:article|div|p|section|main|title|meta|link|script|h[1-6]|table|header|span|figure)[\s>]",
    re.I | re.S,
)
_ELEMENT = re.compile(r"<(?:html|head|body)[\s>]", re.I)
_WEB_TYPES = ("text/html", "application/xhtml+xml")
_SAMPLE = 4096
# News in plain text is some kilobytes.
_LONGEST_TEXT = 5 * 1024 * 1024

_NOWHERE = Origin()


def read(payload: bytes, source: str, knowledge: Knowledge, origin: Origin = _NOWHERE) -> Reading:
    """Read a payload with the reader that fits it, a container's by way of its part.

    Args:
        payload: the bytes as they came in.
        source: the input's name, for errors.
        knowledge: outlets and phrases.
        origin: where the bytes were had.

    Raises:
        SourceError: if no reader here can read it.
        NoArticleError: if it can be read but holds no article.
    """
    try:
        container = opened(payload, source, knowledge)
        if container is None:
            return _read(payload, source, knowledge, origin)
        inner = replace(container.origin, url=container.url or origin.url)
        return within(_read(container.parts[0].data, source, knowledge, inner), container)
    except (SourceError, OSError, MemoryError):
        raise  # the page's own fault is named already; the others are the machine's
    except Exception as error:
        # A page made to break its reader must not take the rest of the batch with it.
        said = f"the reader failed on it ({type(error).__name__}: {error}); nothing was added, please report it"
        raise SourceError(source, said) from error


def by_these(reader: str) -> bool:
    """Whether a reader of a reading is one of those here, of this version."""
    container, plus, inner = reader.rpartition("+")
    return inner in (html.READER, plain.READER) and (not plus or current(container))


def _read(payload: bytes, source: str, knowledge: Knowledge, origin: Origin) -> Reading:
    """Read bytes that are no container."""
    if is_page(payload, origin.content_type):
        return html.read(payload, source, knowledge, origin)
    if payload.lstrip().startswith(b"<?xml"):
        raise SourceError(source, "an XML document that is no page; nothing was added")
    if len(payload) > _LONGEST_TEXT:
        said = f"{len(payload) / 1e6:,.0f} MB of plain text are no article; split it, or leave it out"
        raise SourceError(source, said)
    return plain.read(payload, source, knowledge, origin)


def is_page(payload: bytes, content_type: str | None) -> bool:
    """Whether a payload is an HTML page, by how it begins; its stated type counts where that is unclear."""
    sample = _beginning(payload)
    if _PAGE.match(sample):
        return True
    stated = (content_type or "").partition(";")[0].strip().lower()
    if stated in _WEB_TYPES:
        return not sample.lstrip("\ufeff \t\r\n").startswith("<?xml") and "<" in sample
    return not stated.startswith("text/") and bool(_FRAGMENT.match(sample) or _ELEMENT.search(sample))


def _beginning(payload: bytes) -> str:
    """The first characters, as far as they are ASCII in whatever encoding."""
    sample = payload[:_SAMPLE].removeprefix(codecs.BOM_UTF8)
    if sample[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or sample[:4].count(0) == 2:
        sample = sample.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE).replace(b"\0", b"")
    return sample.decode("latin-1")
