"""The README's commands do what it says, and it stays short."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from courier import hundred_pages
from warcs import good
from website import Site

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
WORDS = 600


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


# A command needs what those before it made.
pytestmark = pytest.mark.xdist_group("readme")
# What the web is asked for, and the options with which the test's own site may be asked.
ASKING = "https://example|ingest refresh"
LOCAL = "--allow-private 127.0.0.41 --spacing 0"
COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory as the README's reader has it, with a file and a directory of articles."""
    here = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "metadata"):
        shutil.copytree(ROOT / name, here / name)
    shutil.copy(ROOT / "archive.db", here)
    shutil.copy(ROOT / "tests/pages/markdown.txt", here / "page.txt")
    shutil.copytree(ROOT / "tests/pages", here / "articles")
    (here / "crawl.warc.gz").write_bytes(good("http://made.example/page", True))
    (here / "bin").mkdir()
    script = here / "bin/ingest"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m ingest "$@"\n')
    script.chmod(0o755)
    return here


def run(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{place / 'bin'}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=place, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(place: Path) -> Iterator[Site]:
    """A site of its own in place of those that the README names, and an archive that knows no other."""
    with Site("127.0.0.41") as site:
        hundred_pages(site, 3)
        done = run(f"ingest -a site.db add {site.url('/feed.xml')} {LOCAL}", place)
        assert done.returncode == 0, done.stderr
        yield site


def at_home(command: str, site: Site) -> str:
    """A command that asks the web, so that it asks nobody else."""
    there = command.partition("#")[0].replace("https://example.org/feed", site.url("/feed.xml"))
    return f"{there.replace('ingest refresh', 'ingest -a site.db refresh')} {LOCAL}"


@pytest.mark.parametrize("command", [c for c in COMMANDS if re.search(ASKING, c)])
def test_a_command_that_asks_the_web_works(command: str, place: Path, site: Site) -> None:
    site.forget()
    done = run(at_home(command, site), place)
    assert done.returncode == 0, done.stderr
    assert ("added" in done.stdout) == ("example.org" in command)
    assert bool(site.asked()) == ("example.org" in command)  # refresh finds nothing that is a week old


@pytest.mark.parametrize("command", [c for c in COMMANDS if not re.search(f"ingest serve|{ASKING}", c)])
def test_a_command_of_the_readme_works(command: str, place: Path) -> None:
    for tool in ("sqlite3", "zstd"):
        if command.startswith(tool) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    done = run(command, place)
    assert done.returncode == 0, done.stderr
    if command.startswith("zstd"):
        assert re.match(r"f71060bf[0-9a-f]{56} ", done.stdout)


def test_serve_is_the_only_command_left_out() -> None:
    assert len([c for c in COMMANDS if "ingest serve" in c]) == 1
    assert len(COMMANDS) >= 10


def test_make_archive_prints_what_the_readme_shows(tmp_path: Path) -> None:
    if not (ROOT / ".venv/.run").exists() or shutil.which("make") is None:
        pytest.skip("make or its .venv is not there")
    shutil.copy(ROOT / "archive.db", tmp_path)
    done = subprocess.run(
        ["make", "--no-print-directory", "archive", f"ARCHIVE={tmp_path / 'archive.db'}"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    printed = done.stdout.splitlines()
    shown = [
        line
        for block in blocks("console")
        for line in block.splitlines()
        if line.startswith(("unchanged", "audited"))
    ]
    assert len(shown) == 2
    for line in shown:
        assert line in printed
    assert printed[-1].startswith("audited 5 articles")


def test_what_it_names_is_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target
    makefile = (ROOT / "Makefile").read_text()
    for goal in re.findall(r"`make (\w+)`", README):
        assert re.search(rf"^{goal}:", makefile, re.MULTILINE), goal


def test_it_is_short() -> None:
    assert len(README.split()) < WORDS
