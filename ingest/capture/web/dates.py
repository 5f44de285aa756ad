"""Dates of listings: one form (EDTF) out of the forms of feeds and sitemaps, and their order.

Pure. A time of day is kept only with its offset.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time

# W3C date and time, the profile of ISO 8601 in sitemaps, Atom and JSON Feed.
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d.*))?)?)?")


def edtf(text: str | None) -> str | None:
    """A stated ISO 8601 date or instant as EDTF, None where it is none."""
    stated = (text or "").strip()
    match = _ISO.fullmatch(stated)
    if match is None:
        return None
    year, month, day, clock = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
        moment = datetime.fromisoformat(stated) if clock else None
    except ValueError:
        return None
    if moment and moment.tzinfo:
        return moment.isoformat()
    return "-".join(part for part in (year, month, day) if part)


def earliest(stated: str) -> datetime:
    """The first moment that an EDTF date of `edtf` can mean, in UTC."""
    return _moment(stated, last=False)


def latest(stated: str) -> datetime:
    """The last moment that it can mean: the end of its day, month or year."""
    return _moment(stated, last=True)


def _moment(stated: str, last: bool) -> datetime:
    if len(stated) > 10:
        # In UTC a moment at either end of the calendar may lie outside of it.
        found = datetime.fromisoformat(stated)
        edge = datetime.max if found.year > 1 else datetime.min
        return edge.replace(tzinfo=UTC) if found.year in (1, 9999) else found.astimezone(UTC)
    year, month, day = (int(part) for part in f"{stated}-0-0".split("-")[:3])
    month = month or (12 if last else 1)
    day = day or (monthrange(year, month)[1] if last else 1)
    return datetime.combine(date(year, month, day), time.max if last else time.min, UTC)
