"""What stands in another's place in two texts that go together."""

import string

from hypothesis import given
from hypothesis import strategies as some

from ingest.relate.align import align
from ingest.relate.matching import Place
from ingest.relate.substitutions import Substitution, substitutions, turned
from ingest.relate.words import words

HOAX = (
    "Police in {town} warn that a man with a white van was seen near the school on {day} and that he gives "
    "children sweets. The mayor of {town} asks all parents to come to the town hall tonight at seven. Share "
    "this with everybody you know in {town} before it is too late, as a mother of {count} wrote to us today."
)
ROCHESTER = HOAX.format(town="Rochester", day="Monday", count="two")
ROCKFORD = HOAX.format(town="Rockford", day="Monday", count="three")


def passages(one: str, other: str) -> list[list[Place]]:
    """The runs in common, as characters."""
    a, b = words(one), words(other)
    return [
        [
            (a.starts[run.a], a.ends[run.a + run.length - 1], b.starts[run.b], b.ends[run.b + run.length - 1])
            for run in shared.runs
        ]
        for shared in align(a.folded, b.folded)
    ]


def told(one: str, other: str) -> tuple[Substitution, ...]:
    return substitutions(one, other, passages(one, other))


def test_a_template_tells_what_was_filled_in_the_most_frequent_first() -> None:
    assert told(ROCHESTER, ROCKFORD) == (
        Substitution("Rochester", "Rockford", 3),
        Substitution("two", "three", 1),
    )


def test_it_is_the_same_from_the_other_side() -> None:
    assert told(ROCKFORD, ROCHESTER) == turned(told(ROCHESTER, ROCKFORD))


def test_equal_texts_typography_and_texts_apart_tell_nothing() -> None:
    assert told(ROCHESTER, ROCHESTER) == ()
    assert told(ROCHESTER, ROCHESTER.replace(" ", "\n", 9).upper()) == ()
    assert told(ROCHESTER, "Nothing of all that has ever been said in the other text at all.") == ()


def test_what_is_only_left_out_stands_in_nothings_place() -> None:
    assert told(ROCHESTER, ROCHESTER.replace("white ", "")) == ()


def test_names_of_several_words_stay_together() -> None:
    one, other = (
        HOAX.format(town=town, day="Monday", count="two") for town in ("New York", "San Juan Capistrano")
    )
    assert told(one, other) == (Substitution("New York", "San Juan Capistrano", 3),)


def test_two_names_near_each_other_are_told_apart() -> None:
    beside = "The road from {} over the old bridge to {} is closed for all traffic until the end of the month."
    before = "Nobody knew of it before the council met on Tuesday and heard the engineers for hours. "
    one, other = before + beside.format("Ghent", "Turin"), before + beside.format("Lyon", "Porto")
    assert set(told(one, other)) == {Substitution("Ghent", "Lyon", 1), Substitution("Turin", "Porto", 1)}


def test_rewritten_stretches_are_no_substitutions_and_ten_are_told() -> None:
    sentence = "the council of town{1} in valley{1} heard what engineer {0}{1} had found near river{1}"
    one, other = (". ".join(sentence.format(mark, n) for n in range(30)) for mark in "xy")
    assert len(told(one, other)) == 10
    half = ROCHESTER.replace(
        "a man with a white van was seen", "somebody who may have been a stranger drove slowly by"
    )
    assert all(len(found.one.split()) <= 5 for found in told(ROCHESTER, half))


@given(some.text(string.ascii_lowercase + " \n.", max_size=300), some.integers(0, 250), some.text(max_size=9))
def test_what_is_told_stands_in_the_texts(text: str, at: int, put: str) -> None:
    other = text[:at] + put + text[at + 5 :]
    for found in told(text, other):
        assert found.one in text
        assert found.other in other
        assert found.count >= 1
        assert words(found.one).folded != words(found.other).folded
