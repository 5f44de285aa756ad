"""Entries of feeds: RSS and Atom of all versions by feedparser, JSON Feed. Pure.

feedparser sees only what is sifted out before: addresses, dates, and what they stand in. The rest
of a feed is where it is slow and lenient, and nothing here needs it.
"""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from ...errors import SourceError
from .dates import edtf
from .markup import sift

_RSS_10 = "http://purl.org/rss/1.0/"
_ATOM = "http://www.w3.org/2005/Atom"
_WANTED = {
    **{name: name for name in ("rss", "channel", "feed", "item", "entry", "link", "guid", "id")},
    **{name: name for name in ("published", "updated", "issued", "modified", "created")},
    "rdf": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF",
    "pubdate": "pubDate",
    "date": "{http://purl.org/dc/elements/1.1/}date",
    "origlink": "{http://rssnamespace.org/feedburner/ext/1.0}origLink",
}
_KEPT = ("version", "href", "rel", "type", "ispermalink", "base", "about")
# Some 10,000 entries; feeds have dozens.
_MOST = 50_000
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')
# feedparser reads the dates of mail and many others. In figures alone it makes a date of anything.
_NAMED_MONTH = re.compile(r"[^\W\d_]{3}")
# The moments by which an entry may be dated, the first stated one counts.
_DATES = ("published", "created", "updated")


def is_json(payload: bytes) -> bool:
    """Whether a payload is a JSON Feed (jsonfeed.org)."""
    start = payload[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start == b"{" and _JSON_FEED.search(payload) is not None


def entries(payload: bytes, url: str) -> Iterator[tuple[str, str | None]]:
    """Each entry's address and its date in EDTF, in order.

    A date without zone is taken for one in UTC.

    Raises:
        SourceError: if the feed cannot be read within bounds.
    """
    if is_json(payload):
        yield from _json(payload, url)
        return
    root = sift(payload, _WANTED, _KEPT, _MOST, url)
    parsed = feedparser.parse(
        # Not the bytes themselves: they might be taken for the name of a file.
        io.BytesIO(etree.tostring(root, encoding="utf-8")),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
    )
    for entry in parsed.entries:
        address = entry.get("feedburner_origlink") or entry.get("link")
        if address:
            yield address, next(filter(None, (_date(entry, name) for name in _DATES)), None)


def _date(entry: dict[str, Any], name: str) -> str | None:
    """A date in EDTF; without time where none is stated."""
    # Past the dictionary's own get, which gives one date for another.
    stated, parsed = dict.get(entry, name) or "", dict.get(entry, f"{name}_parsed")
    if not parsed or not _NAMED_MONTH.search(stated):
        return edtf(stated)
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    except ValueError:
        return None


def _json(payload: bytes, url: str) -> Iterator[tuple[str, str | None]]:
    try:
        items = json.loads(payload.decode("utf-8-sig", "replace")).get("items")
    except (ValueError, RecursionError) as error:
        raise SourceError(url, f"no JSON: {str(error)[:200]}; try again later") from error
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            stated = [item.get(key) for key in ("url", "id", "external_url")]
            dates = [item.get(key) for key in ("date_published", "date_modified")]
            address = next((one for one in stated if isinstance(one, str) and one), None)
            if address:
                yield address, next((edtf(one) for one in dates if isinstance(one, str)), None)
