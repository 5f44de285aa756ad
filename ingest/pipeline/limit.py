"""How long one source may be computed on: a rule that whoever calls the pipeline brings along."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Limit(Protocol):
    """Gives what a computation gives; a SourceError that names its source where it takes too long."""

    def __call__(self, source: str, compute: Callable[[], T], /) -> T: ...


def unlimited(source: str, compute: Callable[[], T], /) -> T:
    """As long as it takes."""
    return compute()
