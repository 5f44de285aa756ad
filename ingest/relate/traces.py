"""What copying leaves in a text: the other outlet's name and furniture, and damage to its characters. Pure.

A copyist takes along what the page said of itself ("told THE POST", "Subscribe to The Post"), and
what was broken on the way stays broken. Names are looked for as they are printed, with their
capitals, since many outlets bear the names of common things.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

# UTF-8 that was read as Windows-1252 or Latin-1, characters that were lost, entities that stayed.
_DAMAGE = re.compile(
    "\ufffd|â€|Ã[\x80-\xbfœŸ„–€]|Â[\x80-\xbf]|[ÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ]"
    r"|&(?:amp|quot|nbsp|lt|gt|[lr][sd]quo|apos|#\d{2,5}|#x[0-9a-fA-F]{2,5});"
    r"|(?<=[^\W\d_])\?(?=(?:s|t|re|ve|ll|d|m)\b)"
)
# A character that would have been damaged where encodings are mixed up.
_SOUND = re.compile("[‘’“”–—…«»\xc0-\xd6\xd8-\xf6\xf8-\xff\u0400-\u04ff]")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
# How pages ask their readers for something, in some languages.
_ASKS = re.compile(
    r"(?i)\b(?:subscri\w+|newsletters?|sign up|follow|donat\w+|support|join|download"
    r"|abonn\w+|folgen|folgt|spenden?|unterstütz\w+|suivez|soutenez|inscrivez|suscr\w+|síg\w+|apoy\w+|dona"
    r"|assin\w+|siga|inscreva\w*|apoie|iscriv\w+|seguici|segui|sostien\w+|sostieni|volg|steun|doneer"
    r"|подпи\w+|поддерж\w+|читайте)\b"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """One of two texts: the passages that both have, as it prints them, and all the rest of it."""

    common: str = ""
    rest: str = ""


def names(text: str, outlet: str | None, host: str | None = None) -> bool:
    """Whether a text prints the name of an outlet, or its host."""
    if host and re.search(rf"(?i)(?<![\w.-])(?:www\.)?{re.escape(host)}(?![\w-])", text):
        return True
    return bool(outlet) and _printed(outlet).search(text) is not None


def asks(text: str, outlet: str | None, host: str | None = None) -> bool:
    """Whether a text asks its readers to subscribe to an outlet, to follow or to support it."""
    # Most texts name the other outlet nowhere, and need not be parted.
    return names(text, outlet, host) and any(
        _ASKS.search(one) and names(one, outlet, host) for one in _SENTENCES.split(text)
    )


def damaged(text: str) -> bool:
    """Whether characters of a text were lost or mixed up."""
    return _DAMAGE.search(text) is not None


def broken(carried: Carried, other: Carried) -> bool:
    """Whether only one text's words were damaged on the way: the copy of a sound text."""
    return damaged(carried.common) and not damaged(other.common)


def inherits(carried: Carried, other: Carried) -> bool:
    """Whether a text has the other's damage in what both have, and is sound where its words are its own."""
    own = _SOUND.search(carried.rest) is not None and not damaged(carried.rest)
    return own and damaged(carried.common) and damaged(other.common) and damaged(other.rest)


@lru_cache(maxsize=1024)
def _printed(outlet: str) -> re.Pattern[str]:
    """How an outlet is named in print: with its capitals, or in capitals throughout.

    A name of one word is any word where a sentence begins, and needs its article where it has one.
    """
    bare = outlet.removeprefix("The ")
    forms = "|".join(rf"{re.escape(form)}" for form in dict.fromkeys((bare, bare.upper())))
    if " " in bare or "." in bare:
        return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")
    before = r"(?<!\w)(?:[Tt]he|THE)\s" if bare != outlet else r"(?<=[\w,;:(“\"’'@/]\s)|(?<=@)"
    return re.compile(rf"(?:{before})(?:{forms})(?!\w)")
