"""Chooses the reader for a payload, and for the part of a container that holds its article.

Plain text and Markdown today; pages get their own reader.
"""

import re
from dataclasses import replace

from ..errors import SourceError
from ..records import Origin, Reading
from .container.opening import opened, within
from .knowledge import Knowledge
from .plain import reader as plain

_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|\?xml)\b",
    re.I | re.S,
)

_PAGE = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.I)

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


def _read(payload: bytes, source: str, knowledge: Knowledge, origin: Origin) -> Reading:
    """Read bytes that are no container."""
    if _MARKUP.match(payload[:4096]) or _PAGE.match(origin.content_type or ""):
        raise SourceError(
            source, "an HTML or XML page; this version reads plain text and Markdown. Nothing was added"
        )
    return plain.read(payload, source, knowledge, origin)
