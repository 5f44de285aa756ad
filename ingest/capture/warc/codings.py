"""Undoes the transfer and content codings of an archived body (RFC 9110, RFC 9112).

Makes no more bytes than asked for, whatever the coded ones would become. Many tools undo a coding
and keep the header that names it: bytes that are not coded are left as they are.
"""

import re
import zlib
from collections.abc import Callable, Sequence

import brotli
import zstandard

from . import kinds
from .stream import GZIP, ZSTD

Decoder = Callable[[bytes, int], tuple[bytes, bool]]
# Coded so often, or in so many pieces, is no page but an attack.
_MOST_CODINGS = 4
_MOST_MEMBERS = 1000
# RFC 9659 allows no larger window on the web.
_ZSTD_WINDOW = 8 * 1024 * 1024
# The decoder cannot be told a limit; so many bytes make eight megabytes at most.
_ZSTD_SLICE = 256
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHUNK_END = re.compile(rb"\r?\n")


class CodingError(Exception):
    """A body's coding is broken, unknown, or hides more than the limit."""


def undone(data: bytes, codings: Sequence[str], limit: int) -> bytes:
    """A body with its codings undone.

    Args:
        data: the body as archived.
        codings: their names, in the order in which they are to be undone.
        limit: the most bytes it may have then.

    Raises:
        CodingError: if a coding is broken or not known, or the body larger than the limit.
    """
    data, whole = _undone(data, codings, limit)
    if not whole:
        raise CodingError("its body is cut off inside its coding; nothing of it was added")
    if len(data) > limit:
        raise CodingError(
            f"its body is larger than {limit / 1e6:,.0f} MB when its coding is undone; leave it out"
        )
    return data


def beginning(data: bytes, codings: Sequence[str]) -> bytes:
    """The first bytes of a body with its codings undone, enough to tell its kind by, from the first
    coded ones.

    Raises:
        CodingError: if a coding is broken or not known.
    """
    return _undone(data, codings, kinds.ENOUGH)[0][: kinds.ENOUGH]


def _undone(data: bytes, codings: Sequence[str], limit: int) -> tuple[bytes, bool]:
    """At most little more than the limit, and whether the coded bytes were whole, as far as was read."""
    if len(codings) > _MOST_CODINGS:
        raise CodingError(f"its body is coded {len(codings)} times; leave it out")
    whole = True
    for coding in codings:
        if not kinds.begins_as_page(data):
            try:
                data, complete = _decoder(coding)(data, limit)
            except (zlib.error, brotli.error, zstandard.ZstdError) as error:
                raise CodingError(
                    f"its body is not the {coding} that its headers name; leave it out"
                ) from error
            whole = whole and complete
    return data, whole


def _decoder(coding: str) -> Decoder:
    if coding not in _DECODERS:
        raise CodingError(f"its coding {coding[:40]!r} is not known; leave it out")
    return _DECODERS[coding]


def _identity(data: bytes, limit: int) -> tuple[bytes, bool]:
    return data, True


def _unchunked(data: bytes, limit: int) -> tuple[bytes, bool]:
    """RFC 9112, 7.1. What does not begin with a chunk's size was archived without chunks."""
    pieces: list[bytes] = []
    at = size = 0
    while size <= limit and (head := _CHUNK_SIZE.match(data, at)):
        length = int(head[1], 16)
        if not length:
            return b"".join(pieces), True
        piece = data[head.end() : head.end() + length]
        pieces.append(piece)
        size += len(piece)
        end = _CHUNK_END.match(data, head.end() + length)
        if not end:
            return b"".join(pieces), False
        at = end.end()
    return (b"".join(pieces), size > limit) if pieces else (data, True)


def _ungzipped(data: bytes, limit: int) -> tuple[bytes, bool]:
    """RFC 1952. What follows the last member is left out, as browsers do."""
    if not data.startswith(GZIP):
        return data, True
    made = b""
    for _ in range(_MOST_MEMBERS):
        piece, complete, data = _inflated(data, 31, limit - len(made))
        made += piece
        if not complete or len(made) > limit or not data.startswith(GZIP):
            return made, complete
    raise CodingError(f"its body has more than {_MOST_MEMBERS} gzip members; leave it out")


def _undeflated(data: bytes, limit: int) -> tuple[bytes, bool]:
    """RFC 9110 means zlib's format; some servers send the bare one."""
    zlibs = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2]) % 31 == 0
    return _inflated(data, 15 if zlibs else -15, limit)[:2]


def _inflated(data: bytes, window: int, limit: int) -> tuple[bytes, bool, bytes]:
    """At most one byte over the limit, whether the end was as it should be, and what follows it."""
    inflater = zlib.decompressobj(window)
    made = inflater.decompress(data, limit + 1)
    return made, inflater.eof or len(made) > limit, inflater.unused_data


def _unbrotlied(data: bytes, limit: int) -> tuple[bytes, bool]:
    """RFC 7932."""
    decoder = brotli.Decompressor()
    pieces = [decoder.process(data, output_buffer_limit=limit + 1)]
    size = len(pieces[0])
    while size <= limit and not decoder.is_finished():
        pieces.append(decoder.process(b"", output_buffer_limit=limit + 1 - size))
        size += len(pieces[-1])
        if not pieces[-1]:
            return b"".join(pieces), False
    return b"".join(pieces), True


def _unzstd(data: bytes, limit: int) -> tuple[bytes, bool]:
    """RFC 8878."""
    if not data.startswith(ZSTD):
        return data, True
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
    pieces: list[bytes] = []
    size = 0
    for at in range(0, len(data), _ZSTD_SLICE):
        pieces.append(decoder.decompress(data[at : at + _ZSTD_SLICE]))
        size += len(pieces[-1])
        if decoder.eof or size > limit:
            return b"".join(pieces), True
    return b"".join(pieces), False


_DECODERS: dict[str, Decoder] = {
    "identity": _identity, "none": _identity, "chunked": _unchunked,
    "gzip": _ungzipped, "x-gzip": _ungzipped, "deflate": _undeflated, "br": _unbrotlied, "zstd": _unzstd,
}  # fmt: skip
