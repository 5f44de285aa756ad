"""The archive's codes in plain English, for terminal and pages: methods, relations, dates.

One copy, so that every place says the same. Nothing here formats for a medium or reads an archive.
"""

import re
from collections.abc import Callable, Sequence

from babel import Locale, UnknownLocaleError

from ..read import decide, doubts
from ..records import (
    Act,
    CaptureOutcome,
    Claim,
    Decision,
    Entry,
    Relation,
    RelationKind,
    RelationStatus,
    Retrieval,
)
from ..relate.changes import Summary
from ..relate.substitutions import Substitution

# The fields in the order in which pages tell them.
FIELDS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "author": "Authors",
    "agency": "Agencies",
    "organisation": "Organisations named as authors",
    "published": "Published",
    "modified": "Modified",
    "outlet": "Outlet",
    "section": "Section",
    "language": "Language",
    "licence": "Licence",
    "paywall": "Paywall",
    "image-credit": "Image credit",
    "url": "Address",
}
# Those that every article is asked for, also where nothing is claimed of them.
ASKED = frozenset(("title", "author", "published", "outlet", "language", "url"))

# How a claim's method reads in a sentence: "the date is read from ...".
METHODS = {
    "markdown-heading": "a heading marked in the text",
    "repeated-line": "a line that the page repeats",
    "heading-lines": "two lines above the text",
    "heading-line": "a line above the text",
    "source-line": "a printed line that names the sources",
    "byline": "the byline",
    "name-line": "a name alone on a line above the text",
    "other-articles": "a pointer to other articles by this person",
    "date-cue": "a date line with a cue",
    "date-line": "a date alone on a line",
    "address-date": "the date in the address",
    "address-named": "the domain of the address, as people of this archive named its outlet",
    "address-domain": "the domain of the address, through the registry of outlets",
    "address-host": "the host of the address, which the registry does not know",
    "copyright-line": "the copyright line",
    "printed-domain": "an address printed on the page, through the registry of outlets",
    "retrieved": "the address from which it came",
    "canonical-link": "the page's canonical link",
    "og-url": "the address the page gives to social networks",
    "singlefile-url": "the address that SingleFile noted when it saved the page",
    "json-ld": "the article's description for machines (JSON-LD)",
    "json-ld-name": "a name in the article's description for machines (JSON-LD)",
    "json-ld-alternative": "another headline in the article's description for machines (JSON-LD)",
    "json-ld-page": "the page's description for machines (JSON-LD)",
    "json-ld-page-name": "a name in the page's description for machines (JSON-LD)",
    "json-ld-page-alternative": "another headline in the page's description for machines (JSON-LD)",
    "json-ld-other": "another description for machines on the page (JSON-LD)",
    "json-ld-other-name": "a name in another description for machines on the page (JSON-LD)",
    "json-ld-other-alternative": "another headline in another description for machines on the page (JSON-LD)",
    "microdata": "marks for machines in the page's text (microdata)",
    "microdata-name": "a name marked for machines in the page's text (microdata)",
    "microdata-alternative": "another headline marked for machines in the page's text (microdata)",
    "rdfa": "marks for machines in the page's text (RDFa)",
    "rdfa-name": "a name marked for machines in the page's text (RDFa)",
    "rdfa-alternative": "another headline marked for machines in the page's text (RDFa)",
    "heading": "the page's heading",
    "other-heading": "another heading of the page",
    "page-title": "the page's title element",
    "og-title": "the title the page gives to social networks",
    "twitter-title": "the title the page gives to Twitter",
    "meta-title": "a title in the page's meta elements",
    "author-element": "an element marked as the author",
    "meta-author": "an author in the page's meta elements",
    "meta-published": "a date of publication in the page's meta elements",
    "meta-modified": "a date of change in the page's meta elements",
    "time-element": "a time element of the page",
    "htmldate": "a date that the program htmldate found on the page",
    "og-site-name": "the site's name as given to social networks",
    "meta-outlet": "the site's name in the page's meta elements",
    "meta-section": "the section in the page's meta elements",
    "meta-rights": "the rights in the page's meta elements",
    "meta-paywall": "a paywall in the page's meta elements",
    "meta-credit": "a picture's credit in the page's meta elements",
    "meta-description": "the description in the page's meta elements",
    "og-description": "the description the page gives to social networks",
    "twitter-description": "the description the page gives to Twitter",
    "standfirst": "the words between heading and text",
    "breadcrumb": "the path of headings above the text",
    "rel-license": "a link to the licence",
    "caption-credit": "the caption of a picture",
    "n-grams": "the letter sequences of the text",
    "header-modified": "the Last-Modified header of the answer",
    "header-language": "the Content-Language header of the answer",
    "header-link": "the canonical link in the answer's headers",
    "html-lang": "the language the page declares",
    "og-locale": "the locale the page gives to social networks",
    "meta-language": "the language in the page's meta elements",
    "mail-subject": "the mail's subject",
    "mail-from": "the mail's sender",
    "mail-sender": "the name of the mail's sender",
    "mail-date": "the date of the mail",
    "mail-archived-at": "the address at which the mail says it can be read",
    "mhtml-location": "the address at which a browser saved the page",
    "pdf-title": "the title in the PDF's document information",
    "pdf-author": "the author in the PDF's document information",
    "pdf-created": "the day on which the PDF was made",
    # A headline with all that stands around it, or one of its parts: kept to be seen, never chosen.
    "title-whole": "the page's title element, with the names in it",
    "title-part": "a part of the page's title element",
    "heading-part": "a part of the page's heading",
}

# Each kind of relation seen from the later text, and from its source.
RELATIONS: dict[RelationKind, tuple[str, str]] = {
    "republication": ("Republication of", "Republished as"),
    "adaptation": ("Adaptation of", "Adapted in"),
    "excerpt": ("Excerpt from", "Excerpted in"),
    "translation": ("Translation of", "Translated as"),
    "cites": ("Names as a source", "Named as a source by"),
    "shared-quotation": ("Quotes the same words as",) * 2,
    "shared-source": ("Carries a third text, as does",) * 2,
}
# The same where nothing tells which of the two came first.
UNDIRECTED: dict[RelationKind, str] = {
    "republication": "Carries the same text as",
    "adaptation": "Carries the same text, edited, as",
    "excerpt": "Has a part of its text in common with",
    "translation": "Says the same in another language as",
}

STATUSES: dict[RelationStatus, str] = {
    "asserted": "asserted: the later text says so itself",
    "detected": "detected: found by comparing the texts",
    "confirmed": "confirmed by a person",
    "rejected": "rejected by a person",
}

# Why one of two texts is held to be the later, told of that one; relate/direction.py weighs them.
SIGNS = {
    "attribution": "its text names that outlet as its source",
    "link": "it links to that page",
    "cites": "it cites that outlet",
    "inherited": "the words in common name that outlet, and not its own",
    "furniture": "it asks its readers for that outlet, as that outlet's pages do",
    "errors": "broken characters in the words in common are that page's, its own words are sound",
    "broken": "the words in common are broken in it and sound there, which alone would tell nothing",
    "later": "it came out later, which alone would tell nothing",
    "third": "both name one and the same third outlet as the source of their text",
}
UNKNOWN_DIRECTION = "nothing tells which of the two came first"

# What sort of fact supports a relation.
FACTS = {
    "attribution": "the text says so",
    "passage": "the same words",
    "link": "a link",
    "named-by-another": "a third article that carries the text names its original",
}

# What a retrieval brought, in a list of them.
_OUTCOMES: dict[CaptureOutcome, str] = {
    "captured": "retrieved",
    "not-modified": "seen again, not modified",
    "gone": "gone",
    "soft-404": "an error page stood in its place",
    "consent": "a consent wall stood in its place",
    "paywall-stub": "only the beginning was left, before a paywall",
    "login": "a login page stood in its place",
    "bot-check": "a check for robots stood in its place",
    "no-article": "a page without an article stood in its place",
}

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d)(?:T(\d\d:\d\d)\S*?(Z|[+-]\d\d:\d\d)?)?)?)?")


def known_from(claim: Claim) -> str:
    """How a value is known, in words."""
    name, _, tool = claim.method.partition(" ")
    said = METHODS.get(name, name)
    return f"{said} ({tool})" if tool else said


def by_standing(claims: Sequence[Claim]) -> Callable[[Claim], tuple[bool, bool, int]]:
    """The key that sorts claims of one field: chosen, then of the same value, then of others.

    Claims of one value come together, in the order in which the values first appear.
    """
    held = {claim.value for claim in claims if claim.chosen}
    values = list(dict.fromkeys(claim.value for claim in claims))
    return lambda claim: (not claim.chosen, claim.value not in held, values.index(claim.value))


def value(known: Entry, field: str) -> str | None:
    """What was decided of a field; of several values all."""
    found = next((one.values for one in known.decisions if one.field == field), ())
    if not known.decisions:  # a stub, or decided before decisions were kept
        kept = getattr(known.article, {"author": "authors"}.get(field, field), None)
        found = kept if isinstance(kept, tuple) else (kept,) if kept else ()
    return "; ".join(found) or None


def doubted(decided: Decision) -> tuple[str, ...]:
    """What a person should look at, the worst first."""
    return tuple(doubts.words(code) for code in decided.doubts)


def certainty(decided: Decision) -> str:
    """Reason and confidence: `JSON-LD agrees with the heading (confidence 750 of 1000)`."""
    return f"{decided.reason or 'nothing is claimed'} (confidence {decided.confidence} of 1000)"


def outdated(policy: str | None) -> str | None:
    """That an article was decided by another policy than this version's, None where it was by this one."""
    if policy == decide.POLICY:
        return None
    by = f"decided by {policy}" if policy else "to be decided again"
    return f"{by}; the next command that writes decides it by {decide.POLICY}"


def related(found: Relation, later: bool) -> str:
    """How one end of a relation stands to the other. `later` says that it is the first end."""
    if not found.directed and found.kind in UNDIRECTED:
        return UNDIRECTED[found.kind]
    return RELATIONS[found.kind][0 if later else 1]


def status(found: RelationStatus, directed: bool) -> str:
    """Who says so: the text, the comparing, or a person."""
    if found == "asserted" and not directed:
        return "asserted: their texts say so themselves"
    return STATUSES[found]


def act(said: Act) -> str:
    """Who said something of relations, when and why: `by Ann on 2 January 2026, because she was there`."""
    because = f", because: {said.basis}" if said.basis else ""
    return f"by {said.by} on {date(said.asserted_at[:10])}{because}"


def replaced(found: Substitution) -> str:
    """Words and what stands in their place: `“Rochester” → “Rockford” (5 times)`."""
    often = f" ({found.count} times)" if found.count > 1 else ""
    return f"“{found.one}” → “{found.other}”{often}"


def retrieval(kept: Retrieval, again: bool) -> str:
    """What a retrieval brought. `again` says that it were bytes seen before."""
    if kept.outcome == "captured" and again:
        return "seen again, the same bytes"
    status = f" (status {kept.response.status})" if kept.outcome == "gone" and kept.response else ""
    return _OUTCOMES[kept.outcome] + status


def changed(found: Summary) -> str:
    """How much changed, in words."""
    parts = [
        found.words_added and f"{count(found.words_added, 'word')} added",
        found.words_removed and f"{count(found.words_removed, 'word')} removed",
        found.paragraphs_moved and f"{count(found.paragraphs_moved, 'paragraph')} moved",
    ]
    return ", ".join(part for part in parts if part) or "no word changed"


def count(number: int, one: str) -> str:
    """A number of things: `1 word`, `2 words`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def date(edtf: str) -> str:
    """A date or instant as people write it; what is not understood stays as it is."""
    found = _DATE.fullmatch(edtf)
    if not found:
        return edtf
    year, month, day, time, offset = found.groups()
    if not month:
        return year
    words = f"{_MONTHS[int(month) - 1]} {year}"
    if day:
        words = f"{int(day)} {words}"
    if time:
        words += f", {time}" + {None: "", "Z": " UTC", "+00:00": " UTC"}.get(offset, f" (UTC{offset})")
    return words


def unknown_part(edtf: str) -> str | None:
    """What a date leaves open."""
    if re.fullmatch(r"\d{4}-\d\d", edtf):
        return "the day is not known"
    return "month and day are not known" if re.fullmatch(r"\d{4}", edtf) else None


def language(code: str | None) -> str | None:
    """A language's English name; its code where it has none."""
    if not code:
        return None
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
