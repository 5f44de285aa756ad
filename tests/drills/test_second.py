"""The second checker stands on its own, agrees that sound archives are sound, and names what is not."""

import ast
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import made
import pytest
import second

from ingest import resources
from ingest.archive.files import readable
from ingest.archive.logged import Log
from ingest.archive.query import Query
from ingest.audit import audit

CHECKER = Path(second.__file__)


def checked(archive: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The checker as an auditor runs it: in a Python that does not see what is installed."""
    command = [sys.executable, "-I", "-S", str(CHECKER), str(archive), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def archive(crossposted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(crossposted, tmp_path / "archive.db"))


def test_it_is_short_and_imports_only_what_python_brings() -> None:
    source = CHECKER.read_text("utf-8")
    assert len(source.splitlines()) < 200
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.module is not None
            assert node.level == 0
            imported.add(node.module.split(".")[0])
    assert imported <= sys.stdlib_module_names


def test_a_sound_archive_gives_no_findings(archive: Path, tmp_path: Path) -> None:
    with readable(archive) as database:
        (tmp_path / "kept").write_text(Log(database.conn).checkpoint().body())
    done = checked(archive, "--since", tmp_path / "kept")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_altered_row_is_named(archive: Path) -> None:
    ((article,),) = made.rows(archive, "SELECT min(id) FROM articles WHERE stub = 0")
    connection = made.connected(archive)
    connection.execute("UPDATE articles SET language = 'xx' WHERE id = ?", [article])
    connection.commit()
    connection.close()
    done = checked(archive)
    assert done.returncode == 1
    assert f"articles\t{article}\tis not what was committed to" in done.stdout.splitlines()


def test_a_word_that_is_no_longer_found_is_named_by_both(archive: Path) -> None:
    """It stands in the index, whose pages are sound; but what leads to them leads past it."""
    connection = made.connected(archive)
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, 'search', 'row')")
    (leading,) = connection.execute("SELECT min(term) FROM search_idx WHERE term > x''").fetchone()
    sql = "SELECT max(term) FROM temp.words WHERE CAST('0' || term AS BLOB) < ?"
    (word,) = connection.execute(sql, [leading]).fetchone()
    connection.execute("UPDATE search_idx SET term = CAST('0' || ? AS BLOB) WHERE term = ?", [word, leading])
    connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")  # SQLite is content
    connection.commit()
    connection.close()
    assert "search\t" in checked(archive).stdout
    with readable(archive) as database:
        found = list(audit(Query(database.conn), resources.knowledge(), "stored"))
    assert [(one.code, one.expected) for one in found] == [
        ("search-differs", f"the word {word!r} found where it stands")
    ]


def test_a_log_that_was_cut_is_told_by_a_checkpoint_kept_elsewhere(archive: Path, tmp_path: Path) -> None:
    with readable(archive) as database:
        origin, size, root = Log(database.conn).checkpoint().body().splitlines()
    (tmp_path / "kept").write_text(f"{origin}\n{int(size) + 1}\n{root}\n")
    done = checked(archive, "--since", tmp_path / "kept")
    assert (done.returncode, done.stdout.split("\t")[0]) == (1, "log")


def test_it_never_writes(archive: Path) -> None:
    before = archive.read_bytes()
    checker = second.Checker(archive)
    assert list(checker.findings()) == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        checker.db.execute("DELETE FROM sums")
    assert archive.read_bytes() == before
