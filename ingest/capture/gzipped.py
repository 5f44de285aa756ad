"""Undoes the gzip coding of files, and of listings that are packed as files, within bounds. Pure."""

import zlib

from ..errors import SourceError
from .web import codings
from .web.failures import RefusalError

# sitemaps.org: no more than 50 MB, unpacked.
MAX_BYTES = 50 * 1024 * 1024
MAGIC = b"\x1f\x8b"


def unpacked(payload: bytes, source: str, limit: int = MAX_BYTES) -> bytes:
    """The payload, with gzip undone where it is gzip.

    Raises:
        SourceError: if the gzip is broken or holds more than `limit` bytes.
    """
    if not payload.startswith(MAGIC):
        return payload
    try:
        return b"".join(codings.undone([payload], "gzip", limit))
    except RefusalError as error:
        raise SourceError(source, error.reason) from error


def beginning(payload: bytes, size: int) -> bytes:
    """The first bytes, with gzip undone where it is gzip; what is broken is as good as not there."""
    if not payload.startswith(MAGIC):
        return payload[:size]
    try:
        return zlib.decompressobj(wbits=31).decompress(payload, size)
    except zlib.error:
        return b""
