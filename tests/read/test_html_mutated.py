"""Pages broken in a thousand ways: what is read of them is proved by their bytes, or they are refused.

The first of the pages that `tests/fuzz/mutate.py` makes ten thousand of.
"""

from functools import partial

import pytest
from mutations import mutated, origin
from proof import proved

from ingest.cli.deadline import limited

# So many at a time, so that a failure names few.
STEP, STEPS = 50, 12


@pytest.mark.parametrize("first", range(0, STEP * STEPS, STEP))
def test_a_mutated_page_is_proved_or_refused_in_time(first: int) -> None:
    for number in range(first, first + STEP):
        limited(f"page {number}", partial(proved, mutated(number), origin(number)))


def test_the_same_number_makes_the_same_page() -> None:
    assert [mutated(number) for number in range(20)] == [mutated(number) for number in range(20)]
    assert len({mutated(number) for number in range(300)}) > 280


def test_many_of_the_mutated_pages_are_still_read() -> None:
    """What nobody reads proves nothing."""
    readings = [proved(mutated(number), origin(number)) for number in range(60)]
    assert sum(reading is not None for reading in readings) >= 20
