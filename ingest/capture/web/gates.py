"""When a host may be asked next: one request at a time, spaced, for each host.

Waits with the sleep it is given; knows nothing of robots.txt, statuses or the network.
"""

import threading
from collections.abc import Callable

from ...errors import SourceError
from .hosts import host

# Waits so many seconds; returns true where the waiting was ended from outside (threading.Event.wait).
Sleep = Callable[[float], object]


class StoppedError(SourceError):
    """The whole run was ended; the address was not asked."""


class _Gate:
    """One host's: `busy` is held during a request, `free_at` is when the next may begin."""

    __slots__ = ("busy", "closed_until", "free_at", "spacing")

    def __init__(self, spacing: float) -> None:
        self.busy = threading.Lock()
        self.free_at = 0.0
        self.closed_until = 0.0
        self.spacing = spacing


class Gates:
    """The gates of all hosts; safe for several threads.

    Args:
        spacing: the seconds from the end of one request to a host to the beginning of the next.
        clock: monotonic seconds.
        sleep: waits.
    """

    def __init__(self, spacing: float, clock: Callable[[], float], sleep: Sleep) -> None:
        self._spacing = spacing
        self._clock = clock
        self._sleep = sleep
        self._gates: dict[str, _Gate] = {}

    def widen(self, url: str, spacing: float) -> None:
        """From now on leave at least so many seconds between requests to the address's host."""
        gate = self._gate(url)
        gate.spacing = max(gate.spacing, spacing)

    def delay(self, url: str, seconds: float) -> None:
        """Ask the address's host for nothing in the next so many seconds."""
        gate = self._gate(url)
        gate.free_at = max(gate.free_at, self._clock() + seconds)

    def close(self, url: str, seconds: float) -> None:
        """Give the address's host up for so many seconds: who asks for it is refused."""
        gate = self._gate(url)
        gate.closed_until = max(gate.closed_until, self._clock() + seconds)

    def check(self, url: str) -> None:
        """Nothing, where the host has not been given up.

        Raises:
            SourceError: where it has.
        """
        left = self._gate(url).closed_until - self._clock()
        if left > 0:
            raise SourceError(
                url,
                f"{host(url)} asks to be left alone for {left:,.0f} s more, which is longer than is waited "
                "for; add it again then",
            )

    def enter(self, url: str) -> None:
        """Wait for the host's turn and take it; `leave` gives it back.

        Raises:
            SourceError: where the host has been given up, or the run was ended.
        """
        gate = self._gate(url)
        gate.busy.acquire()
        try:
            self.check(url)
            while (left := gate.free_at - self._clock()) > 0:
                if self._sleep(left):
                    raise StoppedError(url, "the run was ended before this address was asked; run it again")
        except BaseException:
            gate.busy.release()
            raise

    def leave(self, url: str) -> None:
        """Give the host's turn back; the time to the next one begins now."""
        gate = self._gate(url)
        gate.free_at = max(gate.free_at, self._clock() + gate.spacing)
        gate.busy.release()

    def _gate(self, url: str) -> _Gate:
        return self._gates.setdefault(host(url), _Gate(self._spacing))


class Turn:
    """The hosts that one retrieval asks one after the other; holds at most one of them at a time."""

    def __init__(self, gates: Gates) -> None:
        self._gates = gates
        self._held: str | None = None
        self.last: str | None = None

    def take(self, url: str) -> None:
        """Give back the host at hand and take the address's.

        Raises:
            SourceError: see `Gates.enter`.
        """
        self.end()
        self._gates.enter(url)
        self._held = self.last = url

    def end(self) -> None:
        """Give back the host at hand, if any."""
        if self._held is not None:
            held, self._held = self._held, None
            self._gates.leave(held)
