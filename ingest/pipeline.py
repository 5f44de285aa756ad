"""Composes the rooms: read a capture, decide what it is, write it.

Deciding is pure and comes first; what is decided for `inspect` is what `add` writes.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from . import canon
from .archive.query import Query
from .archive.store import Store
from .errors import SourceError, UsageError
from .read import addresses, dates, decide
from .read.claims import of_address
from .read.knowledge import Knowledge
from .read.reading import read
from .records import Article, Assertion, Attribution, Capture, Claim, Entry, Reading
from .relate.stubs import Named, named_by
from .relate.works import SAME_TEXT, works

# Why a manifest's statements are believed where neither it nor the archivist says.
_STATED = "stated in the manifest"
Status = Literal["added", "changed", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source."""

    source: str
    status: Status
    article: str | None = None
    title: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, when, why, and for which collection; the clock is read by the caller."""

    now: str
    by: str
    because: str | None = None
    collection: str | None = None


def inspect(capture: Capture, knowledge: Knowledge, act: Act) -> Entry:
    """The record that adding a capture to an empty archive would make.

    Raises:
        SourceError: if the payload cannot be read.
    """
    reading = read(capture.payload, capture.source, knowledge)
    payload = canon.sha256(capture.payload)
    stated = _assertions(capture, act)
    claims = decided(reading.claims, stated, capture.captured_at, knowledge)
    url = decide.value(claims, "url")
    identity = canon.article_id(addresses.key(url) if url else None, payload)
    named = _named(identity, reading.attributions)
    same = [(n.relation.from_id, n.relation.to_id) for n in named if n.relation.kind in SAME_TEXT]
    work = works([identity, *(end for pair in same for end in pair)], same)[identity]
    return Entry(
        article=_article(identity, claims, act.now, work),
        source_id=capture.source_id,
        path=capture.path,
        captured_at=capture.captured_at,
        raw_sha256=payload,
        text=reading.text,
        text_sha256=canon.text_sha256(reading.text),
        encoding=reading.encoding,
        reader=reading.reader,
        passages=reading.passages,
        links=reading.links,
        claims=claims,
        attributions=reading.attributions,
    )


def add(
    store: Store, sources: Iterable[Capture | SourceError], knowledge: Knowledge, act: Act
) -> Iterator[Outcome]:
    """Add captures one by one, each in a transaction of its own; a broken one stops no other."""
    for source in sources:
        if isinstance(source, SourceError):
            yield Outcome(source.source, "failed", error=source.reason)
            continue
        try:
            reading = read(source.payload, source.source, knowledge)
            with store.transaction():
                outcome = _add(store, source, reading, knowledge, act)
        except SourceError as error:
            yield Outcome(error.source, "failed", error=error.reason)
        else:
            yield outcome


def correct(
    store: Store,
    article: str,
    field: str,
    values: tuple[str | None, ...],
    knowledge: Knowledge,
    act: Act,
) -> Article:
    """Record a person's word on a field of an article, and decide again.

    Args:
        values: the values that hold, one for all fields but authors; (None,) says there is none.

    Raises:
        UsageError: if the field or a value makes no sense.
    """
    checked = [Assertion(field, _checked(field, value)) for value in values]
    query = Query(store.database.conn)
    with store.transaction():
        for url in (value for value in values if field == "url" and value):
            taken = query.article_at(addresses.key(url), "")
            if taken not in (None, article):
                raise UsageError(f"{url}: this is the address of article {taken}; correct that one first")
        now = _after(act.now, query.assertions(article))
        stated = [_claim(assertion, None, act.because, replace(act, now=now)) for assertion in checked]
        _settle(store, query, article, stated, knowledge)
    return query.entry(article).article


def decided(
    machine: Iterable[Claim], stated: Iterable[Claim], captured_at: str | None, knowledge: Knowledge
) -> tuple[Claim, ...]:
    """All claims about an article with the chosen ones marked.

    What its address says by itself follows from the address that people chose for it.
    """
    stated = tuple(stated)
    address = next((c for c in decide.decide(stated, None, None) if c.chosen and c.field == "url"), None)
    url = address.value if address else None
    from_address = of_address(url, address.basis, knowledge) if address and url else ()
    return decide.decide((*machine, *from_address, *stated), captured_at, url)


def _add(store: Store, capture: Capture, reading: Reading, knowledge: Knowledge, act: Act) -> Outcome:
    query = Query(store.database.conn)
    payload = canon.sha256(capture.payload)
    stated = _assertions(capture, act)
    url = decide.value(decide.decide(stated, None, None), "url")
    key = addresses.key(url) if url else None
    known = query.article_at(key, payload)
    article = known or canon.article_id(key, payload)
    fresh = _unsaid(stated, query.assertions(article)) if known else list(stated)
    same_payload = known is not None and query.has_capture(article, payload)
    if not same_payload:
        store.payload(capture.payload)
        title = decide.value(decide.decide(reading.claims, capture.captured_at, url), "title")
        store.version(article, payload, reading, title, capture.captured_at)
    if not same_payload or fresh:
        _settle(store, query, article, fresh, knowledge, act.now)
    if not same_payload:
        noted = {"source": capture.source, "source_id": capture.source_id, "path": capture.path,
                 "captured_at": capture.captured_at, "added_at": act.now}  # fmt: skip
        store.capture(article, payload, noted)
    collected = act.collection is not None and store.collection(act.collection, article)
    status: Status = (
        "added" if not known else "unchanged" if same_payload and not fresh and not collected else "changed"
    )
    return Outcome(capture.source, status, article, query.entry(article).article.title)


def _settle(
    store: Store,
    query: Query,
    article: str,
    fresh: Iterable[Claim],
    knowledge: Knowledge,
    now: str | None = None,
) -> None:
    """Decide an article's claims again and write what follows: fields, relations, works."""
    version = query.newest(article)
    if version is None:
        raise UsageError(f"{article}: a stub; its fields come from the articles that name it")
    machine = query.machine_claims(version.id)
    before = query.article(article)
    claims = decided(machine, (*query.assertions(article), *fresh), version.captured_at, knowledge)
    added_at = before.added_at if before and before.added_at else now
    store.article(_article(article, claims, added_at, before.work if before else None), version.id)
    store.claims(article, version.id, version.payload, claims)
    url = decide.value(claims, "url")
    if url:
        store.address(addresses.key(url), article)
    named = _named(article, query.attributions(version.id))
    for one in named:
        store.stub(one.stub)
    touched = {article, *(relation.to_id for _, relation in query.relations(article))}
    store.relations(article, version.id, (one.relation for one in named))
    touched |= {one.stub.id for one in named}
    for stub in sorted(touched - {article}):
        _tell(store, query, stub)
    store.works(works(*query.same_text(touched, SAME_TEXT)))


def _tell(store: Store, query: Query, stub: str) -> None:
    """A stub says what the article with the smallest id that names it says, whichever came first."""
    known, namer = query.article(stub), query.namer(stub)
    version = query.newest(namer) if namer else None
    if known is None or not known.stub or namer is None or version is None:
        return
    for one in _named(namer, query.attributions(version.id)):
        if one.stub.id == stub:
            store.article(replace(one.stub, work=known.work), None)
            return


def _article(identity: str, claims: tuple[Claim, ...], added_at: str | None, work: str | None) -> Article:
    return Article(
        id=identity,
        url=decide.value(claims, "url"),
        title=decide.value(claims, "title"),
        authors=decide.values(claims, "author"),
        outlet=decide.value(claims, "outlet"),
        published=decide.value(claims, "published"),
        language=decide.value(claims, "language"),
        work=work,
        added_at=added_at,
    )


def _named(article: str, attributions: Iterable[Attribution]) -> list[Named]:
    """The articles that an article's attributions name. An address that is printed wrongly names none."""
    found, keys = [], {}
    for attribution in attributions:
        if attribution.url:
            try:
                keys[attribution.url] = addresses.key(attribution.url)
            except ValueError:
                attribution = replace(attribution, url=None)
        found.append(attribution)
    return list(named_by(article, found, keys))


def _assertions(capture: Capture, act: Act) -> tuple[Claim, ...]:
    """What a manifest states.

    Raises:
        SourceError: if a value cannot be one of its field's.
    """
    try:
        checked = [
            Assertion(stated.field, _checked(stated.field, stated.value)) for stated in capture.assertions
        ]
    except UsageError as error:
        raise SourceError(capture.source, str(error)) from error
    basis = capture.basis or act.because or _STATED
    return tuple(_claim(stated, "manifest", basis, act) for stated in checked)


def _claim(stated: Assertion, where: str | None, basis: str | None, act: Act) -> Claim:
    return Claim(
        stated.field, stated.value, "assertion", where=where, basis=basis, by=act.by, asserted_at=act.now
    )


def _after(now: str, said: Iterable[Claim]) -> str:
    """The time of an act, moved on where another one has it: what is said together is known by it."""
    moment, taken = datetime.fromisoformat(now), {claim.asserted_at for claim in said}
    while moment.isoformat() in taken:
        moment += timedelta(microseconds=1)
    return moment.isoformat()


def _unsaid(stated: Collection[Claim], said: Iterable[Claim]) -> list[Claim]:
    """The assertions that nobody made before in the same words.

    Values of one field hold together: with a new author, the list it stands in is said as a whole.
    """
    known = {(claim.field, claim.value, claim.basis) for claim in said}
    new = {claim.field for claim in stated if (claim.field, claim.value, claim.basis) not in known}
    return [claim for claim in stated if claim.field in new]


def _checked(field: str, value: str | None) -> str | None:
    """A corrected value, if it can be one of the field's."""
    if field not in decide.FIELDS:
        raise UsageError(f"{field}: no such field; known are {', '.join(decide.FIELDS)}")
    if value is None or field not in ("url", "published", "modified"):
        return value
    if field == "url":
        try:
            addresses.key(addresses.check(value))
        except ValueError as error:
            raise UsageError(f"{value!r} is no web address: {error}") from error
        return value
    if not dates.is_edtf(value):
        raise UsageError(f"{value!r} is no date; write 2026-02-06, 2026-02, 2026 or an instant with its offset")
    return value
