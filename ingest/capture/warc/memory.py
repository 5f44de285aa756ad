"""What is remembered of an archive while it is read: bounded, however large it is."""

from collections import OrderedDict
from contextlib import suppress
from typing import TypeVar
from urllib.parse import urldefrag, urljoin

from ...records import Hop

K = TypeVar("K")
V = TypeVar("V")
_MOST = 50_000
_MOST_HOPS = 20


class Recent(OrderedDict[K, V]):
    """The pairs that were set last, at most so many; the oldest are forgotten."""

    def __init__(self, most: int = _MOST) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self._most:
            self.popitem(last=False)


class Redirects:
    """Redirects that wait for a page at their target. `lost` counts those that led to none so far."""

    def __init__(self, most: int = _MOST) -> None:
        self._to: Recent[str, Hop] = Recent(most)
        self.lost = 0

    def remember(self, hop: Hop, location: str) -> None:
        """Keep that an address led to another one, which may be relative to it."""
        self.lost += 1
        with suppress(ValueError):
            self._to[_key(urljoin(hop.url, location))] = hop

    def chain(self, url: str) -> tuple[Hop, ...]:
        """The redirects that led to an address, the first one first. Each leads to one page only."""
        hops: list[Hop] = []
        at = url
        while len(hops) < _MOST_HOPS and (hop := self._to.pop(_key(at), None)):
            hops.append(hop)
            at = hop.url
        self.lost -= len(hops)
        return tuple(reversed(hops))


def _key(url: str) -> str:
    return urldefrag(url).url
