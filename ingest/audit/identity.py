"""Identities: each article's id follows from an address or payload of its own."""

from collections.abc import Iterator
from typing import Any

from .. import canon
from ..archive import rows
from ..archive.query import Query
from ..read import addresses
from ..records import Finding
from .guard import guarded
from .look import Look

SUBJECT = "article ids"
CODES = ("article-id", "address-key", "address-foreign", "article-version", "capture-id", "capture-version")


def check(look: Look) -> Iterator[Finding]:
    """Findings on ids, addresses, retrievals, and which version stands for an article."""
    for article in look.articles(" articles' ids"):
        yield from guarded(f"article {article}", _article(look.query, article))
    captures = f"SELECT * FROM captures{look.only('article IN temp.sample')} ORDER BY id"
    for row in look.watched(list(look.query.rows(captures)), " captures"):
        yield from guarded(f"capture {row['id']}", _capture(look.query, row))


def _article(query: Query, article: str) -> Iterator[Finding]:
    subject = f"article {article}"
    keys = query.address_keys(article)
    possible = {
        *(canon.article_id(key, "") for key in keys),
        *(canon.article_id(None, kept.payload) for kept in query.captures(article) if kept.payload),
    }
    if article not in possible:
        yield Finding("article-id", subject, "the id of an address or payload of its own", article)
    newest = query.newest(article)
    row = query.one("SELECT url, version FROM articles WHERE id = ?", [article]) or {}
    if newest is None or row.get("version") != newest.id:
        wanted = newest.id if newest else "a version of its own"
        yield Finding("article-version", subject, wanted, str(row.get("version")))
    url = row.get("url")
    if url is not None and addresses.key(url) not in keys:
        yield Finding("address-key", subject, f"the key of {url} among its addresses", "none")
    for key in sorted(set(keys) - _leading(query, article)):
        yield Finding("address-foreign", subject, "an address that a page, a retrieval or a person gives", key)


def _leading(query: Query, article: str) -> set[str]:
    """The keys of all addresses that something in the archive says to be an article's."""
    urls = {claim.value for claim in query.claims(article) if claim.field == "url" and claim.value}
    for kept in query.captures(article):
        if kept.response:
            urls |= {kept.response.asked, kept.response.url}
    return {addresses.key(url) for url in urls}


def _capture(query: Query, row: dict[str, Any]) -> Iterator[Finding]:
    """A retrieval's id is made of all that it says; the version it showed is one of that article's."""
    subject = f"capture {row['id']}"
    kept = rows.retrieval(row)
    expected = canon.capture_id(kept)
    if expected != row["id"]:
        yield Finding("capture-id", subject, expected, row["id"])
    if kept.version is not None:
        home = query.value("SELECT article FROM versions WHERE id = ?", [kept.version])
        if home != kept.article:
            yield Finding("capture-version", subject, f"a version of article {kept.article}", f"one of {home}")
