"""Folds names and headlines to what two spellings of one have in common. Compares; decides nothing."""

import re
import unicodedata
from html import unescape

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_REFERENCE = re.compile(r"&#?\w{2,10};")
_WORD = re.compile(r"\w+")
_DOMAIN = re.compile(r"(?i)\.(?:(?:com?|org|net)\.)?(?:com|org|net|info|news|tv|eu|[a-z]{2})$")
_ARTICLE = re.compile(r"^(?:the|der|die|das|el|la|le|il|lo|de|het|a|o) ")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def words(text: str) -> str:
    """The words of a text, one space between them: NFKC, case-folded, without punctuation and markup.

    A text without words is itself.
    """
    shown = _MARKUP.sub("", unescape(text)) if marked(text) else text
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", shown)).casefold()
    return " ".join(_WORD.findall(folded)) or text


def marked(text: str) -> bool:
    """Whether tags or character references are left in a text (a page that escaped them twice)."""
    return bool(_MARKUP.search(text) or _REFERENCE.search(text))


def plain(text: str) -> str:
    """The words of a text without accents (NFKD, marks dropped)."""
    apart = unicodedata.normalize("NFKD", words(text))
    return "".join(char for char in apart if not unicodedata.combining(char))


def bare(name: str) -> str:
    """The words of an outlet's name, without its article and a domain's end."""
    return _ARTICLE.sub("", words(_DOMAIN.sub("", name.strip())))
