"""The words of codes: none is shown as a code, and claims are told in an order that a reader can follow."""

from dataclasses import replace

import pytest

from ingest.export import words
from ingest.read import decide, doubts
from ingest.read.decide.policy import GUESSES, ORDER, family
from ingest.records import Act, Claim, Relation, RelationKind
from ingest.relate.substitutions import Substitution

METHODS = sorted({method for order in ORDER.values() for method in order})
VARIANTS = {"title-whole", "title-part", "heading-part"}
CLAIM = Claim("title", "A", "json-ld", "json-text/1", "payload", 0, 1, "A")


def test_every_method_of_the_policy_has_words_and_no_other_has() -> None:
    assert set(words.METHODS) == {*METHODS, *VARIANTS}
    assert len(set(words.METHODS.values())) == len(words.METHODS)


def test_every_guess_is_a_method() -> None:
    assert set(METHODS) >= GUESSES


def test_every_field_and_every_doubt_has_words() -> None:
    assert set(words.FIELDS) == set(decide.FIELDS)
    assert all(doubts.words(code) != code for code in decide.DOUBTS)


@pytest.mark.parametrize("method", sorted({*METHODS, *VARIANTS}))
def test_words_are_a_phrase(method: str) -> None:
    said = words.known_from(replace(CLAIM, method=method))
    assert said == words.METHODS[method]
    assert family(method) == family(f"{method} 1.2")


def test_a_tool_is_named_with_its_version() -> None:
    said = words.known_from(replace(CLAIM, method="n-grams py3langid 0.4.0"))
    assert said == "the letter sequences of the text (py3langid 0.4.0)"


def test_claims_of_one_value_stand_together_the_chosen_first() -> None:
    claims = [
        replace(CLAIM, value=value, chosen=chosen)
        for value, chosen in (("B", False), ("A", False), ("C", False), ("A", True), ("B", False))
    ]
    told = sorted(claims, key=words.by_standing(claims))
    assert [(one.value, one.chosen) for one in told] == [
        ("A", True), ("A", False), ("B", False), ("B", False), ("C", False),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", words.RELATIONS)
def test_a_relation_without_direction_is_told_alike_from_both_ends(kind: RelationKind) -> None:
    one = Relation("a", "b", kind, "detected", 500, (), directed=False)
    undirected = kind in words.UNDIRECTED or kind.startswith("shared")
    assert (words.related(one, True) == words.related(one, False)) == undirected
    directed = replace(one, directed=True)
    assert (words.related(directed, True) != words.related(directed, False)) == (not kind.startswith("shared"))


def test_an_act_is_told_with_its_reason_where_one_was_given() -> None:
    said = Act("link", "Ann", "2026-01-02T03:04:05+00:00", "a", "cites", "b")
    assert words.act(said) == "by Ann on 2 January 2026"
    assert words.act(replace(said, basis="I was there")) == "by Ann on 2 January 2026, because: I was there"


def test_what_stands_in_anothers_place_is_counted() -> None:
    assert words.replaced(Substitution("Rochester", "Rockford", 5)) == "“Rochester” → “Rockford” (5 times)"
    assert words.replaced(Substitution("two", "three", 1)) == "“two” → “three”"
