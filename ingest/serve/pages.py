"""Composes what the home page and the pages of articles show, given a connection to an archive.

Pure but for that connection; knows nothing of Datasette, requests or HTML.
"""

import sqlite3

from ..archive import decided as waiting
from ..archive import pages as lists
from ..archive.counts import counts
from ..archive.query import Query
from ..export import words
from ..export.history import Event, Step, events, history
from ..records import Article, Attribution, Entry, Span
from . import crossposts, provenance
from .body import blocks, followable
from .listing import listed
from .views import Home, Page, ShownRetrieval, ShownVersion, Source, When

_OUTLETS = 24
_NEWEST = 12
_CROSSPOSTS = 8
# What the head of a page tells beside title, authors, date, address and language.
_MORE = ("agency", "organisation", "modified", "section", "licence", "paywall", "image-credit")


def home(connection: sqlite3.Connection, database: str, frozen: bool) -> Home:
    """What the archive holds, in one look.

    Args:
        connection: to the archive.
        database: the name that Datasette knows it by.
        frozen: whether it is read as it stood when the server started.
    """
    query = Query(connection)
    span = lists.span(query)
    return Home(
        database=database,
        frozen=frozen,
        counts=counts(query),
        outlets=tuple(lists.articles_by_outlet(query, _OUTLETS)),
        span=(words.date(span[0]), words.date(span[1])) if span else None,
        newest=tuple(listed(query, article.id) for article in lists.newest(query, _NEWEST)),
        crossposts=crossposts.newest(query, _CROSSPOSTS),
        to_look_at=waiting.to_look_at(query),
    )


def page(connection: sqlite3.Connection, article: str) -> Page:
    """Everything that is known of one article or stub.

    Raises:
        UsageError: if there is no such article.
    """
    query = Query(connection)
    entry = query.entry(article)
    decided = entry.article
    captures = tuple(_retrieval(event) for event in events(query, article))
    return Page(
        listed=listed(query, article),
        subtitle=words.value(entry, "subtitle"),
        printed_day=_printed(decided),
        more=tuple((words.FIELDS[field], said) for field in _MORE if (said := _said(entry, field))),
        outdated=None if decided.stub else words.outdated(decided.policy),
        doubted=tuple(words.FIELDS[one.field] for one in entry.decisions if one.doubts),
        open_date=words.unknown_part(decided.published) if decided.published else None,
        address_known=provenance.known(entry.claims, "url"),
        added=words.date(decided.added_at) if decided.added_at else None,
        language=words.language(decided.language),
        blocks=blocks(entry.passages, entry.links),
        fields=provenance.fields(query, entry),
        sources=tuple(_source(found) for found in entry.attributions),
        crossposts=crossposts.of_article(query, article),
        version=query.newest(article),
        versions=tuple(_version(step) for step in history(query, article)),
        captures=captures,
        now=captures[-1] if captures and captures[-1].retrieval.version is None else None,
    )


def _printed(article: Article) -> str | None:
    """The day that the page prints, where the instant's own is another: it was that day elsewhere."""
    day = article.published_day
    return words.date(day) if day and not (article.published or "").startswith(day) else None


def _said(entry: Entry, field: str) -> str | None:
    said = words.value(entry, field)
    return words.date(said) if said and field == "modified" else said


def _version(step: Step) -> ShownVersion:
    one = step.stretch
    changed = words.changed(step.summary) if step.summary else None
    times = words.count(one.times, "retrieval")
    first, last = _when(one.first), _when(one.last)
    return ShownVersion(one.version, first, last, times, step.title_before, changed, step.changed)


def _retrieval(event: Event) -> ShownRetrieval:
    response = event.retrieval.response
    url = followable(response.url) if response else None
    kept = event.retrieval
    return ShownRetrieval(kept, _when(kept.captured_at), words.retrieval(kept, event.again), url)


def _when(instant: str | None) -> When | None:
    return When(instant, words.date(instant)) if instant else None


def _source(found: Attribution) -> Source:
    return Source(
        words=words.RELATIONS[found.kind][0],
        outlet=found.outlet,
        title=found.title,
        published=words.date(found.published) if found.published else None,
        author=found.author,
        url=followable(found.url),
        address=found.url,
        via=found.via,
        quote=found.quote,
        span=Span(found.start, found.end),
    )
