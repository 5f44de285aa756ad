"""Folds names and headlines to what two spellings of one have in common. Compares; decides nothing."""

import re
import unicodedata

_WORD = re.compile(r"\w+")
_DOMAIN = re.compile(r"(?i)\.(?:(?:com?|org|net)\.)?(?:com|org|net|info|news|tv|eu|[a-z]{2})$")
_ARTICLE = re.compile(r"^(?:the|der|die|das|el|la|le|il|lo|de|het|a|o) ")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def words(text: str) -> str:
    """The words of a text, one space between them: NFKC, case-folded, without punctuation.

    A text without words is itself.
    """
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    return " ".join(_WORD.findall(folded)) or text


def plain(text: str) -> str:
    """The words of a text without accents (NFKD, marks dropped)."""
    marked = unicodedata.normalize("NFKD", words(text))
    return "".join(char for char in marked if not unicodedata.combining(char))


def bare(name: str) -> str:
    """The words of an outlet's name, without its article and a domain's end."""
    return _ARTICLE.sub("", words(_DOMAIN.sub("", name.strip())))
