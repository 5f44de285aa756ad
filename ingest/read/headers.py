"""Headers of an answer as a text with places, and what their values mean.

Knows the forms of RFC 9110 (dates, language tags) and RFC 8288 (links). Pure; decides nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# RFC 8288, section 3: a target between angle brackets and its parameters, up to the next link.
_LINK = re.compile(r'<([^<>]*)>((?:"(?:[^"\\]|\\.)*"|[^",<])*)')
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)
# What is looked at of one header, and of all links in it.
_LONGEST, _LINKS = 4000, 50


@dataclass(frozen=True, slots=True)
class Value:
    """Words of a header at the characters from `start` to `end` of the headers' text."""

    text: str
    start: int
    end: int


def lines(headers: Iterable[tuple[str, str]]) -> str:
    """The headers as a text, each on a line as `Name: value`, which claims have their places in."""
    return "".join(f"{name}: {value}\n" for name, value in headers)


def values(headers: Iterable[tuple[str, str]], name: str) -> Iterator[Value]:
    """The values of a header, with their places in the text of all headers."""
    at = 0
    for key, value in headers:
        start = at + len(key) + 2
        at = start + len(value) + 1
        if key.lower() == name and len(value) <= _LONGEST:
            yield Value(value, start, start + len(value))


def canonical(headers: Iterable[tuple[str, str]]) -> Iterator[Value]:
    """The links that say which address is the page's own, each with its parameters."""
    for value in values(headers, "link"):
        for _, link in zip(range(_LINKS), _LINK.finditer(value.text), strict=False):
            rel = _REL.search(link[2])
            if rel and "canonical" in (rel[1] or rel[2]).lower().split():
                words = link[0].rstrip()
                yield Value(words, value.start + link.start(), value.start + link.start() + len(words))


def target(link: str) -> str:
    """The target of a link, as it is written."""
    match = _LINK.match(link)
    return match[1].strip() if match else ""


def one(listed: str) -> str | None:
    """The only element of a list (RFC 9110, 5.6.1), None where there are several or none."""
    found = {part.strip() for part in listed.split(",")} - {""}
    return found.pop() if len(found) == 1 else None


def instant(said: str) -> str | None:
    """An HTTP date (RFC 9110, 5.6.7, with its two old forms) as an instant in UTC."""
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    known: datetime = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return known.astimezone(UTC).isoformat()
    except OverflowError:
        return None
