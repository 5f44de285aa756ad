"""Undoes content codings piece by piece, so that a bomb never unfolds further than the limit.

gzip (RFC 1952) and deflate (RFC 1950, or bare RFC 1951 as some servers send it; browsers take
both). As browsers do, what follows a whole gzip stream is dropped unless it is another member; and
what is called gzip and is none is refused rather than taken as it is. Touches nothing outside.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator

from .failures import RefusalError, printable

# What a request says it accepts.
ACCEPTED = "gzip, deflate"
# Two are a server behind a careless cache; more are an attack.
_MOST = 2
_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b"
Pieces = Iterator[bytes]


def undone(pieces: Iterable[bytes], header: str, limit: int) -> Pieces:
    """The bytes as they were before the codings, in pieces.

    Args:
        pieces: the body as it came.
        header: the values of Content-Encoding, separated by commas, in the order of application.
        limit: the most bytes after each coding.

    Raises:
        RefusalError: if a coding is unknown, broken, cut short, or yields more than the limit.
    """
    names = [
        name for name in (part.strip().lower() for part in header.split(",")) if name not in ("", "identity")
    ]
    if len(names) > _MOST:
        raise RefusalError(f"its content is coded {len(names)} times over; at most {_MOST} are undone")
    found = bounded(pieces, limit)
    for name in reversed(names):
        if name not in _CODINGS:
            raise RefusalError(
                f"its content is coded as {printable(name)}, which was not asked for and cannot be undone"
            )
        found = bounded(_CODINGS[name](found), limit)
    return found


def bounded(pieces: Iterable[bytes], limit: int) -> Pieces:
    """The same pieces, up to a limit in bytes.

    Raises:
        RefusalError: where there is more.
    """
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise too_large(limit)
        yield piece


def too_large(limit: int) -> RefusalError:
    """More came, unfolded, or was announced than is taken."""
    return RefusalError(
        f"it is larger than the limit of {limit / 1e6:,.3g} MB for one answer; nothing was kept, leave it out"
    )


def _gunzipped(pieces: Pieces) -> Pieces:
    inflater = None
    for piece in pieces:
        while piece:
            if inflater is None or inflater.eof:
                if inflater and not _GZIP.startswith(piece[:2]):
                    return
                inflater = zlib.decompressobj(wbits=31)
            yield from _inflated(inflater, piece, "gzip")
            piece = inflater.unused_data
    _whole(inflater, "gzip")


def _undeflated(pieces: Pieces) -> Pieces:
    inflater = None
    head = b""
    for piece in pieces:
        piece, head = head + piece, b""
        if inflater is None:
            if len(piece) < 2:
                head = piece
                continue
            inflater = zlib.decompressobj(wbits=15 if _is_zlib(piece) else -15)
        yield from _inflated(inflater, piece, "deflate")
        if inflater.eof:
            return
    if head:
        raise _broken("deflate")
    _whole(inflater, "deflate")


def _is_zlib(head: bytes) -> bool:
    """RFC 1950: the method is 8, and the first two bytes are a multiple of 31."""
    return head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0


def _inflated(inflater: "zlib._Decompress", piece: bytes, name: str) -> Pieces:
    """What a piece unfolds to, in pieces of bounded size."""
    try:
        while piece or not inflater.eof:
            found = inflater.decompress(piece, _PIECE)
            piece = inflater.unconsumed_tail
            if found:
                yield found
            elif not piece:
                return
    except zlib.error as error:
        raise _broken(name) from error


def _whole(inflater: "zlib._Decompress | None", name: str) -> None:
    # No byte at all is no coding at all: servers label empty bodies, too.
    if inflater and not inflater.eof:
        raise RefusalError(f"its {name} coding is cut short; nothing was kept, try again later", temporary=True)


def _broken(name: str) -> RefusalError:
    return RefusalError(f"its content is called {name} and is none, or is damaged; nothing was kept")


_CODINGS: dict[str, Callable[[Pieces], Pieces]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _undeflated,
}
