"""Chooses the reader for a payload. Plain text and Markdown today; pages get their own reader."""

import re

from ..errors import SourceError
from ..records import Reading
from .knowledge import Knowledge
from .plain import reader as plain

_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|\?xml)\b",
    re.I | re.S,
)


def read(payload: bytes, source: str, knowledge: Knowledge) -> Reading:
    """Read a payload with the reader that fits it.

    Raises:
        SourceError: if no reader here can read it.
    """
    if _MARKUP.match(payload[:4096]):
        raise SourceError(
            source, "an HTML or XML page; this version reads plain text and Markdown. Nothing was added"
        )
    return plain.read(payload, source, knowledge)
