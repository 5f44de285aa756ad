"""Makes claims: each with its quote, the quote's place, and a rule that was seen to hold."""

from urllib.parse import urlsplit

from ..records import Claim
from . import addresses
from .dates import Found
from .knowledge import Knowledge
from .rules import apply
from .spans import Page


def printed(
    page: Page, start: int, end: int, field: str, method: str, rule: str, knowledge: Knowledge
) -> Claim | None:
    """A claim standing at the page's characters from `start` to `end`.

    None where the rule reads nothing there: a claim never says what its bytes don't.
    """
    quote = page.text[start:end]
    value = apply(rule, quote, knowledge)
    if not value:
        return None
    span = page.span(start, end)
    return Claim(field, value, method, rule, "payload", span.start, span.end, quote)


def retrieved(url: str | None, knowledge: Knowledge) -> tuple[Claim, ...]:
    """That an article's address is the one it came from, if it came from one."""
    if url is None:
        return ()
    claim = _in_address(url, "url", "retrieved", "address/1", 0, len(url), None, knowledge)
    return (claim,) if claim else ()


def of_address(url: str, basis: str | None, knowledge: Knowledge) -> tuple[Claim, ...]:
    """What an article's address says by itself: the outlet and, in its path, the date.

    Args:
        url: the chosen address.
        basis: why that address is believed.
    """
    host = addresses.host(url)
    # Not in the scheme or in a user's name: the host ends the part before the path.
    start = url.casefold().find(host, url.index("://") + 3 + urlsplit(url).netloc.rfind("@") + 1)
    if start < 0:
        return ()
    known = knowledge.registry.at(host)
    rule, method = ("domain/1", "address-domain") if known else ("host/1", "address-host")
    claims = [_in_address(url, "outlet", method, rule, start, start + len(host), basis, knowledge)]
    dated: Found | None = addresses.printed_date(url)
    if dated:
        claims.append(
            _in_address(
                url, "published", "address-date", "date-path/1", dated.start, dated.end, basis, knowledge
            )
        )
    return tuple(claim for claim in claims if claim)


def _in_address(
    url: str,
    field: str,
    method: str,
    rule: str,
    start: int,
    end: int,
    basis: str | None,
    knowledge: Knowledge,
) -> Claim | None:
    quote = url[start:end]
    value = apply(rule, quote, knowledge)
    if not value:
        return None
    first, last = len(url[:start].encode()), len(url[:end].encode())
    return Claim(field, value, method, rule, "address", first, last, quote, basis)
