"""Reasons, doubts and folded claims on the pages, and what waits to be decided again."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest.archive import files
from ingest.archive.store import Store
from ingest.read.decide import POLICY
from ingest.read.knowledge import Knowledge
from ingest.records import Decision
from ingest.serve import pages

SEED = "litiqqkkj6zoi3yq"


@pytest.fixture
def doubted(archive: Path, knowledge: Knowledge) -> Path:
    with files.existing(archive) as database:
        store = Store(database, knowledge.registry, made.PEN)
        database.execute("DELETE FROM decisions")
        decided = [
            Decision("author", ("Cassie B.",), "the byline", 600, ("guess",)),
            Decision("subtitle", ("A bold rebuke",), "the standfirst", 900),
        ]
        store.decisions(SEED, decided)
        database.execute("UPDATE articles SET published_day = '2026-02-05' WHERE id = ?", [SEED])
    return archive


def test_a_page_tells_reasons_and_doubts(doubted: Path) -> None:
    page = pages.page(sqlite3.connect(doubted), SEED)
    fields = {field.name: field for field in page.fields}
    assert fields["Authors"].why == "the byline (confidence 600 of 1000)"
    assert fields["Authors"].doubts == ("it is a guess from context; nothing states it",)
    assert [claim.standing for claim in fields["Authors"].chosen] == ["chosen"]
    assert [claim.standing for claim in fields["Authors"].others] == ["the same value"]
    assert page.doubted == ("Authors",)
    assert page.subtitle == "A bold rebuke"
    assert page.printed_day == "5 February 2026"
    assert page.outdated is None


def test_the_home_page_counts_what_needs_a_look(doubted: Path) -> None:
    connection = sqlite3.connect(doubted)
    assert pages.home(connection, "archive", frozen=False).to_look_at == 1
    connection.execute("DELETE FROM decisions")
    assert pages.home(connection, "archive", frozen=False).to_look_at == 0


@pytest.mark.parametrize(
    ("policy", "words"), [("policy/0", "decided by policy/0"), (None, "to be decided again")]
)
def test_what_another_policy_decided_is_said(
    policy: str | None, words: str, doubted: Path, cli: Callable[..., Result]
) -> None:
    connection = sqlite3.connect(doubted)
    connection.execute("UPDATE articles SET policy = ? WHERE id = ?", [policy, SEED])
    connection.commit()
    outdated = pages.page(connection, SEED).outdated or ""
    assert outdated.startswith(words)
    assert outdated.endswith(POLICY)
    assert outdated in cli("show", SEED).stdout


def test_the_terminal_tells_them_too(doubted: Path, cli: Callable[..., Result]) -> None:
    told = cli("show", SEED).stdout
    assert "    the byline (confidence 600 of 1000)\n    ! it is a guess from context" in told
