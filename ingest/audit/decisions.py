"""Decisions: the chosen claims, their reasons and the article's fields follow from all claims."""

from collections.abc import Iterator, Sequence
from dataclasses import fields as fields_of
from dataclasses import replace

from .. import canon
from ..archive import decided
from ..archive.query import Query
from ..read import decide, doubts
from ..read.fields import dated, fields
from ..records import Article, Decision, Finding
from .guard import guarded
from .look import Look

SUBJECT = "decisions"
CODES = ("decided-before", "claim-chosen", "article-field", "decision-differs", "naming-id")

# Of an article's fields those that its claims decide or that follow from them.
_FOLLOWS = tuple(
    field.name for field in fields_of(Article) if field.name not in ("id", "stub", "work", "added_at")
)


def check(look: Look) -> Iterator[Finding]:
    """Findings on what was decided, and on what people said of domains."""
    query = look.query
    waiting = decided.undecided(query, decide.POLICY)
    if waiting:
        said = f"{len(waiting)} decided otherwise; the next `ingest add` or `ingest correct` decides them again"
        yield Finding("decided-before", "articles", f"all decided by {decide.POLICY}", said)
    late = set(waiting)
    for article in look.articles(" articles' decisions"):
        if article not in late:
            yield from guarded(f"article {article}", _decided(query, article))
    if not waiting:  # stubs are told again by the articles that name them
        yield from guarded("stubs", _stubs(query))
    yield from guarded("doubts", _words(query))
    yield from guarded("namings", _namings(query))


def _decided(query: Query, article: str) -> Iterator[Finding]:
    version, stored = query.newest(article), query.article(article)
    if version is None or stored is None:
        return
    claims = query.deciding_claims(article, version.id)
    url = decide.value(decide.decide((c for c in claims if c.field == "url"), None, None), "url")
    again = decide.decide(claims, version.captured_at, url)
    for claim, expected in zip(claims, again, strict=True):
        if claim != expected:
            yield Finding(
                "claim-chosen", f"article {article}, {claim.field} {claim.value!r}",
                "chosen" if expected.chosen else "outvoted", "chosen" if claim.chosen else "outvoted",
            )  # fmt: skip
    yield from _fields(fields(article, again, None, None), stored)
    yield from _reasons(query, article, decide.explain(again, version.captured_at, url))


def _fields(wanted: Article, stored: Article) -> Iterator[Finding]:
    for name in _FOLLOWS:
        expected, found = getattr(wanted, name), getattr(stored, name)
        if expected != found:
            yield Finding("article-field", f"article {stored.id}, {name}", repr(expected), repr(found))


def _reasons(query: Query, article: str, expected: Sequence[Decision]) -> Iterator[Finding]:
    """Value, reason, confidence and doubts of each field, and the severity by which they are sorted."""
    again = {one.field: (one, doubts.severity(one.doubts)) for one in expected}
    severities = decided.severities(query, article)
    found = {one.field: (one, severities[one.field]) for one in query.decisions(article)}
    for field in sorted(again.keys() | found.keys()):
        wanted, stored = again.get(field), found.get(field)
        if wanted != stored:
            yield Finding("decision-differs", f"article {article}, {field}", _told(wanted), _told(stored))


def _told(found: tuple[Decision, int] | None) -> str:
    if found is None:
        return "no decision"
    one, severity = found
    doubted = f", doubts {', '.join(one.doubts)} of severity {severity}" if one.doubts or severity else ""
    return f"{'; '.join(one.values)!r} ({one.reason}), confidence {one.confidence}{doubted}"


def _stubs(query: Query) -> Iterator[Finding]:
    """A stub's bounds follow from the date that is said of it."""
    for stub in decided.stubs(query):
        yield from _fields(dated(replace(stub, published_day=None, policy=None)), stub)


def _words(query: Query) -> Iterator[Finding]:
    """What a doubt says is what its code means."""
    for code, told in decided.doubts(query).items():
        if told != doubts.words(code):
            yield Finding("decision-differs", f"doubt {code}", doubts.words(code), str(told))


def _namings(query: Query) -> Iterator[Finding]:
    """A person's word has the id of what it says."""
    for identity, said in decided.namings(query):
        expected = canon.naming_id(said)
        if expected != identity:
            yield Finding("naming-id", f"naming {identity} of {said.domain}", expected, identity)
