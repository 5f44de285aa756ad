"""The committed archive is what `make rebuild` makes of the seeds, and it is sound."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "archive.db"


def ingest(*arguments: str, epoch: str | None = None) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("INGEST_")}
    if epoch:
        environment["SOURCE_DATE_EPOCH"] = epoch
    done = subprocess.run(
        [sys.executable, "-m", "ingest", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rebuilt") / "archive.db"
    epoch = re.search(r"SOURCE_DATE_EPOCH \?= (\d+)", (ROOT / "Makefile").read_text())
    assert epoch
    ingest("-a", str(path), "add", "--manifest", "metadata/seeds.yaml", "--by", "archivist", epoch=epoch[1])
    return path


@pytest.mark.parametrize("what", ["articles", "claims", "relations"])
def test_a_rebuild_exports_the_same(what: str, rebuilt: Path) -> None:
    committed = ingest("-a", str(ARCHIVE), "export", what)
    assert committed == ingest("-a", str(rebuilt), "export", what)
    assert committed


def test_it_is_sound() -> None:
    assert "no findings" in ingest("-a", str(ARCHIVE), "audit")


def test_the_seeds_came_out_right() -> None:
    lines = map(json.loads, ingest("-a", str(ARCHIVE), "export", "articles").splitlines())
    found = {
        line["source_id"]: (line["title"], line["authors"], line["outlet"], line["published"]) for line in lines
    }
    assert found == {
        "000": (
            "International Calls Mount for the U.S. To Back Off Its Assault on Venezuela",
            [], "EIR News", "2025-11",
        ),
        "001": (
            "Venezuela Defies the U.S. - Continues Alliance with Russia & China",
            ["Cassie B."], "Tradition in Action", "2026-02-06",
        ),
        "002": (None, [], "National Conservative Movement", None),
        "003": (
            "Tensions rise between US, Russia and China over Venezuelan coup",
            ["Bill Van Auken"], "World Socialist Web Site", "2019-03-28",
        ),
        "004": (
            "Russia maintains close contacts with Venezuela: The conflict with the US is gaining intensity",
            ["Andrea"], "LNG in Northern BC", "2025-11-05",
        ),
    }  # fmt: skip


def test_the_cross_post_of_seed_001_is_asserted_with_its_sentence() -> None:
    (relation,) = map(json.loads, ingest("-a", str(ARCHIVE), "export", "relations").splitlines())
    assert relation["from"]["source_id"] == "001"
    assert (relation["kind"], relation["status"]) == ("republication", "asserted")
    original = relation["to"]
    assert original["stub"] is True
    assert original["title"] == "Venezuela defies U.S., vows continued alliance with Russia and China"
    assert (original["outlet"], original["published"]) == ("WWIII.NEWS", "2026-02-05")
    (fact,) = relation["evidence"]
    ((start, end),) = fact["from"]
    payload = (ROOT / "seeds/001_145e3307cf6c1e47.txt").read_bytes()
    assert payload[start:end].decode() == fact["quote"]
    assert fact["quote"].startswith("This article was first published on WWIII.NEWS")
