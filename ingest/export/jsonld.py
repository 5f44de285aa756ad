"""Articles in schema.org's words, one JSON-LD object a line: https://schema.org/NewsArticle.

What is not known is left out. Relations are told from the later text: those that were rejected, and those whose
direction nobody knows, are not told.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..archive import payloads
from ..archive.query import Query
from ..records import Article, Entry, Relation
from . import crossposts, names
from .media import media

Line = dict[str, Any]

CONTEXT = "https://schema.org"
# What a source is to an article, by the kind of their relation.
_SOURCES = {
    "republication": "isBasedOn", "adaptation": "isBasedOn", "excerpt": "isBasedOn",
    "translation": "translationOfWork", "cites": "citation",
}  # fmt: skip
# ISO 8601, as schema.org has dates: a year, month, day or instant.
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
# What is metered is neither.
_FREE = {"free": True, "paid": False}
_STUB = "Not in this archive: known only because another article names it."


def articles(query: Query) -> Iterator[Line]:
    """Every article that is no stub."""
    for identity in query.articles():
        yield article(query, query.entry(identity))


def article(query: Query, entry: Entry) -> Line:
    """An article, with its text, the bytes it was read from, and the articles that it comes from."""
    known = entry.article
    values = {one.field: one.values for one in entry.decisions}
    same = query.resolution(known.id)
    return _known(
        {
            "@context": CONTEXT,
            **_reference(known),
            "description": _first(values.get("subtitle")),
            "author": _authors(known, values),
            "datePublished": _date(known.published),
            "dateModified": _date(_first(values.get("modified"))),
            "inLanguage": known.language,
            "articleSection": _first(values.get("section")),
            **_licence(_first(values.get("licence"))),
            "isAccessibleForFree": _FREE.get(_first(values.get("paywall")) or ""),
            "articleBody": entry.text,
            "encoding": _encoding(query, entry.raw_sha256),
            "associatedMedia": _text(entry.text_sha256),
            "sameAs": names.urn("article", same) if same else None,
            **_sources(query, known.id),
        }
    )


def _reference(known: Article) -> Line:
    """What an article is known by; of a stub, that it is one."""
    outlet = known.outlet
    return _known(
        {
            "@type": "NewsArticle",
            "@id": names.urn("article", known.id),
            "identifier": known.id,
            "url": known.url,
            "headline": known.title,
            "publisher": {"@type": "Organization", "name": outlet} if outlet else None,
            "description": _STUB if known.stub else None,
        }
    )


def _authors(known: Article, values: dict[str, tuple[str, ...]]) -> list[Line]:
    bodies = {*values.get("agency", ()), *values.get("organisation", ())}
    return [{"@type": "Organization" if name in bodies else "Person", "name": name} for name in known.authors]


def _date(edtf: str | None) -> str | Line | None:
    """A date as schema.org has it; what ISO 8601-1 cannot tell (about, before, either) is named as EDTF."""
    if edtf is None or _ISO.fullmatch(edtf):
        return edtf
    return {"@type": _EDTF, "@value": edtf}


def _licence(said: str | None) -> Line:
    """`license` is an address; words that a page prints are a notice."""
    return {"license" if said and said.startswith(("http://", "https://")) else "copyrightNotice": said}


def _encoding(query: Query, sha256: str | None) -> Line | None:
    """The bytes that came in."""
    if sha256 is None:
        return None
    payload = payloads.payload(query, sha256)
    return {
        "@type": "MediaObject",
        "@id": names.BYTES + sha256,
        "encodingFormat": media(query, payload).type,
        "contentSize": f"{payload.size} B",
        "sha256": sha256,
    }


def _text(sha256: str | None) -> Line | None:
    """The text that was read from them, as `articleBody` in UTF-8."""
    return (
        {"@type": "MediaObject", "encodingFormat": "text/plain; charset=utf-8", "sha256": sha256}
        if sha256
        else None
    )


def _sources(query: Query, article: str) -> dict[str, list[Line]]:
    """The articles that an article, under whichever id, comes from."""
    found: dict[str, dict[str, Line]] = {}
    for same in query.same(article):
        for _, relation in query.relations(same):
            one, other = crossposts.ends(query, relation)
            source = query.article(other)
            if relation.from_id == same and _told(relation) and one != other and source:
                found.setdefault(_SOURCES[relation.kind], {})[other] = _reference(source)
    return {term: [told[one] for one in sorted(told)] for term, told in sorted(found.items())}


def _told(relation: Relation) -> bool:
    return relation.directed and relation.status != "rejected" and relation.kind in _SOURCES


def _first(values: Iterable[str] | None) -> str | None:
    return next(iter(values or ()), None)


def _known(line: Line) -> Line:
    return {term: value for term, value in line.items() if value not in (None, [])}
