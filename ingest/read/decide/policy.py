"""The policy of decisions: which statements are trusted, in which order, and which are one voice.

Owns the lists that a reader may want to see and change; no logic beyond looking things up in them.
A person's assertion stands above them all; of several assertions the latest holds. How claims of
one field are weighed where the order alone does not say it is told in `titles`, `people` and
`dates`; `docs/decisions.md` explains the whole.
"""

from collections import Counter
from collections.abc import Iterable

from ...records import Claim

# Changes whenever the same claims may be decided differently than before.
POLICY = "policy/3"

# For each field the methods, the most trusted first; a tool's without its version (`htmldate 1.9`).
ORDER: dict[str, tuple[str, ...]] = {
    # Of the headlines that disagree, `titles` says which holds; this order breaks the ties.
    # A description of the article made for machines ("json-ld") has the headline alone; a second one on
    # the page may be of another article; search engines and social networks may be shown others; the
    # page's own title has the site's name in it. In plain text, a converter's heading mark is the page's
    # own; repetition (breadcrumb, page title) confirms a line. A mail's subject is what its sender called
    # it, while the first lines of newsletters are their name and "view in browser". What a PDF says its
    # title is, is often a draft's or a template's.
    "title": (
        "mail-subject", "json-ld", "heading", "og-title", "meta-title", "microdata", "rdfa", "json-ld-page",
        "twitter-title", "page-title", "json-ld-name", "microdata-name", "rdfa-name", "json-ld-alternative",
        "microdata-alternative", "rdfa-alternative", "json-ld-other", "json-ld-page-name",
        "json-ld-page-alternative", "json-ld-other-name", "json-ld-other-alternative", "other-heading",
        "markdown-heading", "repeated-line", "heading-lines", "heading-line", "pdf-title",
    ),
    # A description says who is a person; a cue ("by") says what the name is; a lone name is known by its
    # place; meta elements name editors and desks too, a foot others; an organisation wrote nothing itself.
    # A newsletter's sender may write for somebody; a PDF's author may be whoever owned the computer.
    "author": (
        "json-ld", "byline", "author-element", "microdata", "rdfa", "json-ld-page", "meta-author",
        "name-line", "mail-from", "json-ld-other", "other-articles", "pdf-author",
    ),
    # A description says which date it is, to the minute; so does a cue ("Posted"). A time element beside
    # the heading may be either date; a path in the address is the site's habit, not a statement.
    # A mail is published when it is sent, whatever older dates it prints; a PDF's file may have been
    # made long after its text: a guess, used where nothing is printed. So is what htmldate finds.
    "published": (
        "mail-date", "json-ld", "meta-published", "microdata", "rdfa", "json-ld-page", "time-element",
        "date-cue", "date-line", "json-ld-other", "address-date", "htmldate", "pdf-created",
    ),
    # When a server says that a page changed is often when it was made for this reader.
    "modified": (
        "json-ld", "meta-modified", "microdata", "rdfa", "json-ld-page", "time-element", "date-cue",
        "json-ld-other", "header-modified",
    ),
    # What people of the archive call the outlet of a domain stands above what the registry calls it. The
    # address is where it stands; the site's own name is better than its owner's, which descriptions,
    # copyright lines and printed domains may give. A sender whom the registry knows speaks for itself;
    # one it does not know may be a mailing service.
    "outlet": (
        "address-named", "address-domain", "mail-from", "og-site-name", "json-ld", "microdata", "rdfa",
        "json-ld-page", "meta-outlet", "json-ld-other", "page-title", "copyright-line", "printed-domain",
        "mail-sender", "address-host",
    ),
    # Who else is named as author: an agency whose text it is, a desk or the outlet itself.
    "agency": (
        "json-ld", "byline", "author-element", "microdata", "rdfa", "json-ld-page", "meta-author",
        "json-ld-other", "source-line",
    ),
    "organisation": (
        "json-ld", "byline", "author-element", "microdata", "rdfa", "json-ld-page", "meta-author",
        "json-ld-other",
    ),
    "subtitle": (
        "standfirst", "json-ld", "microdata", "rdfa", "og-description", "meta-description",
        "twitter-description",
    ),
    "section": ("json-ld", "microdata", "rdfa", "meta-section", "breadcrumb"),
    "licence": ("json-ld", "microdata", "rdfa", "rel-license", "meta-rights", "copyright-line"),
    "paywall": ("json-ld", "microdata", "rdfa", "meta-paywall"),
    "image-credit": ("json-ld", "caption-credit", "meta-credit"),
    # The text itself is believed before the template it stands in.
    "language": (
        "n-grams", "json-ld", "html-lang", "og-locale", "meta-language", "json-ld-page", "json-ld-other",
        "header-language",
    ),
    # What the page calls its own address outlives the one it happened to be asked at (what it declares
    # for search engines is kept in order more than what it shows networks); then where it was had, where
    # a browser saved it, where a mail says it can be read.
    "url": (
        "canonical-link", "og-url", "retrieved", "singlefile-url", "mhtml-location", "mail-archived-at",
        "header-link",
    ),
}  # fmt: skip
# Fields of which several values hold together.
MANY = frozenset(("author", "agency", "organisation"))
# An article without one of these is worth a look.
WANTED = ("title", "published", "outlet")
# Where differing statements contradict each other. Descriptions, sections and credits may well differ.
RIVALS = frozenset(("title", "author", "published", "modified", "outlet", "language", "url"))

# Methods that repeat one hand's words are one witness: a publisher's system fills all of them at once.
# What is not listed is a witness of its own.
FAMILIES: dict[str, tuple[str, ...]] = {
    "description": (
        "json-ld", "json-ld-name", "json-ld-alternative", "json-ld-page", "json-ld-page-name",
        "json-ld-page-alternative", "json-ld-other", "json-ld-other-name", "json-ld-other-alternative",
    ),
    "head": (
        "og-title", "twitter-title", "meta-title", "page-title", "meta-author", "meta-published",
        "meta-modified", "og-site-name", "meta-outlet", "og-locale", "meta-language", "html-lang",
        "canonical-link", "og-url", "og-description", "meta-description", "twitter-description",
        "meta-section", "meta-rights", "meta-paywall", "meta-credit",
    ),
    "print": (
        "heading", "other-heading", "microdata", "microdata-name", "microdata-alternative", "rdfa",
        "rdfa-name", "rdfa-alternative", "markdown-heading", "repeated-line", "heading-lines", "heading-line",
        "byline", "author-element", "source-line",
        "name-line", "time-element", "date-cue", "date-line", "copyright-line",
        "printed-domain", "standfirst", "breadcrumb", "caption-credit", "rel-license",
    ),
    "address": ("address-domain", "address-host", "address-date", "retrieved"),
}  # fmt: skip
# What is known by its place or its habit alone, or said of something beside the article's own: believed
# where nothing else speaks, a witness for nothing and against nothing.
GUESSES = frozenset(
    (
        "json-ld-other", "json-ld-other-name", "json-ld-other-alternative", "json-ld-alternative",
        "json-ld-page-alternative", "microdata-alternative", "rdfa-alternative", "other-heading",
        "other-articles", "name-line", "heading-line", "heading-lines", "address-host", "htmldate",
        "pdf-title", "pdf-author", "pdf-created",
    )
)  # fmt: skip

# So many claims of a field by one method are looked at: no article has more authors or headlines.
_MANY = 50
_FAMILY = {method: family for family, methods in FAMILIES.items() for method in methods}


def voice(method: str) -> str:
    """The method as the lists above name it: without its tool's version."""
    return method.partition(" ")[0]


def is_variant(method: str) -> bool:
    """Whether a method only gives a headline again: with the names around it, or a part of it."""
    return method.endswith(("-whole", "-part"))


def family(method: str) -> str:
    """The witness whose words a method reads."""
    name = voice(method)
    return _FAMILY.get(name, name)


def guesses(claim: Claim) -> bool:
    """Whether a claim is a guess."""
    return voice(claim.method) in GUESSES


def rank(field: str, method: str) -> int:
    """The place of a method in its field's order; behind the last where it is not in it."""
    order, name = ORDER.get(field, ()), voice(method)
    return order.index(name) if name in order else len(order)


def ranked(claims: Iterable[Claim], field: str) -> list[Claim]:
    """What machines read of a field, the most trusted first; of one method in the order of the page.

    What a page repeats without end is looked at only so far.
    """
    found: list[Claim] = []
    seen: Counter[str] = Counter()
    for claim in claims:
        if claim.field == field and not claim.asserted and seen[claim.method] < _MANY:
            seen[claim.method] += 1
            found.append(claim)
    return sorted(found, key=lambda claim: rank(field, claim.method))
