"""Printed times of day: reads the one behind a date and makes an instant of the two.

Only where its offset is known: by figures, or by the name of a zone that means one offset wherever it
is printed. Those of North America that leave the season open have it from the date.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

# What the rules `date/1` and `date/2` read.
Edition = Literal[1, 2]

# Zone names by their offsets in minutes.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180,
    "msk": 180, "est": -300, "edt": -240, "pst": -480, "pdt": -420, "mst": -420, "mdt": -360,
}  # fmt: skip
# What the second edition knows besides; such names are printed in capitals.
_MORE = {
    "WIB": 420, "WITA": 480, "WIT": 540, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "PKT": 300, "NPT": 345,
    "AEST": 600, "AEDT": 660, "ACST": 570, "ACDT": 630, "AWST": 480, "NZST": 720, "NZDT": 780, "SAST": 120,
    "WAT": 60, "CAT": 120, "EAT": 180, "WET": 0, "WEST": 60, "TRT": 180, "BRT": -180, "AKST": -540,
    "AKDT": -480, "HST": -600, "МСК": 180,
}  # fmt: skip
# The offset of their winter.
_SEASONAL = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}
# The first year of the rule by which summer time is kept there today (Energy Policy Act of 2005).
_SUMMER_SINCE = 2007
_ZONE = {1: "[A-Z]{3,4}", 2: "[A-Z]{2,4}|МСК"}
# Words between a date and a time, and behind a time.
_AT = {
    1: r"at|um|à|a\s+las|alle|às|om|в|kl\.?|o",
    2: r"at|um|à|a\s+las|alle|ore|às|om|в|kl\.?|klo|o|godz\.?|pukul|saat|ora",
}
_OCLOCK = {1: "Uhr|hrs?|hours|часов", 2: "Uhr|hrs?|hours|часов|h|uur"}


def _pattern(edition: Edition) -> re.Pattern[str]:
    return re.compile(
        rf"""(?ix) ,?\s*(?:[-–—|·T]|{_AT[edition]})?\s*
        (?P<hour>\d{{1,2}}) (?: [:.h] (?P<minute>\d{{2}}) (?: :(?P<second>\d{{2}})(?:[.,]\d+)? )? )?
        (?:\s*(?P<half>[ap]\.?m\.?)(?!\w))? (?:\s*(?:{_OCLOCK[edition]}))?
        \s*\(?(?P<zone> Z(?!\w) | (?:UTC|GMT)?[+-−]\d{{1,2}}(?::?\d{{2}})?(?!\d)
        | (?:{_ZONE[edition]})(?!\w) )"""
    )


_CLOCKS = {1: _pattern(1), 2: _pattern(2)}


@dataclass(frozen=True, slots=True)
class Time:
    """An instant, as ISO 8601 has it, and where its time of day ends in the text."""

    end: int
    instant: str


def after(text: str, place: int, day: date, edition: Edition) -> Time | None:
    """The instant of a day and the time printed behind it; None where no time with a known offset is.

    Args:
        text: has the date.
        place: where the date ends.
        day: the date.
        edition: how many zones are known.
    """
    found = _CLOCKS[edition].match(text, place)
    instant = _instant(day, found, edition) if found else None
    return Time(found.end(), instant) if found and instant else None


def _instant(day: date, clock: re.Match[str], edition: Edition) -> str | None:
    """Day and clock time as an instant; None where the zone is not known or the time is none."""
    offset = _offset(clock["zone"], day, edition)
    if offset is None or (clock["minute"] is None and clock["half"] is None):
        return None
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    try:
        moment = datetime(
            day.year, day.month, day.day, hour, int(clock["minute"] or 0), int(clock["second"] or 0),
            tzinfo=timezone(offset),
        )  # fmt: skip
    except ValueError:
        return None
    return moment.isoformat()


def _offset(printed: str, day: date, edition: Edition) -> timedelta | None:
    # "est" is a word in some languages; only the first edition takes it for a zone.
    named = edition == 1 or printed.isupper() or printed.casefold() in ("utc", "gmt")
    zone = printed.casefold().replace("−", "-")
    if named and zone in _ZONES:
        return timedelta(minutes=_ZONES[zone])
    if edition > 1 and printed in _MORE:
        return timedelta(minutes=_MORE[printed])
    if edition > 1 and printed in _SEASONAL:
        return _seasonal(_SEASONAL[printed], day)
    digits = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if not digits or int(digits[2]) > 14:
        return None
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    return timedelta(minutes=-minutes if digits[1] == "-" else minutes)


def _seasonal(winter: int, day: date) -> timedelta | None:
    """The offset on a day: an hour later from the second Sunday of March to the first of November.

    None before that rule held, and on those Sundays, when there are two.
    """
    first, last = _sunday(day.year, 3, 2), _sunday(day.year, 11, 1)
    if day.year < _SUMMER_SINCE or day in (first, last):
        return None
    return timedelta(minutes=winter + (60 if first < day < last else 0))


def _sunday(year: int, month: int, number: int) -> date:
    """The Sunday of that number in a month."""
    first = date(year, month, 1)
    return first + timedelta(days=6 - first.weekday() + 7 * (number - 1))
