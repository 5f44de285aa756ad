"""The index by which replay tools find a record: CDXJ, one line each.

https://specs.webrecorder.net/cdxj/0.1.0/. A line begins with the address in a form that sorts pages of a site
side by side (SURT), and the instant in 14 digits.
"""

import json
import re
from urllib.parse import urlsplit

from .records import Record
from .writer import Stretch

_WWW = re.compile(r"^www\d*\.")
_PORTS = {"http": 80, "https": 443}


def line(record: Record, stretch: Stretch, filename: str) -> str | None:
    """A record's line, None for one that nobody can ask for.

    Args:
        record: the record.
        stretch: where it stands in its file.
        filename: the file's name.
    """
    if record.uri is None or record.kind in ("warcinfo", "metadata"):
        return None
    known = {
        "url": record.uri,
        "mime": "warc/revisit" if record.kind == "revisit" else record.media_type,
        "status": str(record.status) if record.status else None,
        "digest": f"sha256:{record.payload}" if record.payload else None,
        "length": str(stretch.length),
        "offset": str(stretch.offset),
        "filename": filename,
    }
    told = json.dumps({name: value for name, value in known.items() if value})
    return f"{key(record.uri)} {timestamp(record.date)} {told}\n"


def key(uri: str) -> str:
    """An address's sort key: `http://www.made.example/A/?b&a` is `example,made)/a?a&b`; others as they are."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return uri
    if parts.scheme not in _PORTS or not parts.hostname:
        return uri
    host = ",".join(reversed(_WWW.sub("", parts.hostname).split(".")))
    at = f":{port}" if port and port != _PORTS[parts.scheme] else ""
    query = "&".join(sorted(parts.query.lower().split("&")))
    path = parts.path.lower().rstrip("/") or "/"
    return f"{host}{at}){path}{'?' if query else ''}{query}"


def timestamp(date: str) -> str:
    """An instant in UTC as 14 digits: `20250102030405`."""
    return re.sub(r"\D", "", date[:19])
