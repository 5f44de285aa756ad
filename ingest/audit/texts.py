"""Texts: their hashes, and that every passage is made of the payload's own characters."""

import html
import json
from collections.abc import Iterator
from typing import Any

import zstandard

from .. import canon
from ..archive import rows
from ..archive.query import Query
from ..read.html.spelling import ATTRIBUTE, words
from ..read.spans import quoted
from ..records import Finding
from .guard import apart, guarded
from .look import Look

SUBJECT = "texts"
CODES = ("text-hash", "version-id", "passage-bytes", "passage-text", "text-uncovered", "link-bytes")


_THEIRS = "sha256 IN (SELECT text FROM versions WHERE article IN temp.sample)"


def check(look: Look) -> Iterator[Finding]:
    """Findings on texts, versions, passages and links."""
    texts = f"SELECT sha256 FROM texts{look.only(_THEIRS)} ORDER BY sha256"
    for row in look.watched(list(look.query.rows(texts)), " texts"):
        yield from guarded(f"text {row['sha256']}", _text(look.query, row["sha256"]))
    versions = f"SELECT * FROM versions{look.only('article IN temp.sample')} ORDER BY id"
    for version in look.watched(list(look.query.rows(versions)), " versions"):
        yield from guarded(f"version {version['id']}", _version(look.query, version))


def _text(query: Query, sha256: str) -> Iterator[Finding]:
    found = canon.text_sha256(query.text(sha256) or "")
    if found != sha256:
        yield Finding("text-hash", f"text {sha256}", f"SHA-256 {sha256}", f"SHA-256 {found}")


def _version(query: Query, row: dict[str, Any]) -> Iterator[Finding]:
    version = rows.version(row)
    subject = f"version {version.id}"
    text = query.text(version.text_sha256)
    expected = canon.version_id(row["article"], version.title, text or "")
    if expected != version.id:
        yield Finding("version-id", subject, expected, version.id)
    try:
        payload = query.bytes_of(version)
    except zstandard.ZstdError:
        return  # found as payload-unreadable or part-unreadable
    if payload is None or text is None:
        return  # found as reference-broken
    covered = [False] * len(text)
    passages = list(query.rows("SELECT * FROM passages WHERE version = ? ORDER BY position", [version.id]))
    for row in passages:
        place = f"{subject}, passage {row['position']}"
        yield from guarded(place, _passage(place, row, text, payload, version.encoding))
        if row["text_start"] is not None:
            length = len(text[row["text_start"] : row["text_end"]])
            covered[row["text_start"] : row["text_end"]] = [True] * length
    bare = "".join(char for char, inside in zip(text, covered, strict=True) if not (inside or char.isspace()))
    if bare:
        yield Finding("text-uncovered", subject, "every word in a passage with its bytes", repr(bare[:80]))
    for row in query.rows("SELECT * FROM links WHERE version = ? ORDER BY position", [version.id]):
        found = _read(payload, version.encoding, row["start"], row["end"])
        if found is None or row["url"] not in (found, words(found, ATTRIBUTE)):
            yield Finding("link-bytes", f"{subject}, link {row['position']}", row["url"], str(found))


def _passage(subject: str, row: dict[str, Any], text: str, payload: bytes, encoding: str) -> Iterator[Finding]:
    """A passage is its runs, read from the payload, and between them white space or an entity."""
    captioned = row["text_start"] is None
    words = row["caption"] if captioned else text[row["text_start"] : row["text_end"]]
    at, place = 0, row["start"]
    for run in json.loads(row["runs"]):
        start, chars, first, last = run
        between = _read(payload, encoding, place, first)
        gap = words[at:start]
        if between is None or not _bridges(gap, between):
            yield Finding("passage-text", subject, f"nothing added but spaces before byte {first}", repr(gap))
        found = _read(payload, encoding, first, last)
        if found != words[start : start + chars]:
            yield Finding("passage-bytes", subject, *apart(words[start : start + chars], found or ""))
        at, place = start + chars, last
    if words[at:].strip() and not _bridges(words[at:], _read(payload, encoding, place, row["end"]) or ""):
        yield Finding("passage-text", subject, "nothing after its last run", repr(words[at:][:80]))


def _bridges(gap: str, between: str) -> bool:
    """Whether what a reader put between two runs is white space, or what an entity there stands for."""
    return not gap.strip() or all(char in html.unescape(between) for char in gap if not char.isspace())


def _read(payload: bytes, encoding: str, start: int, end: int) -> str | None:
    try:
        return quoted(payload, encoding, start, end)
    except (ValueError, LookupError, TypeError):
        return None
