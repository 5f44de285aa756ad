"""The JSON forms of the contract: articles, claims, attributions, relations.

One object a line, UTF-8, unknown values null, unknown lists []. `inspect` and `export` share them.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from heapq import merge
from operator import itemgetter
from typing import Any

from ..archive.hosts import Unknown
from ..archive.query import Query
from ..archive.removals import removals
from ..records import (
    Attribution,
    Claim,
    Decision,
    Entry,
    Evidence,
    Relation,
    Removal,
    Retrieval,
    Span,
)
from ..relate.matching import Pointer
from ..relate.substitutions import Substitution
from . import crossposts
from .acts import stubs
from .crossposts import Crossposted
from .history import Event, Step, events
from .history import history as steps

Line = dict[str, Any]


def dumps(line: Line) -> str:
    """One line of JSON Lines."""
    return json.dumps(line, ensure_ascii=False)


def article(entry: Entry, same_as: str | None = None) -> Line:
    """An article with its text and what it rests on; which one it is said to be the same as."""
    decided = entry.article
    values = {one.field: list(one.values) for one in entry.decisions}
    return {
        "id": decided.id,
        "source_id": entry.source_id,
        "path": entry.path,
        "url": decided.url,
        "title": decided.title,
        "subtitle": _first(values, "subtitle"),
        "authors": list(decided.authors),
        "agencies": values.get("agency", []),
        "organisations": values.get("organisation", []),
        "outlet": decided.outlet,
        "published": decided.published,
        "published_day": decided.published_day,
        "published_earliest": decided.published_earliest,
        "published_latest": decided.published_latest,
        "modified": _first(values, "modified"),
        "language": decided.language,
        "section": _first(values, "section"),
        "licence": _first(values, "licence"),
        "paywall": _first(values, "paywall"),
        "text": entry.text,
        "work": decided.work,
        "same_as": same_as,
        "raw_sha256": entry.raw_sha256,
        "text_sha256": entry.text_sha256,
        "encoding": entry.encoding,
        "reader": entry.reader,
        "captured_at": entry.captured_at,
        "added_at": decided.added_at,
        "passages": [
            {
                "kind": passage.kind,
                "text_start": passage.text_start,
                "text_end": None if passage.text_start is None else passage.text_start + len(passage.text),
                "caption": passage.text if passage.text_start is None else None,
                "start": passage.runs[0].start,
                "end": passage.runs[-1].end,
            }
            for passage in entry.passages
        ],
        "links": [
            {
                "text_start": link.text_start,
                "text_end": link.text_end,
                "url": link.url,
                "start": link.span.start,
                "end": link.span.end,
            }
            for link in entry.links
        ],
        "attributions": [attribution(found) for found in entry.attributions],
        "claims": [claim(made) for made in entry.claims],
        "decisions": [decision(one) for one in entry.decisions],
        "policy": decided.policy,
    }


def _first(values: dict[str, list[str]], field: str) -> str | None:
    return next(iter(values.get(field, ())), None)


def decision(decided: Decision) -> Line:
    """What was decided of a field, and why."""
    return {
        "field": decided.field,
        "values": list(decided.values),
        "reason": decided.reason,
        "confidence": decided.confidence,
        "doubts": list(decided.doubts),
    }


def claim(made: Claim) -> Line:
    """A claim as it appears in an article."""
    return {
        "field": made.field,
        "value": made.value,
        "method": made.method,
        "rule": made.rule,
        "where": made.where,
        "start": made.start,
        "end": made.end,
        "quote": made.quote,
        "basis": made.basis,
        "by": made.by,
        "asserted_at": made.asserted_at,
        "chosen": made.chosen,
    }


def attribution(found: Attribution) -> Line:
    """An attribution as it appears in an article."""
    return {
        "kind": found.kind,
        "outlet": found.outlet,
        "title": found.title,
        "published": found.published,
        "author": found.author,
        "url": found.url,
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
        "via": found.via,
    }


def relation(
    identity: str,
    linked: Relation,
    ends: tuple[Line, Line],
    signs: Iterable[Pointer] = (),
    differences: Iterable[Substitution] = (),
) -> Line:
    """A relation with both ends, its evidence, what its direction rests on, and how the texts differ.

    A difference's `from` stands in the text of the relation's `from`, its `to` in that of the `to`.
    """
    return {
        "id": identity,
        "from": ends[0],
        "to": ends[1],
        "kind": linked.kind,
        "status": linked.status,
        "score": linked.score,
        "directed": linked.directed,
        "signs": [{"kind": sign.kind, "of": sign.article, "weight": sign.weight} for sign in signs],
        "differences": [{"from": one.one, "to": one.other, "count": one.count} for one in differences],
        "evidence": [evidence(fact) for fact in linked.evidence],
    }


def evidence(fact: Evidence) -> Line:
    """One fact, with byte ranges in the payloads of both ends."""
    return {
        "kind": fact.kind,
        "quote": fact.quote,
        "from": _ranges(fact.from_spans),
        "to": _ranges(fact.to_spans),
    }


def end(entry: Entry) -> Line:
    """One end of a relation."""
    known = entry.article
    return {
        "id": known.id,
        "source_id": entry.source_id,
        "url": known.url,
        "path": entry.path,
        "title": known.title,
        "outlet": known.outlet,
        "published": known.published,
        "stub": known.stub,
    }


def history(query: Query, article: str) -> Line:
    """How an article changed, and its retrievals."""
    return {
        "versions": [version(step) for step in steps(query, article)],
        "captures": [retrieval(event) for event in events(query, article)],
    }


def version(step: Step) -> Line:
    """A stretch of time in which an article said the same, and how it differs from the one before."""
    one = step.stretch
    return {
        "id": one.version.id,
        "title": one.version.title,
        "text_sha256": one.version.text_sha256,
        "raw_sha256": one.version.payload,
        "reader": one.version.reader,
        "first_seen": one.first,
        "last_seen": one.last,
        "retrievals": one.times,
        "changes": [
            {
                "kind": change.kind,
                "moved": change.moved,
                "paragraphs": change.paragraphs,
                "pieces": [[piece.kind, piece.text] for piece in change.pieces]
                if change.kind != "same"
                else [],
            }
            for change in step.changed
        ],
    }


def retrieval(event: Event) -> Line:
    """A retrieval of an article, and whether it brought what was seen before."""
    return {**capture(event.retrieval), "seen_again": event.again}


def capture(kept: Retrieval) -> Line:
    """A retrieval: when, from where, what it brought."""
    response = kept.response
    return {
        "outcome": kept.outcome,
        "captured_at": kept.captured_at,
        "added_at": kept.added_at,
        "source": kept.source,
        "source_id": kept.source_id,
        "path": kept.path,
        "asked": response.asked if response else None,
        "hops": [[hop.url, hop.status] for hop in response.hops] if response else [],
        "url": response.url if response else None,
        "status": response.status if response else None,
        "headers": [list(header) for header in response.headers] if response else [],
        "raw_sha256": kept.payload,
        "version": kept.version,
        "coding": kept.coding,
        "digest": kept.digest,
    }


def unknown_host(one: Unknown) -> Line:
    """A host whose outlet is not known, and what its pages call it."""
    names = [{"name": name, "articles": articles} for name, articles in one.names]
    return {"host": one.host, "articles": one.articles, "names": names, "example": one.example}


def _ranges(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def articles(query: Query) -> Iterator[Line]:
    """Every article that is no stub, and of those that were removed that they were."""
    here = ((identity, None) for identity in query.articles())
    gone = ((one.article, one) for one in removals(query))
    for identity, removed in merge(here, gone, key=itemgetter(0)):
        yield removal(removed) if removed else article(query.entry(identity), query.resolution(identity))


def removal(gone: Removal) -> Line:
    """What is left of an article that was removed."""
    return {
        "id": gone.article,
        "removed": True,
        "removed_at": gone.removed_at,
        "removed_by": gone.by,
        "because": gone.because,
        "text": None,
    }


def claims(query: Query) -> Iterator[Line]:
    """Every claim, with its id, its article, and the payload of the version that it was read from."""
    for identity, of_article, payload, made in query.all_claims():
        yield {"id": identity, "article": of_article, "payload": payload, **claim(made)}


def relations(query: Query, article: str | None = None) -> Iterator[Line]:
    """Relations with both ends; of one article, and of those that are the same, or all.

    An article is not related to itself, under whichever id another names it.
    """
    found = query.relations()
    if article:
        found = iter(sorted((one for same in query.same(article) for one in query.relations(same)), key=_id))
    for identity, linked in found:
        ends = crossposts.ends(query, linked)
        if ends[0] != ends[1]:
            yield _relation(query, identity, linked, ends)


def _relation(query: Query, identity: str, linked: Relation, ends: tuple[str, str]) -> Line:
    signs = crossposts.signs(query, linked, ends)
    differences = crossposts.differences(query, linked, ends)
    told = _end(query, linked.from_id, ends[0]), _end(query, linked.to_id, ends[1])
    if linked.directed or ends[0] < ends[1]:
        return relation(identity, linked, told, signs, differences)
    turned = tuple(Substitution(one.other, one.one, one.count) for one in differences)
    return relation(identity, _turned(linked), told[::-1], signs, turned)


def _id(found: tuple[str, Relation]) -> str:
    return found[0]


def _turned(linked: Relation) -> Relation:
    """A relation without direction, from its other end."""
    facts = tuple(replace(fact, from_spans=fact.to_spans, to_spans=fact.from_spans) for fact in linked.evidence)
    return replace(linked, from_id=linked.to_id, to_id=linked.from_id, evidence=facts)


def _end(query: Query, article: str, found: str) -> Line:
    """One end of a relation; in the place of a stub whose original came in stands that article."""
    return {**end(query.entry(found)), "through": article if found != article else None}


def crossposted(told: Crossposted) -> Line:
    """What an article has to do with others beside its relations: its work, and what a stub was found to be."""
    cluster, found = told.cluster, told.found
    return {
        "members": list(told.members),
        "counted": cluster.members if cluster else 1,
        "original": cluster.original if cluster else None,
        "chain": list(told.chain),
        "stands_for": list(told.stands_for),
        "found": {**asdict(found), "act": asdict(found.act) if found.act else None} if found else None,
        "candidates": [
            {"id": one.article, "score": one.score, "reason": one.reason} for one in told.candidates
        ],
    }


EXPORTS: dict[str, Callable[[Query], Iterator[Line]]] = {
    "articles": articles,
    "claims": claims,
    "relations": relations,
    "stubs": stubs,
}
