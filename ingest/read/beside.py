"""Claims of what stands beside a payload: the address it came from, the article's address, the headers."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..records import Claim
from . import addresses, headers
from .dates import Found
from .html.canonical import sane
from .knowledge import Knowledge
from .rules import apply


@dataclass(frozen=True, slots=True)
class Answer:
    """What speaks of an article beside its payload.

    `url` is the address that it came from last, `headers` are those of the last answer that
    brought its newest version; none where a file did.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()


def of_answer(answer: Answer | None, knowledge: Knowledge) -> tuple[Claim, ...]:
    """What the way an article came says of it: its address, and the headers of the answer."""
    if answer is None:
        return ()
    url = answer.url
    claim = _in("address", url, "url", "retrieved", "address/1", 0, len(url), None, knowledge)
    return (*((claim,) if claim else ()), *_of_headers(answer, knowledge))


def _of_headers(answer: Answer, knowledge: Knowledge) -> Iterator[Claim]:
    text = headers.lines(answer.headers)
    said = [
        *(("modified", "header-modified", "http-date/1", value)
          for value in headers.values(answer.headers, "last-modified")),
        *(("language", "header-language", "http-language/1", value)
          for value in headers.values(answer.headers, "content-language")),
        *(("url", "header-link", f"http-link/1:{answer.url}", value)
          for value in headers.canonical(answer.headers)),
    ]  # fmt: skip
    for field, method, rule, value in said:
        claim = _in("headers", text, field, method, rule, value.start, value.end, None, knowledge)
        if claim and claim.value and (field != "url" or sane(claim.value, answer.url, knowledge.registry)):
            yield claim


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
    method, rule = _whose(host, knowledge)
    claims = [_in("address", url, "outlet", method, rule, start, start + len(host), basis, knowledge)]
    dated: Found | None = addresses.printed_date(url)
    if dated:
        claims.append(
            _in(
                "address", url, "published", "address-date", "date-path/1", dated.start, dated.end, basis,
                knowledge,
            )
        )  # fmt: skip
    return tuple(claim for claim in claims if claim)


def _whose(host: str, knowledge: Knowledge) -> tuple[str, str]:
    """Method and rule by which a host's outlet is known: people's word, the registry, or none."""
    if knowledge.named.at(host):
        return "address-named", "named-domain/1"
    return ("address-domain", "domain/1") if knowledge.registry.at(host) else ("address-host", "host/1")


def _in(
    where: str,
    text: str,
    field: str,
    method: str,
    rule: str,
    start: int,
    end: int,
    basis: str | None,
    knowledge: Knowledge,
) -> Claim | None:
    """A claim at characters of an address or of the headers' text; places are bytes of its UTF-8."""
    quote = text[start:end]
    value = apply(rule, quote, knowledge)
    if not value:
        return None
    first, last = len(text[:start].encode()), len(text[:end].encode())
    return Claim(field, value, method, rule, where, first, last, quote, basis)
