"""Entries of sitemaps (sitemaps.org): pages, other sitemaps, and plain lists of addresses. Pure."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from .dates import edtf
from .markup import sift

_WANTED = {
    name: name
    for name in ("urlset", "sitemapindex", "url", "sitemap", "loc", "lastmod", "news", "publication_date")
}
# sitemaps.org: no more than 50,000 entries; here of at most six elements each, and then some.
_MOST = 400_000


def is_text(payload: bytes, content_type: str | None, url: str) -> bool:
    """Whether a payload is a sitemap in plain text: the address says sitemap, and each line is an address."""
    if "sitemap" not in urlsplit(url).path.lower() or "html" in (content_type or ""):
        return False
    lines = payload.removeprefix(b"\xef\xbb\xbf").split()
    return bool(lines) and all(line.startswith((b"http://", b"https://")) for line in lines)


def entries(payload: bytes, url: str) -> Iterator[tuple[str, str | None, bool]]:
    """Each entry's address as stated, its date in EDTF, and whether it is a sitemap itself.

    Raises:
        SourceError: if the sitemap cannot be read within bounds.
    """
    if is_text(payload, None, url):
        yield from ((line, None, False) for line in payload.decode("utf-8-sig", "replace").split())
        return
    for entry in sift(payload, _WANTED, (), _MOST, url).iter("url", "sitemap"):
        address = _text(entry, "loc")
        if address:
            # A news sitemap says when an article was published, which is more than when it last changed.
            stated = edtf(_text(entry, "news/publication_date")) or edtf(_text(entry, "lastmod"))
            yield address, stated, entry.tag == "sitemap"


def _text(entry: etree._Element, path: str) -> str:
    return (entry.findtext(path) or "").strip()
