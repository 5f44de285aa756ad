"""Which articles carry one text: the sets that relations of whole texts join."""

from collections.abc import Iterable

# Kinds whose two ends carry the same text, whole or edited.
SAME_TEXT = ("republication", "adaptation")


def works(articles: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The work of each article: the smallest article id among those it is joined to.

    Args:
        articles: ids of articles and stubs.
        links: pairs of ids that carry the same text.
    """
    parent = {article: article for article in articles}

    def root(article: str) -> str:
        while parent[article] != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    for a, b in links:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {article: root(article) for article in parent}
