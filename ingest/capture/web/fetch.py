"""One retrieval over HTTP: the address, its redirects, the answer; nothing that is not allowed.

Every hop is taken apart, looked up and checked, and then connected to at the checked address.
Decides nothing about statuses, repeats nothing and waits for nobody: that is for its callers.
"""

import socket
import ssl
from collections.abc import Callable, Collection
from dataclasses import dataclass

import certifi
import requests
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from ...errors import UsageError
from ...records import Hop, Response
from . import codings, headers
from .address import Address, joined, parse, redacted
from .connection import Line, Session
from .failures import RefusalError, printable, refusal
from .guard import Guard
from .lookup import Lookup, Resolve
from .meter import Allowance
from .request import Answer, BeforeHop, Posted, Request, UnreachableError

_REDIRECTS = (301, 302, 303, 307, 308)
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_PIECE = 64 * 1024
# What chunks may add to a body on the wire.
_FRAMING = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one retrieval may use.

    `max_bytes` counts the payload as well as what is transferred; `deadline` the seconds on the
    wire over all redirects, looking up included and what `before_hop` takes not; `connect` the
    seconds for one address to take a connection, `silence` those that may pass without a byte.
    """

    max_bytes: int = 5_000_000
    deadline: float = 60.0
    max_redirects: int = 10
    connect: float = 10.0
    silence: float = 20.0


# What is asked without validators.
_BARE = Request("")


def _nothing(url: str) -> None:
    """Called before a hop where nobody wants to know."""


class Fetcher:
    """Retrieves addresses, also from several threads at once.

    Args:
        user_agent: who asks, for the User-Agent header.
        allow_private: hosts, IP addresses and networks that may be asked though not public.
        limits: of each retrieval.
        clock: monotonic seconds.
        now: the time of day, an ISO 8601 instant.
        resolve: looks names up, as socket.getaddrinfo does.
        verify: a file of certificate authorities; True for those that come with certifi.

    Raises:
        UsageError: if an argument is none of these.
    """

    def __init__(
        self,
        user_agent: str,
        allow_private: Collection[str] = (),
        limits: Limits = Limits(),
        *,
        clock: Callable[[], float],
        now: Callable[[], str],
        resolve: Resolve = socket.getaddrinfo,
        verify: bool | str = True,
    ) -> None:
        if not user_agent or not _sendable(user_agent):
            raise UsageError("the User-Agent is sent as it is: it may hold printable ASCII only")
        self._user_agent = user_agent
        self._guard = Guard.allowing(allow_private)
        self._limits = limits
        self._clock = clock
        self._now = now
        self._lookup = Lookup(resolve)
        self._context = _context(verify)

    def fetch(self, request: Request, before_hop: BeforeHop = _nothing) -> Answer:
        """Ask an address and follow its redirects to an answer of whatever status.

        The validators are sent to the address alone that they came from, so that a 304 never
        speaks for another one.

        Args:
            request: the address, and the validators of its last answer.
            before_hop: called with each address before it is asked; what it raises ends this.

        Raises:
            UnreachableError: if no whole answer came, or the address may not be asked.
        """
        hops: list[Hop] = []
        asked: list[str] = []
        try:
            return self._followed(request, before_hop, hops, asked)
        except RefusalError as error:
            reason = f"{_way(hops, asked)}{error.reason}"
            raise UnreachableError(redacted(request.url), reason, error.temporary) from error

    def _followed(self, request: Request, before_hop: BeforeHop, hops: list[Hop], asked: list[str]) -> Answer:
        """The answer at the end; the way there is noted as it goes, also for one that fails."""
        address = parse(request.url)
        seen_at = parse(request.seen_at).url if request.seen_at else address.url
        spent = 0.0
        while True:
            before_hop(address.url)
            asked.append(address.url)
            started = self._clock()
            until = started + self._limits.deadline - spent
            sent = self._headers(request if address.url == seen_at else _BARE, request.posted)
            status, found, payload = self._exchanged(address, sent, until, request.posted)
            spent += self._clock() - started
            location = _location(status, found)
            if location is None:
                first = request.url.partition("#")[0]
                response = Response(first, address.url, status, headers.kept(found), tuple(hops))
                return Answer(response, payload, self._now())
            hops.append(Hop(address.url, status))
            address = self._next(address, location, hops)

    def _next(self, address: Address, location: str, hops: list[Hop]) -> Address:
        target = joined(address, location)
        if any(hop.url == target.url for hop in hops):
            raise RefusalError(
                f"it goes in a circle, back to {printable(target.url, 300)}; "
                "it may want cookies, which are not sent"
            )
        if len(hops) > self._limits.max_redirects:
            raise RefusalError(
                f"more than {self._limits.max_redirects} redirects; give the address they lead to"
            )
        return target

    def _exchanged(
        self, address: Address, sent: dict[str, str], until: float, posted: Posted | None
    ) -> tuple[int, headers.Headers, bytes]:
        """One hop: its status, its headers as they came, its payload (of a redirect none)."""
        allowance = Allowance(self._clock, until, self._limits.silence)
        found = self._lookup.addresses(address.host, address.port, allowance.seconds())
        self._guard.check(address.host, found)
        line = Line(address, found, allowance, self._limits.connect)
        body = posted.body if posted else None
        try:
            with Session(line, self._context) as session, session.ask(address, sent, body) as answer:
                came: headers.Headers = answer.raw_headers  # type: ignore[attr-defined]
                if _location(answer.status_code, came) is not None:
                    return answer.status_code, came, b""
                return answer.status_code, came, self._payload(answer, came, allowance)
        except (RequestException, HTTPError, OSError, ValueError) as error:
            raise refusal(error) from error

    def _payload(self, answer: requests.Response, came: headers.Headers, allowance: Allowance) -> bytes:
        limit = self._limits.max_bytes
        if answer.status_code > 599:
            raise RefusalError(f"{answer.status_code} is no status of HTTP; check the address")
        framing = headers.joined(came, "transfer-encoding").lower()
        if framing not in ("", "chunked", "identity"):
            raise RefusalError(f"its answer is transferred as {printable(framing)}, which was not asked for")
        length = answer.raw.length_remaining
        if length is not None and length > limit:
            raise codings.too_large(limit)
        allowance.renew(limit + _FRAMING, codings.too_large(limit))
        pieces = answer.raw.stream(_PIECE, decode_content=False)
        return b"".join(codings.undone(pieces, headers.joined(came, "content-encoding"), limit))

    def _headers(self, request: Request, posted: Posted | None) -> dict[str, str]:
        sent = {
            "User-Agent": self._user_agent,
            "Accept": posted.answer if posted else _ACCEPT,
            "Accept-Encoding": codings.ACCEPTED,
            "Connection": "close",
        }
        if posted:
            sent["Content-Type"] = posted.kind
        validators = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
        # One that cannot be sent as it was received is as good as none: the payload comes again.
        return sent | {name: value for name, value in validators.items() if value and _sendable(value)}


def _location(status: int, came: headers.Headers) -> str | None:
    """Where a redirect leads, as the header has it; None if it is none."""
    found = dict.fromkeys(value for name, value in came if name.lower() == "location")
    if status not in _REDIRECTS or not found:
        return None
    if len(found) > 1:
        raise RefusalError("it redirects to several addresses at once; give the right one")
    return next(iter(found))


def _way(hops: list[Hop], asked: list[str]) -> str:
    """How it came to the address that failed: the last one asked, or one that was not even that."""
    if not hops:
        return ""
    if len(asked) > len(hops):
        return f"redirected to {printable(asked[-1], 300)}: "
    return "redirected once: " if len(hops) == 1 else f"redirected {len(hops)} times: "


def _sendable(value: str) -> bool:
    """Whether a header's value is sent as it is, and ends no line."""
    return value.isascii() and value.isprintable() and value == value.strip()


def _context(verify: bool | str) -> ssl.SSLContext:
    if verify is False:
        raise UsageError("TLS is always verified; name a file of certificate authorities instead")
    try:
        return ssl.create_default_context(cafile=certifi.where() if verify is True else verify)
    except OSError as error:
        raise UsageError(
            f"{verify}: no certificate authorities can be read from it ({error.strerror})"
        ) from error
