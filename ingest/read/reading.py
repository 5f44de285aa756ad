"""Chooses the reader for a payload. Plain text and Markdown today; pages get their own reader."""

import re

from ..errors import SourceError
from ..records import Origin, Reading
from .knowledge import Knowledge
from .plain import reader as plain

_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|\?xml)\b",
    re.I | re.S,
)

_NOWHERE = Origin()


def read(payload: bytes, source: str, knowledge: Knowledge, origin: Origin = _NOWHERE) -> Reading:
    """Read a payload with the reader that fits it.

    Args:
        payload: the bytes as they came in.
        source: the input's name, for errors.
        knowledge: outlets and phrases.
        origin: where the bytes were had.

    Raises:
        SourceError: if no reader here can read it.
    """
    if _MARKUP.match(payload[:4096]):
        raise SourceError(
            source, "an HTML or XML page; this version reads plain text and Markdown. Nothing was added"
        )
    try:
        return plain.read(payload, source, knowledge)
    except (SourceError, OSError, MemoryError):
        raise  # the page's own fault is named already; the others are the machine's
    except Exception as error:
        # A page made to break its reader must not take the rest of the batch with it.
        said = f"the reader failed on it ({type(error).__name__}: {error}); nothing was added, please report it"
        raise SourceError(source, said) from error
