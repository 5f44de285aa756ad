"""What the archive notes of its decisions beside each article's own: who waits, who named what."""

from collections.abc import Iterator

from ..records import Article, Naming
from . import rows
from .query import Query


def undecided(query: Query, policy: str) -> list[str]:
    """The articles that another policy decided, or for which something new was said since."""
    # Each by an index: on all but the first run after an upgrade there are none.
    waiting = " UNION ALL ".join(
        f"SELECT id FROM articles WHERE NOT stub AND policy {unlike}"
        for unlike in ("IS NULL", "< :policy", "> :policy")
    )
    return sorted(row["id"] for row in query.rows(waiting, {"policy": policy}))


def namings(query: Query) -> list[tuple[str, Naming]]:
    """What people said of domains with its ids, in the order they said it."""
    found = query.rows("SELECT * FROM namings ORDER BY asserted_at, id")
    return [(row["id"], rows.naming(row)) for row in found]


def told(query: Query) -> list[Naming]:
    """What people say of domains, without what was taken back."""
    said = namings(query)
    undone = query.taken_back() if said else frozenset()
    return [one for identity, one in said if identity not in undone]


def severities(query: Query, article: str) -> dict[str, int]:
    """How urgent the doubts about each of an article's fields are said to be."""
    found = query.rows("SELECT field, severity FROM decisions WHERE article = ?", [article])
    return {row["field"]: row["severity"] for row in found}


def doubts(query: Query) -> dict[str, str | None]:
    """The codes of all doubts with their words, None where a code has none."""
    sql = (
        "SELECT DISTINCT one.value AS code, words FROM decisions, json_each(decisions.doubts) AS one"
        " LEFT JOIN doubts ON doubts.code = one.value WHERE severity > 0 ORDER BY code"
    )
    return {row["code"]: row["words"] for row in query.rows(sql)}


def to_look_at(query: Query) -> int:
    """How many decisions a person should look at."""
    return int(query.value("SELECT count(*) FROM decisions WHERE severity > 0"))


def stubs(query: Query) -> Iterator[Article]:
    """All stubs, in order."""
    return map(rows.article, query.rows("SELECT * FROM articles WHERE stub ORDER BY id"))
