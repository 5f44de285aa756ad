"""Articles as lists show them: title, outlet, date, and how the date is known."""

from ..archive.query import Query
from ..export import words
from . import provenance
from .views import Listed


def listed(query: Query, identity: str) -> Listed:
    """One article or stub that is referred to, so that it is here."""
    article = query.article(identity)
    assert article is not None, f"{identity} is referred to, so that SQLite holds it"
    published = words.date(article.published) if article.published else None
    return Listed(article, published, provenance.known(query.claims(identity), "published"))
