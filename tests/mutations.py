"""Pages broken in ways that the wild and an attacker know, each told by its number alone."""

import json
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from courier import story, story_page

from ingest.records import Origin

ROOT = Path(__file__).parents[1]
ORIGIN = Origin("https://news.made.example/2025/03/bridge-closes", "text/html")
_FILES = (
    *sorted(path for path in (ROOT / "tests" / "pages").rglob("*") if path.suffix in (".html", ".txt")),
    *sorted((ROOT / "seeds").glob("*.txt")),
    ROOT / "tests" / "containers" / "saved-by-chrome.mhtml",
)
PAGES: tuple[bytes, ...] = (
    *(path.read_bytes() for path in _FILES),
    *(story_page(story(number), "https://news.made.example").encode() for number in range(4)),
)
# What is put into pages: ends of what is open, beginnings of what never ends, values that lie.
SNIPPETS = tuple((ROOT / "tests" / "fuzz" / "snippets.txt").read_text("utf-8").splitlines())
_BYTES = (
    b"\x00", b"\xff", b"\xc2", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\x8f", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\x81", b"\x0c", b"\x1b[2J", b"\xcc\x81" * 9, b"\xe2\x80\xa8", b"\xc2\xad",
    b"\xf0\x9f\x98\x80",
)  # fmt: skip
_ENCODINGS = (
    "cp1251",
    "shift_jis",
    "utf-16",
    "utf-16-be",
    "gb18030",
    "utf-8-sig",
    "euc_kr",
    "cp1252",
    "utf-7",
    "koi8_r",
)
_TAG = re.compile(rb"<[^>]{1,300}>")
_WORD = re.compile(rb"[A-Za-z0-9:+-]{3,}")
_Change = Callable[[bytes, random.Random], bytes]


def mutated(number: int, pages: Sequence[bytes] = PAGES) -> bytes:
    """The broken page with this number: a page with one to twelve changes."""
    chance = random.Random(number)
    page = chance.choice(pages)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 12))):
        page = chance.choice(CHANGES)(page, chance)
    return page


def origin(number: int) -> Origin:
    """Where the page with this number was had: mostly as a web page, with a lie now and then."""
    chance = random.Random(-number - 1)
    types = ("text/html", "text/html; charset=utf-8", None, None, "text/html; charset=shift_jis", "text/plain")
    return Origin(chance.choice((ORIGIN.url, None, "http://x/")), chance.choice(types))


def _flip(page: bytes, chance: random.Random) -> bytes:
    broken = bytearray(page)
    for _ in range(chance.choice((1, 4, 40)) if page else 0):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _cut_end(page: bytes, chance: random.Random) -> bytes:
    return page[: _place(page, chance)]


def _cut_out(page: bytes, chance: random.Random) -> bytes:
    start = _place(page, chance)
    return page[:start] + page[start + chance.choice((1, 8, 80, 800)) :]


def _insert(page: bytes, chance: random.Random) -> bytes:
    at = _place(page, chance)
    return page[:at] + chance.choice(SNIPPETS).encode("utf-8", "surrogatepass") + page[at:]


def _insert_bytes(page: bytes, chance: random.Random) -> bytes:
    at = _place(page, chance)
    return page[:at] + chance.choice(_BYTES) + page[at:]


def _splice(page: bytes, chance: random.Random) -> bytes:
    """Half of this page and half of another."""
    other = chance.choice(PAGES)
    return page[: _place(page, chance)] + other[_place(other, chance) :]


def _repeat(page: bytes, chance: random.Random) -> bytes:
    start = _place(page, chance)
    end = start + chance.choice((1, 5, 50, 500))
    return page[:start] + page[start:end] * chance.choice((2, 9, 90)) + page[end:]


def _move_tag(page: bytes, chance: random.Random) -> bytes:
    tags = list(_TAG.finditer(page))
    if not tags:
        return page
    tag, at = chance.choice(tags), _place(page, chance)
    return page[:at] + tag[0] + page[at:]


def _drop_tag(page: bytes, chance: random.Random) -> bytes:
    tags = list(_TAG.finditer(page))
    if not tags:
        return page
    tag = chance.choice(tags)
    return page[: tag.start()] + page[tag.end() :]


def _swap_words(page: bytes, chance: random.Random) -> bytes:
    """A word in another's place: a date where a name was, a tag's name where a value was."""
    words = list(_WORD.finditer(page))
    if not words:
        return page
    word, other = chance.choice(words), chance.choice(words)
    return page[: word.start()] + other[0] + page[word.end() :]


def _recode(page: bytes, chance: random.Random) -> bytes:
    """In an encoding that it does not declare."""
    return page.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _misread(page: bytes, chance: random.Random) -> bytes:
    """Read in a wrong encoding and written again, as pages that went through many hands are."""
    return page.decode("latin-1").encode("utf-8")


def _escape(page: bytes, chance: random.Random) -> bytes:
    """A stretch as JSON, as entities, or as an address writes it."""
    start = _place(page, chance)
    end = start + chance.choice((3, 30, 300))
    shown = page[start:end].decode("latin-1")
    written = chance.choice((json.dumps(shown), "".join(f"&#{ord(char)};" for char in shown), shown.upper()))
    return page[:start] + written.encode("latin-1", "replace") + page[end:]


CHANGES: tuple[_Change, ...] = (
    _flip, _cut_end, _cut_out, _insert, _insert, _insert, _insert_bytes, _splice, _repeat, _move_tag, _drop_tag,
    _swap_words, _recode, _misread, _escape,
)  # fmt: skip


def _place(page: bytes, chance: random.Random) -> int:
    """Anywhere, or in the first kilobytes, where a page describes itself."""
    return chance.randrange(min(len(page), chance.choice((3000, len(page) + 1))) + 1)
