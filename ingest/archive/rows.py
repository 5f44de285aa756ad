"""Rows of the archive's tables as records, the only place that knows both."""

import json
from dataclasses import dataclass
from typing import Any

from ..records import Article, Attribution, Claim, Evidence, Passage, Run, Span


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


@dataclass(frozen=True, slots=True)
class Captured:
    """One retrieval as noted in the archive."""

    payload: str
    source: str
    source_id: str | None
    path: str | None
    captured_at: str | None
    added_at: str


def article(row: dict[str, Any]) -> Article:
    return Article(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        authors=tuple(json.loads(row["authors"])),
        outlet=row["outlet"],
        published=row["published"],
        language=row["language"],
        stub=bool(row["stub"]),
        work=row["work"],
        added_at=row["added_at"],
    )


def claim(row: dict[str, Any]) -> Claim:
    return Claim(
        row["field"], row["value"], row["method"], row["rule"], row["place"], row["start"], row["end"],
        row["quote"], row["basis"], row["by"], row["asserted_at"], bool(row["chosen"]),
    )  # fmt: skip


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
