"""Whatever is altered, both checkers find it; `alterations.py` says what the kinds are."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alterations import KINDS, audited, checked, drilled, missed, told_of
from click.testing import Result
from grounds import Grounds

Cli = Callable[..., Result]

CHUNKS, CASES = 10, 50
# Several processes share them, where there are several.
IN_CHUNKS = [
    pytest.param(chunk, marks=pytest.mark.xdist_group(f"alterations {chunk}")) for chunk in range(CHUNKS)
]


@pytest.mark.parametrize("chunk", IN_CHUNKS)
def test_every_alteration_is_found(chunk: int, grounds: Grounds, tmp_path: Path) -> None:
    outcomes = list(drilled(grounds, range(chunk * CASES, (chunk + 1) * CASES), tmp_path))
    assert [told_of(one) for one in outcomes if not (one.audit_found and one.second_found)] == []
    unnamed = [told_of(one) for one in outcomes if one.nameable and not one.audit_named]
    assert len(unnamed) <= CASES // 50, unnamed


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_found(kind: str, grounds: Grounds, tmp_path: Path) -> None:
    (one,) = drilled(grounds, [1], tmp_path, kind)
    assert one.kind == kind
    assert missed(one) == []


def test_nothing_is_found_where_nothing_was_altered(grounds: Grounds) -> None:
    for archive, kept in ((grounds.archive, grounds.kept), (grounds.small, grounds.small_kept)):
        assert not audited(grounds, archive, kept).found
        assert not checked(archive, kept).found


@pytest.mark.parametrize(
    "kind", ["cell_edited", "bits_flipped", "file_truncated", "log_cut", "relogged_all_the_way"]
)
def test_the_command_finds_what_the_library_finds(
    kind: str, grounds: Grounds, tmp_path: Path, cli: Cli
) -> None:
    archive, kept = tmp_path / "archive.db", tmp_path / "kept"
    shutil.copy(grounds.archive, archive)
    kept.write_text(grounds.kept, "utf-8")
    assert cli("audit", "--since", kept).exit_code == 0
    KINDS[kind](grounds, archive, random.Random(2))
    refused = not audited(grounds, archive, grounds.kept).named
    assert cli("audit", "--since", kept).exit_code == (2 if refused else 1)
