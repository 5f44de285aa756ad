"""What a page's meta elements say of the article: OpenGraph, Dublin Core, Parsely and the like."""

from collections.abc import Iterator

from ...records import Claim
from .claiming import Claiming, Place
from .spelling import ATTRIBUTE
from .tokens import Markup, Value

# Which names of meta elements state which field, and the method by which that is known.
NAMES: dict[str, tuple[str, str]] = {
    "og:title": ("title", "og-title"),
    "twitter:title": ("title", "twitter-title"),
    **dict.fromkeys(
        ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "citation_title", "headline", "title"),
        ("title", "meta-title"),
    ),
    **dict.fromkeys(
        ("author", "authors", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
         "citation_author", "byl", "byline", "cxenseparse:author", "article.author", "author-name"),
        ("author", "meta-author"),
    ),
    **dict.fromkeys(
        ("article:published_time", "og:article:published_time", "article:published", "published_time", "og:published_time", "datepublished",
         "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "published_at", "date",
         "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued", "dc.date.created",
         "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "article.published",
         "article_date_original", "cxenseparse:publishtime"),
        ("published", "meta-published"),
    ),
    **dict.fromkeys(
        ("article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "lastmod", "last-modified", "dcterms.modified",
         "dc.date.modified", "datemodified", "article.updated", "modified_time", "last-updated"),
        ("modified", "meta-modified"),
    ),
    "og:site_name": ("outlet", "og-site-name"),
    **dict.fromkeys(("application-name", "dc.publisher", "dcterms.publisher", "publisher", "apple-mobile-web-app-title", "citation_journal_title"), ("outlet", "meta-outlet")),
    "og:locale": ("language", "og-locale"),
    "content-language": ("language", "meta-language"),
}  # fmt: skip
# More meta elements than this no page needs.
_MANY = 500


def contents(markup: Markup) -> list[tuple[str, Value]]:
    """The names of the meta elements, in lower case, with what they say."""
    found = []
    for number, tag in enumerate(markup.named("meta")):
        if number == _MANY:
            break
        attributes = markup.attributes(tag)
        content = attributes.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and content.text and key in attributes:
                found.append((attributes[key].text.lower(), content))
    return found


def sites(metas: list[tuple[str, Value]]) -> frozenset[str]:
    """The names by which the page calls its site, case-folded."""
    return frozenset(value.text.casefold() for name, value in metas if NAMES.get(name, ("", ""))[0] == "outlet")


def claims(claiming: Claiming, metas: list[tuple[str, Value]], called: frozenset[str]) -> Iterator[Claim]:
    """What the meta elements state, in their order."""
    for name, value in metas:
        field, method = NAMES.get(name, ("", ""))
        place = Place(value.start, value.end, ATTRIBUTE)
        match field:
            case "title":
                yield from claiming.title(place, method, called)
            case "author":
                yield from claiming.authors(place, method)
            case "published" | "modified":
                yield from claiming.claim(place, field, method, "date/1")
            case "outlet":
                yield from claiming.outlet(place, method)
            case "language":
                yield from claiming.claim(place, field, method, "code/1")
