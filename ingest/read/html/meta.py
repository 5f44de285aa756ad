"""What a page's meta elements say of the article: OpenGraph, Dublin Core, Parsely and the like."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...records import Claim
from .claiming import Claiming, Place
from .headline import Title
from .spelling import ATTRIBUTE
from .tokens import Markup, Tag, Value

# Which names of meta elements state which field, by which method it is then known. A colon in a name
# is written as a full stop here.
_STATED = {
    ("title", "og-title"): "og.title",
    ("title", "twitter-title"): "twitter.title",
    ("title", "meta-title"): (
        "parsely-title sailthru.title dc.title dcterms.title citation_title headline title cxenseparse.title"
        " article.title alternativeheadline"
    ),
    ("subtitle", "og-description"): "og.description",
    ("subtitle", "twitter-description"): "twitter.description",
    ("subtitle", "meta-description"): (
        "description dc.description dcterms.description dcterms.abstract sailthru.description"
        " cxenseparse.subtitle article.description"
    ),
    ("author", "meta-author"): (
        "author authors article.author og.article.author parsely-author sailthru.author dc.creator"
        " dcterms.creator citation_author byl byline cxenseparse.author author-name"
        " mediator_author mediator.author dable.author article.author_name"
        " article.author.name dc.contributor"
    ),
    ("published", "meta-published"): (
        "article.published_time og.article.published_time article.published published_time"
        " og.published_time datepublished parsely-pub-date sailthru.date pubdate publishdate publish-date"
        " publish_date published_at"
        " mediator_published_time date dc.date dc.date.issued dc.date.created dcterms.created"
        " dcterms.date dcterms.issued citation_publication_date citation_date"
        " article_date_original cxenseparse.publishtime cxenseparse.recs.publishtime"
    ),
    ("modified", "meta-modified"): (
        "article.modified_time og.article.modified_time og.updated_time article.modified modified_time"
        " lastmod last-modified last-updated dcterms.modified dc.date.modified datemodified article.updated"
    ),
    ("outlet", "og-site-name"): "og.site_name",
    ("outlet", "meta-outlet"): (
        "application-name dc.publisher dcterms.publisher publisher apple-mobile-web-app-title"
        " citation_journal_title cxenseparse.site-name sitename"
    ),
    ("section", "meta-section"): (
        "article.section og.article.section og.section parsely-section section articlesection"
        " article.subsection cxenseparse.category sailthru.section"
    ),
    ("licence", "meta-rights"): "dc.rights dcterms.rights dcterms.license dc.license license rights",
    ("paywall", "meta-paywall"): (
        "article.content_tier og.article.content_tier content_tier isaccessibleforfree"
    ),
    ("paywall", "meta-closed"): "paywall cxenseparse.paywall is_paywall premium ispremium is-premium ispaid",
    ("image-credit", "meta-credit"): "og.image.credit image-credit",
    ("language", "og-locale"): "og.locale",
    ("language", "meta-language"): "content-language dc.language dcterms.language inlanguage",
}  # fmt: skip
_NAMES = {name: stated for stated, names in _STATED.items() for name in names.split()}
_KEYS = ("property", "name", "itemprop", "http-equiv")
# A name as it stands in a tag; what is written with entities there is none of the names above.
_NAME = re.compile(
    r"""\s(?:property|name|itemprop|http-equiv|PROPERTY|NAME|Property|Name)\s*+=\s*+["']?\s*+([^\s"'>]++)"""
)
# More meta elements than this no page needs.
_MANY = 500


class Meta(NamedTuple):
    """A meta element's name, in lower case and with full stops, and what it says."""

    name: str
    value: Value

    @property
    def place(self) -> Place:
        """Where its content stands."""
        return Place(self.value.start, self.value.end, ATTRIBUTE)


def contents(markup: Markup, tags: Sequence[Tag]) -> list[Meta]:
    """The meta elements whose names are known here, and the page's own address by OpenGraph."""
    found: list[Meta] = []
    for tag in tags[:_MANY]:
        names = [_known(name) for name in _NAME.findall(markup.text, tag.start, tag.end)]
        if not any(name in _NAMES or name == "og.url" for name in names):
            continue
        attributes = markup.attributes(tag)
        content = attributes.get("content")
        if content and content.text:
            found += (Meta(_known(attributes[key].text), content) for key in _KEYS if key in attributes)
    return found


def _known(name: str) -> str:
    return name.strip().lower().replace(":", ".")


def field(meta: Meta) -> str:
    """The field that a meta element states; empty where it is none."""
    return _NAMES.get(meta.name, ("", ""))[0]


def sites(metas: Sequence[Meta]) -> Iterator[str]:
    """The names by which the page calls its site."""
    return (meta.value.text for meta in metas if field(meta) == "outlet")


def titles(metas: Sequence[Meta]) -> Iterator[Title]:
    """The titles that the meta elements give."""
    for meta in metas:
        stated, method = _NAMES.get(meta.name, ("", ""))
        if stated == "title":
            yield Title(meta.place, method)


def claims(claiming: Claiming, metas: Sequence[Meta]) -> Iterator[Claim]:
    """What the meta elements state but for titles, in their order."""
    for meta in metas:
        stated, method = _NAMES.get(meta.name, ("", ""))
        match stated:
            case "author":
                yield from claiming.authors(meta.place, method)
            case "published" | "modified":
                yield from claiming.claim(meta.place, stated, method, "date/1")
            case "outlet":
                yield from claiming.outlet(meta.place, method)
            case "language":
                yield from claiming.claim(meta.place, stated, method, "code/1")
            case "paywall":
                rule = "access/1:closed" if method == "meta-closed" else "access/1"
                yield from claiming.claim(meta.place, stated, "meta-paywall", rule)
            case "licence":
                yield from claiming.licence(meta.place, method)
            case "subtitle" | "section" | "image-credit":
                yield from claiming.words(meta.place, stated, method)
