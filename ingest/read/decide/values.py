"""What decided claims say: the values that hold, read off them. Decides nothing."""

from collections.abc import Iterable

from ...records import Claim
from . import dates, people


def values(claims: Iterable[Claim], field: str) -> tuple[str, ...]:
    """The chosen values of a field, without repetition."""
    found = (claim.value for claim in claims if claim.chosen and claim.field == field)
    return tuple(dict.fromkeys(value for value in found if value is not None))


def value(claims: Iterable[Claim], field: str) -> str | None:
    """The chosen value of a field that has one."""
    return next(iter(values(claims, field)), None)


def authors(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Who an article names as its authors: persons and agencies, an organisation where neither is named.

    Where a person said who the authors are, it is they alone. An agency on its own site is named only
    where no person is.
    """
    claims = tuple(claims)
    persons, agencies = values(claims, "author"), values(claims, "agency")
    if any(claim.asserted and claim.chosen and claim.field == "author" for claim in claims):
        return persons
    own = people.own_names(claims)
    foreign = [agency for agency in agencies if not people.is_own(agency, own)]
    named = tuple(dict.fromkeys((*persons, *(foreign if persons else agencies))))
    organised = values(claims, "organisation")
    # A source is not who signs: one that is named wrote the text.
    sourced = any(claim.chosen and claim.method == "source-line" for claim in claims)
    return (persons or organised or named) if sourced else named or organised


def printed_day(claims: Iterable[Claim]) -> str | None:
    """The day that the page prints for its readers, where the chosen date can be on that day.

    It may differ from the day of the chosen instant, which is told in another time zone.
    """
    claims = tuple(claims)
    chosen = value(claims, "published")
    return dates.printed(claims, chosen) if chosen else None
