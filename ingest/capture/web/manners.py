"""Polite retrieval: robots.txt, a pause between requests to one host, and few, patient retries.

Wraps one retrieval and decides whether it may be made, when, and how often. Never opens a
connection itself, and knows the time only from the clock it is given.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ...errors import SourceError, UsageError
from .gates import Gates, Sleep, Turn
from .remembering import Remembering
from .request import Answer, BeforeHop, Fetch, Request, UnreachableError
from .robots import Robots

PRODUCT = "provenance-archive"
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~%/?=&+@:,-]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """How patient retrieval is. All times in seconds.

    Attributes:
        spacing: between two requests to one host.
        spacing_after_429: the same, once the host has said that there are too many.
        longest_spacing: what a crawl-delay is cut to.
        longest_wait: the longest wait that a host may ask for with Retry-After; beyond it the host is
            given up.
        retries: how often an address is asked again, after the first time.
        backoff: before the first retry; twice as long before each further one.
        workers: how many hosts are asked side by side.
    """

    spacing: float = 5.0
    spacing_after_429: float = 30.0
    longest_spacing: float = 60.0
    longest_wait: float = 300.0
    retries: int = 3
    backoff: float = 2.0
    workers: int = 8


def user_agent(version: str, contact: str | None = None) -> str:
    """The User-Agent header's value: the tool, its version and who to write to.

    Args:
        version: the tool's.
        contact: a mail address, or a web address with a page about the archive.

    Raises:
        UsageError: if the contact is neither.
    """
    if contact is None:
        return f"{PRODUCT}/{version}"
    if len(contact) > 200 or not (_MAIL.fullmatch(contact) or _ADDRESS.fullmatch(contact)):
        raise UsageError(
            f"{contact[:200]!r} is no contact; give a mail address such as ana@example.org, "
            "or the https:// address of a page that says who asks"
        )
    return f"{PRODUCT}/{version} (+{'mailto:' if _MAIL.fullmatch(contact) else ''}{contact})"


class Polite:
    """Retrieval with manners; safe for several threads.

    Args:
        fetch: one retrieval.
        agent: the User-Agent that `fetch` sends.
        settings: how patient to be.
        clock: monotonic seconds.
        sleep: waits; where it returns true the run was ended, and nothing more is asked.
    """

    def __init__(
        self,
        fetch: Fetch,
        agent: str,
        settings: Settings = Settings(),
        *,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        self._fetch = fetch
        self._settings = settings
        self._gates = Gates(settings.spacing, clock, sleep)
        self.rules = Remembering(lambda request: self._patiently(request, _anyone))
        self.robots = Robots(self.rules.fetch, agent, clock)

    def fetch(self, request: Request) -> Answer:
        """What the address answered: its payload, or that it has not changed (304) or is gone (404, 410).

        Raises:
            SourceError: if it may not be asked, cannot be reached, or answers otherwise.
        """
        return _final(request, self._patiently(request, self._permitted))

    def _permitted(self, url: str) -> None:
        self._gates.check(url)
        self.robots.check(url)
        delay = self.robots.crawl_delay(url)
        self._gates.widen(url, min(delay or 0.0, self._settings.longest_spacing))

    def _patiently(self, request: Request, permitted: BeforeHop) -> Answer:
        """The last answer, whatever its status, after as many retries as are left and make sense."""
        attempt = 0
        while True:
            turn = Turn(self._gates)
            left = attempt < self._settings.retries
            pause = self._settings.backoff * 2**attempt
            try:
                answer = self._once(request, permitted, turn)
            except UnreachableError as error:
                if not (left and error.temporary):
                    raise
                self._gates.delay(turn.last or request.url, pause)
            else:
                if not (self._held_off(answer, pause) and left):
                    return answer
            attempt += 1

    def _once(self, request: Request, permitted: BeforeHop, turn: Turn) -> Answer:
        def before_hop(url: str) -> None:
            # The host at hand is given back first: the next one's robots.txt may take a while, or be its own.
            turn.end()
            permitted(url)
            turn.take(url)

        try:
            return self._fetch(request, before_hop)
        finally:
            turn.end()

    def _held_off(self, answer: Answer, pause: float) -> bool:
        """Whether the answer is one to try again after; then its host is left alone for a while first."""
        status, url = answer.response.status, answer.response.url
        if status != 429 and status < 500:
            return False
        if status == 429:
            self._gates.widen(url, self._settings.spacing_after_429)
            pause = self._settings.spacing_after_429
        asked = retry_after(answer)
        if asked is not None and asked > self._settings.longest_wait:
            self._gates.close(url, asked)
            return False
        self._gates.delay(url, pause if asked is None else asked)
        return True


def retry_after(answer: Answer) -> float | None:
    """The seconds that an answer's Retry-After asks to wait (RFC 9110, 10.2.3), None where it says nothing."""
    stated = (answer.response.header("Retry-After") or "").strip()
    if re.fullmatch(r"[0-9]{1,10}", stated):
        return float(stated)
    try:
        moment = parsedate_to_datetime(stated)
        # Without zone a date is in UTC; the header's dates always are.
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.fromisoformat(answer.captured_at)).total_seconds())
    except (ValueError, OverflowError, TypeError):
        return None


def _anyone(url: str) -> None:
    """Whoever may ask: robots.txt itself needs no leave."""


def _final(request: Request, answer: Answer) -> Answer:
    """The answer, if it is one to keep.

    Raises:
        SourceError: if it is not, saying what to do.
    """
    status = answer.response.status
    conditional = request.etag is not None or request.last_modified is not None
    if status in (404, 410) or (status == 304 and conditional):
        return answer
    if 200 <= status < 300 and status != 206 and answer.payload:
        return answer
    raise SourceError(request.url, _refusal(answer))


def _refusal(answer: Answer) -> str:
    status = answer.response.status
    asked = retry_after(answer)
    later = f"in {asked:,.0f} s" if asked else "later"
    if status in (401, 402, 403, 407, 451):
        return (
            f"the site refuses it (status {status}); if you may read it with a browser, save the page and "
            "add the file"
        )
    if status == 429:
        return f"the site says that it is asked too often (status 429); try again {later}, with more spacing"
    if status >= 500:
        return f"the site has failed (status {status}); try again {later}"
    if 200 <= status < 300:
        half = "only a part of it" if status == 206 else "nothing"
        return f"the site sent {half} (status {status}); open the address in a browser and check it"
    return f"the site answered with status {status}, which brings no page; check the address"
