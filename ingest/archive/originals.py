"""Reads which articles stubs are or might be, and who names them."""

from dataclasses import dataclass

from .query import Query


@dataclass(frozen=True, slots=True)
class Resolution:
    """That a stub or an article is another article: how surely (0 to 1000), why, and by whose act."""

    id: str
    article: str
    score: int
    reason: str
    act: str | None


@dataclass(frozen=True, slots=True)
class Likely:
    """An article that an open stub might be."""

    article: str
    score: int
    reason: str


def resolution(query: Query, article: str) -> Resolution | None:
    """Which article a stub or article was found or said to be, None where it is none."""
    row = query.one("SELECT id, article, score, reason, act FROM resolutions WHERE stub = ?", [article])
    return Resolution(**row) if row else None


def candidates(query: Query, stub: str) -> list[Likely]:
    """The articles that an open stub might be, the likeliest first."""
    sql = "SELECT article, score, reason FROM candidates WHERE stub = ? ORDER BY score DESC, article"
    return [Likely(**row) for row in query.rows(sql, [stub])]


def namers(query: Query, stub: str) -> list[str]:
    """The articles that name a stub, or that a person says to come from it, in order of their ids."""
    sql = 'SELECT DISTINCT "from" FROM relations WHERE "to" = ? AND origin <> \'found\' AND directed ORDER BY 1'
    return [row["from"] for row in query.rows(sql, [stub])]
