"""The README's commands do what it says, and it stays short."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
WORDS = 600


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


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


@pytest.mark.parametrize("command", [c for c in COMMANDS if "ingest serve" not in c])
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
