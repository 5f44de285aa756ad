"""How much an archive holds, in one look."""

from .query import Query

# What is counted, in the order it is told, with its singular.
_COUNTED = (
    (
        "articles",
        "article",
        "SELECT count(*) FROM articles WHERE NOT stub AND id NOT IN (SELECT stub FROM resolutions)",
    ),
    ("stubs", "stub", "SELECT count(*) FROM articles WHERE stub"),
    ("outlets", "outlet", "SELECT count(DISTINCT outlet) FROM articles"),
    ("relations", "relation", "SELECT count(*) FROM relations"),
    ("attributions", "attribution", "SELECT count(*) FROM attributions"),
    ("claims", "claim", "SELECT count(*) FROM claims"),
    ("payloads", "payload", "SELECT count(*) FROM payloads"),
)


def counts(query: Query) -> dict[str, int]:
    """The number of each kind of thing."""
    return {plural: int(query.value(sql)) for plural, _, sql in _COUNTED}


def in_words(counted: dict[str, int]) -> str:
    """The numbers as a line: `5 articles, 1 stub, ...`."""
    singular = {plural: one for plural, one, _ in _COUNTED}
    return ", ".join(f"{n:,} {singular[name] if n == 1 else name}" for name, n in counted.items())
