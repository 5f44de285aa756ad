"""Retrieval that remembers: sends the validators of what was here before, and gives it where nothing changed.

Made for robots.txt, which is asked before everything else and hardly ever changes.
"""

import queue
from collections.abc import Callable, Iterator
from dataclasses import replace

from .request import Answer, Request


class Remembering:
    """A retrieval that is given what was seen before; safe for several threads.

    Args:
        fetch: asks an address; each status is an answer.
    """

    def __init__(self, fetch: Callable[[Request], Answer]) -> None:
        self._fetch = fetch
        self._known: dict[str, tuple[Request, bytes]] = {}
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()

    def remember(self, request: Request, payload: bytes) -> None:
        """What was seen at an address, and the request that asks whether it is as before."""
        self._known[request.url] = (request, payload)

    def fetch(self, request: Request) -> Answer:
        """The answer to a request, with the payload of before where that is what it says.

        Raises:
            UnreachableError: if there is none.
        """
        conditional, payload = self._known.get(request.url, (request, b""))
        answer = self._fetch(conditional)
        self._answers.put(answer)
        if answer.response.status != 304 or conditional == request:
            return answer
        return replace(answer, response=replace(answer.response, status=200), payload=payload)

    def answers(self) -> Iterator[Answer]:
        """What came since this was last asked, as it came."""
        while not self._answers.empty():
            yield self._answers.get()
