"""`ingest remove`, as people and scripts use it."""

import json
from collections.abc import Callable
from pathlib import Path

import harbour
import made
import pytest
from click.testing import Result

from ingest.read.knowledge import Knowledge

Cli = Callable[..., Result]
FEED = f"<rss><item><title>News</title><link>{harbour.url('foo')}</link></item></rss>".encode()


@pytest.fixture
def filled(tmp_path: Path, knowledge: Knowledge) -> str:
    """An archive of the articles on the harbour, one of them listed by a feed: that one's address."""
    feed = made.retrieved(FEED, "http://foo.example/feed", made.NOW)
    sources = [*map(harbour.article, harbour.NAMES), made.listing(feed)]
    made.put(tmp_path / "archive.db", sources, knowledge)
    return harbour.url("foo")


def test_a_person_reads_what_went_and_what_stays(cli: Cli, filled: str) -> None:
    done = cli("remove", filled, "--because", "a court said so", "--by", "clerk")
    assert done.exit_code == 0
    first, listed, *stay = done.stdout.splitlines()
    assert first.startswith("removed; what is left is the tombstone ")
    assert listed == "gone with it: feeds, sitemaps or front pages that spoke of it, 1 in all"
    assert all(line.startswith("still here, and had to do with it: ") for line in stay)
    titles = sorted(line.partition("  ")[2] for line in stay)
    assert titles == ["Harbour stays open", *(f"On the harbour, {name}" for name in ("copy", "part", "plain"))]
    again = cli("remove", first.split()[7].rstrip("."), "--because", "a court said so")
    assert again.stdout.startswith("unchanged: removed on ")


def test_a_script_reads_it_too(cli: Cli, filled: str) -> None:
    (told,) = map(json.loads, cli("remove", filled, "--because", "so", "--json").stdout.splitlines())
    assert (told["status"], told["listings"], told["removed"]) == ("done", 1, True)
    assert len(told["related"]) == len(set(told["related"])) > 2


def test_a_reason_is_asked_for(cli: Cli, filled: str) -> None:
    done = cli("remove", filled)
    assert done.exit_code == 2
    assert "--because" in done.stderr
