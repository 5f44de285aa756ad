"""Whatever stands in two texts for twelve words on end, they share a fingerprint of it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relate.fingerprints import GRAM, GUARANTEED, WINDOW, fingerprints
from ingest.relate.words import words

vocabulary = st.sampled_from("the of port harbour mayor said water winter ice boat price tax vote".split())
prose = st.lists(vocabulary, max_size=60)


@given(prose, prose, prose, prose, st.lists(vocabulary, min_size=GUARANTEED, max_size=30))
def test_twelve_words_on_end_are_always_met(
    before: list[str], after: list[str], other: list[str], last: list[str], passage: list[str]
) -> None:
    one = fingerprints(words(" ".join([*before, *passage, *after])))
    two = fingerprints(words(" ".join([*other, *passage, *last])))
    assert one.keys() & two.keys()


@given(prose)
def test_each_stands_where_it_says(text: list[str]) -> None:
    found = fingerprints(words(" ".join(text)))
    assert all(0 <= one < 1 << 32 for one in found)
    assert all(fingerprints(words(" ".join(text[at : at + GRAM]))).keys() == {one}
               for one, places in found.items() for at in places)  # fmt: skip


def test_a_text_of_less_than_five_words_has_none_and_one_of_five_has_one() -> None:
    assert fingerprints(words("too short by far")) == {}
    assert len(fingerprints(words("this one is just enough"))) == 1


def test_about_two_of_nine_are_kept() -> None:
    chooser = random.Random(1)
    text = words(" ".join(f"w{chooser.randrange(10_000)}" for _ in range(20_000)))
    assert len(fingerprints(text)) / 20_000 == pytest.approx(2 / (WINDOW + 1), rel=0.05)


def test_they_never_change() -> None:
    """Archives keep them; another hash would be another schema."""
    found = fingerprints(words("The harbour will stay open through the winter, the mayor said on Tuesday."))
    assert list(found) == [363298863]
