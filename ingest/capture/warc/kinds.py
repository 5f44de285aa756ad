"""Which archived bytes are a page: something an article, a feed or a sitemap can be read from.

A media type that is a page's is believed unless the bytes begin as something else; where none is
stated, or one that says nothing, the bytes decide; any other is believed unless the bytes begin as
HTML or PDF. Plain text and Markdown have no beginning of their own, so they count only where stated.
"""

import re

# Bytes from which a kind can be told.
ENOUGH = 2048
_PAGES = frozenset(
    "text/html application/xhtml+xml text/plain text/markdown text/x-markdown application/pdf application/x-pdf"
    " message/rfc822 multipart/related application/x-mimearchive text/xml application/xml application/rss+xml"
    " application/atom+xml application/rdf+xml application/x-rss+xml application/feed+json".split()
)
_NOTHING_SAID = frozenset(
    "application/octet-stream binary/octet-stream application/unknown unknown/unknown application/x-unknown"
    " content/unknown */* application/gzip application/x-gzip application/json".split()
)
# What pictures, sound, films, fonts, containers, programs and databases begin with.
_BINARY = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF|BM.{4}\x00\x00|\x00\x00[\x01\x02]\x00"
    rb"|ID3|OggS|.{4}ftyp|\x1aE\xdf\xa3|FLV\x01|wOF[F2]|\x00\x01\x00\x00|OTTO"
    rb"|PK[\x03\x05\x07]|\x1f\x8b|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!|\x7fELF|MZ.\x00|\x00asm"
    rb"|SQLite format 3\x00",
    re.DOTALL,
)
_JSON = re.compile(rb"\s*+(?:\{\s*+[\"}]|\[\s*+[\[{\"\]])")
_JSON_FEED = b"https://jsonfeed.org/version/"
_MAIL = re.compile(rb"(?:From|MIME-Version|Received|Return-Path|Delivered-To): ?\S")
# The first element, behind white space, comments and processing instructions. Never goes back: a
# page of a thousand comments takes no longer than another.
_ROOT = re.compile(
    rb"(?>(?:\xef\xbb\xbf)?)(?>\s++|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<(!doctype\s++)?([a-z][\w.-]*+:)?([a-z][\w.-]*+)",
    re.IGNORECASE | re.DOTALL,
)
_HTML = frozenset(
    b"html head body title meta link base script style iframe noscript div span p a b br h1 h2 h3 table"
    b" font center article main section header nav".split()
)
_FEEDS = frozenset(b"rss feed rdf urlset sitemapindex".split())
_UTF16 = ((b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))


def media_type(content_type: str | None) -> str:
    """The media type of a Content-Type header, without parameters, in small letters."""
    return (content_type or "").partition(";")[0].strip().lower()


def stated_other(content_type: str | None) -> bool:
    """Whether a Content-Type says that something is no page, and says it clearly."""
    media = media_type(content_type)
    return bool(media) and media not in _PAGES and media not in _NOTHING_SAID


def is_page(content_type: str | None, beginning: bytes) -> bool:
    """Whether a page was archived.

    Args:
        content_type: what was stated of it, if anything.
        beginning: its first bytes, all codings undone; ENOUGH of them, or all there are.
    """
    begins_as = _begins_as(beginning)
    if media_type(content_type) in _PAGES:
        return begins_as != "other"
    if stated_other(content_type):
        return begins_as in ("html", "pdf")
    return begins_as not in ("other", "unknown")


def begins_as_page(data: bytes) -> bool:
    """Whether bytes begin as a page does, so that no coding is left to be undone."""
    return _begins_as(data[:ENOUGH]) not in ("other", "unknown")


def _begins_as(data: bytes) -> str:
    """`html`, `feed`, `pdf`, `mail`, `other` for what is no page, or `unknown`."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            data = data[2:].decode(encoding, "replace").encode()
    if data.startswith(b"%PDF-"):
        return "pdf"
    if _BINARY.match(data):
        return "other"
    if _JSON.match(data):
        return "feed" if _JSON_FEED in data.replace(b"\\/", b"/") else "other"
    if _MAIL.match(data):
        return "mail"
    root = _ROOT.match(data)
    return _root_kind(root[3].lower(), bool(root[1])) if root else "unknown"


def _root_kind(name: bytes, doctype: bool) -> str:
    if name in _HTML:
        return "html"
    if name in _FEEDS:
        return "feed"
    # Markdown and text may begin with any tag; a document of another type is none of ours.
    return "other" if doctype or name in (b"svg", b"soap", b"envelope") else "unknown"
