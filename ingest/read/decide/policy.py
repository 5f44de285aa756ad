"""Decides which claims hold. Pure: from claims to the same claims with the chosen ones marked.

The order below is the whole policy: for each field the methods, the most trusted first. A
person's assertion stands above them all; of several assertions the latest holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from ...records import Claim, Decision
from ..language import VERSION

# Changes whenever the same claims may be decided differently than before.
POLICY = "policy/2"

ORDER: dict[str, tuple[str, ...]] = {
    # A description of the article made for machines ("json-ld") has the headline alone; a second one on
    # the page may be of another article; search engines and social networks may be shown others; the
    # page's own title has the site's name in it. In plain text, a converter's heading mark is the page's
    # own; repetition (breadcrumb, page title) confirms a line. A mail's subject is what its sender called
    # it, while the first lines of newsletters are their name and "view in browser". What a PDF says its
    # title is, is often a draft's or a template's.
    "title": (
        "mail-subject", "json-ld", "heading", "og-title", "meta-title", "json-ld-page", "twitter-title",
        "page-title", "json-ld-name", "json-ld-other", "json-ld-page-name", "json-ld-other-name",
        "markdown-heading", "repeated-line", "heading-lines", "heading-line", "pdf-title",
    ),
    # A description says who is a person; a cue ("by") says what the name is; a lone name is known by its
    # place; meta elements name editors and desks too, a foot others; an organisation wrote nothing itself.
    # A newsletter's sender may write for somebody; a PDF's author may be whoever owned the computer.
    "author": (
        "json-ld", "byline", "author-element", "json-ld-page", "meta-author", "name-line", "mail-from",
        "json-ld-other", "other-articles", "json-ld-organisation", "pdf-author",
    ),
    # A description says which date it is, to the minute; so does a cue ("Posted"). A time element beside
    # the heading may be either date; a path in the address is the site's habit, not a statement.
    # A mail is published when it is sent, whatever older dates it prints; a PDF's file may have been
    # made long after its text: a guess, used where nothing is printed.
    "published": (
        "mail-date", "json-ld", "meta-published", "json-ld-page", "time-element", "date-cue", "date-line",
        "json-ld-other", "address-date", "pdf-created",
    ),
    # When a server says that a page changed is often when it was made for this reader.
    "modified": (
        "json-ld", "meta-modified", "json-ld-page", "time-element", "date-cue", "json-ld-other",
        "header-modified",
    ),
    # What people of the archive call the outlet of a domain stands above what the registry calls it. The
    # address is where it stands; the site's own name is better than its owner's, which descriptions,
    # copyright lines and printed domains may give. A sender whom the registry knows speaks for itself;
    # one it does not know may be a mailing service.
    "outlet": (
        "address-named", "address-domain", "mail-from", "og-site-name", "json-ld", "json-ld-page",
        "meta-outlet", "copyright-line", "printed-domain", "mail-sender", "address-host",
    ),
    # Who else is named as author: an agency whose text it is, a desk or the outlet itself.
    "agency": ("json-ld", "byline", "json-ld-page", "meta-author", "json-ld-other"),
    "organisation": ("json-ld", "byline", "json-ld-page", "meta-author", "json-ld-other"),
    "subtitle": ("json-ld", "standfirst", "og-description", "meta-description", "twitter-description"),
    "section": ("json-ld", "meta-section", "breadcrumb", "address-section"),
    "licence": ("json-ld", "rel-license", "meta-rights", "copyright-line"),
    "paywall": ("json-ld", "meta-paywall", "paywall-words"),
    "image-credit": ("json-ld", "caption-credit"),
    # The text itself is believed before the template it stands in.
    "language": (f"n-grams {VERSION}", "json-ld", "html-lang", "og-locale", "meta-language", "header-language"),
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
# Nobody published a web page before the web.
_FIRST_WEB_YEAR = "1990"
# Kiribati's Line Islands keep the earliest clock.
_EASTERNMOST = timezone(timedelta(hours=14))


def decide(claims: Iterable[Claim], captured_at: str | None, url: str | None) -> tuple[Claim, ...]:
    """The claims in their order, with `chosen` set on those that hold.

    Args:
        claims: everything stated about one article; assertions in the order they were made.
        captured_at: when the payload was retrieved, None where unknown. No date that was still to come holds.
        url: the article's address, None where unknown.
    """
    claims = [replace(claim, chosen=False) for claim in claims]
    chosen: set[int] = set()
    for field in {claim.field for claim in claims}:
        candidates = [index for index, claim in enumerate(claims) if claim.field == field]
        chosen.update(_best(claims, candidates, captured_at, url))
    return tuple(
        replace(claim, chosen=True) if index in chosen else claim for index, claim in enumerate(claims)
    )


def values(claims: Iterable[Claim], field: str) -> tuple[str, ...]:
    """The chosen values of a field, without repetition."""
    found = (claim.value for claim in claims if claim.chosen and claim.field == field)
    return tuple(dict.fromkeys(value for value in found if value is not None))


def authors(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Who an article names as its authors: persons and agencies, an organisation where neither is named.

    Where a person said who the authors are, it is they alone.
    """
    claims = tuple(claims)
    people, agencies = values(claims, "author"), values(claims, "agency")
    if any(claim.asserted and claim.chosen and claim.field == "author" for claim in claims):
        return people
    return tuple(dict.fromkeys((*people, *agencies))) or values(claims, "organisation")


def explain(claims: Iterable[Claim], captured_at: str | None, url: str | None) -> tuple[Decision, ...]:
    """Why each field has its value, sorted by field; of claims that are decided already.

    Args:
        claims: as `decide` gave them.
        captured_at: as it was given.
        url: as it was given.
    """
    claims = tuple(claims)
    return tuple(_explained(field, claims) for field in sorted({claim.field for claim in claims}))


def _explained(field: str, claims: Sequence[Claim]) -> Decision:
    held = [claim for claim in claims if claim.field == field and claim.chosen]
    methods = ", ".join(dict.fromkeys(claim.method for claim in held))
    return Decision(field, values(claims, field), methods, 500 if held else 0)


def value(claims: Iterable[Claim], field: str) -> str | None:
    """The chosen value of a field that has one."""
    return next(iter(values(claims, field)), None)


def _best(
    claims: Sequence[Claim], candidates: list[int], captured_at: str | None, url: str | None
) -> list[int]:
    asserted = [index for index in candidates if claims[index].asserted]
    if asserted:
        latest = claims[asserted[-1]]
        if latest.field not in MANY:
            return asserted[-1:]
        return [i for i in asserted if _same_act(claims[i], latest)]
    plausible = [index for index in candidates if _plausible(claims[index], captured_at, url)]
    order = ORDER.get(claims[candidates[0]].field, ())
    plausible.sort(key=lambda index: _rank(order, claims[index].method))
    if not plausible:
        return []
    best = claims[plausible[0]]
    if best.field not in MANY:
        return plausible[:1]
    return [index for index in plausible if claims[index].method == best.method]


def _same_act(claim: Claim, other: Claim) -> bool:
    """Whether two assertions were made together (the authors of one correction)."""
    return (claim.asserted_at, claim.by, claim.where) == (other.asserted_at, other.by, other.where)


def _rank(order: tuple[str, ...], method: str) -> int:
    return order.index(method) if method in order else len(order)


def _plausible(claim: Claim, captured_at: str | None, url: str | None) -> bool:
    """Whether a date can be one of publication; other fields always can."""
    if claim.field not in ("published", "modified") or claim.value is None:
        return True
    if captured_at and claim.value[:10] > _latest_day(captured_at)[: len(claim.value[:10])]:
        return False
    return url is None or claim.value[:4] >= _FIRST_WEB_YEAR


def _latest_day(instant: str) -> str:
    """The latest day that it is anywhere on earth at an instant: that of UTC+14."""
    return datetime.fromisoformat(instant).astimezone(_EASTERNMOST).date().isoformat()
