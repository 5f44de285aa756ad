"""Knows a page's site by the names that the page gives it, however they are written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from . import addresses
from .outlets import Registry

_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|il|de|het)\s+")
_GLUED = re.compile(r"^(?:the|der|die|das|le|la|el|il|de|het)(?=\w{4})")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([\w.-]+?)\.(?:com?\.[a-z]{2}|org\.[a-z]{2}|[a-z]{2,6})/?$")
# Words that follow a site's name where it names a part of itself ("ZEIT ONLINE", "BBC News").
_MOST_WORDS = 4
# What a list has and a name has not.
_LIST = re.compile(r"[,;/|]")
# What parts a site's name from a headline, from a section's name, or from its own motto.
SEPARATOR = re.compile(r"\s*[|｜]+\s*|\s*：\s*|\s+(?:[–—·•»«‹›]|-{1,2}|::)\s+")
_MOTTO = re.compile(rf"{SEPARATOR.pattern}|:\s+")
# Letters that hosts are written without, as no accent makes them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe"})


def key(name: str) -> str:
    """The form in which two spellings of one site's name are equal: no article, domain, accents or signs."""
    folded = _ARTICLE.sub("", name.strip().casefold(), count=1) if " " in name else name.strip().casefold()
    host = _HOST.match(folded)
    said = host[1] if host else folded
    if not said.isascii():
        said = unicodedata.normalize("NFKD", said.translate(_PLAIN))
    return "".join(filter(str.isalnum, said))


def keys(names: Iterable[str], origin: str | None, registry: Registry) -> frozenset[str]:
    """The keys of every name of a site.

    Args:
        names: what the page calls its site.
        origin: the page's address, None where unknown.
        registry: knows further names of the outlet there.
    """
    return frozenset(found for name in (*names, *_at(origin, registry)) if len(found := key(name)) > 1)


def _at(origin: str | None, registry: Registry) -> Iterator[str]:
    if origin is None:
        return
    host = addresses.host(origin)
    yield host
    label = max(host.split(".")[:-1], key=len, default="")
    yield from (label, _GLUED.sub("", label))
    outlet = registry.at(host)
    if outlet:
        yield from (outlet.name, *outlet.aliases)


def is_site(name: str, called: frozenset[str]) -> bool:
    """Whether a name is the site's, or that of a part of it ("ZEIT ONLINE" where the site is ZEIT).

    Args:
        name: the name as printed.
        called: the keys of the site's names.
    """
    if key(name) in called:
        return True
    words = name.split() if not _LIST.search(name) else []
    firsts = (" ".join(words[:count]) for count in range(1, len(words)))
    return 1 < len(words) <= _MOST_WORDS and any(key(first) in called for first in firsts)


def parts(name: str) -> list[tuple[int, int]]:
    """Where the parts of a site's name stand between the signs that part it from its motto."""
    found, start = [], 0
    for match in _MOTTO.finditer(name):
        found.append((start, match.start()))
        start = match.end()
    return [(first, last) for first, last in (*found, (start, len(name))) if first < last]
