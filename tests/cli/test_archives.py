"""Files that cannot serve as an archive: exit 2, in words, and nothing lost."""

import hashlib
import json
import os
import random
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result

Cli = Callable[..., Result]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.txt"
    path.write_bytes(made.text(1))
    return path


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (id INTEGER)")
    connection.close()


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 0x70766172")
    connection.execute("PRAGMA user_version = 999")
    connection.execute("CREATE TABLE future (id INTEGER)")
    connection.close()


CASES = {
    "a foreign database": (other_database, "an SQLite database, but no archive of ours; name another"),
    "a text": (lambda path: path.write_text("Dear diary, today"), "not an SQLite database; name another file"),
    "a directory": (lambda path: path.mkdir(), "a directory; name a file with -a"),
    "a pipe": (lambda path: os.mkfifo(path), "not a file; name another one with -a"),
    "a newer archive": (newer, "made by a newer version of ingest (schema 999); upgrade with pip"),
    "a stump": (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(50)), "check it with"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("command", ["add", "add --dry-run", "audit", "export", "show", "correct"])
def test_what_is_no_archive_is_left_alone(
    cli: Cli, tmp_path: Path, source: Path, name: str, command: str
) -> None:
    make, said = CASES[name]
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    words = {
        "add": ["add", source], "add --dry-run": ["add", "--dry-run", source], "audit": ["audit"],
        "export": ["export", "articles"], "show": ["show", "a"],
        "correct": ["correct", "a", "title", "b", "--because", "c"],
    }  # fmt: skip
    done = cli("-a", path, *words[command])
    assert done.exit_code == 2
    assert "other.db: " in done.stderr
    assert said in done.stderr
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("command", [["audit"], ["export", "claims"], ["show", "a"]])
def test_where_there_is_no_archive_none_is_made(cli: Cli, tmp_path: Path, command: list[str]) -> None:
    done = cli("-a", tmp_path / "none.db", *command)
    assert done.exit_code == 2
    assert "there is no archive here; make one with `ingest add`" in done.stderr
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_directory_that_is_not_there(cli: Cli, tmp_path: Path, source: Path, dry: list[str]) -> None:
    done = cli("-a", tmp_path / "none" / "a.db", "add", source, *dry)
    assert done.exit_code == 2
    assert "the directory does not exist; make it first" in done.stderr


def test_an_empty_file_becomes_an_archive(cli: Cli, tmp_path: Path, source: Path) -> None:
    path = tmp_path / "archive.db"
    path.touch()
    assert "the archive is empty; add to it with" in cli("audit").stderr
    assert cli("add", source, "--dry-run").exit_code == 0
    assert path.read_bytes() == b""
    assert cli("add", source).exit_code == 0
    assert cli("audit").exit_code == 0


def test_a_locked_archive(cli: Cli, archive: Path, source: Path) -> None:
    """Another program holds it for longer than we wait (five seconds)."""
    before = made.dump(archive)
    holder = sqlite3.connect(archive, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    done = cli("add", source)
    assert done.exit_code == 2
    assert "database is locked; another program is writing to it; try again when it is done" in done.stderr
    # Readers are not held up by a writer.
    assert cli("export", "articles").exit_code == 0
    holder.execute("ROLLBACK")
    holder.close()
    assert made.dump(archive) == before
    assert cli("add", source).exit_code == 0


def test_a_file_that_may_only_be_read(unprivileged: Run, archive: Path, source: Path) -> None:
    source.write_bytes(made.text(99))
    archive.chmod(0o400)
    done = unprivileged("add", source)
    assert done.returncode == 2
    assert "check the permissions of file and directory" in done.stderr


def test_an_audit_writes_nothing(cli: Cli, archive: Path) -> None:
    before = hashlib.sha256(archive.read_bytes()).digest()
    assert cli("audit").exit_code == 0
    assert cli("audit", "--json").stdout == ""
    assert hashlib.sha256(archive.read_bytes()).digest() == before


def test_an_audit_says_what_it_found(cli: Cli, archive: Path) -> None:
    connection = sqlite3.connect(archive)
    connection.execute("UPDATE claims SET basis = 'x\x1b[31my' WHERE by = 'editor' AND field = 'title'")
    connection.commit()
    connection.close()
    done = cli("audit", "--level", "replay")
    assert done.exit_code == 1
    assert done.stdout.startswith("row-altered  claims row ")
    assert "claim-id  claim " in done.stdout
    assert "    expected  " in done.stdout
    assert "    found     " in done.stdout
    assert "    to do     " in done.stdout
    # The reason of the decision repeats it.
    assert "3 findings; docs/findings.md says what each code means" in done.stdout
    told = cli("audit", "--json")
    assert told.exit_code == 1
    for line in told.stdout.splitlines():
        assert set(json.loads(line)) == {
            "code", "subject", "expected", "found", "table", "row", "column", "advice",
        }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_bytes_flipped_anywhere_end_in_findings_or_words(cli: Cli, archive: Path, seed: int) -> None:
    """Half a page of noise, wherever it falls."""
    chance = random.Random(seed)
    content = bytearray(archive.read_bytes())
    page = chance.randrange(len(content) // 4096) * 4096
    content[page : page + 2048] = chance.randbytes(2048)
    archive.write_bytes(content)
    done = cli("audit")
    assert done.exit_code in (1, 2)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("share", [0.99, 0.7, 0.3, 0.02, 0.0001])
def test_a_truncated_file_ends_in_findings_or_words(cli: Cli, archive: Path, share: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * share)])
    done = cli("audit")
    assert done.exit_code in (1, 2)
    assert done.output.strip()


def test_each_byte_of_the_payloads_counts(cli: Cli, archive: Path) -> None:
    """A single bit in a stored payload is found."""
    content = bytearray(archive.read_bytes())
    (body,) = made.rows(archive, "SELECT body FROM payloads ORDER BY length(body) LIMIT 1")[0]
    at = bytes(content).index(bytes(body)) + len(body) // 2
    content[at] ^= 1
    archive.write_bytes(content)
    assert "row-altered  payloads row " in cli("audit").stdout
    done = cli("audit", "--level", "raw")
    assert done.exit_code == 1
    assert "payload-" in done.stdout


def test_a_damaged_schema_is_told_in_words(cli: Cli, archive: Path) -> None:
    """SQLite's message then repeats bytes that are no UTF-8."""
    content = archive.read_bytes()
    assert b"CREATE TABLE relations" in content
    archive.write_bytes(content.replace(b"CREATE TABLE relations", b"CREATE TABLE \xff\xfe\xc3 tions"))
    for command in (["export", "articles"], ["show", "a"]):
        done = cli(*command)
        assert done.exit_code == 2
        assert "malformed database schema" in done.stderr
    # The audit goes on with what can be read.
    done = cli("audit")
    assert done.exit_code == 1
    assert "no such table: relations" in done.stdout


def test_a_damaged_list_is_told_in_words(cli: Cli, archive: Path) -> None:
    connection = sqlite3.connect(archive)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("UPDATE passages SET runs = '['")
    connection.commit()
    connection.close()
    done = cli("export", "articles")
    assert done.exit_code == 2
    assert "a stored list is damaged; check it with `ingest audit`" in done.stderr
    assert cli("audit").exit_code == 1


@pytest.mark.parametrize(
    "command", [["checkpoint"], ["export", "events"], ["timestamp", "http://tsa.example/"]]
)
def test_a_damaged_log_is_told_in_words(cli: Cli, archive: Path, command: list[str]) -> None:
    connection = sqlite3.connect(archive, isolation_level=None)
    guards = made.guards(connection)
    made.unguard(connection)
    connection.execute("UPDATE log SET entry = '{}' WHERE number = 0")
    for statement in guards.values():
        connection.execute(statement)
    connection.close()
    done = cli(*command)
    assert done.exit_code == 2
    assert "its log is damaged (no canonical JSON of an entry); check it with `ingest audit`" in done.stderr
    assert "log-entry  log row 0" in cli("audit").stdout
