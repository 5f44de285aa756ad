"""`docs/schema.md` tells every table and column of a fresh archive, and no other."""

import re
import shutil
import subprocess
from pathlib import Path

import made
import pytest

from ingest.archive import files, schema

DOCUMENT = Path(__file__).parents[2] / "docs" / "schema.md"
INTERNAL = re.compile(r"search_(?:data|idx|docsize|config)|sqlite_.*")


def documented() -> dict[str, set[str]]:
    """The columns in each table's section: the first cells of its rows."""
    found: dict[str, set[str]] = {}
    for section in re.split(r"^## ", DOCUMENT.read_text("utf-8"), flags=re.M)[1:]:
        name, _, body = section.partition("\n")
        cells = re.findall(r"^\| (`[^|]+`) \|", body, flags=re.M)
        columns = {column for cell in cells for column in re.findall(r"`(\w+)`", cell)}
        if columns:
            found[name.strip()] = columns
    return found


def stored(path: Path) -> dict[str, set[str]]:
    """The columns of each table of ours."""
    with files.writable(path):
        pass
    names = [str(name) for (name,) in made.rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: {str(row[1]) for row in made.rows(path, f"PRAGMA table_info({name})")}
        for name in names
        if name not in ("search", "_sqlite_migrations") and not INTERNAL.fullmatch(name)
    }


def test_every_table_and_column_is_told_and_none_is_invented(tmp_path: Path) -> None:
    assert documented() == stored(tmp_path / "fresh.db")


def test_what_is_not_a_table_of_ours_is_named_as_well(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    with files.writable(path):
        pass
    text = DOCUMENT.read_text("utf-8")
    for (name,) in made.rows(path, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"):
        assert f"`{name}`" in text or f"## {name}" in text, name
    for name in ("search", "search_source", "_sqlite_migrations"):
        for row in made.rows(path, f"PRAGMA table_info({name})"):
            assert f"`{row[1]}`" in text, (name, row[1])


def test_the_marks_are_as_told() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert f"`{schema.APPLICATION_ID:#x}`" in text
    assert f"today {schema.SCHEMA_VERSION}." in text


def test_values_that_a_check_lists_are_told(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    with files.writable(path):
        pass
    sections = dict(s.split("\n", 1) for s in re.split(r"^## ", DOCUMENT.read_text("utf-8"), flags=re.M)[1:])
    for name, sql in made.rows(path, "SELECT name, sql FROM sqlite_master WHERE sql LIKE '%STRICT'"):
        for listed in re.findall(r"IN \(('[^)]+)\)", str(sql)):
            for value in re.findall(r"'([^']+)'", listed):
                assert value in sections[str(name)], (name, value)


@pytest.mark.skipif(
    not all(map(shutil.which, ("sh", "sqlite3", "zstd", "sha256sum"))),
    reason="needs sh, sqlite3, zstd and sha256sum",
)
def test_the_commands_for_raw_bytes_work_as_printed(archive: Path) -> None:
    text = DOCUMENT.read_text("utf-8")
    block = re.search(r"print the same hash again:\n\n((?:    .+\n)+)", text)
    assert block
    done = subprocess.run(["sh", "-ec", block[1]], cwd=archive.parent, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "payload: OK"), done.stderr


def test_the_example_of_a_search_works(archive: Path) -> None:
    block = re.search(r"^    (SELECT articles.id.*?;)$", DOCUMENT.read_text("utf-8"), flags=re.M | re.S)
    assert block
    assert len(made.rows(archive, block[1])) >= 2
