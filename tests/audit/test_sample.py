"""A sample: of the articles that were drawn all is found that a whole replay finds of them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from test_codes import BARE, CASES, LOGGED, NAMING, A, B, operate

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import audit
from ingest.read.knowledge import Knowledge
from ingest.records import Finding

# What only all articles together tell.
TOGETHER = {
    "common-differs", "furniture-differs", "stub-unnamed", "stub-field", "stub-untitled", "resolution-differs",
    "candidates-differ", "work-differs", "relation-differs",
}  # fmt: skip
# These break what they stand on for others.
APART = {"payload-unreadable", "part-unreadable", "work-differs", "evidence-foreign", "database-damaged",
         "schema-differs", "match-differs", "decided-before"}  # fmt: skip


@pytest.fixture
def archive(crossposted: Path, tmp_path: Path) -> Path:
    """A copy of an archive with rows in every table."""
    return Path(shutil.copy(crossposted, tmp_path / "archive.db"))


def replayed(archive: Path, knowledge: Knowledge, sample: Sequence[str] | None = None) -> list[Finding]:
    """The findings of a replay of all articles or of some, beyond those of the level before it."""
    with readable(archive) as database:
        query = Query(database.conn)
        before = set(audit(query, knowledge, "raw"))
        drawn = (lambda _: sample) if sample is not None else None
        return [found for found in audit(query, knowledge, "replay", draw=drawn) if found not in before]


def test_a_sample_of_all_finds_what_the_whole_finds(archive: Path, knowledge: Knowledge) -> None:
    for code in sorted(CASES.keys() - APART - LOGGED):
        operate(archive, CASES[code].surgery)
    with readable(archive) as database:
        everything = list(Query(database.conn).articles())
    whole = replayed(archive, knowledge)
    of_sample = replayed(archive, knowledge, everything)
    assert len({found.code for found in whole} - TOGETHER) > 20
    assert [found for found in whole if found.code not in TOGETHER] == [
        found for found in of_sample if found.code not in TOGETHER
    ]
    assert not {found.code for found in of_sample} & TOGETHER


def test_a_sound_archive_gives_no_findings(archive: Path, knowledge: Knowledge) -> None:
    """Also of translations, which have no words in common, and of what is common or furniture."""
    with readable(archive) as database:
        everything = list(Query(database.conn).articles())
    assert replayed(archive, knowledge, everything) == []
    assert replayed(archive, knowledge, everything[::7]) == []


def test_a_match_is_compared_again_with_either_of_its_articles(archive: Path, knowledge: Knowledge) -> None:
    operate(archive, f"UPDATE matches SET score = score - 1 WHERE a = '{A}' AND b = '{B}'")
    for drawn in (A, B):
        assert [found.code for found in replayed(archive, knowledge, [drawn])] == ["match-differs"]
    assert replayed(archive, knowledge, [BARE]) == []


@pytest.mark.parametrize("drawn", [BARE, NAMING])
def test_only_what_was_drawn_is_made_again(drawn: str, archive: Path, knowledge: Knowledge) -> None:
    operate(archive, "UPDATE decisions SET confidence = 1 WHERE field = 'title'")
    operate(archive, "UPDATE versions SET title = 'Another'")
    operate(archive, "UPDATE compared SET title = 1")
    found = replayed(archive, knowledge, [drawn])
    assert {one.code for one in found} == {"decision-differs", "version-id", "compared-differs"}
    with readable(archive) as database:
        version = Query(database.conn).newest(drawn)
    assert version
    assert all(drawn in one.subject or version.id in one.subject for one in found)


def test_of_nothing_that_was_drawn_nothing_is_made_again(archive: Path, knowledge: Knowledge) -> None:
    operate(archive, "UPDATE decisions SET confidence = 1 WHERE field = 'title'")
    assert replayed(archive, knowledge, []) == []
