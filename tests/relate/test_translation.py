"""A translation has the numbers and names of its original in their order; own words on an event don't."""

import crossposts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relate.cues import MOST, cues, fold, keys
from ingest.relate.translation import translated


def found(text: str) -> list[str]:
    return [cue.folded for cue in cues(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor of Ghent paid 1.6 million to 412 people.", ["ghent", "16", "412"]),
        ("Ghent zahlte in Malmö 1,6 Millionen an 412.", ["malmo", "16", "milli", "412"]),
        ("On 3 May 44,254 came.", ["44254"]),
        ("On 3 May 44 254 came.", ["44254"]),
        ("“Quite so,” said Nicolás Maduro. Paris agreed.", ["nicol", "madur"]),
        ("nothing here", []),
    ],
)  # fmt: skip
def test_what_tells_a_text_in_every_language(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@given(st.text(max_size=300))
def test_each_stands_where_it_says(text: str) -> None:
    for cue in cues(text):
        assert fold(text[cue.start : cue.end]) == (cue.folded,)


@pytest.mark.parametrize("text", ["1 " * 50_000, "Ab " * 50_000, "1,234" * 20_000, "A’b" * 50_000])
def test_long_texts_end(text: str) -> None:
    assert len(cues(text)) <= MOST
    translated(cues(text), cues(text))


ACROSS = [pair for pair in crossposts.pairs() if pair.a.language != pair.b.language]


@pytest.mark.parametrize("pair", ACROSS, ids=lambda pair: f"{pair.a.id}-{pair.b.id}")
def test_the_corpus(pair: crossposts.Pair) -> None:
    one, other = cues(pair.a.text), cues(pair.b.text)
    assert (translated(one, other) is not None) == (pair.label == "translation")
    if pair.label == "translation":
        assert keys(one) & keys(other), "one leads to the other"


def test_texts_of_different_events_are_no_translations() -> None:
    strangers = (pair for pair in crossposts.across(2000) if pair.a.language != pair.b.language)
    assert [pair for pair in strangers if translated(cues(pair.a.text), cues(pair.b.text))] == []
