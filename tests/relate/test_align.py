"""Alignment finds what is the same on both sides, and nothing that is not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relate.align import BRIDGED, Shared, align
from ingest.relate.fingerprints import GRAM

few = st.lists(st.sampled_from("abcdefgh"), max_size=60)
# Words of their own, so that nothing repeats itself.
LONG = [f"w{number}" for number in range(60)]


def covered(found: tuple[Shared, ...], side: str) -> list[int]:
    return [getattr(run, side) + step for one in found for run in one.runs for step in range(run.length)]


@given(few, few)
def test_runs_are_equal_words_and_no_word_is_in_two(a: list[str], b: list[str]) -> None:
    found = align(a, b)
    for run in (run for one in found for run in one.runs):
        assert run.length >= GRAM
        assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length]
    for side in ("a", "b"):
        assert len(covered(found, side)) == len(set(covered(found, side)))


@given(few)
def test_a_text_is_its_own_copy(text: list[str]) -> None:
    found = align(text, text)
    assert covered(found, "a") == (list(range(len(text))) if len(text) >= GRAM else [])


@given(st.lists(st.sampled_from("xyz"), max_size=20), st.lists(st.sampled_from("xyz"), max_size=20), few)
def test_a_passage_is_found_wherever_it_stands(before: list[str], after: list[str], other: list[str]) -> None:
    found = align([*before, *LONG, *after], [*other, *LONG])
    assert set(range(len(before), len(before) + len(LONG))) <= set(covered(found, "a"))


def test_a_name_filled_in_leaves_one_passage() -> None:
    other = [*LONG[:20], "new", "name", *LONG[21:]]
    (passage,) = align(LONG, other)
    assert [run.length for run in passage.runs] == [20, 39]
    assert (passage.a_start, passage.a_end, passage.b_start, passage.b_end) == (0, 60, 0, 61)


def test_more_words_between_make_two() -> None:
    other = [*LONG[:20], *(f"n{number}" for number in range(BRIDGED + 1)), *LONG[20:]]
    assert len(align(LONG, other)) == 2


def test_paragraphs_in_another_order_are_all_found() -> None:
    found = align(LONG, [*LONG[40:], *LONG[20:40], *LONG[:20]])
    assert [(one.a_start, one.b_start) for one in found] == [(0, 40), (20, 20), (40, 0)]


@pytest.mark.parametrize("text", [["a"] * 20_000, ["a", "b"] * 10_000])
def test_what_repeats_itself_is_aligned_too(text: list[str]) -> None:
    assert covered(align(text, text), "a") == list(range(20_000))


def test_hostile_repetition_ends() -> None:
    chooser = random.Random(1)
    noise = [chooser.choice("ab") for _ in range(20_000)]
    align(noise, noise[::-1])
