"""Reads payloads again that an older reader read, and decides again what follows."""

from collections.abc import Iterable, Iterator
from functools import partial

from ..archive.query import Query
from ..archive.rows import Version
from ..archive.store import Store
from ..errors import NoArticleError, SourceError
from ..read.knowledge import Knowledge
from ..read.reading import by_these, read
from ..records import Origin
from . import deciding
from .acts import Outcome
from .limit import Limit, unlimited
from .relating import Relating
from .settling import renew, settle


def renormalise(
    store: Store,
    articles: Iterable[str],
    knowledge: Knowledge,
    everything: bool = False,
    limit: Limit = unlimited,
) -> Iterator[Outcome]:
    """Read the payloads of some articles again, each article in a transaction of its own.

    A text or headline that is read otherwise now is a new version; the one before stays, as superseded.

    Args:
        store: the archive.
        articles: their ids.
        knowledge: outlets and phrases.
        everything: also what was read by the readers of today, for where it was damaged.
        limit: how long one payload may be computed on.
    """
    renew(store, knowledge)
    query = Query(store.database.conn)
    for article in articles:
        yield _Again(store, query, knowledge, limit).article(article, everything)


class _Again:
    """One article that is read again."""

    def __init__(self, store: Store, query: Query, knowledge: Knowledge, limit: Limit) -> None:
        self._store, self._query, self._knowledge, self._limit = store, query, knowledge, limit

    def article(self, article: str, everything: bool) -> Outcome:
        """Read its versions again; what became of it."""
        found = self._query.article(article)
        title = found.title if found else None
        old = [one for one in self._query.versions(article) if everything or not by_these(one.reader)]
        if not old:
            return Outcome(article, "unchanged", article, title)
        try:
            with self._store.transaction("renormalisation"):
                for version in old:
                    self._version(article, version)
                settle(
                    self._store, self._query, article, (), self._knowledge, Relating(self._store, self._query)
                )
        except (NoArticleError, SourceError) as error:
            return Outcome(article, "failed", article, title, note=f"kept as it was: {error.reason}")
        renewed = self._query.article(article)
        return Outcome(article, "changed", article, renewed.title if renewed else None)

    def _version(self, article: str, version: Version) -> None:
        payload, origin = self._query.payload(version.payload) or b"", Origin(version.url, version.content_type)
        reading = self._limit(article, partial(read, payload, article, self._knowledge, origin))
        now = self._store.version(
            article,
            version.payload,
            reading,
            deciding.headline(reading),
            version.captured_at,
            origin,
            again=True,
        )
        if now != version.id:
            self._store.supersede(version.id, now)
