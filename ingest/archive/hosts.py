"""The hosts of articles that no outlet is known for: what an archivist may want to name."""

from dataclasses import dataclass

from .query import Query

# The first names that pages give themselves, and whose they are.
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Unknown:
    """A host that neither the registry nor a person names.

    `names` are what its pages call their outlet, with the number of articles that do; `example` is
    the id of one of its articles.
    """

    host: str
    articles: int
    example: str
    names: tuple[tuple[str, int], ...]


def unknown(query: Query, limit: int | None = None) -> list[Unknown]:
    """The hosts without a known outlet, those with most articles first."""
    sql = """
        SELECT value AS host, count(DISTINCT article) AS articles, min(article) AS example FROM claims
        WHERE field = 'outlet' AND place = 'address' AND method = 'address-host'
        GROUP BY value ORDER BY count(DISTINCT article) DESC, host LIMIT ?
    """
    found = list(query.rows(sql, [-1 if limit is None else limit]))
    return [Unknown(row["host"], row["articles"], row["example"], _names(query, row["host"])) for row in found]


def _names(query: Query, host: str) -> tuple[tuple[str, int], ...]:
    sql = """
        SELECT said.value AS name, count(DISTINCT said.article) AS articles FROM claims AS here
        JOIN claims AS said ON said.article = here.article
        WHERE said.field = 'outlet' AND said.version IS NOT NULL AND here.value = ?
          AND here.field = 'outlet' AND here.place = 'address' AND here.method = 'address-host'
        GROUP BY name ORDER BY articles DESC, name LIMIT ?
    """
    return tuple((row["name"], row["articles"]) for row in query.rows(sql, [host, _NAMES]))
