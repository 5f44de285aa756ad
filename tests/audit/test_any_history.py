"""Whatever is added and corrected in whatever order, what is kept is what the audit makes of the whole."""

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import made
import pytest

from ingest import pipeline
from ingest.archive import files
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit import audit
from ingest.read.knowledge import Knowledge
from ingest.records import Capture

STATED = {
    "outlet": ("Foo Daily", "Bar Weekly", "Printer 14"),
    "title": (made.ORIGINAL, "A valley of stone", "Another"),
    "published": ("2024-12-01", "2025-01-06", "2025-03"),
    "url": ("http://x.example/1", "http://x.example/2", "http://x.example/3"),
}


def changed(batch: list[Capture], all_: list[Capture], chance: random.Random) -> list[Capture]:
    """A batch, and some of its pages seen again later with the text of other ones."""
    again = [
        replace(one, payload=chance.choice(all_).payload, captured_at=f"2026-01-{number:02}T00:00:00+00:00")
        for number, one in enumerate(batch, 1)
        if chance.random() < 0.25
    ]
    return batch + again


def corrected(path: Path, knowledge: Knowledge, chance: random.Random) -> None:
    """Somebody's word on a field of one of the articles."""
    with files.existing(path) as database:
        articles = list(Query(database.conn).articles())
        field = chance.choice(sorted(STATED))
        act = pipeline.Act(made.LATER, "editor")
        free = [value for value in STATED[field] if field != "url" or not taken(database.conn, value)]
        for value in chance.sample(free, min(1, len(free))):
            store = Store(database, knowledge.registry, made.PEN)
            pipeline.correct(store, chance.choice(articles), field, (value,), knowledge, act)


def taken(connection: sqlite3.Connection, url: str) -> bool:
    return Query(connection).article_at(url.removeprefix("http://")) is not None


@pytest.mark.parametrize("seed", range(4))
def test_the_audit_finds_nothing(seed: int, tmp_path: Path, knowledge: Knowledge) -> None:
    chance, path, all_ = random.Random(seed), tmp_path / "archive.db", made.crossposts()
    waiting = chance.sample(all_, len(all_))
    while waiting:
        size = chance.randint(1, 12)
        batch, waiting = waiting[:size], waiting[size:]
        made.put(path, changed(batch, all_, chance), knowledge)
        corrected(path, knowledge, chance)
    with files.readable(path) as database:
        assert list(audit(Query(database.conn), knowledge)) == []
