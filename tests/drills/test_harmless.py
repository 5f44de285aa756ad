"""What is done to an archive every day raises no alarm; `harmless.py` says what that is."""

from pathlib import Path

import pytest
from grounds import Grounds
from harmless import ACTS, MISSING, done

CASES = 35


@pytest.mark.parametrize("act", [*ACTS, *MISSING])
def test_each_act_by_itself_is_no_alteration(act: str, grounds: Grounds, tmp_path: Path) -> None:
    if act in MISSING:
        pytest.skip(f"{MISSING[act]} is not installed")
    (one,) = done(grounds, [1], tmp_path, act)
    assert (one.audit, one.second) == (False, False)


def test_acts_one_after_the_other_are_no_alteration(grounds: Grounds, tmp_path: Path) -> None:
    assert [one for one in done(grounds, range(CASES), tmp_path) if one.audit or one.second] == []
