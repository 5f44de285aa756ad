"""Where articles are to be found: what a payload is, and which addresses a listing names.

Pure: reads what was retrieved and retrieves nothing. Of trafilatura only the functions that read;
those that download know no guard and no manners.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from courlan import extract_domain

from ..gzipped import beginning, unpacked
from . import feeds, sitemaps
from .dates import earliest, latest
from .hosts import origin

Kind = Literal["feed", "sitemap"]
_KINDS: dict[bytes, Kind] = {
    b"rss": "feed",
    b"feed": "feed",
    b"rdf": "feed",
    b"urlset": "sitemap",
    b"sitemapindex": "sitemap",
}
_ROOT = re.compile(rb"(?i)<(?:[a-z][\w.-]{0,30}:)?(html|rss|feed|rdf|urlset|sitemapindex)(?=[\s>/])")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEAD = 16 * 1024
_LONGEST = 8000


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a listing names, and the date it gives (EDTF), None where it gives none."""

    url: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap leads to: articles, and other listings. In its order, each once."""

    articles: tuple[Found, ...] = ()
    listings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leads:
    """Listings that a site may have: those it names, and addresses where sitemaps often are."""

    named: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


def kind(payload: bytes, content_type: str | None, url: str) -> Kind | None:
    """Whether a payload is a feed or a sitemap, by what it is; None where it is neither.

    Args:
        payload: what was retrieved, also as gzip.
        content_type: the header's value; only for sitemaps in plain text.
        url: the payload's address; only for sitemaps in plain text.
    """
    head = beginning(payload, _HEAD).replace(b"\0", b"")
    root = _ROOT.search(_COMMENT.sub(b"", head))
    if root:
        return _KINDS.get(root[1].lower())
    if feeds.is_json(payload):
        return "feed"
    return "sitemap" if sitemaps.is_text(head.rpartition(b"\n")[0] or head, content_type, url) else None


def entries(payload: bytes, kind: Kind, url: str, within: Collection[str] = ()) -> Listing:
    """What a listing leads to.

    A sitemap speaks for its own registered domain only (sitemaps.org), a feed for whom it likes.

    Args:
        payload: the listing, also as gzip.
        kind: what it is.
        url: its address, under which relative addresses stand.
        within: addresses of further sites that a sitemap may speak for: those whose robots.txt names it.

    Raises:
        SourceError: if it cannot be read within bounds.
    """
    data = unpacked(payload, url)
    if kind == "feed":
        return Listing(tuple(_each_once(feeds.entries(data, url), url)))
    allowed = {_domain(site) for site in (url, *within)}
    stated = list(sitemaps.entries(data, url))
    articles = _each_once(((address, date) for address, date, is_listing in stated if not is_listing), url)
    listings = _each_once(((address, None) for address, _, is_listing in stated if is_listing), url)
    return Listing(
        tuple(one for one in articles if _domain(one.url) in allowed),
        tuple(one.url for one in listings if _domain(one.url) in allowed),
    )


def select(found: Iterable[Found], since: str | None = None, limit: int | None = None) -> tuple[Found, ...]:
    """The newest of the addresses found; those without date last, and otherwise in their order.

    Args:
        found: of one listing or of several.
        since: an EDTF day or instant; what was over before it is left out, what has no date is kept.
        limit: how many at most.
    """
    start = earliest(since) if since else None
    left = [one for one in found if not (start and one.date and latest(one.date) < start)]
    dated = [(earliest(one.date), one) for one in left if one.date]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    ordered = [one for _, one in dated] + [one for one in left if not one.date]
    return tuple(ordered[:limit])


def front_page(html: str, url: str, named: Collection[str] = ()) -> Leads:
    """The feeds and sitemaps of a site, by its front page and its robots.txt.

    Args:
        html: the page, decoded.
        url: its address.
        named: the sitemaps that its robots.txt names; where there are none, they are guessed.
    """
    # Loading takes a while, and most runs discover nothing.
    from trafilatura.feeds import FeedParameters, determine_feed
    from trafilatura.sitemaps import GUESSES

    found = determine_feed(html, FeedParameters(url, urlsplit(url).hostname or "", url))
    leads = (_resolved(address, url) for address in (*found, *named))
    guesses = () if named else tuple(f"{origin(url)}/{guess}" for guess in GUESSES)
    return Leads(tuple(dict.fromkeys(lead for lead in leads if lead)), guesses)


def _each_once(stated: Iterable[tuple[str, str | None]], base: str) -> Iterator[Found]:
    """Stated addresses that are some, under their base, each as first stated."""
    seen = set()
    for address, date in stated:
        url = _resolved(address, base)
        if url is not None and url not in seen:
            seen.add(url)
            yield Found(url, date)


def _resolved(stated: str, base: str) -> str | None:
    """A stated address under its base, without fragment; None where it is none of the web."""
    try:
        address = urldefrag(urljoin(base, stated.strip())).url
        parts = urlsplit(address)
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and len(address) <= _LONGEST
    return address if usable else None


def _domain(url: str) -> str:
    """The registered domain (example.co.uk), the host itself where it has none, as an IP address."""
    return extract_domain(url, fast=True) or urlsplit(url).hostname or ""
