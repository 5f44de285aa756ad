"""Composes what pages show of cross-posts: an article's relations, its work, the page of one relation.

What is told comes from `export/crossposts.py`, as it does for the terminal; here it gets its links.
"""

from ..archive import originals, related
from ..archive.query import Query
from ..archive.related import Cluster
from ..errors import UsageError
from ..export import crossposts, words
from ..export.crossposts import Place, Seen, Told
from .listing import listed
from .views import Carried, Crossposts, Fact, Related, RelationPage, Spot

# So many byte ranges of a fact are told, and so many carriers of a text on the home page.
_RANGES, _OTHERS = 3, 3
# Chains and the stubs that an article stands for are short; what is not is cut.
_SHORT = 8


def of_article(query: Query, article: str) -> Crossposts:
    """What an article or stub has to do with others."""
    told = crossposts.crossposts(query, article)
    found = told.found
    why = f"{found.reason}, score {found.score} of 1000" if found else ""
    if found and found.act:
        why = f"{why}; said {words.act(found.act)}"
    namers = originals.namers(query, article)
    return Crossposts(
        related=tuple(_related(query, article, seen) for seen in told.seen),
        relations=told.relations,
        cluster=told.cluster,
        members=tuple(listed(query, one) for one in told.members),
        chain=tuple(listed(query, one) for one in told.chain[:_SHORT]),
        found=(listed(query, found.article), why) if found else None,
        stands_for=tuple(listed(query, one) for one in told.stands_for[:_SHORT]),
        candidates=tuple((listed(query, one.article), one) for one in told.candidates),
        namers=tuple(listed(query, one) for one in namers[:_SHORT]),
        more_namers=len(namers[_SHORT:]),
    )


def of_relation(query: Query, identity: str) -> RelationPage:
    """The page of a relation.

    Raises:
        UsageError: if there is none with this id.
    """
    compared = crossposts.compared(query, identity)
    if compared is None:
        raise UsageError(f"{identity}: no relation has this id; `ingest export relations` lists them")
    return RelationPage(
        listed(query, compared.article),
        _related(query, compared.article, compared.seen),
        compared,
        words.changed(compared.summary) if compared.summary else None,
    )


def newest(query: Query, limit: int) -> tuple[Carried, ...]:
    """The texts that were carried last, each with its original first."""
    return tuple(_carried(query, cluster) for cluster in related.newest(query, limit))


def _carried(query: Query, cluster: Cluster) -> Carried:
    members = related.members(query, cluster.work, _OTHERS + 1)
    head = cluster.original or members[0]
    others = [member for member in members if member != head][:_OTHERS]
    last = words.date(cluster.last) if cluster.last else None
    return Carried(cluster, listed(query, head), tuple(listed(query, one) for one in others), last)


def _related(query: Query, article: str, seen: Seen) -> Related:
    return Related(
        seen,
        listed(query, seen.other),
        listed(query, seen.through) if seen.through else None,
        tuple(_fact(query, article, seen, told) for told in seen.facts),
    )


def _fact(query: Query, article: str, seen: Seen, told: Told) -> Fact:
    sides = (told.later, told.source) if seen.later else (told.source, told.later)
    return Fact(told.words, tuple(_spot(query, article, seen, place) for place in sides if place))


def _spot(query: Query, article: str, seen: Seen, place: Place) -> Spot:
    own = seen.linked.relation.from_id if seen.later else seen.linked.relation.to_id
    page = "this page" if place.article in (article, own) else "the other page"
    third = place.article not in (article, own, seen.other, seen.through)
    spans = place.spans
    return Spot(
        page,
        listed(query, place.article) if third else None,
        spans[:_RANGES],
        len(spans[_RANGES:]),
        place.said,
    )
