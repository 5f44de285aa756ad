"""Feeds, sitemaps and front pages say something of the articles that they lead to, and go with them."""

from collections.abc import Collection

from .. import canon
from ..archive import removals
from ..archive.query import Query
from ..archive.removals import Listings
from ..capture.gzipped import unpacked
from ..errors import SourceError
from ..read import addresses, mentions


def speaking(query: Query, article: str) -> Listings:
    """The listings that speak of an article, by what is kept of them, and those that stood at its addresses."""
    traits = removals.traits(query, article)
    payloads, own = set(), set()
    for asked, url, payload in removals.listings(query):
        if traits.at(addresses.key(asked)):
            own.add(asked)
            payloads.add(payload)
        elif mentions.speaks(_unpacked(query.payload(payload) or b"", url), url, traits):
            payloads.add(payload)
    return Listings(frozenset(payloads), frozenset(own))


def names_any(payload: bytes, url: str, articles: Collection[str]) -> bool:
    """Whether a listing, by its bytes and its address, names the address by which some article has its id."""
    named = mentions.named(mentions.plain(_unpacked(payload, url)), url)
    return any(canon.article_id(key, "") in articles for key in named)


def _unpacked(payload: bytes, url: str) -> bytes:
    """A listing without gzip; what cannot be unpacked as it is."""
    try:
        return unpacked(payload, url)
    except SourceError:
        return payload
