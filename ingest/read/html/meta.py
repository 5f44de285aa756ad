"""What a page's meta elements say of the article: OpenGraph, Dublin Core, Parsely and the like."""

from collections.abc import Iterator, Set

from ...records import Claim
from .claiming import Claiming, Place
from .spelling import ATTRIBUTE
from .tokens import Markup, Value

# Which names of meta elements state which field, by which method it is then known.
_STATED = {
    ("title", "og-title"): "og:title",
    ("title", "twitter-title"): "twitter:title",
    ("title", "meta-title"): (
        "parsely-title sailthru.title dc.title dcterms.title citation_title headline title"
    ),
    ("author", "meta-author"): (
        "author authors article:author og:article:author parsely-author sailthru.author dc.creator"
        " dcterms.creator citation_author byl byline cxenseparse:author article.author author-name"
    ),
    ("published", "meta-published"): (
        "article:published_time og:article:published_time article:published published_time"
        " og:published_time datepublished parsely-pub-date sailthru.date pubdate publishdate publish-date"
        " publish_date published_at date dc.date dc.date.issued dc.date.created dcterms.created"
        " dcterms.date dcterms.issued citation_publication_date citation_date article.published"
        " article_date_original cxenseparse:publishtime cxenseparse:recs:publishtime"
    ),
    ("modified", "meta-modified"): (
        "article:modified_time og:article:modified_time og:updated_time article:modified modified_time"
        " lastmod last-modified last-updated dcterms.modified dc.date.modified datemodified article.updated"
    ),
    ("outlet", "og-site-name"): "og:site_name",
    ("outlet", "meta-outlet"): (
        "application-name dc.publisher dcterms.publisher publisher apple-mobile-web-app-title"
        " citation_journal_title"
    ),
    ("language", "og-locale"): "og:locale",
    ("language", "meta-language"): "content-language",
}
NAMES = {name: stated for stated, names in _STATED.items() for name in names.split()}
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


def claims(claiming: Claiming, metas: list[tuple[str, Value]], called: Set[str]) -> Iterator[Claim]:
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
