"""From addresses to captures: fetches them, and follows what leads to more.

What has been seen before is asked with its validators, and after all that is new: a run that was
interrupted goes on with what it had not reached.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from ...errors import SourceError
from ...read import addresses
from ...records import Capture, ListingKind, Visit
from ..asked import Asked
from . import discover
from .address import redacted
from .client import Client
from .hosts import origin
from .request import Answer, Request


@dataclass(frozen=True, slots=True)
class Wanted:
    """How far to follow what leads to articles.

    `discover` looks for feeds and sitemaps on the pages that were named; of what listings name,
    at most `limit` articles are asked, none that is dated before `since` (ISO 8601).
    """

    discover: bool = False
    limit: int | None = None
    since: str | None = None


class Known(Protocol):
    """What is known of addresses before they are asked."""

    def request(self, url: str) -> Request:
        """The request for an address, with the validators of what was seen there last."""

    def has(self, url: str) -> bool:
        """Whether an article was seen there."""

    def removed(self, url: str) -> bool:
        """Whether an article was there that was removed."""

    def listing(self, url: str) -> tuple[ListingKind, bytes] | None:
        """What was seen there last, if it leads to articles."""


def follow(
    asked: Iterable[Asked], client: Client, known: Known, wanted: Wanted
) -> Iterator[Capture | Visit | SourceError]:
    """What the addresses answer, as it comes in; hosts are asked side by side.

    Args:
        asked: the addresses that were named.
        client: asks them.
        known: what is known of them.
        wanted: how far to follow feeds, sitemaps and front pages.
    """
    following = _Following(client, known, wanted)
    for one in asked:
        yield from following.ask(one)
    asking = True
    while asking:
        for request, answer in client.crawl:
            yield from following.rules()
            yield from following.answer(request, answer)
        asking = following.ask_known()


class _Following:
    """What was asked already, and by whom each address was named."""

    def __init__(self, client: Client, known: Known, wanted: Wanted) -> None:
        self._client, self._known, self._wanted = client, known, wanted
        self._asked: dict[str, Asked] = {}
        self._sites: set[str] = set()
        self._left = wanted.limit
        # Found again: asked when nothing new is left.
        self._known_before: list[Request] = []

    def ask(self, asked: Asked) -> Iterator[SourceError]:
        """Ask an address, unless another spelling of it was asked: tracking parameters make no new page.

        What was removed is asked only of who names it, to be told so.
        """
        try:
            asked.url.encode()  # half characters are no text, and cannot be looked up
            key = addresses.key(asked.url)
        except ValueError:
            yield SourceError(asked.source, "no web address; give one that begins with http:// or https://")
            return
        if key not in self._asked and not (asked.found and self._known.removed(asked.url)):
            self._asked[key] = asked
            self._remember(origin(asked.url))
            request = self._known.request(asked.url)
            if asked.found and self._known.has(asked.url):
                self._known_before.append(request)
            else:
                self._client.crawl.add(request)

    def ask_known(self) -> bool:
        """Ask what was found again; whether there was something to ask."""
        taken = [self._client.crawl.add(request) for request in self._known_before]
        self._known_before.clear()
        return any(taken)

    def rules(self) -> Iterator[Capture | Visit]:
        """What sites said of robots since this was last asked."""
        for answer in self._client.rules.answers():
            url, status = answer.response.asked, answer.response.status
            if status == 304:
                yield Visit(url, answer.captured_at, answer.response, found=True, listing="robots")
            elif 200 <= status < 300 and answer.payload:
                yield Capture(
                    answer.payload, url, captured_at=answer.captured_at, response=answer.response, found=True,
                    listing="robots",
                )  # fmt: skip

    def _remember(self, site: str) -> None:
        """Give a site's robots.txt of before, so that it need not be sent again."""
        if site not in self._sites:
            self._sites.add(site)
            url = f"{site}/robots.txt"
            seen = self._known.listing(url)
            if seen:
                self._client.rules.remember(self._known.request(url), seen[1])

    def answer(self, request: Request, answer: Answer | SourceError) -> Iterator[Capture | Visit | SourceError]:
        """What an answer is, after asking for what it leads to."""
        asked = self._asked[addresses.key(request.url)]
        failed = isinstance(answer, SourceError) or answer.response.status in (404, 410)
        if asked.guessed and failed:
            return
        if isinstance(answer, SourceError):
            yield SourceError(asked.source, answer.reason)
        elif failed or answer.response.status == 304:
            yield from self._visit(asked, answer)
        else:
            yield from self._capture(asked, answer)

    def _visit(self, asked: Asked, answer: Answer) -> Iterator[Capture | Visit | SourceError]:
        seen = self._known.listing(asked.url)
        visit = Visit(
            asked.source, answer.captured_at, answer.response, source_id=asked.source_id,
            assertions=asked.assertions, basis=asked.basis, found=asked.found,
            listing=seen[0] if seen else None,
        )  # fmt: skip
        if seen and seen[0] != "robots" and answer.response.status == 304:
            yield from self._expand(seen[0], seen[1], visit)
        yield visit

    def _capture(self, asked: Asked, answer: Answer) -> Iterator[Capture | Visit | SourceError]:
        capture = Capture(
            answer.payload, asked.source, source_id=asked.source_id, captured_at=answer.captured_at,
            assertions=asked.assertions, basis=asked.basis, response=answer.response, found=asked.found,
        )  # fmt: skip
        kind = self._leads(asked, answer)
        if kind:
            yield from self._expand(kind, answer.payload, capture)
        elif asked.guessed:
            return  # a page in place of the sitemap that might have been there
        yield replace(capture, listing=kind)

    def _leads(self, asked: Asked, answer: Answer) -> ListingKind | None:
        """What kind of listing a page is; one that was named is one where its site is to be discovered.

        A front page that led to articles before still does, whatever is wanted today.
        """
        response = answer.response
        kind = discover.kind(answer.payload, response.header("Content-Type"), response.url)
        seen = self._known.listing(asked.url)
        front = (self._wanted.discover and not asked.found) or (seen and seen[0] == "front-page")
        return kind or ("front-page" if front else None)

    def _expand(self, kind: ListingKind, payload: bytes, source: Capture | Visit) -> Iterator[SourceError]:
        """Ask for the addresses that a listing leads to."""
        assert source.response is not None, "it came from the web"
        url = source.response.url
        if kind == "front-page":
            yield from self._leads_of(payload.decode("utf-8", "replace"), url)
        elif kind != "robots":
            try:
                yield from self._entries_of(discover.entries(payload, kind, url))
            except SourceError as error:
                yield SourceError(source.source, error.reason)

    def _leads_of(self, page: str, url: str) -> Iterator[SourceError]:
        leads = discover.front_page(page, url, self._client.robots.sitemaps(url))
        for address in leads.named:
            yield from self.ask(_found(address))
        for address in leads.guessed:
            yield from self.ask(_found(address, guessed=True))

    def _entries_of(self, listing: discover.Listing) -> Iterator[SourceError]:
        for address in listing.listings:
            yield from self.ask(_found(address))
        for found in discover.select(listing.articles, self._wanted.since):
            if addresses.key(found.url) in self._asked:
                continue
            if self._left is not None:
                if not self._left:
                    return
                self._left -= 1
            yield from self.ask(_found(found.url))


def _found(url: str, guessed: bool = False) -> Asked:
    """An address that came out of a listing. What is told of it holds no password."""
    return Asked(url, redacted(url), found=True, guessed=guessed)
