"""Reads quotes of pages again by themselves, however the page is written.

Readers keep no attribution that this does not find in its quote; audits look for each one here.
"""

from collections.abc import Iterator

from ..records import Attribution
from .attribution import find
from .html.originals import declared
from .html.visible import text as markup
from .knowledge import Knowledge
from .plain.inline import plain


def again(quote: str, knowledge: Knowledge, language: str | None) -> Iterator[Attribution]:
    """What a quote names, read as plain text, as text of an HTML page, and as a tag of one.

    Args:
        quote: the page's characters as they stand in it.
        knowledge: outlets and phrases.
        language: ISO 639-1 code of the page, for the order of day and month.
    """
    for said in forms(quote):
        yield from find(said, knowledge.grammar, knowledge.registry, language)
    yield from declared(quote, knowledge.registry)


def forms(quote: str) -> tuple[str, ...]:
    """What some characters of a page say: read as plain text and as text of an HTML page."""
    return tuple(dict.fromkeys((plain(quote), markup(quote))))
