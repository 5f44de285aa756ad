"""Which articles people put together."""

import json
from collections.abc import Iterator

from .query import Query


def collections(query: Query) -> Iterator[tuple[str, list[str]]]:
    """The collections by name, each with the ids of its articles in order."""
    sql = (
        "SELECT name, (SELECT json_group_array(article) FROM collection_articles WHERE collection = name)"
        " AS articles FROM collections ORDER BY name"
    )
    for row in query.rows(sql):
        yield row["name"], sorted(json.loads(row["articles"]))
