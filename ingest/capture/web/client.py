"""Puts the parts of retrieval together: a crawl that is safe, polite, and can be ended."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from .crawl import Crawl
from .fetch import Fetcher, Limits
from .manners import Polite, Settings, user_agent


@dataclass(frozen=True, slots=True)
class Options:
    """What the archivist sets.

    `contact` is whom a site may write to, `spacing` the seconds between two requests to one host,
    `allow_private` the hosts, IP addresses and networks that may be asked though not public,
    `authorities` a file of certificate authorities in place of the usual ones.
    """

    contact: str | None = None
    spacing: float = 5.0
    allow_private: tuple[str, ...] = ()
    authorities: str | None = None


class Client:
    """Asks addresses, each host's in their order, until it is closed.

    `crawl` asks them, `robots` knows what sites allow, `rules` gets their robots.txt.

    Args:
        options: what the archivist sets.
        version: of this program, for the User-Agent.
        clock: monotonic seconds.
        now: the time of day, an ISO 8601 instant.

    Raises:
        UsageError: if an option makes no sense.
    """

    def __init__(
        self, options: Options, version: str, *, clock: Callable[[], float], now: Callable[[], str]
    ) -> None:
        stop = threading.Event()
        agent = user_agent(version, options.contact)
        fetcher = Fetcher(
            agent, options.allow_private, Limits(), clock=clock, now=now, verify=options.authorities or True
        )
        settings = Settings(
            spacing=options.spacing, spacing_after_429=max(Settings().spacing_after_429, options.spacing)
        )
        polite = Polite(fetcher.fetch, agent, settings, clock=clock, sleep=stop.wait)
        self.crawl = Crawl(polite.fetch, settings.workers, stop)
        self.robots = polite.robots
        self.rules = polite.rules
