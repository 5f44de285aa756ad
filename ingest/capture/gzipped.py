"""Undoes the gzip coding of files, and of listings that are packed as files, within bounds. Pure."""

import zlib

from ..errors import SourceError

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
    unpacked, rest = bytearray(), payload
    try:
        # A gzip file is one or more members, one after the other (RFC 1952, 2.2).
        while rest.startswith(MAGIC):
            member = zlib.decompressobj(wbits=31)
            unpacked += member.decompress(rest, limit + 1 - len(unpacked))
            if len(unpacked) > limit:
                raise SourceError(source, f"unpacked it is larger than {limit / 1e6:,.0f} MB; nothing was read")
            if not member.eof:
                raise SourceError(source, "its gzip data break off; try again later")
            rest = member.unused_data
    except zlib.error as error:
        raise SourceError(source, f"its gzip data are broken ({error}); try again later") from error
    return bytes(unpacked)


def beginning(payload: bytes, size: int) -> bytes:
    """The first bytes, with gzip undone where it is gzip; what is broken is as good as not there."""
    if not payload.startswith(MAGIC):
        return payload[:size]
    try:
        return zlib.decompressobj(wbits=31).decompress(payload, size)
    except zlib.error:
        return b""
