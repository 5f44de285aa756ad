"""What an archived HTTP message says: status, headers, codings. Cookies and credentials end here."""

import io
import re
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from ...errors import SourceError
from ...records import Response
from ..web.headers import kept

_PARSER = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3.0", "HTTP/3"])
_STATUS = re.compile(r"[1-5][0-9]{2}(?= |$)")
_NO_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")


def address(uri: str) -> str | None:
    """A web address without name and password; None where it is of another scheme.

    Raises:
        ValueError: if it is broken.
    """
    if not re.match(r"https?:", uri, re.IGNORECASE):
        return None
    bare = without_userinfo(uri).replace(" ", "%20")
    if not urlsplit(bare).hostname or _NO_VALUE.search(bare):
        raise ValueError(bare)
    return bare


def without_userinfo(value: str) -> str:
    """A text in which no address has a name and password."""
    return _USERINFO.sub("", value)


def parse(source: str, url: str, head: bytes, limit: int) -> tuple[Response, int]:
    """The response that begins with some bytes, and where its body does.

    Args:
        source: the record, for errors.
        url: the address that answered.
        head: the message's first bytes.
        limit: how long its headers may be.

    Raises:
        SourceError: if it is no HTTP response, or its headers have no end within the limit.
    """
    file = io.BytesIO(head)
    try:
        parsed = _PARSER.parse(file)
    except (StatusAndHeadersParserException, EOFError) as error:
        raise SourceError(source, "it holds no HTTP response; nothing of it was added") from error
    status = _STATUS.match(parsed.statusline)
    if not status:
        raise SourceError(
            source, f"its HTTP status {parsed.statusline[:40]!r} is none; nothing of it was added"
        )
    if file.tell() > limit:
        raise SourceError(
            source, f"its HTTP headers are longer than {limit // 1024} KB; nothing of it was added"
        )
    return Response(url, url, int(status[0]), kept(parsed.headers)), file.tell()


def codings(response: Response, header: str) -> tuple[str, ...]:
    """The codings that `transfer-encoding` or `content-encoding` names, in the order to undo them in."""
    named = ",".join(value for name, value in response.headers if name.lower() == header).lower().split(",")
    return tuple(coding.strip() for coding in reversed(named) if coding.strip())
