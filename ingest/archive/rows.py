"""Rows of the archive's tables as records, the only place that knows both."""

import json
from dataclasses import dataclass
from typing import Any

from ..read import doubts
from ..records import (
    Act,
    Article,
    Attribution,
    Claim,
    Decision,
    Evidence,
    Hop,
    Link,
    Naming,
    Passage,
    Response,
    Retrieval,
    Run,
    Span,
)


@dataclass(frozen=True, slots=True)
class Version:
    """A distinct text or headline of an article."""

    id: str
    payload: str
    text_sha256: str
    title: str | None
    encoding: str
    reader: str
    captured_at: str | None
    part: str | None = None
    url: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What to send to an address so that an unchanged page need not be (RFC 9110, section 13)."""

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None


def article(row: dict[str, Any]) -> Article:
    return Article(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        authors=tuple(json.loads(row["authors"])),
        outlet=row["outlet"],
        published=row["published"],
        published_day=row["published_day"],
        published_earliest=row["published_earliest"],
        published_latest=row["published_latest"],
        language=row["language"],
        stub=bool(row["stub"]),
        work=row["work"],
        added_at=row["added_at"],
        policy=row["policy"],
    )


def version(row: dict[str, Any]) -> Version:
    return Version(
        row["id"], row["payload"], row["text"], row["title"], row["encoding"], row["reader"],
        row["captured_at"], row["part"], row["url"], row["content_type"],
    )  # fmt: skip


def retrieval(row: dict[str, Any]) -> Retrieval:
    response = None
    if row["asked"] is not None:
        hops = tuple(Hop(url, status) for url, status in json.loads(row["hops"]))
        headers = tuple((name, value) for name, value in json.loads(row["headers"]))
        response = Response(row["asked"], row["url"], row["status"], headers, hops)
    return Retrieval(
        row["outcome"], row["source"], row["added_at"], row["article"], row["listing"], row["payload"],
        row["version"], row["source_id"], row["path"], row["captured_at"], response, row["coding"],
        row["digest"],
    )  # fmt: skip


def of_retrieval(kept: Retrieval) -> dict[str, Any]:
    """The row of a retrieval, without its id."""
    response = kept.response
    return {
        "article": kept.article, "listing": kept.listing, "outcome": kept.outcome, "payload": kept.payload,
        "version": kept.version, "source": kept.source, "source_id": kept.source_id, "path": kept.path,
        "captured_at": kept.captured_at, "added_at": kept.added_at,
        "asked": response.asked if response else None, "url": response.url if response else None,
        "status": response.status if response else None,
        "hops": json.dumps([[hop.url, hop.status] for hop in response.hops] if response else []),
        "headers": json.dumps(response.headers if response else [], ensure_ascii=False),
        "coding": kept.coding, "digest": kept.digest,
    }  # fmt: skip


def claim(row: dict[str, Any]) -> Claim:
    return Claim(
        row["field"], row["value"], row["method"], row["rule"], row["place"], row["start"], row["end"],
        row["quote"], row["basis"], row["by"], row["asserted_at"], bool(row["chosen"]),
    )  # fmt: skip


def decision(row: dict[str, Any]) -> Decision:
    return Decision(
        row["field"], tuple(json.loads(row["value"])), row["reason"], row["confidence"],
        tuple(json.loads(row["doubts"])),
    )  # fmt: skip


def act(row: dict[str, Any]) -> Act:
    return Act(
        row["act"], row["by"], row["asserted_at"], row["article"], row["kind"], row["other"], row["undoes"],
        row["basis"],
    )  # fmt: skip


def naming(row: dict[str, Any]) -> Naming:
    return Naming(row["domain"], row["outlet"], row["kind"], row["by"], row["asserted_at"], row["basis"])


def attribution(row: dict[str, Any]) -> Attribution:
    return Attribution(
        row["kind"], row["quote"], row["start"], row["end"], row["outlet"], row["title"],
        row["published"], row["author"], row["url"], row["via"],
    )  # fmt: skip


def passage(row: dict[str, Any], text: str) -> Passage:
    at = row["text_start"]
    words = row["caption"] if at is None else text[at : row["text_end"]]
    runs = tuple(Run(*run) for run in json.loads(row["runs"]))
    return Passage(row["kind"], words, at, runs)


def evidence(row: dict[str, Any]) -> Evidence:
    def spans(ranges: str) -> tuple[Span, ...]:
        return tuple(Span(*pair) for pair in json.loads(ranges))

    return Evidence(row["kind"], row["quote"], spans(row["from_ranges"]), spans(row["to_ranges"]))


def of_link(link: Link) -> dict[str, Any]:
    """A link as it is written."""
    return {
        "text_start": link.text_start,
        "text_end": link.text_end,
        "url": link.url,
        "start": link.span.start,
        "end": link.span.end,
    }


def of_passage(passage: Passage) -> dict[str, Any]:
    """A passage as it is written; a caption with its words, all else with its place in the text."""
    at = passage.text_start
    return {
        "kind": passage.kind,
        "text_start": at,
        "text_end": None if at is None else at + len(passage.text),
        "caption": passage.text if at is None else None,
        "start": passage.runs[0].start,
        "end": passage.runs[-1].end,
        "runs": json.dumps([[run.at, run.chars, run.start, run.end] for run in passage.runs]),
    }


def of_attribution(article: str, found: Attribution) -> dict[str, Any]:
    """An attribution as it is written."""
    return {
        "article": article, "kind": found.kind, "outlet": found.outlet, "title": found.title,
        "published": found.published, "author": found.author, "url": found.url, "via": found.via,
        "quote": found.quote, "start": found.start, "end": found.end,
    }  # fmt: skip


def of_claim(article: str, version: str | None, position: int, claim: Claim) -> dict[str, Any]:
    """A claim as it is written."""
    return {
        "article": article, "version": version, "position": position, "field": claim.field,
        "value": claim.value, "method": claim.method, "rule": claim.rule, "place": claim.where,
        "start": claim.start, "end": claim.end, "quote": claim.quote, "basis": claim.basis,
        "by": claim.by, "asserted_at": claim.asserted_at, "chosen": int(claim.chosen),
    }  # fmt: skip


def of_decision(one: Decision) -> dict[str, Any]:
    """A decision as it is written."""
    return {
        "field": one.field, "value": json.dumps(one.values, ensure_ascii=False), "reason": one.reason,
        "confidence": one.confidence, "doubts": json.dumps(one.doubts),
        "severity": doubts.severity(one.doubts),
    }  # fmt: skip
