"""What was asked of the web and when: which addresses are known, and which to look at again."""

import json
from collections.abc import Iterator, Sequence

from ..read.beside import Answer
from ..records import ListingKind, Retrieval
from . import rows
from .query import Query
from .rows import Validators


class Visits:
    """The retrievals of an archive, for reading."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def answered(self, article: str, version: str) -> Answer | None:
        """The address from which an article's text came last, with the headers with which a version did.

        None where the article only came from files.
        """
        address = (
            "SELECT url FROM captures WHERE article = ? AND version IS NOT NULL AND url IS NOT NULL"
            " ORDER BY captured_at DESC, url LIMIT 1"
        )
        last = self._query.one(address, [article])
        headers = (
            "SELECT * FROM captures WHERE version = ? AND outcome = 'captured' AND asked IS NOT NULL"
            " ORDER BY captured_at DESC, id LIMIT 1"
        )
        row = self._query.one(headers, [version])
        response = rows.retrieval(row).response if row else None
        return Answer(str(last["url"]), response.headers if response else ()) if last else None

    def seen(self, asked: str, digest: str | None = None) -> Retrieval | None:
        """The last retrieval that brought what an address showed, or else bytes of a stated digest."""
        held = "SELECT * FROM captures WHERE payload IS NOT NULL AND outcome IN ('captured', 'not-modified')"
        by, value = ("digest", digest) if digest else ("asked", asked)
        row = self._query.one(f"{held} AND {by} = ? ORDER BY captured_at DESC, id LIMIT 1", [value])
        return rows.retrieval(row) if row else None

    def validators(self, asked: str) -> Validators:
        """What to send with a request for an address, so that what is here need not be sent again."""
        query = (
            "SELECT * FROM captures WHERE asked = ? AND outcome = 'captured' AND payload IS NOT NULL"
            " ORDER BY captured_at DESC, id LIMIT 1"
        )
        row = self._query.one(query, [asked])
        response = rows.retrieval(row).response if row else None
        if response is None:
            return Validators()
        return Validators(response.header("ETag"), response.header("Last-Modified"), response.url)

    def listing(self, url: str) -> ListingKind | None:
        """What kind of listing an address is, None where it is none that is known."""
        found: ListingKind | None = self._query.value("SELECT kind FROM listings WHERE url = ?", [url])
        return found

    def asked(self, article: str) -> str | None:
        """The address at which an article is asked: where its text came from last, or the decided one."""
        return next(self.due_articles(None, [article]), None)

    def due_articles(self, before: str | None, articles: Sequence[str] = ()) -> Iterator[str]:
        """The addresses of articles not looked at since an instant, the longest ago first."""
        sql = """
            SELECT coalesce(
                (SELECT asked FROM captures WHERE article = articles.id AND version IS NOT NULL
                   AND asked IS NOT NULL ORDER BY captured_at DESC LIMIT 1),
                url) AS address,
              (SELECT max(captured_at) FROM captures WHERE article = articles.id AND asked IS NOT NULL) AS last
            FROM articles
            WHERE NOT stub AND address IS NOT NULL AND (last IS NULL OR :before IS NULL OR last < :before)
              AND (:articles = '[]' OR id IN (SELECT value FROM json_each(:articles)))
            ORDER BY last, id
        """
        for row in self._query.rows(sql, {"before": before, "articles": json.dumps(list(articles))}):
            yield row["address"]

    def due_listings(self, before: str | None) -> Iterator[str]:
        """The addresses of listings not looked at since an instant, the longest ago first."""
        sql = """
            SELECT url, (SELECT max(captured_at) FROM captures WHERE listing = listings.url) AS last
            FROM listings WHERE kind <> 'robots' AND (last IS NULL OR :before IS NULL OR last < :before)
            ORDER BY last, url
        """
        for row in self._query.rows(sql, {"before": before}):
            yield row["url"]
