"""What `pip install .` installs works in any directory, with the project's own words in it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as pip would lay it out."""
    if not (ROOT / ".venv").exists():
        pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(out / "site")
    return out / "site"


def test_it_holds_code_words_and_types(installed: Path) -> None:
    names = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    assert {
        "ingest/py.typed", "ingest/metadata/outlets.yaml", "ingest/metadata/phrases.yaml",
        "ingest/metadata/datasette/metadata.yaml",
    } <= names  # fmt: skip
    assert any(name.startswith("ingest/metadata/templates/") for name in names)
    assert not any(name.startswith(("tests/", "seeds/")) for name in names)


def test_it_works_elsewhere(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(
        "A Headline Over Some Words\nBy Jane Example\n\n"
        "The first sentence of the note has quite a few words in it. The second, too, is a sentence.\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    code = "import ingest; print(ingest.__file__); from ingest.cli import main; main()"

    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    assert run("add", "note.txt").startswith(str(installed))
    (line,) = run("export", "articles").splitlines()[1:]
    assert json.loads(line)["title"] == "A Headline Over Some Words"
    assert "no findings" in run("audit")
