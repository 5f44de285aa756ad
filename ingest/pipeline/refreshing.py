"""Which addresses to look at again."""

from collections.abc import Iterator, Sequence

from ..archive.query import Query
from ..archive.visits import Visits
from ..capture.asked import Asked
from ..errors import UsageError


def due(query: Query, before: str | None, articles: Sequence[str] = ()) -> Iterator[Asked]:
    """The addresses of articles and listings, those first that were looked at longest ago.

    Args:
        query: the archive.
        before: only what was not looked at since this instant; None for everything.
        articles: the ids of the only articles to look at; none for all, with the listings.

    Raises:
        UsageError: if one of the articles has no address.
    """
    visits = Visits(query)
    for article in articles:
        if visits.asked(article) is None:
            raise UsageError(
                f"{article}: it has no address; say it with `ingest correct {article} url ADDRESS`"
            )
    for url in visits.due_articles(before, articles):
        yield Asked(url, url)
    if not articles:
        for url in visits.due_listings(before):
            yield Asked(url, url)
