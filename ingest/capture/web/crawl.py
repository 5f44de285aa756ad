"""The order of retrieval: hosts side by side, each host's addresses one after the other.

Decides who is next and hands out what came back; retrieving, waiting and retrying are the business
of what it is given.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from ...errors import SourceError
from .hosts import host
from .request import Answer, Request

Outcome = tuple[Request, Answer | SourceError]
# An answer that waits to be taken, beside those that the workers hold.
_WAITING = 1


class _Line:
    """The requests waiting for one host."""

    __slots__ = ("busy", "waiting")

    def __init__(self) -> None:
        self.waiting: deque[Request] = deque()
        self.busy = False

    def next(self) -> Request | None:
        return self.waiting.popleft() if self.waiting else None


class Crawl:
    """Requests in, outcomes out as they complete; ends when nothing is pending.

    Its threads never keep the process from ending. Add and iterate from one thread; close from any.

    Args:
        fetch: one polite retrieval, called from several threads.
        workers: how many hosts are asked side by side.
        stop: set by `close`; give its `wait` to what sleeps, so that nobody sleeps on.
    """

    def __init__(
        self, fetch: Callable[[Request], Answer], workers: int = 8, stop: threading.Event | None = None
    ) -> None:
        self._fetch = fetch
        self._workers = workers
        self._stop = stop or threading.Event()
        self._lock = threading.Lock()
        self._lines: dict[str, _Line] = {}
        self._seen: set[str] = set()
        self._pending = 0
        self._threads = 0
        self._ready: queue.SimpleQueue[_Line | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()
        # Answers wait in memory until somebody takes them: those of the workers, and few besides.
        self._room = threading.Semaphore(_WAITING)

    def add(self, request: Request) -> bool:
        """Whether the request was taken: an address is asked once in a crawl."""
        with self._lock:
            if request.url in self._seen or self._stop.is_set():
                return False
            self._seen.add(request.url)
            self._pending += 1
            line = self._lines.setdefault(host(request.url), _Line())
            line.waiting.append(request)
            if not line.busy:
                line.busy = True
                self._ready.put(line)
                self._hire()
        return True

    @property
    def pending(self) -> int:
        """How many requests have no outcome yet."""
        return self._pending

    def close(self) -> None:
        """Ask for nothing more: what waits is dropped, who sleeps is woken, and the iteration ends."""
        self._stop.set()
        self._pending = 0
        self._done.put(None)
        for _ in range(self._threads):
            self._ready.put(None)

    def __iter__(self) -> Iterator[Outcome]:
        while self._pending:
            outcome = self._done.get()
            if outcome is None:
                return
            self._pending -= 1
            self._room.release()
            yield outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _hire(self) -> None:
        """One more thread, as long as there are fewer than hosts and workers."""
        if self._threads < min(self._workers, len(self._lines)):
            self._threads += 1
            # Not an executor's: the process would wait for those at its end, however long a site takes.
            threading.Thread(target=self._work, name=f"crawl-{self._threads}", daemon=True).start()

    def _work(self) -> None:
        while (line := self._ready.get()) is not None and not self._stop.is_set():
            with self._lock:
                request = line.next()
                line.busy = request is not None
            if request is not None:
                outcome = self._outcome(request)
                if not self._roomy():
                    break
                if self._stop.is_set() and isinstance(outcome, SourceError):
                    break  # ended from outside, which is no fault of the address
                self._done.put((request, outcome))
                self._ready.put(line)
        self._done.put(None)

    def _roomy(self) -> bool:
        """Wait until there is room for an answer; false where the crawl was ended meanwhile."""
        while not self._stop.is_set():
            if self._room.acquire(timeout=0.2):
                return True
        return False

    def _outcome(self, request: Request) -> Answer | SourceError:
        try:
            return self._fetch(request)
        except SourceError as error:
            return error
        except Exception as error:
            said = f"{type(error).__name__}: {error}"[:500]
            return SourceError(request.url, f"an error of this program, please report it: {said}")
