"""From bytes of unknown origin to characters: byte order mark, UTF-8, UTF-16, then legacy sets.

Knows nothing of what the text says. What is no text is refused with a reason.
"""

import codecs
import re
from collections.abc import Iterable

from charset_normalizer import from_bytes

from ..errors import SourceError
from .spans import Page

# Byte order marks and the label of the bytes after them; the longer marks first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
# What a file that is no text usually begins with.
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP container"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (codecs.BOM_UTF32_BE, "UTF-32 text; convert it to UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32 text; convert it to UTF-8"),
)
# Stateless legacy encodings that news was written in; a slice of each can be decoded by itself.
_LEGACY = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "koi8_u",
    "iso8859_2",
    "iso8859_5",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
]
_LABELS = {"koi8_r": "koi8-r", "koi8_u": "koi8-u", "shift_jis": "shift_jis", "gb18030": "gb18030"}
# Labels that pages declare, by the encoding that the WHATWG Encoding Standard (section 4.2) means by
# them, where it is another than Python's or Python's name for it is. What is listed nowhere is Python's.
_DECLARED = {
    "ascii": "windows-1252", "iso8859-1": "windows-1252", "cp1252": "windows-1252",
    "iso8859-9": "windows-1254", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "shift_jis": "shift_jis", "cp932": "shift_jis",
    "euc_jp": "euc-jp", "euc_kr": "euc-kr", "big5": "big5", "big5hkscs": "big5",
    **{f"cp125{number}": f"windows-125{number}" for number in (0, 1, 3, 4, 5, 6, 7, 8)},
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}  # fmt: skip
# A page names its encoding near its beginning; the standard looks at 1024 bytes, scripts push it further.
_PRESCAN = 4096
# What bytes become in an encoding they were not written in: U+FFFD, and the C1 controls.
_BROKEN = frozenset(("\ufffd", *map(chr, range(0x80, 0xA0))))
_META = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
# Bytes that no text has, in any encoding that keeps ASCII: controls but tab, line ends, form feed.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b")) + b"\x7f"


def charset(content_type: str | None) -> Iterable[str]:
    """The encoding that a Content-Type names, if it does."""
    found = _HEADER.search(content_type or "")
    return (found[1],) if found else ()


def declared(payload: bytes, content_type: str | None) -> Iterable[str]:
    """The encodings that a page's header and its meta elements name, the header's first."""
    yield from charset(content_type)
    for match in _META.finditer(payload[:_PRESCAN]):
        yield match[1].decode("ascii", "replace")


def decode(payload: bytes, source: str, labels: Iterable[str] = ()) -> Page:
    """The payload as text.

    Args:
        payload: the bytes as they came in.
        source: the input's name, for the error.
        labels: encodings that the source names, the most trusted first. Bytes that are UTF-8
            throughout are UTF-8, whatever is said of them.

    Raises:
        SourceError: if the bytes are empty or no text.
    """
    if not payload.strip():
        raise SourceError(source, "the file is empty; nothing was added")
    for magic, what in _MAGIC:
        if payload.startswith(magic):
            raise SourceError(source, f"not plain text but {what}; nothing was added")
    page = _marked(payload) or _utf16(payload) or _strict_utf8(payload)
    page = page or _labelled(payload, labels) or _utf8(payload)
    if page is None:
        _refuse_binary(payload, source)
        page = _legacy(payload)
    if not page.text.strip():
        raise SourceError(source, "the file holds no text; nothing was added")
    _refuse_binary(page.text.encode("utf-8", "replace"), source)
    return page


def _marked(payload: bytes) -> Page | None:
    for mark, label in _MARKS:
        if payload.startswith(mark):
            return Page(payload, label, payload[len(mark) :].decode(label, "replace"), len(mark))
    return None


def _utf16(payload: bytes) -> Page | None:
    """UTF-16 without a mark: in Latin script every other byte is zero."""
    sample = payload[:4096]
    if len(sample) < 4:
        return None
    for zero, label in ((1, "utf-16le"), (0, "utf-16be")):
        high, low = sample[zero::2], sample[1 - zero :: 2]
        if high.count(0) > 0.6 * len(high) and low.count(0) < 0.05 * len(low):
            return Page(payload, label, payload.decode(label, "replace"))
    return None


def _strict_utf8(payload: bytes) -> Page | None:
    try:
        return Page(payload, "utf-8", payload.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _labelled(payload: bytes, labels: Iterable[str]) -> Page | None:
    """The first of the declared encodings that fits: one character in a hundred may be broken."""
    for label in labels:
        try:
            name = _DECLARED.get(codecs.lookup(label).name)
        except LookupError:
            continue
        text = payload.decode(name, "replace") if name else ""
        foreign = [char for char in text if char > "\x7f"]
        if name and sum(map(_BROKEN.__contains__, foreign)) * 100 <= len(foreign):
            return Page(payload, name, text)
    return None


def _utf8(payload: bytes) -> Page | None:
    """UTF-8 with a few broken sequences: at least nine in ten non-ASCII characters whole."""
    text = payload.decode("utf-8", "replace")
    whole = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return Page(payload, "utf-8", text) if text.count("\ufffd") * 9 <= whole else None


def _legacy(payload: bytes) -> Page:
    """The legacy set that makes most sense of the bytes; Windows-1252 where nothing does.

    Text in Latin letters has few bytes above 0x7F; there the detector's guesses between the
    Western sets are arbitrary, so it is asked only about scripts that would fill the page.
    """
    high = sum(1 for byte in payload if byte > 0x7F)
    letters = sum(1 for byte in payload if byte > 0x40)
    if high * 4 > letters:
        best = from_bytes(payload, cp_isolation=_LEGACY).best()
        if best is not None:
            label = _LABELS.get(best.encoding, best.encoding.replace("cp125", "windows-125"))
            return Page(payload, label, payload.decode(label, "replace"))
    return Page(payload, "windows-1252", payload.decode("windows-1252", "replace"))


def _refuse_binary(data: bytes, source: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls * 200 > len(data):
        raise SourceError(
            source, f"not text: {controls} of {len(data)} bytes are control codes; nothing was added"
        )
