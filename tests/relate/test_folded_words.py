"""Words are folded so that typography does not count, and know where they stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relate.words import folded, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The Mayor’s “plan”", ("the", "mayors", "plan")),
        ("The Mayor's plan", ("the", "mayors", "plan")),
        ("It isn?t so, we?re told", ("it", "isnt", "so", "were", "told")),
        ("Is it so? Yes", ("is", "it", "so", "yes")),
        ("co\xadoperation at Malmö", ("cooperation", "at", "malmo")),
        ("ＦＵＬＬ width", ("full", "width")),
        ("snake_case 3.5 44,254", ("snake", "case", "3", "5", "44", "254")),
        ("東京で会談", tuple("東京て会談")),
        ("", ()),
        ("— … —", ()),
    ],
)
def test_what_counts_as_a_word(text: str, folded: tuple[str, ...]) -> None:
    assert words(text).folded == folded


@given(st.text())
def test_words_stand_in_their_text_in_order(text: str) -> None:
    found = words(text)
    places = list(zip(found.starts, found.ends, strict=True))
    assert len(places) == len(found)
    assert all(start < end for start, end in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    assert all(found.folded)


@given(
    st.text(st.sampled_from("ab'’?´` ʼÉéßſЖйї1½_-.…–“”\xa0\xad東\ufffd"), max_size=30) | st.text(max_size=30)
)
def test_the_fast_way_gives_the_same_words(text: str) -> None:
    assert tuple(folded(text)) == words(text).folded
