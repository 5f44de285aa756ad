"""An add that is cut off at any step leaves no torn state; `torn.py` says how it is cut off."""

import shutil
from pathlib import Path

import made
import pytest
from torn import KINDS, added, apart, drilled, possible

from ingest.read.knowledge import Knowledge

CASES = 24


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    path = tmp_path_factory.mktemp("torn") / "base.db"
    made.put(
        path, [made.capture(made.text(number), f"http://b{number}.example/1") for number in range(4)], knowledge
    )
    return path


@pytest.mark.skipif(not possible(), reason="needs Linux on a machine whose system calls are known here")
def test_no_state_is_torn(base: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    cases = list(drilled(base, range(CASES), tmp_path, knowledge))
    assert [case for case in cases if case.wrong] == []
    assert {case.kind for case in cases} == set(KINDS)


@pytest.mark.skipif(not possible(), reason="needs Linux on a machine whose system calls are known here")
@pytest.mark.parametrize("kind", KINDS)
def test_what_happens_does_happen(kind: str, base: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    """At the first step nothing is added any more, whichever it is."""

    path = Path(shutil.copy(base, tmp_path / "a.db"))
    before = made.rows(path, "SELECT count(*) FROM articles")
    apart(path, knowledge, kind, 0)
    if kind == "sync failed":  # SQLite syncs a write-ahead log only when it copies it back
        return
    assert made.rows(path, "SELECT count(*) FROM articles") == before
    added(path, knowledge)
    assert made.rows(path, "SELECT count(*) FROM articles") != before
