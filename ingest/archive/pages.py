"""What the pages of the archive ask beyond `Query`: the lists of the home page.

Every query is bounded by an index or a limit: these run in a reader's request.
"""

from ..records import Article
from .query import Query


def articles_by_outlet(query: Query, limit: int) -> list[tuple[str, int]]:
    """The outlets with most articles at hand, and how many."""
    found = query.rows(
        "SELECT outlet, count(*) AS articles FROM articles WHERE NOT stub AND outlet IS NOT NULL"
        " GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT ?",
        [limit],
    )
    return [(row["outlet"], row["articles"]) for row in found]


def span(query: Query) -> tuple[str, str] | None:
    """The first and the last date of publication, None where no date is known."""
    first, last = (
        query.value(
            "SELECT published FROM articles WHERE NOT stub AND published_earliest IS NOT NULL"
            f" ORDER BY published_earliest {direction}, id LIMIT 1"
        )
        for direction in ("", "DESC")
    )
    return (first, last) if first else None


def newest(query: Query, limit: int) -> list[Article]:
    """The articles published last; those without a date come after all others."""
    rows = query.rows(
        "SELECT id FROM articles WHERE NOT stub ORDER BY published_earliest DESC, id LIMIT ?", [limit]
    )
    found = (query.article(row["id"]) for row in list(rows))
    return [article for article in found if article]
