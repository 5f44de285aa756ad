"""Decides an article again and writes what follows: its fields, relations, stubs and works."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cache, partial

from ..archive.decided import told, undecided
from ..archive.originals import namers
from ..archive.query import Query
from ..archive.store import Store
from ..archive.visits import Visits
from ..errors import UsageError
from ..read import addresses, decide
from ..read.fields import fields
from ..read.knowledge import Knowledge
from ..records import Article, Claim
from ..relate.stubs import naming
from . import deciding
from .relating import Relating


def settle(
    store: Store,
    query: Query,
    article: str,
    fresh: Iterable[Claim],
    knowledge: Knowledge,
    relating: Relating,
    now: str | None = None,
    keys: Iterable[str] = (),
) -> None:
    """Decide an article from its newest version, its address, and people's words, also the fresh ones.

    What it has to do with others is decided again after that, when all addresses lead to it, also
    those with the given keys.

    Raises:
        UsageError: if it is a stub.
    """
    version = query.newest(article)
    if version is None:
        raise UsageError(f"{article}: a stub; its fields come from the articles that name it")
    machine = query.machine_claims(version.id)
    before = query.article(article)
    stated = (*query.assertions(article), *fresh)
    answered = Visits(query).answered(article, version.id)
    heard = knowledge.told(told(query))
    claims = deciding.decided(machine, stated, version.captured_at, heard, answered)
    added_at = before.added_at if before and before.added_at else now
    store.article(fields(article, claims, added_at, before.work if before else None), version.id)
    store.claims(article, version.id, version.payload, claims)
    url = decide.value(claims, "url")
    store.decisions(article, decide.explain(claims, version.captured_at, url))
    if url:
        store.address(addresses.key(url), article)
    for key in keys:
        store.address(key, article)
    _relate(store, query, article, relating)


def renew(store: Store, knowledge: Knowledge) -> int:
    """Decide again what another policy decided, or of whose domain somebody said something since.

    Each article in a transaction of its own: a run that is cut off is gone on with by the next one.
    In a rehearsal nothing is decided again, as it would not last. Gives the number of articles.
    """
    if store.database.conn.in_transaction:
        return 0
    store.doubts()
    query = Query(store.database.conn)
    waiting = undecided(query, decide.POLICY)
    relating = Relating(store, query)
    for article in waiting:
        with store.transaction():
            settle(store, query, article, (), knowledge, relating)
    return len(waiting)


def retell(store: Store, query: Query, stubs: Collection[str]) -> None:
    """Let some stubs say what those say that name them now."""
    # What an article names is the same for all of its stubs, and a page may name a thousand.
    names = cache(partial(_stubs, query))
    for stub in sorted(stubs):
        _tell(store, query, stub, names)


def _relate(store: Store, query: Query, article: str, relating: Relating) -> None:
    retell(store, query, relating.relate([article]))


def _tell(store: Store, query: Query, stub: str, names: Callable[[str], dict[str, Article]]) -> None:
    """A stub says what the article with the smallest id that names it says, whichever came first."""
    known = query.article(stub)
    if known is None or not known.stub:
        return
    said = next(filter(None, (names(namer).get(stub) for namer in namers(query, stub))), None)
    if said:
        store.article(replace(said, work=known.work), None)


def _stubs(query: Query, namer: str) -> dict[str, Article]:
    """The stubs that an article names, by id, as it describes them."""
    version = query.newest(namer)
    named = naming(namer, query.outlet(namer), query.attributions(version.id)) if version else ()
    return {one.stub.id: one.stub for one in named}
