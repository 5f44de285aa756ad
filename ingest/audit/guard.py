"""What all checks share: one broken row never hides the next, and differences are shown where they are."""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import TypeVar

from ..records import Finding

CODES = ("unreadable",)
T = TypeVar("T")


def guarded(subject: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of a check and, where it breaks off, that it did.

    What a damaged or forged row does to the code that reads it cannot be foreseen; whatever it
    is, it is news about the row.
    """
    try:
        yield from findings
    except Exception as error:
        yield _broken(subject, error)


def attempted(subject: str, read: Callable[[], T]) -> tuple[T | None, list[Finding]]:
    """What a reading gives or, where it breaks off, None and the finding that it did."""
    try:
        return read(), []
    except Exception as error:
        return None, [_broken(subject, error)]


def _broken(subject: str, error: Exception) -> Finding:
    said = " ".join(str(error).split())[:200]
    return Finding(
        "unreadable", subject, "rows that can be read and checked", f"{type(error).__name__}: {said}"
    )


def apart(expected: str, found: str) -> tuple[str, str]:
    """Both in quotation marks, cut to the place where they begin to differ."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(expected, found, strict=False)))
    start = max(0, same - 40)
    before = "…" if start else ""
    first, second = (
        before + repr(text[start : start + 120]) + ("…" if len(text) > start + 120 else "")
        for text in (expected, found)
    )
    return first, second
