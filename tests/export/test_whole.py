"""What is written appears whole or not at all, and shows the archive of one moment."""

import json
import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest.archive import files
from ingest.archive.query import Query
from ingest.errors import UsageError
from ingest.export import whole
from ingest.read.knowledge import Knowledge

# PT012: what is done inside the contexts is what is tested here.


def test_a_file_is_there_only_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with whole.file(target) as path:
        path.write_text("half")
        assert not target.exists()
        path.write_text("whole")
    assert target.read_text() == "whole"
    assert os.listdir(tmp_path) == ["a.txt"]
    ordinary = tmp_path / "b.txt"
    ordinary.touch()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


@pytest.mark.parametrize("error", [OSError("no room left"), KeyboardInterrupt()])
@pytest.mark.parametrize("make", [whole.file, whole.directory])
def test_what_breaks_off_leaves_nothing(
    tmp_path: Path, error: BaseException, make: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    with pytest.raises(type(error)), make(tmp_path / "a") as path:  # noqa: PT012
        (path / "b" if path.is_dir() else path).write_text("half")
        raise error
    assert os.listdir(tmp_path) == []


def test_a_directory_that_came_there_meanwhile_stays(tmp_path: Path) -> None:
    target = tmp_path / "a"
    with pytest.raises(UsageError, match="is not empty"), whole.directory(target):  # noqa: PT012
        target.mkdir()
        (target / "b").write_text("theirs")
    assert (target / "b").read_text() == "theirs"


def test_a_file_that_came_there_meanwhile_stays(tmp_path: Path) -> None:
    target = tmp_path / "a"
    with pytest.raises(UsageError, match="is there already"), whole.file(target) as path:  # noqa: PT012
        path.write_text("ours")
        target.write_text("theirs")
    assert target.read_text() == "theirs"


def test_here_and_an_empty_directory_are_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with whole.directory(Path("bag/")) as path:
        (path / "a").touch()
    with whole.file(Path("b.txt")) as path:
        path.touch()
    assert sorted(os.listdir(here)) == ["b.txt", "bag"]


def test_what_is_added_meanwhile_is_not_seen(archive: Path, knowledge: Knowledge) -> None:
    with files.snapshot(archive) as database:
        query = Query(database.conn)
        before = list(query.articles())
        made.put(archive, [made.capture(made.text(9), "http://made.example/later")], knowledge)
        assert list(query.articles()) == before
    with files.snapshot(archive) as database:
        assert len(list(Query(database.conn).articles())) == len(before) + 1


@pytest.mark.parametrize(
    ("what", "name"), [("bag", "bag"), ("warc", "a.warc"), ("warc", "a.wacz"), ("prov", "a.json")]
)
def test_programs_are_told_as_well(
    archive: Path, cli: Callable[..., Result], tmp_path: Path, what: str, name: str
) -> None:
    target = tmp_path / name
    said = json.loads(cli("export", what, "-o", target, "--json").stdout)
    written = [path for path in (target, *target.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in written)
    assert said == {"path": str(target), "files": len(written), "bytes": size}
