"""Whether a listing speaks of an article: whether it names an address of it, or has its words. Pure.

Feeds carry headlines and whole texts, front pages the first lines, sitemaps addresses: as XML, HTML, JSON or
plain text, escaped once or twice. None of this is parsed: what a parser passes over stands in the bytes, too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import unquote, urljoin

from ..errors import SourceError
from . import addresses
from .decide.spelling import words
from .decode import declared, decode

# Fewer bytes of words, as UTF-8, may stand anywhere: "Read more", a name, a short headline.
_SHORTEST = 32
# Longer ones are no addresses.
_LONGEST = 8000
# Addresses that stand there again are not looked at again, as far as these are remembered.
_MOST_SEEN = 100_000
# Characters that are looked through at once for words; what stands between two pieces stands in both.
_PIECE, _OVERLAP = 500_000, 50_000
_JSON_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|/)")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_BASE = re.compile(r"""(?:<base\s[^<>]{0,200}?href|xml:base)\s*=\s*["']?([^"'\s<>]+)""", re.I)
# Pages have one, feeds one or one for each entry, all of one site.
_MOST_BASES = 5
_RUN = re.compile(r"""[^\s"'<>\\]+""")


@dataclass(frozen=True, slots=True)
class Traits:
    """By what an article is known: the keys of its addresses, and lines of it as `letters` has them."""

    keys: frozenset[str]
    lines: frozenset[str]

    def at(self, key: str) -> bool:
        """Whether a key is that of one of its addresses."""
        return unquote(key) in self.keys


def traits(keys: Iterable[str], lines: Iterable[str]) -> Traits:
    """By what an article is known, out of the keys of its addresses, its headlines and the lines of its text.

    Keys without a path are those of whole sites, and short words may be anybody's: neither tells of an article.
    """
    return Traits(
        frozenset(unquote(key) for key in keys if "/" in key or "?" in key),
        frozenset(line for line in map(letters, lines) if len(line.encode("utf-8", "replace")) >= _SHORTEST),
    )


def speaks(payload: bytes, url: str, of: Traits) -> bool:
    """Whether a listing, by its bytes (gzip undone) and its address, speaks of an article."""
    written = plain(payload)
    # A key takes time, and most words end otherwise.
    ends = {re.split(r"[/?]", key)[-1] for key in of.keys}
    near = (word for word in _words(written) if any(end in unquote(word) for end in ends))
    if any(map(of.at, _keys(near, _bases(written, url)))):
        return True
    pieces = range(0, len(written), _PIECE - _OVERLAP)
    there = (letters(written[start : start + _PIECE]) for start in pieces)
    return any(line in piece for piece in there for line in of.lines)


def plain(payload: bytes) -> str:
    """The characters of a listing, out of what escapes them."""
    try:
        written = decode(payload, "", declared(payload, None)).text
    except SourceError:
        written = payload.decode("latin-1")
    written = _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else "/", written)
    # JSON writes some characters as two halves; a half by itself is no text.
    written = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unescape(unescape(_CDATA.sub(" ", written)))


def named(written: str, url: str) -> Iterator[str]:
    """The keys of all addresses that stand in a text at an address; also of what only looks like some."""
    return _keys(_words(written), _bases(written, url))


def _bases(written: str, url: str) -> list[str]:
    """Under which addresses relative ones may stand: the text's own, and what it states (HTML, XML Base)."""
    found = [url]
    for stated in islice(_BASE.finditer(written), _MOST_BASES):
        with suppress(ValueError):
            found.append(urljoin(url, stated[1]))
    return list(dict.fromkeys(found))


def _keys(found: Iterable[str], bases: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for word in found:
        if word in seen:
            continue
        if len(seen) == _MOST_SEEN:
            seen.clear()
        seen.add(word)
        for base in bases:
            with suppress(ValueError):
                yield addresses.key(urljoin(base, word))


def _words(written: str) -> Iterator[str]:
    """What may be an address: what has a slash, or is the value of an attribute."""
    before = ""
    for found in _RUN.finditer(written):
        run = found[0]
        for word, stated in ((run, before.endswith("=")), (run.partition("=")[2], True)):
            if 0 < len(word) <= _LONGEST and (stated or "/" in word):
                yield word
        before = run


def letters(written: str) -> str:
    """The words of a text without anything between them, markup neither."""
    return words(written).replace(" ", "")
