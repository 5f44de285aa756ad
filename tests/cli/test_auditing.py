"""The command audit: how much it looks at, and how it tells of it."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import made
import relogged
from click.testing import Result
from terminals import shown

from ingest.archive.logged import Log

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


def ascribe(archive: Path, number: int) -> None:
    """An entry names somebody else, and all hashes in the archive fit."""
    with closing(sqlite3.connect(archive, isolation_level=None)) as connection:
        made.unguard(connection)
        entry = Log(connection).entry(number)
        assert entry
        relogged.rewritten(connection, replace(entry, by="somebody else"))
        relogged.retiled(connection)


def keep(archive: Path, *sizes: int) -> list[str]:
    """Keep checkpoints of the log when it had so many entries; the options that give them to an audit."""
    with closing(sqlite3.connect(archive)) as connection:
        notes = {archive.with_name(f"kept-{size}"): Log(connection).checkpoint(size).body() for size in sizes}
    for path, note in notes.items():
        path.write_text(note)
    return [word for path in notes for word in ("--since", str(path))]


def rewritten(cli: Cli, *kept: str) -> list[str]:
    """The rows of the log among which an audit says that one was altered."""
    found = [json.loads(line) for line in cli("audit", "--json", *kept).stdout.splitlines()]
    return [one["row"] for one in found if one["code"] == "log-rewritten"]


def test_the_more_checkpoints_were_kept_the_closer_it_comes(cli: Cli, archive: Path) -> None:
    kept = keep(archive, 20, 5, 12, 9)
    assert cli("audit", *kept).exit_code == 0
    ascribe(archive, 9)
    assert rewritten(cli, *kept) == ["9 to 19", "9 to 11"]
    assert rewritten(cli, *kept[:4]) == ["5 to 19"]
    assert rewritten(cli, *kept[:2]) == ["0 to 19"]
    assert rewritten(cli, *kept[2:4]) == []
    ascribe(archive, 4)
    assert rewritten(cli, *keep(archive, 4), *kept) == ["4 to 19", "4", "4 to 11", "4 to 8"]


def test_what_the_archive_keeps_of_itself_excuses_no_row(cli: Cli, archive: Path) -> None:
    kept = keep(archive, 5, 20)
    ascribe(archive, 9)
    keep(archive, 15)
    with closing(sqlite3.connect(archive, isolation_level=None)) as connection:
        note = archive.with_name("kept-15").read_text()
        connection.execute("INSERT INTO checkpoints VALUES (15, ?, ?)", [note, made.NOW])
    assert rewritten(cli, *kept) == ["5 to 19"]
