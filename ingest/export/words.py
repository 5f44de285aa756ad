"""The archive's codes in plain English, for terminal and pages: methods, relations, dates.

One copy, so that every place says the same. Nothing here formats for a medium or reads an archive.
"""

import re

from babel import Locale, UnknownLocaleError

from ..records import Claim, RelationKind, RelationStatus

# How a claim's method reads in a sentence: "the date is known from ...".
_METHODS = {
    "assertion": "said by a person",
    "markdown-heading": "the page's heading",
    "repeated-line": "a line that the page repeats",
    "heading-lines": "two lines above the text",
    "heading-line": "a line above the text",
    "byline": "the byline",
    "name-line": "a name alone on a line above the text",
    "other-articles": "a pointer to other articles by this person",
    "date-cue": "a date line with a cue",
    "date-line": "a date alone on a line",
    "address-date": "the date in the address",
    "address-domain": "the domain of the address, through the registry of outlets",
    "address-host": "the host of the address, which the registry does not know",
    "copyright-line": "the copyright line",
    "printed-domain": "an address printed on the page, through the registry of outlets",
}

# Each kind of relation seen from the later text, and from its source.
RELATIONS: dict[RelationKind, tuple[str, str]] = {
    "republication": ("Republication of", "Republished as"),
    "adaptation": ("Adaptation of", "Adapted in"),
    "excerpt": ("Excerpt from", "Excerpted in"),
    "translation": ("Translation of", "Translated as"),
    "cites": ("Names as a source", "Named as a source by"),
    "shared-quotation": ("Has quoted speech in common with",) * 2,
    "shared-source": ("Carries a third text that is also in",) * 2,
}

STATUSES: dict[RelationStatus, str] = {
    "asserted": "asserted: the later text says so itself",
    "detected": "detected: found by comparing the texts",
    "confirmed": "confirmed by a person",
    "rejected": "rejected by a person",
}

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d)(?:T(\d\d:\d\d)\S*?(Z|[+-]\d\d:\d\d)?)?)?)?")


def known_from(claim: Claim) -> str:
    """How a value is known, in words."""
    if claim.method.startswith("n-grams "):
        return f"the letter sequences of the text ({claim.method.removeprefix('n-grams ')})"
    return _METHODS.get(claim.method, claim.method)


def date(edtf: str) -> str:
    """A date or instant as people write it; what is not understood stays as it is."""
    found = _DATE.fullmatch(edtf)
    if not found:
        return edtf
    year, month, day, time, offset = found.groups()
    if not month:
        return year
    words = f"{_MONTHS[int(month) - 1]} {year}"
    if day:
        words = f"{int(day)} {words}"
    if time:
        words += f", {time}" + {None: "", "Z": " UTC", "+00:00": " UTC"}.get(offset, f" (UTC{offset})")
    return words


def unknown_part(edtf: str) -> str | None:
    """What a date leaves open."""
    if re.fullmatch(r"\d{4}-\d\d", edtf):
        return "the day is not known"
    return "month and day are not known" if re.fullmatch(r"\d{4}", edtf) else None


def language(code: str | None) -> str | None:
    """A language's English name; its code where it has none."""
    if not code:
        return None
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
