"""A person's word on an article."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ..archive.query import Query
from ..archive.store import Store
from ..errors import UsageError
from ..read import addresses
from ..read.knowledge import Knowledge
from ..records import Article, Assertion
from . import deciding
from .acts import Act
from .relating import Relating
from .settling import renew, settle


def correct(
    store: Store,
    article: str,
    field: str,
    values: tuple[str | None, ...],
    knowledge: Knowledge,
    act: Act,
) -> Article:
    """Record a person's word on a field of an article, and decide again.

    Args:
        values: the values that hold, one for all fields but authors; (None,) says there is none.

    Raises:
        UsageError: if the field or a value makes no sense.
    """
    checked = [Assertion(field, deciding.checked(field, value)) for value in values]
    query = Query(store.database.conn)
    renew(store, knowledge)
    with store.transaction():
        for url in (value for value in values if field == "url" and value):
            taken = query.article_at(addresses.key(url))
            if taken not in (None, article):
                raise UsageError(f"{url}: this is the address of article {taken}; correct that one first")
        now = after(act.now, (claim.asserted_at for claim in query.said(article)))
        stated = [deciding.asserted(one, None, act.because, replace(act, now=now)) for one in checked]
        settle(store, query, article, stated, knowledge, Relating(store, query))
    return query.entry(article).article


def after(now: str, instants: Iterable[str | None]) -> str:
    """The time of an act, moved on where another one has it: what is said together is known by it."""
    moment, taken = datetime.fromisoformat(now), set(instants)
    while moment.isoformat() in taken:
        moment += timedelta(microseconds=1)
    return moment.isoformat()
