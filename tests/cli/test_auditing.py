"""The command audit: how much it looks at, and how it tells of it."""

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from terminals import shown

Cli = Callable[..., Result]


def spoilt(archive: Path) -> None:
    """Every title decided with less confidence, past the log."""
    connection = sqlite3.connect(archive, isolation_level=None)
    connection.execute("UPDATE decisions SET confidence = 1 WHERE field = 'title'")
    connection.close()


def test_a_sample_is_drawn_anew(cli: Cli, archive: Path) -> None:
    spoilt(archive)
    told = [cli("audit", "--level", "replay", "--sample", 1).stdout for _ in range(12)]
    again = {line for one in told for line in one.splitlines() if line.startswith("decision-differs")}
    assert all(one.count("decision-differs") == 1 for one in told)
    assert len(again) > 1


def test_a_sample_says_so(cli: Cli, archive: Path) -> None:
    done = cli("audit", "--level", "replay", "--sample", 10_000)
    assert done.exit_code == 0
    assert "(replay of 10000 drawn at random): no findings" in done.stdout


def test_a_sample_is_for_what_is_made_again(cli: Cli, archive: Path) -> None:
    done = cli("audit", "--sample", 3)
    assert done.exit_code == 2
    assert "--level replay" in done.stderr


def test_a_report_is_kept_beside_what_is_printed(cli: Cli, archive: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    assert cli("audit", "--report", report).exit_code == 0
    assert report.read_text() == ""
    spoilt(archive)
    done = cli("audit", "--report", report)
    assert done.exit_code == 1
    found = [json.loads(line) for line in report.read_text().splitlines()]
    assert report.read_text() == cli("audit", "--json").stdout
    assert f"{len(found)} findings; docs/" in done.stdout
    assert cli("audit", "--report", tmp_path / "no" / "report").exit_code == 2


def test_a_person_sees_how_far_it_is(archive: Path) -> None:
    spoilt(archive)
    command = [sys.executable, "-m", "ingest", "-a", str(archive), "audit", "--level", "replay"]
    text, code = shown(command)
    assert code == 1
    for passing in ("entries of the log", "groups of claims", "payloads", "pairs compared", "read again"):
        assert passing in text
    # Findings stand on lines of their own.
    lines = [line.rpartition("\r")[2] for line in text.replace("\r\n", "\n").split("\n")]
    assert any(line.startswith("\x1b[31mrow-altered") for line in lines), lines
