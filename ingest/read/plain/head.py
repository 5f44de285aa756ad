"""Reads what a page of text prints around its body: title, authors, dates, outlet.

Every part yields claims, each with the bytes that say so; which of them holds is decided
elsewhere.
"""

from ...records import Claim
from .around import Around
from .byline import authors
from .dateline import dates
from .imprint import outlets
from .title import title_block, titles


def claims(around: Around) -> tuple[Claim, ...]:
    """Everything the page prints about the article."""
    named = title_block(around)
    return (
        *titles(around, named),
        *authors(around, named),
        *dates(around),
        *outlets(around),
    )
