"""Keeps one broken row from hiding the next: a check that breaks off becomes a finding."""

from collections.abc import Iterator

from ..records import Finding

CODES = ("unreadable",)


def guarded(subject: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of a check and, where it breaks off, that it did.

    What a damaged or forged row does to the code that reads it cannot be foreseen; whatever it
    is, it is news about the row.
    """
    try:
        yield from findings
    except Exception as error:
        said = " ".join(str(error).split())[:200]
        yield Finding(
            "unreadable", subject, "rows that can be read and checked", f"{type(error).__name__}: {said}"
        )
