"""Asks htmldate for the date of a page that nothing else dates, and finds where it stands.

A date that stands nowhere in the page in a form that can be read again makes no claim.
"""

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version

from ...records import Claim
from .. import dates
from .claiming import Claiming, Place
from .printed import Head
from .spelling import TEXT
from .tokens import Markup
from .visible import lines

METHOD = f"htmldate {version('htmldate')}"
# What is later than the page is decided elsewhere: readers have no clock.
_LATEST = datetime(2100, 1, 1)
# Longer pages, and longer lines, cost more time than a guess is worth.
_LONGEST, _LINE, _LINES = 2_000_000, 400, 3000


def claims(claiming: Claiming, markup: Markup, here: Head, code: str | None) -> Iterator[Claim]:
    """The day that htmldate finds, where a line of the page prints it; those after the heading first."""
    if len(markup.text) > _LONGEST:
        return
    day = _day(markup.text)
    for start, end in ((here.start, len(markup.text)), (0, here.start)) if day else ():
        for number, line in enumerate(lines(markup, start, end)):
            if number > _LINES:
                break
            for found in dates.find(line.text, code, 2) if len(line.text) < _LINE else ():
                if found.edtf[:10] == day:
                    part = line.cut(found.start, found.end)
                    rule = "date/2" if dates.first(part.text, edition=2) == found.edtf else f"date/2:{code}"
                    yield from claiming.claim(Place(part.start, part.end, TEXT), "published", METHOD, rule)
                    return


def _day(text: str) -> str | None:
    # Loading it takes time that most pages need not spend.
    from htmldate import find_date

    day: str | None = find_date(text, original_date=True, max_date=_LATEST, extensive_search=True)
    return day
