"""Every group of every article is proved by the log; nothing altered is."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.archive.files import readable
from ingest.archive.forms import FORMS
from ingest.archive.logged import Log
from ingest.archive.proofs import _OWNERS, Proofs
from ingest.archive.query import Query
from ingest.log.checkpoint import Checkpoint
from ingest.log.merkle import ProofError
from ingest.log.proofs import Logged, Proven, check_entry, check_record

# What belongs to no article.
ALONE = {
    "listings/1", "outlets/1", "outlet_domains/1", "outlet_aliases/1", "collections/1", "doubts/1", "namings/1",
    "keys/1", "sums/1", "blanks/1", "checkpoints/1", "timestamps/1", "_sqlite_migrations/1",
}  # fmt: skip


@pytest.fixture(scope="module")
def proved(crossposted: Path) -> Iterator[tuple[Checkpoint, list[tuple[Proven, Logged]]]]:
    with readable(crossposted) as database:
        log = Log(database.conn)
        proofs = Proofs(database.conn, log.size())
        found = [
            (one, proofs.entry(one.event))
            for article in Query(database.conn).articles()
            for one in proofs.article(article)
        ]
        yield log.checkpoint(), found


def test_each_form_belongs_to_articles_or_to_none() -> None:
    assert {form.name for form in FORMS} == _OWNERS.keys() | ALONE


def test_every_group_is_proved(proved: tuple[Checkpoint, list[tuple[Proven, Logged]]]) -> None:
    checkpoint, found = proved
    for proven, logged in found:
        check_record(proven, logged)
        check_entry(logged, checkpoint)
    assert {proven.form for proven, _ in found} == _OWNERS.keys() - {"removals/1", "stub_titles/1"}


def test_nothing_altered_is_proved(proved: tuple[Checkpoint, list[tuple[Proven, Logged]]]) -> None:
    checkpoint, found = proved
    draw = random.Random(6)
    for proven, logged in found:
        other = turned(proven.record, draw)
        for wrong in (
            replace(proven, record=other),
            replace(proven, salt=turned(proven.salt, draw)),
            replace(proven, marks=proven.marks + b"000000"),
            replace(proven, position=proven.position + 1),
            replace(proven, owner=proven.owner + "a"),
            replace(proven, form="links/2"),
            replace(proven, path=(*proven.path, bytes(32))),
        ):
            with pytest.raises(ProofError):
                check_record(wrong, logged)
        with pytest.raises(ProofError):
            check_entry(replace(logged, entry=turned(logged.entry, draw)), checkpoint)
        with pytest.raises(ProofError):
            check_entry(replace(logged, number=logged.number - 1), checkpoint)


def turned(data: bytes, draw: random.Random) -> bytes:
    """The bytes with one bit turned."""
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]
