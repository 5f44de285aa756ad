"""An article's fields from its decided claims: what lists show and sort by. Pure.

The archive's writer and its auditor both come here, so that what is stored can be made again.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..records import Article, Claim
from . import dates, decide

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def fields(identity: str, claims: Sequence[Claim], added_at: str | None, work: str | None) -> Article:
    """An article with the fields that its decided claims give."""
    published = decide.value(claims, "published")
    return dated(
        Article(
            id=identity,
            url=decide.value(claims, "url"),
            title=decide.value(claims, "title"),
            authors=decide.authors(claims),
            outlet=decide.value(claims, "outlet"),
            published=published,
            published_day=decide.printed_day(claims) or _day(published),
            language=decide.value(claims, "language"),
            work=work,
            added_at=added_at,
            policy=decide.POLICY,
        )
    )


def dated(article: Article) -> Article:
    """The article with the days between which its date lies: those of the date and the one printed."""
    known = dates.bounds(article.published) if article.published else None
    if known is None:
        return replace(article, published_earliest=None, published_latest=None)
    days = (*known, *((article.published_day,) if article.published_day else ()))
    return replace(article, published_earliest=min(days), published_latest=max(days))


def _day(published: str | None) -> str | None:
    """The day that a date names, None where it names none or several."""
    match = _DAY.match(published or "")
    single = match and (published == match[0] or (published or "")[10:11] == "T")
    return match[0] if match and single else None
