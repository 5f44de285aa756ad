"""Looks host names up, each once a hop and in bounded time.

The system's look-up cannot be interrupted, so it runs in a thread of its own; one that hangs is
left behind, and only so many may hang. Decides nothing about what it finds.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any

from .address import IP
from .failures import RefusalError, refusal

# As socket.getaddrinfo: host, port, type= -> rows whose last value begins with the address.
Resolve = Callable[..., Sequence[tuple[Any, ...]]]
# More look-ups at once than any batch has hosts side by side.
_MOST = 64


class Lookup:
    """Names to addresses, for several threads at once."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._free = BoundedSemaphore(_MOST)

    def addresses(self, host: str | IP, port: int, seconds: float) -> tuple[IP, ...]:
        """The addresses a host stands for, in the system's order, each once; an IP address is its own.

        Args:
            host: a name or an IP address.
            port: for the system's look-up; it changes no address.
            seconds: how long to wait.

        Raises:
            RefusalError: if there is none, or not in time.
        """
        if not isinstance(host, str):
            return (host,)
        if not self._free.acquire(blocking=False):
            raise RefusalError(f"{_MOST} look-ups of names hang; check the network's DNS", temporary=True)
        answers: SimpleQueue[tuple[IP, ...] | RefusalError] = SimpleQueue()
        Thread(target=self._answer, args=(host, port, answers), name=f"look-up {host}", daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except Empty:
            raise RefusalError(f"looking up {host} took too long; try again later", temporary=True) from None
        if isinstance(answer, RefusalError):
            raise answer
        return answer

    def _answer(self, host: str, port: int, answers: "SimpleQueue[tuple[IP, ...] | RefusalError]") -> None:
        try:
            answers.put(self._asked(host, port))
        finally:
            self._free.release()

    def _asked(self, host: str, port: int) -> tuple[IP, ...] | RefusalError:
        try:
            rows = self._resolve(host, port, type=socket.SOCK_STREAM)
            found = dict.fromkeys(ipaddress.ip_address(row[4][0]) for row in rows)
        except socket.gaierror as error:
            passing = error.errno == socket.EAI_AGAIN
            advice = "try again later" if passing else "check the address"
            return RefusalError(f"{host} cannot be looked up ({error.strerror}); {advice}", passing)
        except Exception as error:  # whatever a resolver answers, the batch goes on
            return refusal(error)
        return tuple(found) or RefusalError(f"{host} has no address; check it")
