"""Relations that an article itself asserts, and stubs for the originals it names.

An attribution that names an article, by address or by title, relates to that article: a stub
until it comes in. One that names only an outlet points to the outlet and makes no stub.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..canon import article_id, stub_id
from ..read import addresses
from ..read.fields import dated
from ..records import Article, Attribution, Evidence, Relation, Span
from .names import same_outlet
from .works import SAME_TEXT

# What the text says outright needs no weighing.
_ASSERTED_SCORE = 1000


@dataclass(frozen=True, slots=True)
class Named:
    """An article that another names, and the relation to it."""

    stub: Article
    relation: Relation


def naming(article: str, outlet: str | None, attributions: Iterable[Attribution]) -> list[Named]:
    """The articles that an article's attributions name, as far as known dated to days.

    An address that is printed wrongly names none. An outlet's own page that says where its text was first
    published, at that outlet, means itself.

    Args:
        article: id of the article that names them.
        outlet: who published it.
        attributions: what it says of its sources.
    """
    found, keys = [], {}
    for attribution in attributions:
        if attribution.kind in SAME_TEXT and not attribution.url and same_outlet(attribution.outlet, outlet):
            continue
        if attribution.url:
            try:
                keys[attribution.url] = addresses.key(attribution.url)
            except ValueError:
                attribution = replace(attribution, url=None)
        found.append(attribution)
    return [replace(one, stub=dated(one.stub)) for one in _named(article, found, keys)]


def _named(article: str, attributions: Iterable[Attribution], address_keys: dict[str, str]) -> Iterator[Named]:
    """Each article that is named, once for each kind of relation."""
    found: dict[tuple[str, str], Named] = {}
    for attribution in attributions:
        stub = _stub(attribution, address_keys)
        if stub is None or stub.id == article:
            continue
        known = found.get((stub.id, attribution.kind))
        evidence = (*(known.relation.evidence if known else ()), _evidence(attribution))
        relation = Relation(article, stub.id, attribution.kind, "asserted", _ASSERTED_SCORE, evidence)
        found[stub.id, attribution.kind] = Named(known.stub if known else stub, relation)
    yield from found.values()


def _stub(attribution: Attribution, address_keys: dict[str, str]) -> Article | None:
    if attribution.url:
        identity = article_id(address_keys[attribution.url], "")
    elif attribution.title:
        identity = stub_id(attribution.outlet, attribution.title)
    else:
        return None
    return Article(
        id=identity,
        url=attribution.url,
        title=attribution.title,
        authors=(attribution.author,) if attribution.author else (),
        outlet=attribution.outlet,
        published=attribution.published,
        stub=True,
    )


def _evidence(attribution: Attribution) -> Evidence:
    return Evidence("attribution", attribution.quote, (Span(attribution.start, attribution.end),), ())
