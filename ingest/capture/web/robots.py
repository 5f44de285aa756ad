"""What a site's robots.txt says (RFC 9309): read once per scheme, host and port, by Protego.

Fetches with what it is given. Where the file cannot be read the answer is no, as the RFC asks.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from protego import Protego

from ...errors import SourceError
from .hosts import origin
from .request import Answer, Request, UnreachableError

# RFC 9309, 2.5: at least 500 KiB are to be parsed, and the rest may be left.
MAX_BYTES = 500 * 1024
# RFC 9309, 2.3.1.2: at least five redirects are to be followed.
MAX_REDIRECTS = 5
# RFC 9309, 2.4: no older than a day.
MAX_AGE = 24 * 60 * 60.0
_AGENT = re.compile(r"(?i)\s*user[- ]?agent\s*:?\s*([^#]*)")


@dataclass(frozen=True, slots=True)
class _Rules:
    """One robots.txt. `unread` says why it could not be read; then nothing is allowed."""

    parsed: Protego
    read_at: float
    unread: str | None = None


class Robots:
    """The rules of every site that was asked, for one user agent; safe for several threads.

    Args:
        fetch: gets a robots.txt, each status an answer; spacing and retries are its matter.
        agent: the User-Agent header's value; its product token is what rules are matched with.
        clock: monotonic seconds.
    """

    def __init__(self, fetch: Callable[[Request], Answer], agent: str, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._token = agent.partition("/")[0]
        self._clock = clock
        self._rules: dict[str, _Rules] = {}
        self._reading: dict[str, threading.Lock] = {}

    def check(self, url: str) -> None:
        """Nothing, where the site allows robots to read the address.

        Raises:
            SourceError: where it does not, or its robots.txt could not be read.
        """
        rules = self._of(url)
        if rules.unread:
            raise SourceError(url, rules.unread)
        if not rules.parsed.can_fetch(url, self._token):
            raise SourceError(
                url,
                "the site's robots.txt asks robots not to read this address; ask the site for leave, or save "
                "the page with a browser and add the file",
            )

    def allowed(self, url: str) -> bool:
        """Whether `check` raises nothing."""
        rules = self._of(url)
        return rules.unread is None and rules.parsed.can_fetch(url, self._token)

    def crawl_delay(self, url: str) -> float | None:
        """The seconds that the site asks robots to leave between requests, None where it says nothing."""
        return self._of(url).parsed.crawl_delay(self._token)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The http and https addresses of the sitemaps that the site's robots.txt names."""
        found = (_joined(origin(url), stated) for stated in self._of(url).parsed.sitemaps)
        return tuple(dict.fromkeys(one for one in found if one))

    def _of(self, url: str) -> _Rules:
        site = origin(url)
        with self._reading.setdefault(site, threading.Lock()):
            rules = self._rules.get(site)
            if rules is None or self._clock() - rules.read_at > MAX_AGE:
                rules = self._rules[site] = self._read(site)
            return rules

    def _read(self, site: str) -> _Rules:
        try:
            answer = self._fetch(Request(f"{site}/robots.txt"))
        except UnreachableError as error:
            return self._unread(error.reason)
        status = answer.response.status
        if len(answer.response.hops) > MAX_REDIRECTS:
            return self._unread(f"more than {MAX_REDIRECTS} redirects; try later")
        # A server that is busy has not said that everything is allowed, as other 4xx do.
        if 400 <= status < 500 and status != 429:
            return _Rules(Protego(), self._clock())
        if not 200 <= status < 300:
            return self._unread(f"the site answered {status}; try later")
        text = answer.payload[:MAX_BYTES].decode("utf-8-sig", "replace")
        rules = _Rules(Protego.parse(_ours(text, self._token)), self._clock())
        final = origin(answer.response.url)
        if answer.response.url == f"{final}/robots.txt":
            # Mostly from http to https of one site, which then need not be asked again.
            self._rules.setdefault(final, rules)
        return rules

    def _unread(self, reason: str) -> _Rules:
        said = f"robots.txt could not be read, and without it nothing may be asked: {reason}"
        return _Rules(Protego(), self._clock(), said)


def _ours(text: str, token: str) -> str:
    """The file with all other robots under one name.

    Protego keeps each rule of a group once for each robot it is for: 17,000 names before 20,000
    rules fit into a file, and would fill the memory.
    """
    return "\n".join(_renamed(line, token.lower()) for line in text.splitlines())


def _renamed(line: str, token: str) -> str:
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = agent[1].strip().lower()
    name = name if name == "*" else name.replace("*", "")
    return f"User-agent: {name if name == '*' or token.startswith(name) else 'someone-else'}"


def _joined(base: str, stated: str) -> str | None:
    try:
        url = urljoin(f"{base}/", stated)
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
