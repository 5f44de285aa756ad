"""The commands as scripts and people use them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import made
import pytest
from click.testing import Result

from ingest.export.lines import EXPORTS

Cli = Callable[..., Result]
ID, STUB = "t7zbz4mhcx2cf4g2", "wnatxf7cywanghko"
TEXT, LIST, NUMBER, FLAG = str, list, int, bool
NULL = type(None)
ARTICLE = {
    "id": TEXT, "source_id": (TEXT, NULL), "path": (TEXT, NULL), "url": (TEXT, NULL), "title": (TEXT, NULL),
    "authors": LIST, "outlet": (TEXT, NULL), "published": (TEXT, NULL), "language": (TEXT, NULL),
    "text": TEXT, "work": TEXT, "raw_sha256": TEXT, "text_sha256": TEXT, "encoding": TEXT,
    "attributions": LIST, "claims": LIST,
}  # fmt: skip
CLAIM = {
    "field": TEXT, "value": (TEXT, NULL), "method": TEXT, "rule": (TEXT, NULL), "where": (TEXT, NULL),
    "start": (NUMBER, NULL), "end": (NUMBER, NULL), "quote": (TEXT, NULL), "basis": (TEXT, NULL),
    "by": (TEXT, NULL), "chosen": FLAG,
}  # fmt: skip
ATTRIBUTION = {
    "kind": TEXT, "outlet": (TEXT, NULL), "title": (TEXT, NULL), "published": (TEXT, NULL),
    "author": (TEXT, NULL), "url": (TEXT, NULL), "via": (TEXT, NULL), "quote": TEXT, "start": NUMBER,
    "end": NUMBER,
}  # fmt: skip
RELATION = {
    "id": TEXT,
    "from": dict,
    "to": dict,
    "kind": TEXT,
    "status": TEXT,
    "score": NUMBER,
    "evidence": LIST,
}
END = {
    "id": TEXT, "source_id": (TEXT, NULL), "url": (TEXT, NULL), "path": (TEXT, NULL), "title": (TEXT, NULL),
    "outlet": (TEXT, NULL), "stub": FLAG,
}  # fmt: skip


def lines(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def fits(found: dict[str, Any], shape: dict[str, Any]) -> None:
    for key, kind in shape.items():
        assert isinstance(found[key], kind), (key, found[key])


@pytest.mark.parametrize("what", EXPORTS)
def test_an_export_is_sorted_by_id_one_object_a_line(cli: Cli, archive: Path, what: str) -> None:
    found = lines(cli("export", what))
    ids = [line["id"] for line in found]
    assert ids
    assert ids == sorted(set(ids))


def test_exports_have_the_keys_of_the_contract(cli: Cli, archive: Path) -> None:
    for article in lines(cli("export", "articles")):
        fits(article, ARTICLE)
        for claim in article["claims"]:
            fits(claim, CLAIM)
        for attribution in article["attributions"]:
            fits(attribution, ATTRIBUTION)
    for claim in lines(cli("export", "claims")):
        fits(claim, {"id": TEXT, "article": TEXT, **CLAIM})
    for relation in lines(cli("export", "relations")):
        fits(relation, RELATION)
        fits(relation["from"], END)
        fits(relation["to"], END)
        if relation["from"]["source_id"] == "001":
            assert relation["evidence"][0]["from"] == [[4890, 5048]]


def test_inspect_says_what_add_makes(cli: Cli, seeds: Path) -> None:
    inspected = lines(cli("inspect", "--manifest", seeds))
    assert cli("add", "--manifest", seeds).exit_code == 0
    exported = lines(cli("export", "articles"))
    assert sorted(inspected, key=lambda article: article["id"]) == exported
    assert len(exported) == 5


def test_inspect_writes_nothing(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    cli("inspect", "--manifest", seeds)
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_makes_no_file(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    done = cli("add", "--manifest", seeds, "--dry-run")
    assert done.exit_code == 0
    assert "5 would be added; the archive would hold 5 articles, 1 stub" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_leaves_an_archive_as_it_is(cli: Cli, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_bytes(made.text(8))
    before = archive.read_bytes()
    done = cli("add", tmp_path / "new.txt", "--dry-run", "--collection", "new")
    assert "1 would be added" in done.stdout
    assert archive.read_bytes() == before


def test_a_dry_run_reports_what_a_run_reports(cli: Cli, seeds: Path) -> None:
    dry = cli("add", "--manifest", seeds, "--dry-run", "--json").stdout
    assert cli("add", "--manifest", seeds, "--json").stdout == dry


def test_add_reports_in_json(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = cli("add", "--manifest", seeds, tmp_path / "empty.txt", "--json")
    assert done.exit_code == 1
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["status"] for line in told] == ["added"] * 5 + ["failed"]
    assert all(line["id"] and line["error"] is None for line in told[:5])
    assert told[5]["source"] == str(tmp_path / "empty.txt")
    assert "the file is empty" in told[5]["error"]


def test_show_tells_how_the_values_are_known(cli: Cli, archive: Path) -> None:
    told = cli("show", ID).stdout
    for words in (
        "Tensions rise between",
        "Bill Van Auken",
        "28 March 2019",
        "bytes ",
        "1c977cfc28",
        "A hash shows",
    ):
        assert words in told
    shown = cli("show", "litiqqkkj6zoi3yq").stdout
    assert "asserted by archivist on 2026-01-02, because: the same text stands at this address" in shown
    assert f"Republication of {STUB} (stub: not in the archive)" in shown
    assert "asserted: the later text says so itself; score 1000" in shown
    assert "stub: known only because another article names it" in cli("show", STUB).stdout


def test_show_as_json_is_the_export_with_relations_and_history(cli: Cli, archive: Path) -> None:
    (shown,) = lines(cli("show", "litiqqkkj6zoi3yq", "--json"))
    relations, versions, captures = (shown.pop(key) for key in ("relations", "versions", "captures"))
    for key in ("resolved", "candidates", "acts", "corrections", "events"):
        shown.pop(key, None)
    assert shown.pop("crossposts")["members"] == [STUB, "litiqqkkj6zoi3yq"]
    assert [version["retrievals"] for version in versions] == [1]
    assert [capture["raw_sha256"] for capture in captures] == [shown["raw_sha256"]]
    assert shown in lines(cli("export", "articles"))
    own = [
        one
        for one in lines(cli("export", "relations"))
        if "litiqqkkj6zoi3yq" in (one["from"]["id"], one["to"]["id"])
    ]
    assert relations == own
    assert len(own) == 1


def test_an_id_may_be_cut_short_where_it_is_clear(cli: Cli, archive: Path) -> None:
    assert cli("show", ID[:4]).stdout == cli("show", ID).stdout == cli("show", ID.upper()).stdout
    for given, said in (
        ("", "no article has this id"),
        ("%", "several articles begin so"),
        ("zzz", "no article"),
    ):
        done = cli("show", given)
        assert done.exit_code == 2
        assert said in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["add"], ["add", "x", "--by", " "], ["add", "x", "--collection", ""], ["frobnicate"], ["export", "all"],
        ["add", "--manifest"], ["show"], ["correct", ID, "title"],
    ],
)  # fmt: skip
def test_usage_errors_exit_with_2(cli: Cli, tmp_path: Path, words: list[str]) -> None:
    assert cli(*words).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("epoch", ["tomorrow", "", "²", "9" * 30, "1.5"])
def test_a_clock_that_is_none_is_refused(cli: Cli, seeds: Path, epoch: str) -> None:
    done = cli("add", "--manifest", seeds, SOURCE_DATE_EPOCH=epoch)
    assert done.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in done.stderr


def test_a_collection_holds_its_articles(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert cli("add", "--manifest", seeds, "--collection", "Venezuela").exit_code == 0
    path = tmp_path / "archive.db"
    assert made.rows(path, "SELECT collection, count(*) FROM collection_articles GROUP BY 1") == [
        ("Venezuela", 5)
    ]


def test_a_word_that_is_no_utf_8_is_refused_in_words(run: Any, archive: Path) -> None:
    done = run(["correct", ID, "title", "caf\udce9", "--because", "x"])
    assert done.returncode == 2
    assert b"not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


def test_output_is_utf_8_whatever_the_terminal(archive: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    command = [sys.executable, "-m", "ingest", "-a", str(archive), "export", "articles"]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "Guaidó" in done.stdout.decode("utf-8")


def test_a_reader_that_has_seen_enough(archive: Path, tmp_path: Path) -> None:
    """As in `ingest export claims | head -1`, where the pipe is closed while there is more to come."""
    command = [sys.executable, "-m", "ingest", "-a", str(archive), "export", "articles"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode in (0, 1)
    assert said == b""


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Path]:
    box = tmp_path / "many"
    box.mkdir()
    for number in range(3000):
        (box / f"{number:04}.txt").write_bytes(made.text(number))
    yield box
    shutil.rmtree(box)


def test_an_interrupt_loses_nothing_that_was_reported(many: Path, tmp_path: Path, cli: Cli) -> None:
    command = [sys.executable, "-m", "ingest", "-a", str(tmp_path / "archive.db"), "add", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told = [process.stdout.readline() for _ in range(20)]
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        told += process.stdout.readlines()
        said = process.stderr.read()
    assert process.returncode == 1
    assert said == "interrupted; what was reported is done, the rest is not\n"
    added = {line.split()[1] for line in told if line.startswith("added")}
    kept = {identity for (identity,) in made.rows(tmp_path / "archive.db", "SELECT id FROM articles")}
    assert len(added) < 3000
    assert added <= kept
    assert cli("audit").exit_code == 0
