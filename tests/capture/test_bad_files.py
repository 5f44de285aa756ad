"""Files that cannot be taken in: each is named with what to do, and the others are added."""

import json
import multiprocessing
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest import cli as command_line

Cli = Callable[..., Result]
Run = Callable[..., subprocess.CompletedProcess[str]]
GOOD = made.text(1)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A directory with one good file at each end of its order."""
    box = tmp_path / "box"
    box.mkdir()
    (box / "0-good.txt").write_bytes(GOOD)
    (box / "z-good.txt").write_bytes(made.text(2))
    return box


def refuses(cli: Cli, box: Path, name: str, said: str) -> None:
    """The directory is added but for one file, which is named with a reason."""
    for dry in (["--dry-run"], []):
        done = cli("add", box, *dry)
        assert done.exit_code == 1, done.output
        failed = [line for line in done.stderr.splitlines() if line.startswith("failed")]
        assert len(failed) == 1
        assert name in failed[0]
        assert said in failed[0]
        assert done.stdout.count("\nadded") + done.stdout.startswith("added") == 2
    told = cli("inspect", box)
    assert told.exit_code == 1
    assert said in told.stderr
    assert len(told.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n", "the file is empty"),
        ("\ufeff".encode(), "no text"),
        (bytes(range(256)) * 20, "not text"),
        (b"%PDF-1.7\n" + GOOD, "a broken PDF that cannot be opened"),
        (b"\x89PNG\r\n\x1a\n" + GOOD, "a PNG picture"),
        (b"PK\x03\x04" + GOOD, "a ZIP container"),
        (b"\x1f\x8b\x08" + GOOD, "its content is called gzip and is none, or is damaged"),
        (b"SQLite format 3\x00" + GOOD, "an SQLite database"),
        (GOOD.decode().encode("utf-32"), "UTF-32"),
        (b"<?xml version='1.0'?><rss/>", "a feed that leads to no address"),
        (b"<?xml version='1.0'?><svg/>", "an XML document that is no page"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_content_that_is_no_text(cli: Cli, box: Path, content: bytes, said: str) -> None:
    (box / "bad.txt").write_bytes(content)
    refuses(cli, box, "bad.txt", said)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ((GOOD.decode() + "naïve").encode("utf-16"), "utf-16le"),
        ((GOOD.decode() + "naïve").encode("utf-16-be"), "utf-16be"),
        ((GOOD.decode() + "“naïve” – café").encode("cp1252"), "windows-1252"),
        (b"\xef\xbb\xbf" + GOOD, "utf-8"),
        (GOOD + "naïve façade élève œuvre später größer ñandú".encode() + b" broken \xff", "utf-8"),
    ],
)
def test_other_encodings_are_read(cli: Cli, box: Path, content: bytes, encoding: str) -> None:
    (box / "other.txt").write_bytes(content)
    told = json.loads(cli("inspect", box / "other.txt").stdout)
    assert told["encoding"] == encoding
    assert "The council of Turin met on Tuesday" in told["text"]
    assert cli("add", box).exit_code == 0
    assert cli("audit").exit_code == 0


def test_a_page_without_an_article_is_passed_over_in_a_directory_and_refused_by_name(
    cli: Cli, box: Path
) -> None:
    (box / "front.html").write_bytes(b"<!DOCTYPE html><html><body><p></p>")
    done = cli("add", box)
    assert done.exit_code == 0
    assert "passed-over" in done.output
    assert "2 added, 1 passed over" in done.stdout
    named = cli("add", box / "front.html")
    assert named.exit_code == 1
    assert "a page without an article in it" in named.stderr


def test_a_page_of_plain_text_of_six_megabytes_is_no_article(cli: Cli, box: Path) -> None:
    (box / "long.txt").write_bytes(GOOD * 32_000)
    refuses(cli, box, "long.txt", "6 MB of plain text are no article; split it")


def test_a_file_of_200_megabytes(cli: Cli, box: Path) -> None:
    with (box / "large.txt").open("wb") as file:
        file.truncate(200_000_000)
    refuses(cli, box, "large.txt", "200 MB is more than the limit of 21 MB for one article; split it")


def test_a_directory_that_leads_back_to_itself(cli: Cli, box: Path) -> None:
    (box / "sub").mkdir()
    (box / "sub" / "up").symlink_to(box)
    refuses(cli, box, "up", "this directory leads back to one above it")


def test_directories_that_lead_to_each_other_are_read_once(cli: Cli, box: Path) -> None:
    """Each leads to all others: without memory the ways through them would be countless."""
    for name in "abcdefghijkl":
        (box / name).mkdir()
        for other in "abcdefghijkl":
            (box / name / other).symlink_to(box / other)
    done = cli("add", box, "--json")
    assert done.exit_code == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["status"] for line in lines if line["status"] != "failed"] == ["added", "added"]
    assert len(lines) < 200


def test_directories_deeper_than_the_stack(cli: Cli, box: Path) -> None:
    here = os.open(box, os.O_RDONLY)
    start = here
    for _ in range(sys.getrecursionlimit() + 200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        if here != start:
            os.close(here)
        here = below
    os.close(here)
    assert cli("add", box).exit_code == 0
    # pytest's own tidying would not get to the bottom.
    subprocess.run(["rm", "-rf", box / "d"], check=True)


def test_a_link_to_itself(cli: Cli, box: Path) -> None:
    (box / "self").symlink_to("self")
    refuses(cli, box, "self", "it cannot be read (Too many levels of symbolic links)")


def test_a_link_to_nowhere(cli: Cli, box: Path) -> None:
    (box / "gone.txt").symlink_to("nowhere")
    refuses(cli, box, "gone.txt", "there is no such file; check the path")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs /proc")
def test_a_file_that_not_even_root_can_read(cli: Cli, box: Path) -> None:
    (box / "memory").symlink_to("/proc/self/mem")
    refuses(cli, box, "memory", "it cannot be read (Input/output error)")


def test_a_file_that_may_not_be_read(unprivileged: Run, box: Path) -> None:
    (box / "secret.txt").write_bytes(GOOD)
    (box / "secret.txt").chmod(0)
    done = unprivileged("add", box)
    assert done.returncode == 1
    assert "secret.txt: it may not be read; change its permissions" in done.stderr
    assert done.stdout.count("added  ") == 2


def test_a_pipe_that_nobody_writes_to(cli: Cli, box: Path) -> None:
    os.mkfifo(box / "pipe")
    refuses(cli, box, "pipe", "neither a file nor a directory")


def test_a_device_without_end(cli: Cli, box: Path) -> None:
    (box / "zero").symlink_to("/dev/zero")
    refuses(cli, box, "zero", "neither a file nor a directory")


def test_a_name_that_would_drive_the_terminal(cli: Cli, box: Path) -> None:
    (box / "a\nb\x1b[31m\u202ec.txt").write_bytes(b"")
    done = cli("add", box)
    told = cli("inspect", box)
    for line in (done.stderr, told.stderr):
        assert "a b[31mc.txt: the file is empty" in line
        assert "\x1b" not in line
        assert "\u202e" not in line
        assert line.count("\n") == 1


def test_a_title_that_would_drive_the_terminal(cli: Cli, box: Path) -> None:
    (box / "0-good.txt").write_bytes(b"# A \x1b[2Jtitle that clears\n\n" + GOOD)
    assert "\x1b" not in cli("add", box).output
    (identity, *_) = [row[0] for row in made.rows(box.parent / "archive.db", "SELECT id FROM articles")]
    assert "\x1b" not in cli("show", identity).output


def test_a_name_that_is_no_utf_8(cli: Cli, box: Path) -> None:
    name = os.fsencode(box) + b"/caf\xe9.txt"
    with open(name, "wb") as file:
        file.write(made.text(3))
    done = cli("add", box, "--json")
    assert done.exit_code == 0
    assert r"caf\xe9.txt" in {os.path.basename(json.loads(line)["source"]) for line in done.stdout.splitlines()}
    exported = [json.loads(line) for line in cli("export", "articles").stdout.splitlines()]
    assert str(box / r"caf\xe9.txt") in {article["path"] for article in exported}
    with open(name, "wb") as file:
        file.write(b"")
    (box.parent / "archive.db").unlink()
    refuses(cli, box, r"caf\xe9.txt", "the file is empty")


def test_hidden_files_are_left_out(cli: Cli, box: Path) -> None:
    (box / ".hidden").write_bytes(b"")
    assert cli("add", box).exit_code == 0


def add_without_room(archive: str, sources: str, report: int) -> None:
    """Adds while no file may grow over a limit, which to SQLite looks like a full disk."""
    sys.stdout = os.fdopen(report, "w", encoding="utf-8")
    sys.stderr = sys.stdout
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    command_line.main(["-a", archive, "add", sources])


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_a_full_disk_loses_nothing_that_was_reported(tmp_path: Path, cli: Cli) -> None:
    box = tmp_path / "many"
    box.mkdir()
    chance = random.Random(7)
    for number in range(60):
        (box / f"{number:02}.txt").write_bytes(made.text(number) + chance.randbytes(9000).hex().encode())
    # Loads the language model here, so that the child needs no room for its own temporary files.
    assert cli("inspect", box / "00.txt").exit_code == 0
    report, archive = tmp_path / "report", tmp_path / "archive.db"
    with report.open("wb") as out:
        child = multiprocessing.get_context("fork").Process(
            target=add_without_room, args=(str(archive), str(box), out.fileno())
        )
        child.start()
        child.join()
    told = report.read_text()
    assert child.exitcode == 2, told
    assert "no room left on the disk; what was reported as added is safe" in told
    assert "Traceback" not in told
    added = {line.split()[1] for line in told.splitlines() if line.startswith("added")}
    assert added
    assert added <= {identity for (identity,) in made.rows(archive, "SELECT id FROM articles")}
    assert cli("audit").exit_code == 0
    # With room again, the rest comes in.
    assert cli("add", box).exit_code == 0
    assert made.rows(archive, "SELECT count(*) FROM articles") == [(60,)]


def test_no_room_for_temporary_files_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(GOOD)
    command = [sys.executable, "-m", "ingest", "-a", str(tmp_path / "a.db"), "add", str(tmp_path / "good.txt")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)),
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("ingest: ")
