"""What the archive knows of addresses before they are asked."""

from ..archive.query import Query
from ..archive.removals import removal
from ..archive.visits import Visits
from ..canon import article_id
from ..capture.web.request import Request
from ..read import addresses
from ..records import ListingKind


class KnownAddresses:
    """The archive, as those see it who ask addresses."""

    def __init__(self, query: Query) -> None:
        self._query, self._visits = query, Visits(query)

    def request(self, url: str) -> Request:
        """The request for an address, with the validators of what was seen there last."""
        last = self._visits.validators(url)
        return Request(url, last.etag, last.last_modified, last.url)

    def has(self, url: str) -> bool:
        """Whether an article was seen there."""
        return self._query.article_at(addresses.key(url)) is not None

    def removed(self, url: str) -> bool:
        """Whether an article was there that was removed."""
        return removal(self._query, article_id(addresses.key(url), "")) is not None

    def listing(self, url: str) -> tuple[ListingKind, bytes] | None:
        """What was seen there last, if it leads to articles."""
        kind, seen = self._visits.listing(url), self._visits.seen(url)
        payload = self._query.payload(seen.payload) if seen and seen.payload else None
        return (kind, payload) if kind and payload is not None else None


class NothingKnown:
    """What is known where there is no archive."""

    def request(self, url: str) -> Request:
        """The request for an address."""
        return Request(url)

    def has(self, url: str) -> bool:
        """Nothing was seen anywhere."""
        return False

    def removed(self, url: str) -> bool:
        """Nothing was there."""
        return False

    def listing(self, url: str) -> tuple[ListingKind, bytes] | None:
        """Nothing was seen anywhere."""
        return None
