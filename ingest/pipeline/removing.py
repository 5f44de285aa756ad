"""Removes an article: all that came from it goes, and what others were found to have to do with it."""

from collections.abc import Callable
from dataclasses import dataclass

from .. import canon
from ..archive import removals
from ..archive.originals import namers
from ..archive.query import Query
from ..archive.store import Store
from ..errors import UsageError
from ..read.knowledge import Knowledge
from ..records import Article, Removal
from .acts import Act
from .listings import speaking
from .relating import Relating
from .settling import renew, retell


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of a removal: the tombstone, and whether it is new or was there before.

    `related` are the articles that had to do with the one that is gone, and stay as they are; `listings` is how
    many payloads of feeds, sitemaps and front pages went with it.
    """

    removal: Removal
    new: bool
    related: tuple[str, ...] = ()
    listings: int = 0


def remove(store: Store, given: str, knowledge: Knowledge, act: Act, random: Callable[[int], bytes]) -> Removed:
    """Remove an article from the archive and its file.

    Where the article's id came from its content, the tombstone has a random one: who guesses what the text
    was could make the id from the guess.

    Args:
        store: the archive.
        given: the article, as a person names it.
        knowledge: outlets and phrases.
        act: who removes it, when and why.
        random: gives so many random bytes.

    Raises:
        UsageError: if there is no such article, or it is a stub.
        ArchiveError: if a reader keeps the bytes; the article is removed, and the rest can be done again.
    """
    query = Query(store.database.conn)
    before = removals.removal(query, given)
    removals.overwriting(store.database)
    if before is None:
        article = query.article(query.resolve(given))
        assert article is not None, "its id was found"
        if article.stub:
            raise UsageError(
                f"{article.id}: a stub; it is known only from the articles that name it, so remove those:"
                f" {', '.join(namers(query, article.id))}"
            )
        renew(store, knowledge)
        with store.transaction("removal"):
            done = _remove(store, query, article, act, random)
    removals.overwrite(store.database)
    return Removed(before, False) if before else done


def _remove(store: Store, query: Query, article: Article, act: Act, random: Callable[[int], bytes]) -> Removed:
    identity = article.id if _addressed(query, article.id) else canon.random_id(random)
    gone = {article.id, *removals.named_by_none_else(query, article.id)}
    outlets = removals.outlets(query, gone)
    touched = removals.near(query, gone)
    listings = speaking(query, article.id)
    changed = Relating(store, query).forget(article.id)
    removals.purge(query, gone, listings)
    here = {one for one in touched if query.article(one)}
    # Nothing at hand of what is gone: another look at the archive.
    Relating(store, query).again(here, changed)
    still = {one.id: one for one in map(query.article, here) if one}
    retell(store, query, set(still))
    removals.forget_works(query)
    removals.forget_outlets(query, outlets)
    removals.reindex(query)
    assert act.because is not None, "asked by the caller"
    kept = Removal(identity, act.by, act.now, act.because)
    removals.keep(query, kept)
    related = tuple(sorted(one.id for one in still.values() if not one.stub))
    return Removed(kept, True, related, len(listings.payloads))


def _addressed(query: Query, article: str) -> bool:
    """Whether an article's id came from an address."""
    return any(canon.article_id(key, "") == article for key in query.address_keys(article))
