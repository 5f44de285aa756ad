"""Tells whether an article is free to read, by what its page states for search engines."""

from .jsonld import items
from .structured import described
from .tokens import Markup

_WORDS = {"true": True, "false": False}


def free(markup: Markup) -> bool | None:
    """What the page's description of the article says of `isAccessibleForFree`; None where nothing."""
    said = described(markup)
    for node in (*said.articles(), *said.pages()):
        for value in items(node.get("isAccessibleForFree")):
            word = said.word(value).strip().lower().rpartition("/")[2]
            if word in _WORDS:
                return _WORDS[word]
    return None
