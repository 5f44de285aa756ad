"""The status line and headers of an answer, so that they hold for the bytes that the archive keeps.

A payload has its transfer and content codings undone. A header that speaks of the coded bytes would make
others undo them again, or miss bytes that were never there: it is kept under another name, as web archives
do whose bytes are not those of the wire.
"""

from ...capture.web.headers import Headers, kept
from ...records import Response

# What a header is called that held for the bytes on the wire alone.
ORIGINALLY = "X-Archive-Orig-"
_CODED = frozenset(("transfer-encoding", "content-encoding", "trailer"))
# Digests of the body with its coding (RFC 9530; RFC 1864), so that they hold where there was none.
_OF_CODED = frozenset(("content-md5", "content-digest", "digest"))


def head(response: Response, size: int | None) -> bytes:
    """An answer's status line and headers (RFC 9112), with the blank line that ends them.

    The archive keeps neither the version of HTTP nor the reason beside the status: the line says 1.1, as web
    archives do of every version, and gives no reason.

    Args:
        response: the answer.
        size: how many bytes are kept of its body, None where none were.
    """
    return encoded(response.status, _holding(kept(response.headers), size))


def redirect(status: int, location: str) -> bytes:
    """The status line of an answer that led elsewhere, and where to: all that the archive keeps of it."""
    return encoded(status, kept([("Location", location)]))


def encoded(status: int, headers: Headers) -> bytes:
    """As on the wire, where a header's bytes are characters of Latin-1; where they are more, as UTF-8."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    text = f"HTTP/1.1 {status} \r\n{lines}\r\n"
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _holding(headers: Headers, size: int | None) -> Headers:
    coded = any(name.lower() == "content-encoding" for name, _ in headers)
    found = tuple(_renamed(name, value, coded, size) for name, value in headers)
    if size is None or any(name.lower() == "content-length" for name, _ in found):
        return found
    return (*found, ("Content-Length", str(size)))


def _renamed(name: str, value: str, coded: bool, size: int | None) -> tuple[str, str]:
    known = name.lower()
    other_size = known == "content-length" and value != str(size)
    if known in _CODED or other_size or (coded and known in _OF_CODED):
        return ORIGINALLY + name, value
    return name, value
