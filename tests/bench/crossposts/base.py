"""Makes an archive of invented articles, much faster than by adding them.

Every table that comparing reads has the rows that `ingest add` writes, and the index of fingerprints is
written by its own `put`; claims, matches and relations among these articles are left out.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import invented
import made
import zstandard
from sqlite_utils import Database

from ingest import canon
from ingest.archive import files
from ingest.archive.carriers import Again, Carriers
from ingest.archive.fingerprints import Compared, Index
from ingest.archive.store import Store
from ingest.read import addresses, decide
from ingest.relate.cues import cues, keys
from ingest.relate.fingerprints import fingerprints
from ingest.relate.names import title_key
from ingest.relate.words import words
from ingest.resources import knowledge

NOW = "2026-01-01T00:00:00+00:00"
# Articles in one transaction.
_TOGETHER = 1_000
_SEARCH = "articles_search_insert"

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article's rows, by table, and what the index is told of it."""

    rows: Rows
    compared: Compared
    fingerprints: list[int]
    cues: frozenset[int]


def make(path: Path, count: int) -> None:
    """An archive of the first so many invented articles."""
    with files.writable(path) as database, get_context("fork").Pool(os.cpu_count()) as pool:
        # Nothing is lost if the power goes: it can be made again.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -500000")
        search = _paused(database)
        store, index = Store(database, knowledge().registry, made.PEN), Index(database.conn)
        cues_index = Carriers(database.conn, tables=("cues", "common_cues"))
        for start in range(0, count, _TOGETHER):
            numbers = range(start, min(start + _TOGETHER, count))
            with store.transaction():
                for number, one in zip(numbers, pool.imap(prepare, numbers, chunksize=50), strict=True):
                    for table, rows in one.rows.items():
                        _insert(database, table, rows)
                    index.put(number + 1, one.compared, one.fingerprints)
                    cues_index.enter(number + 1, one.cues, Again())
        database.execute("INSERT INTO search (search) VALUES ('rebuild')")
        database.execute(search)


def _paused(database: Database) -> str:
    """Stop the search index, which is made at once for all; what starts it again."""
    found = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [_SEARCH]).fetchone()[0]
    database.execute(f"DROP TRIGGER {_SEARCH}")
    return str(found)


def _insert(database: Database, table: str, rows: list[dict[str, Any]]) -> None:
    columns, marks = ", ".join(rows[0]), ", ".join("?" for _ in rows[0])
    database.conn.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING",
        [tuple(row.values()) for row in rows],
    )


def prepare(number: int) -> Prepared:
    """One invented article."""
    made = invented.made(number)
    text, key = made.text, addresses.key(made.url)
    payload = canon.sha256(text.encode())
    article = canon.article_id(key, payload)
    version, instant = canon.version_id(article, None, text), f"{made.day}T12:00:00+00:00"
    rows: Rows = {
        "payloads": [{"sha256": payload, "size": len(text), "codec": "zstd",
                      "body": zstandard.ZstdCompressor(level=1).compress(text.encode())}],
        "texts": [{"sha256": payload, "body": text}],
        "outlets": [{"name": made.outlet}],
        "works": [{"id": article}],
        "articles": [{
            "id": article, "number": number + 1, "title": made.title, "outlet": made.outlet,
            "published": made.day, "published_day": made.day, "published_earliest": made.day,
            "published_latest": made.day, "url": made.url, "stub": 0, "work": article, "version": version,
            "added_at": NOW, "policy": decide.POLICY,
        }],
        "versions": [{"id": version, "article": article, "payload": payload, "text": payload,
                      "encoding": "utf-8", "reader": "plain/1", "captured_at": instant, "url": made.url}],
        "passages": [{"version": version, **row} for row in _passages(made)],
        "addresses": [{"key": key, "article": article}],
        "captures": [{"id": version, "article": article, "outcome": "captured", "payload": payload,
                      "version": version, "source": made.url, "captured_at": instant, "added_at": NOW}],
    }  # fmt: skip
    compared = Compared(version, made.outlet, title_key(made.title))
    return Prepared(rows, compared, list(fingerprints(words(text))), keys(cues(text)))


def _passages(made: invented.Made) -> Iterator[Mapping[str, Any]]:
    """The paragraphs of a text whose characters are its bytes."""
    at = 0
    for position, one in enumerate(made.paragraphs):
        end = at + len(one)
        yield {"position": position, "kind": "paragraph", "text_start": at, "text_end": end, "start": at,
               "end": end, "runs": json.dumps([[0, len(one), at, end]])}  # fmt: skip
        at = end + 2
