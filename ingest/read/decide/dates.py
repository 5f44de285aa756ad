"""Which date holds, and when two dates can be of one day. Dates are EDTF (ISO 8601-2).

Readers give years, months, days and instants with offset. Anything else that EDTF allows is only
said by people, and is compared with nothing. Reads no clock.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone

from ...records import Claim
from .policy import guesses, ranked

_KNOWN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T.+)?)?)?")
# Nobody published a web page before the web.
_FIRST_WEB_YEAR = "1990"
# Characters of `2019-03-28`.
_DAY = 10
# The earliest and the latest clocks on earth: Kiribati's Line Islands and Baker Island.
_EASTERNMOST, _WESTERNMOST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
# What says of a date that it is the one of publication.
_STATED = ("mail-date", "json-ld", "meta-published", "json-ld-page", "date-cue", "microdata", "rdfa")
# What is printed for readers, the clearest first.
_PRINTED = ("date-cue", "date-line", "time-element")


def published(claims: Sequence[Claim]) -> list[Claim]:
    """The claim with the date of publication: stated as such, and to the minute where one can be had.

    Args:
        claims: what may be believed of an article, of all fields.
    """
    found = ranked(claims, "published")
    best = (rather_modified(claims) or found)[:1]
    return _finer(best[0], found) if best else []


def modified(claims: Sequence[Claim]) -> list[Claim]:
    """The claim with the date of the last change."""
    found = ranked(claims, "modified")
    return _finer(found[0], found) if found else []


def rather_modified(claims: Sequence[Claim]) -> list[Claim]:
    """Statements of an earlier day, where the first date is also given as that of the last change.

    Some pages call their last change their publication; what they state elsewhere is then believed.
    """
    found = ranked(claims, "published")
    if not found or not any(_equal(found[0], change) for change in ranked(claims, "modified")):
        return []
    return [one for one in found if one.method in _STATED and earlier(one.value, found[0].value)]


def impossible(claim: Claim, captured_at: str | None, url: str | None) -> str | None:
    """Why a date cannot be one of publication, as a code; None where it can, and for other fields.

    Args:
        claim: of any field.
        captured_at: when the payload was retrieved, None where unknown.
        url: the article's address, None where unknown.
    """
    if claim.field not in ("published", "modified") or claim.value is None or claim.asserted:
        return None
    if captured_at and claim.value[:_DAY] > _latest(captured_at)[: len(claim.value[:_DAY])]:
        return "after-capture"
    return "before-web" if url is not None and claim.value[:4] < _FIRST_WEB_YEAR else None


def agree(one: str | None, other: str | None) -> bool | None:
    """Whether two dates can be of one day, on some clock on earth; None where they can't be compared.

    Two instants are of one day where both print the same, or where they are the same moment. A month
    agrees with every day in it.
    """
    if one is None or other is None or not (_KNOWN.fullmatch(one) and _KNOWN.fullmatch(other)):
        return None
    first, second = moment(one), moment(other)
    if first and second:
        return first == second or one[:_DAY] == other[:_DAY]
    if first or second:
        at, day = (first, other) if first else (second, one)
        return at is not None and _can_be_on(at, day)
    return one.startswith(other) or other.startswith(one)


def earlier(one: str | None, other: str | None) -> bool:
    """Whether a date is of an earlier day than another on any clock."""
    if agree(one, other) is not False or one is None or other is None:
        return False
    first, second = moment(one), moment(other)
    return first < second if first and second else one < other


def printed(claims: Iterable[Claim], chosen: str) -> str | None:
    """The day that a page prints for its readers, where the chosen date can be on that day."""
    days = (
        (_PRINTED.index(claim.method), (claim.value or "")[:_DAY])
        for claim in claims
        if claim.field == "published" and claim.method in _PRINTED and _is_day(claim)
        if agree(claim.value, chosen)
    )
    # The first on the page by the clearest method.
    return min(days, key=lambda found: found[0], default=(0, None))[1]


def _is_day(claim: Claim) -> bool:
    """Whether readers see a day there. A time element's instant is for machines."""
    return len(claim.value or "") >= _DAY and (claim.method != "time-element" or len(claim.value or "") == _DAY)


def moment(value: str) -> datetime | None:
    """An instant with its offset; None for anything else."""
    try:
        at = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def _equal(one: Claim, other: Claim) -> bool:
    if one.value is None or other.value is None:
        return False
    return one.value == other.value or (moment(one.value) or 0) == (moment(other.value) or 1)


def _finer(best: Claim, found: Sequence[Claim]) -> list[Claim]:
    """The first claim that tells the same date more closely, as far as that goes."""
    for claim in found:
        if not guesses(claim) and _refines(claim.value or "", best.value or ""):
            return _finer(claim, found)
    return [best]


def _refines(fine: str, coarse: str) -> bool:
    """Whether a date lies in another that says less: a day in a month, an instant on a day.

    An instant in UTC tells no day of its own, only one that is somewhere.
    """
    if fine.startswith((f"{coarse}-", f"{coarse}T")):
        return True
    at = moment(fine)
    return at is not None and len(coarse) == _DAY and not at.utcoffset() and _can_be_on(at, coarse)


def _can_be_on(at: datetime, day: str) -> bool:
    """Whether an instant falls on a day (or in a month or year) somewhere on earth."""
    first, last = _day(at, _WESTERNMOST)[: len(day)], _day(at, _EASTERNMOST)[: len(day)]
    return first <= day <= last


def _latest(captured_at: str) -> str:
    """The latest day that it is anywhere on earth at an instant."""
    return _day(datetime.fromisoformat(captured_at), _EASTERNMOST)


def _day(at: datetime, zone: timezone) -> str:
    """The day at an instant in a zone. Years at the ends of the calendar stay as they are."""
    try:
        day: date = at.astimezone(zone).date()
    except OverflowError:
        day = at.date()
    return day.isoformat()
