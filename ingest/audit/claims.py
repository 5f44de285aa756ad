"""Claims and attributions: their quotes say what they are said to say, and they rest on their own article."""

from collections.abc import Iterator

from .. import canon
from ..archive.query import Query
from ..archive.rows import Version
from ..archive.visits import Visits
from ..read import attribution, headers
from ..read.knowledge import Knowledge
from ..read.requoted import again
from ..read.rules import apply
from ..records import Attribution, Claim, Finding
from .guard import guarded
from .look import Look
from .quotes import quote

SUBJECT = "claims"
CODES = ("claim-id", "claim-value", "claim-rule", "attribution-value", "version-foreign")


def check(look: Look) -> Iterator[Finding]:
    """Findings on claims and attributions."""
    query, knowledge = look.query, look.knowledge
    yield from guarded("claims", _identities(look))
    yield from guarded("claims and attributions", _homes(query))
    for article in look.articles(" articles' claims"):
        versions = list(query.versions(article))
        for version in versions:
            subject = f"article {article}, version {version.id}"
            yield from guarded(subject, _of_version(query, article, version, knowledge))
        for version in versions[:1]:
            yield from guarded(f"article {article}", _beside(query, article, version, knowledge))


def _identities(look: Look) -> Iterator[Finding]:
    """A claim's id is made of all that it says: whoever changed a word of it cannot keep the id."""
    claims = look.query.all_claims(look.only("claims.article IN temp.sample"))
    for identity, article, payload, claim in look.watched(claims, " claims"):
        expected = canon.claim_id(article, payload, claim)
        if expected != identity:
            subject = f"claim {identity}, {claim.field} of article {article}"
            yield Finding("claim-id", subject, expected, identity)


def _homes(query: Query) -> Iterator[Finding]:
    """What is said of an article rests on a version of that article."""
    for kind in ("claims", "attributions"):
        sql = (
            f"SELECT {kind}.article AS article, version, versions.article AS home"
            f" FROM {kind} JOIN versions ON versions.id = version WHERE {kind}.article <> versions.article"
        )
        for row in query.rows(sql):
            subject = f"article {row['article']}, {kind} from version {row['version']}"
            yield Finding("version-foreign", subject, "a version of that article", f"one of {row['home']}")


def _of_version(query: Query, article: str, version: Version, knowledge: Knowledge) -> Iterator[Finding]:
    machine = query.machine_claims(version.id)
    # Dates in attributions were read in the language that the reader found, whatever people say of it.
    language = next((claim.value for claim in machine if claim.field == "language"), None)
    for claim in machine:
        subject = f"article {article}, {claim.field} by {claim.method}"
        yield from guarded(subject, _value(subject, claim, knowledge))
    for found in query.attributions(version.id):
        subject = f"article {article}, attribution to {found.outlet or found.title or found.url}"
        yield from guarded(subject, _named(subject, found, language, knowledge))


def _value(subject: str, claim: Claim, knowledge: Knowledge) -> Iterator[Finding]:
    try:
        found = apply(claim.rule or "", claim.quote or "", knowledge)
    except KeyError:
        yield Finding("claim-rule", subject, "a rule that this version knows", repr(claim.rule))
        return
    if found != claim.value:
        yield Finding("claim-value", subject, repr(claim.value), f"{found!r} by {claim.rule}")


def _named(subject: str, stated: Attribution, language: str | None, knowledge: Knowledge) -> Iterator[Finding]:
    """Read the quote again: among what it names must be what the attribution says."""
    if not any(attribution.same(stated, found) for found in again(stated.quote, knowledge, language)):
        yield Finding("attribution-value", subject, f"{stated.kind} of {stated.outlet}", "not in the quote")


def _beside(query: Query, article: str, version: Version, knowledge: Knowledge) -> Iterator[Finding]:
    """What the article's address says, the address it came from, and the headers with which it did."""
    stored, answered = query.article(article), Visits(query).answered(article, version.id)
    url = answered.url if answered else ""
    lines = headers.lines(answered.headers) if answered else ""
    for claim in query.deciding_claims(article, version.id):
        if claim.where not in ("address", "headers"):
            continue
        subject = f"article {article}, {claim.field} by {claim.method}"
        address = url if claim.field == "url" else (stored.url if stored else None) or ""
        text = address if claim.where == "address" else lines
        yield from quote("claim-quote", subject, text.encode(), "utf-8", claim)
        yield from guarded(subject, _value(subject, claim, knowledge))
