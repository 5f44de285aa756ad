"""Identities: each article's id follows from an address or payload of its own."""

from collections.abc import Iterator

from .. import canon
from ..archive.query import Query
from ..read import addresses
from ..read.knowledge import Knowledge
from ..records import Finding
from .guard import guarded

SUBJECT = "article ids"
CODES = ("article-id", "address-key", "article-version")


def check(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings on ids, addresses, and which version stands for an article."""
    for article in list(query.articles()):
        yield from guarded(f"article {article}", _article(query, article))


def _article(query: Query, article: str) -> Iterator[Finding]:
    subject = f"article {article}"
    keys = query.address_keys(article)
    possible = {
        *(canon.article_id(key, "") for key in keys),
        *(canon.article_id(None, capture.payload) for capture in query.captures(article)),
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
