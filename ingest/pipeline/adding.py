"""Writes what came in, one source at a time, each in a transaction of its own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from .. import canon
from ..archive import removals
from ..archive.query import Query
from ..archive.store import Store
from ..archive.visits import Visits
from ..capture.warc import without_original
from ..errors import NoArticleError, SourceError
from ..read import addresses
from ..read.knowledge import Knowledge
from ..read.reading import read
from ..records import Capture, CaptureOutcome, Claim, Reading, Response, Retrieval, Visit
from . import deciding
from .acts import Act, Outcome, Status
from .limit import Limit, unlimited
from .listings import names_any
from .relating import Relating
from .settling import renew, settle

Source = Capture | Visit | SourceError
_NOTHING: CaptureOutcome = "no-article"


def add(
    store: Store,
    sources: Iterable[Source],
    knowledge: Knowledge,
    act: Act,
    clock: Callable[[], str] | None = None,
    limit: Limit = unlimited,
) -> Iterator[Outcome]:
    """Add what came in; a broken source stops no other. What an older policy decided is decided again first.

    Args:
        store: the archive.
        sources: captures, visits, and errors in the place of what could not be had.
        knowledge: outlets and phrases.
        act: who adds, why, and since when.
        clock: the time of day, for what takes its time to come in; None where all is of one moment.
        limit: how long one source may be computed on; what is written is not cut off.
    """
    renew(store, knowledge)
    adding = _Adding(store, knowledge, act, limit)
    for source in sources:
        adding.act = replace(act, now=clock()) if clock else act
        try:
            if isinstance(source, SourceError):
                raise source
            yield adding.visit(source) if isinstance(source, Visit) else adding.capture(source)
        except NoArticleError as error:
            passed = isinstance(source, Capture | Visit) and source.found
            yield Outcome(error.source, "passed-over" if passed else "failed", note=error.reason)
        except SourceError as error:
            yield Outcome(error.source, "failed", note=error.reason)


class _Adding:
    """One run of `add`: the archive, what readers know, and who acts."""

    def __init__(self, store: Store, knowledge: Knowledge, act: Act, limit: Limit) -> None:
        self._store, self._knowledge, self.act, self._limit = store, knowledge, act, limit
        self._query = Query(store.database.conn)
        self._visits = Visits(self._query)
        self._relating = Relating(store, self._query)
        # What a web archive says of bytes that it holds, but which are no article.
        self._barren: set[str] = set()

    def capture(self, capture: Capture) -> Outcome:
        """Bytes that came in: an article's page, a listing, or what stands in an article's place."""
        if capture.listing:
            return self._listing(capture)
        deciding.readable(capture)
        origin = deciding.origin(capture)
        try:
            reading = self._limit(
                capture.source, partial(read, capture.payload, capture.source, self._knowledge, origin)
            )
        except NoArticleError as error:
            standing = self._limit(capture.source, partial(deciding.instead, capture, origin, self._knowledge))
            kind, reason = (standing.kind, standing.reason) if standing else (_NOTHING, error.reason)
            return self._instead(capture, self._at(capture.response), kind, reason)
        stated = deciding.assertions(capture, self.act)
        keys = _keys(capture.response, reading.claims, stated, self._knowledge)
        known = self._first(keys)
        standing = self._limit(
            capture.source,
            partial(deciding.walled, capture, reading, self._knowledge, self._before(known)),
        )
        if standing:
            return self._instead(capture, known, standing.kind, standing.reason)
        with self._store.transaction():
            return self._article(deciding.dated(capture, reading), reading, stated, keys)

    def visit(self, visit: Visit) -> Outcome:
        """A retrieval without bytes: what it saw again is in the archive, or what it missed was.

        Raises:
            SourceError: if the archive knows nothing of it.
        """
        if visit.response.status in (404, 410):
            return self._gone(visit)
        again = self._visits.seen(visit.response.asked, visit.digest)
        if again is None:
            if visit.digest in self._barren:
                raise NoArticleError(visit.source, "it revisits a page without an article in it")
            raise without_original(visit)
        kept = self._retrieval(visit, "not-modified")
        if again.listing or self._at(visit.response) == again.article:
            with self._store.transaction():
                same = replace(kept, article=again.article, listing=again.listing, payload=again.payload)
                self._store.retrieval(replace(same, version=again.version))
                if again.article is None:
                    return Outcome(
                        visit.source, "followed", note=f"{self._visits.listing(again.listing or '')}, as before"
                    )
                stated = deciding.assertions(visit, self.act)
                changed = self._say(again.article, stated)
                return self._outcome(visit.source, "changed" if changed else "unchanged", again.article)
        # The same bytes at another address: a page of its own.
        payload = self._query.payload(again.payload or "") or b""
        response = replace(visit.response, status=200) if visit.response.status == 304 else visit.response
        return self.capture(
            Capture(payload, visit.source, visit.path, visit.source_id, visit.captured_at,
                    response=response, digest=visit.digest, found=visit.found)
        )  # fmt: skip

    def _article(
        self, capture: Capture, reading: Reading, stated: tuple[Claim, ...], keys: list[str]
    ) -> Outcome:
        store, query = self._store, self._query
        payload = store.payload(capture.payload)
        known = query.article_of(keys, payload)
        article = known or canon.article_id(keys[0] if keys else None, payload)
        self._refuse_removed(capture.source, capture.response, article)
        before = {version.id for version in query.versions(article)}
        version = store.version(
            article, payload, reading, deciding.headline(reading), capture.captured_at, deciding.origin(capture)
        )
        kept = replace(self._retrieval(capture, "captured"), article=article, payload=payload, version=version)
        unknown = [key for key in keys if query.article_at(key) is None]
        said = self._say(article, stated, store.retrieval(kept) or bool(unknown), unknown)
        changed = said or version not in before
        return self._outcome(
            capture.source, "added" if not known else "changed" if changed else "unchanged", article
        )

    def _refuse_removed(self, source: str, response: Response | None, article: str | None = None) -> None:
        """What was removed is not taken in again, nor what answers where it was.

        Raises:
            SourceError: if it was.
        """
        there = (canon.article_id(key, "") for key in (_answered(response) if response else ()))
        for one in filter(None, (article, *there)):
            gone = removals.removal(self._query, one)
            if gone:
                why = f"was removed on {gone.removed_at[:10]} by {gone.by} ({gone.because})"
                raise SourceError(source, f"{why}; it is not added again")

    def _say(
        self, article: str, stated: tuple[Claim, ...], new: bool = False, keys: Sequence[str] = ()
    ) -> bool:
        """Decide an article from what is new, and collect it; whether people said something new of it."""
        fresh = deciding.unsaid(stated, self._query.said(article))
        if new or fresh:
            settle(
                self._store, self._query, article, fresh, self._knowledge, self._relating, self.act.now, keys
            )
        wanted = self.act.collection
        collected = wanted is not None and self._store.collection(wanted, article)
        return bool(fresh) or collected

    def _listing(self, capture: Capture) -> Outcome:
        assert capture.listing is not None, "asked by the caller"
        assert capture.response is not None, "a listing is had from an address"
        self._refuse_removed(capture.source, capture.response)
        silent = not self._may_name_removed(capture, capture.response.url)
        url = capture.response.asked
        with self._store.transaction():
            self._store.listing(url, capture.listing)
            if silent:
                kept = self._retrieval(capture, "captured")
                payload = self._store.payload(capture.payload)
                self._store.retrieval(replace(kept, listing=url, payload=payload))
        why = "" if silent else "; not kept: it names what was removed, or is too long to tell"
        return Outcome(capture.source, "followed", note=f"{capture.listing}{why}")

    def _may_name_removed(self, capture: Capture, url: str) -> bool:
        gone = removals.ids(self._query)
        try:
            return bool(gone) and self._limit(capture.source, lambda: names_any(capture.payload, url, gone))
        except SourceError:
            return True

    def _instead(self, capture: Capture, known: str | None, kind: CaptureOutcome, reason: str) -> Outcome:
        """Something else stands where an article was asked for.

        Where there was one, its bytes are kept and the article is as it was.

        Raises:
            NoArticleError: if there was none.
        """
        if known is None:
            if capture.digest:
                self._barren.add(capture.digest)
            raise NoArticleError(capture.source, reason)
        with self._store.transaction():
            payload = self._store.payload(capture.payload)
            self._store.retrieval(replace(self._retrieval(capture, kind), article=known, payload=payload))
            return replace(self._outcome(capture.source, "replaced", known), note=reason)

    def _gone(self, visit: Visit) -> Outcome:
        status = visit.response.status
        listing = self._visits.listing(visit.response.asked)
        article = None if listing else self._at(visit.response)
        if article is None and not listing:
            raise SourceError(visit.source, f"answers {status}: there is nothing at this address; check it")
        with self._store.transaction():
            kept = self._retrieval(visit, "gone")
            self._store.retrieval(
                replace(kept, article=article, listing=visit.response.asked if listing else None)
            )
        return replace(self._outcome(visit.source, "gone", article), note=f"answers {status}")

    def _at(self, response: Response | None) -> str | None:
        """The article that an answer's addresses lead to."""
        return self._first(_answered(response)) if response else None

    def _first(self, keys: Iterable[str]) -> str | None:
        """The article that the first known one of several addresses leads to."""
        return next(filter(None, map(self._query.article_at, keys)), None)

    def _before(self, article: str | None) -> str | None:
        """The text that is kept of an article."""
        version = self._query.newest(article) if article else None
        return self._query.text(version.text_sha256) if version else None

    def _retrieval(self, source: Capture | Visit, outcome: CaptureOutcome) -> Retrieval:
        coding = source.coding if isinstance(source, Capture) else None
        return Retrieval(
            outcome, source.source, self.act.now, source_id=source.source_id, path=source.path,
            captured_at=source.captured_at, response=source.response, coding=coding, digest=source.digest,
        )  # fmt: skip

    def _outcome(self, source: str, status: Status, article: str | None) -> Outcome:
        found = self._query.article(article) if article else None
        return Outcome(source, status, article, found.title if found else None)


def _keys(
    response: Response | None, machine: tuple[Claim, ...], stated: tuple[Claim, ...], knowledge: Knowledge
) -> list[str]:
    """The keys of the addresses that lead to what was captured: the chosen one first."""
    claims = deciding.decided(machine, stated, None, knowledge, deciding.answer(response))
    of_url = sorted((claim for claim in claims if claim.field == "url"), key=lambda claim: not claim.chosen)
    keys = [addresses.key(claim.value) for claim in of_url if claim.value]
    return list(dict.fromkeys([*keys, *(_answered(response) if response else ())]))


def _answered(response: Response) -> tuple[str, str]:
    return addresses.key(response.url), addresses.key(response.asked)
