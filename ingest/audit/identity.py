"""Identities: each article's id follows from an address or payload of its own."""

from collections.abc import Iterator

from .. import canon
from ..archive.query import Query
from ..read import addresses
from ..read.knowledge import Knowledge
from ..records import Finding

CODES = ("article-id", "address-key")


def check(query: Query, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings on ids and addresses."""
    for article in query.articles():
        possible = {
            *(canon.article_id(key, "") for key in query.address_keys(article)),
            *(canon.article_id(None, capture.payload) for capture in query.captures(article)),
        }
        if article not in possible:
            yield Finding(
                "article-id", f"article {article}", "the id of an address or payload of its own", article
            )
        url = query.value("SELECT url FROM articles WHERE id = ?", [article])
        if url is not None and addresses.key(url) not in query.address_keys(article):
            yield Finding("address-key", f"article {article}", f"the key of {url} among its addresses", "none")
