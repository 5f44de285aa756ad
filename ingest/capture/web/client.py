"""Puts the parts of retrieval together: a crawl that is safe, polite, and can be ended."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from .crawl import Crawl
from .fetch import Fetcher, Limits
from .lookup import Resolve
from .manners import Polite, Settings, user_agent

_PATIENT, _BOUNDED = Settings(), Limits()


@dataclass(frozen=True, slots=True)
class Options:
    """What the archivist sets.

    `contact` is whom a site may write to, `spacing` the seconds between two requests to one host,
    `allow_private` the hosts, IP addresses and networks that may be asked though not public.
    """

    contact: str | None = None
    spacing: float = 5.0
    allow_private: tuple[str, ...] = ()


class Client:
    """Asks addresses, each host's in their order, until it is closed.

    `crawl` asks them, `robots` knows what sites allow, `rules` gets their robots.txt.

    Args:
        options: what the archivist sets.
        version: of this program, for the User-Agent.
        clock: monotonic seconds.
        now: the time of day, an ISO 8601 instant.
        settings: how patient to be beyond that.
        limits: of each answer.
        resolve: looks names up, as socket.getaddrinfo does.

    Raises:
        UsageError: if an option makes no sense.
    """

    def __init__(
        self,
        options: Options,
        version: str,
        *,
        clock: Callable[[], float],
        now: Callable[[], str],
        settings: Settings = _PATIENT,
        limits: Limits = _BOUNDED,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        stop = threading.Event()
        agent = user_agent(version, options.contact)
        fetcher = Fetcher(agent, options.allow_private, limits, clock=clock, now=now, resolve=resolve)
        slower = max(settings.spacing_after_429, options.spacing)
        settings = replace(settings, spacing=options.spacing, spacing_after_429=slower)
        polite = Polite(fetcher.fetch, agent, settings, clock=clock, sleep=stop.wait)
        self.crawl = Crawl(polite.fetch, settings.workers, stop)
        self.robots = polite.robots
        self.rules = polite.rules
