"""A kill at any moment leaves whole articles only, and nothing that was reported is lost.

Processes are forked from this one, which has everything loaded, so that the kill comes while
articles are being written and not while Python starts.
"""

import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result
from tqdm import tqdm

from ingest import cli as command_line
from ingest import terminal
from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import audit
from ingest.read.knowledge import Knowledge
from ingest.records import Finding

FILES = 60
KILLS = 24


def add(archive: str, sources: str, report: int) -> None:
    """What the killed process does; its standard output goes where the parent reads it."""
    sys.stdout = os.fdopen(report, "w", encoding="utf-8")
    command_line.main(["-a", archive, "add", sources, "--by", "archivist"])


def reported(path: Path) -> list[str]:
    """The ids in the whole lines that a process printed."""
    lines = path.read_text().split("\n")[:-1]
    return [line.split()[1] for line in lines if line.startswith(("added", "unchanged"))]


def state(path: Path, knowledge: Knowledge) -> tuple[set[str], list[Finding]]:
    """The articles in an archive and what an audit finds; none where the kill came before the schema."""
    if not path.exists():
        return set(), []
    connection = sqlite3.connect(path)
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return set(), []
    finally:
        connection.close()
    with readable(path) as database:
        query = Query(database.conn)
        return set(query.articles()), list(audit(query, knowledge))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    directory = tmp_path / "sources"
    directory.mkdir()
    for number in range(FILES):
        naming = made.NAMING.format(title=f"A thing that happened {number % 7}").encode()
        (directory / f"{number:02}.txt").write_bytes(made.text(number) + (naming if number % 3 else b""))
    return directory


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_a_kill_leaves_whole_articles(
    tmp_path: Path, sources: Path, knowledge: Knowledge, cli: Callable[..., Result]
) -> None:
    context = multiprocessing.get_context("fork")
    chance = random.Random(7)
    # Load what a process loads, so that the children need not.
    assert cli("-a", tmp_path / "whole.db", "add", sources).exit_code == 0
    halfway = 0
    for number in range(KILLS):
        archive, report = tmp_path / f"{number // 3}.db", tmp_path / f"{number}.out"
        with report.open("wb") as out:
            child = context.Process(target=add, args=(str(archive), str(sources), out.fileno()))
            child.start()
            enough = chance.randint(0, FILES // 2)
            while len(reported(report)) < enough and child.is_alive():
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.02))
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
        told = reported(report)
        halfway += 0 < len(told) < FILES
        whole_articles, findings = state(archive, knowledge)
        assert findings == [], f"kill {number}"
        assert set(told) <= whole_articles, f"kill {number}"
    assert halfway >= 3, "too few kills came while articles were being written"
    # A run that is let finish completes what the killed ones began.
    done = cli("-a", tmp_path / "0.db", "add", sources)
    assert done.exit_code == 0
    for name in ("0.db", "whole.db"):
        connection = sqlite3.connect(tmp_path / name)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM articles WHERE NOT stub").fetchone() == (FILES,)
        connection.close()
    exports = [cli("-a", tmp_path / name, "export", "articles").stdout for name in ("0.db", "whole.db")]
    assert without_times(exports[0]) == without_times(exports[1])


def without_times(export: str) -> list[str]:
    """Articles without the clock; the killed processes did not share one."""
    return [line.partition('"text": ')[2].partition('"captured_at"')[0] for line in export.splitlines()]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_a_process_killed_while_it_tells_stops_no_other() -> None:
    told, telling = multiprocessing.Pipe(duplex=False)

    def tell() -> None:
        with tqdm.get_lock():
            telling.send("telling")
            time.sleep(600)

    child = multiprocessing.get_context("fork").Process(target=tell)
    child.start()
    assert told.recv() == "telling"
    child.kill()
    child.join()
    with terminal.Progress(lambda: 0, as_json=True) as progress:
        assert progress.tally["added"] == 0
