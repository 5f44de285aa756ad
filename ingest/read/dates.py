"""Printed dates: finds them in many languages and gives them as EDTF (ISO 8601-2).

Month and weekday names come from the Unicode CLDR through Babel. What is ambiguous (6/2/2026 in
a text that may be American or British) gives no date. A time of day is kept only with its offset.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from . import clocks
from .clocks import Edition

LANGUAGES = "en de fr es pt it nl ru uk pl cs sk sv da nb fi hu ro tr el hr sr sl bg ca id".split()
# What the second edition knows besides.
_MORE = "ar he is et lv lt af ms sw".split()
# Arabic and Persian figures; what they are in the page stays as long.
_FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_EARLIEST_YEAR = 1600
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A date at the characters from `start` to `end`: its EDTF form and the words it is from."""

    start: int
    end: int
    edtf: str


def find(text: str, language: str | None = None, edition: Edition = 1) -> Iterator[Found]:
    """Every unambiguous date printed in `text`, left to right.

    Args:
        text: the words to look at.
        language: ISO 639-1 code of the page, for the order of day and month in 6/2/2026; without
            it, and in English, such a date is taken only where one number is over 12.
        edition: how much is known of the world's dates: what the rule `date/1` reads, or `date/2`.
    """
    if edition > 1 and not text.isascii():
        text = text.translate(_FIGURES)
    # Every form has a year in it; most lines have none.
    if not _YEAR.search(text):
        return
    for match in _pattern(edition).finditer(text):
        day = _day(match, language, edition)
        if day is None:
            continue
        time = clocks.after(text, match.end(), day, edition) if isinstance(day, date) else None
        if time:
            yield Found(match.start(), time.end, time.instant)
        else:
            yield Found(match.start(), match.end(), day if isinstance(day, str) else day.isoformat())


def first(text: str, language: str | None = None, edition: Edition = 1) -> str | None:
    """The first date printed in `text`, in EDTF."""
    return next((found.edtf for found in find(text, language, edition)), None)


def is_edtf(text: str) -> bool:
    """Whether a text is a date in EDTF (ISO 8601-2), as python-edtf understands it."""
    # The parser takes half a second to load; only assertions of dates need it.
    from edtf import EDTFParseException, parse_edtf

    try:
        parse_edtf(text)
    except EDTFParseException:
        return False
    return True


def bounds(edtf: str) -> tuple[str, str] | None:
    """The first and the last day that a date can mean, as YYYY-MM-DD.

    An instant means the day it is where its offset holds. None for what has no such days: an open
    end, a year outside of the calendar, no date at all.
    """
    common = _COMMON.fullmatch(edtf)
    if common is None:
        return _parsed_bounds(edtf)
    year, month, day = (int(part) if part else None for part in common.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = day or monthrange(first.year, month or 12)[1]
        return first.isoformat(), first.replace(month=month or 12, day=last).isoformat()
    except ValueError:
        return None


def _parsed_bounds(edtf: str) -> tuple[str, str] | None:
    """The bounds of the rarer forms: uncertain dates, seasons, intervals."""
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(edtf)
        first, last = parsed.lower_strict(), parsed.upper_strict()
        found = [date(*moment[:3]).isoformat() for moment in (first, last)]
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError):
        return None
    return found[0], found[1]


# A year, month, day or instant; such dates need no parser, which takes half a second to load.
_COMMON = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d.*)?)?)?", re.ASCII)


def _day(match: re.Match[str], language: str | None, edition: Edition) -> date | str | None:
    """The matched day; a string for a month without day."""
    parts = match.groupdict()
    if parts["month_year"]:
        month = _month(parts["month_alone"], language, edition)
        return None if month is None else f"{parts['month_year']}-{month:02d}"
    for number in "1234":
        if parts["y" + number]:
            month = _month(parts["m" + number], language, edition)
            return _date(parts["y" + number], month, parts["d" + number])
    return _numeric(parts["a"], parts["b"], parts["y5"], parts["sep"], language)


def _month(name: str, language: str | None, edition: Edition) -> int | None:
    """The month's number; a name that means two months (listopad) needs its language."""
    if name.isdigit():
        return int(name)
    meanings = _months(edition)[name.casefold().rstrip(".")]
    numbers = {number for number, languages in meanings.items() if language in languages} or set(meanings)
    return next(iter(numbers)) if len(numbers) == 1 else None


def _date(year: str, month: int | None, day: str) -> date | None:
    if month is None:
        return None
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if found.year >= _EARLIEST_YEAR else None


def _numeric(first: str, second: str, year: str, separator: str, language: str | None) -> date | None:
    """Day and month in figures. With full stops the day comes first everywhere that prints so."""
    if separator == "." or int(first) > 12 or (language or "en") != "en":
        return _date(year, int(second), first)
    if int(second) > 12:
        return _date(year, int(first), second)
    return _date(year, int(first), second) if first == second else None


def _languages(edition: Edition) -> list[str]:
    return [*LANGUAGES, *_MORE] if edition > 1 else LANGUAGES


@cache
def _months(edition: Edition) -> dict[str, dict[int, set[str]]]:
    """Month names and abbreviations, the months they mean, the languages they mean them in."""
    meanings: dict[str, dict[int, set[str]]] = {"sept": {9: {"en"}}}
    for language in _languages(edition):
        months = Locale.parse(language).months
        names = (
            (number, name.casefold().rstrip("."))
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
            for number, name in months[context][width].items()
        )
        for number, name in names:
            if len(name) > 2 and not name[0].isdigit():
                meanings.setdefault(name, {}).setdefault(number, set()).add(language)
    return meanings


@cache
def _weekdays(edition: Edition) -> str:
    names = {
        name.casefold().rstrip(".")
        for language in _languages(edition)
        for width in ("wide", "abbreviated")
        for name in Locale.parse(language).days["format"][width].values()
        if len(name.rstrip(".")) > 1
    }
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _pattern(edition: Edition) -> re.Pattern[str]:
    month = (
        "(?:" + "|".join(re.escape(n) for n in sorted(_months(edition), key=len, reverse=True)) + r")(?!\w)\.?"
    )
    weekday = rf"(?:(?:{_weekdays(edition)})(?!\w)\.?,?\s+)?"
    year = r"(?:1[6-9]|20)\d\d(?!\d)"
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    years, months, days = "년월일" if edition > 1 else ("", "", "")
    glued = "|ב" if edition > 1 else ""
    # Each branch names its own groups: day month year, month day year, year month day, ISO, figures.
    return re.compile(
        rf"""(?ix)(?<![\w/.-]) {weekday} (?:
          (?P<d1>{day})(?:st|nd|rd|th|er|º|ª|\.)? [\s-]+ (?:(?:of|de|del|di)\s+{glued})? (?P<m1>{month})
            (?:,?\s+(?:de\s+|del\s+)?|-) (?P<y1>{year})
        | (?P<m2>{month}) \s+ (?P<d2>{day})(?:st|nd|rd|th)?(?!\d) \s*,?\s+ (?P<y2>{year})
        | (?P<y3>{year}) [\s.]+ (?P<m3>{month}) \s+ (?P<d3>{day})(?!\d)
        | (?P<y4>{year}) [-年/.{years}]\s? (?P<m4>0?[1-9]|1[0-2]) [-月/.{months}]\s? (?P<d4>{day})(?!\d)
        | (?P<a>\d{{1,2}}) (?P<sep>[./]) (?P<b>\d{{1,2}}) (?P=sep) (?P<y5>{year})
        | (?P<month_alone>{month}) \s+ (?P<month_year>{year})
        ) (?:[日{days}]|(?!\w)|(?=T\d))"""
    )
