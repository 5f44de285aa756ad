"""Who an author's line names: persons, agencies and organisations, each where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proof import KNOWLEDGE

from ingest.read import people, sites

CALLED = sites.keys(("Example Post",), "https://www.examplepost.example/a", KNOWLEDGE.registry)


def named(text: str, kind: people.Kind = "unknown") -> list[tuple[str, str]]:
    found = people.named(text, kind, KNOWLEDGE, CALLED)
    return [(one.field, text[one.start : one.end]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Roe", [("author", "Jane Roe")]),
        (
            "By Jane Roe, John Doe and Max Muster",
            [("author", n) for n in ("Jane Roe", "John Doe", "Max Muster")],
        ),
        ("Von Max Muster und dpa", [("author", "Max Muster"), ("agency", "dpa")]),
        ("Jane Roe (AFP)", [("author", "Jane Roe"), ("agency", "AFP")]),
        ("Jane Roe, Political Editor", [("author", "Jane Roe")]),
        ("Political editor Jane Roe", [("author", "Jane Roe")]),
        ("Jane Roe in Berlin", [("author", "Jane Roe")]),
        ("Jane Roe für die Zeitung", [("author", "Jane Roe")]),
        ("Jane Roe @janeroe", [("author", "Jane Roe")]),
        ("Jane Roe jane@made.example", [("author", "Jane Roe")]),
        ("Jane RoeTwitter", [("author", "Jane Roe")]),
        ("Jane Roe | Example Post", [("author", "Jane Roe"), ("organisation", "Example Post")]),
        ("examplepost.example, Berlin, Germany", [("organisation", "examplepost.example")]),
        ("AFP Deutschland", [("agency", "AFP Deutschland")]),
        ("Reuters Staff", [("agency", "Reuters Staff")]),
        ("Redaktion", [("organisation", "Redaktion")]),
        ("Example Post Sport", [("organisation", "Example Post Sport")]),
        ("José Ortega y Gasset", [("author", "José Ortega y Gasset")]),
        ("山田太郎", [("author", "山田太郎")]),
        ("김철수", [("author", "김철수")]),
        ("محمد علي", [("author", "محمد علي")]),
        ("דנה כהן", [("author", "דנה כהן")]),
        ("Gülşah Öztürk", [("author", "Gülşah Öztürk")]),
        ("Madonna", [("author", "Madonna")]),
        ("read more", []),
        ("https://made.example/jane", []),
        ("12345", []),
        ("", []),
    ],
)
def test_who_is_named(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


def test_a_name_from_a_list_by_family_names() -> None:
    (found,) = people.named("Roe, Jane", "unknown", KNOWLEDGE, CALLED)
    assert found.rule == "forename-first/1"
    assert [one.rule for one in people.named("Madonna, dpa", "unknown", KNOWLEDGE, CALLED)] == ["text/1"] * 2


def test_what_a_page_calls_an_organisation_is_one() -> None:
    assert named("Foo and Sons", "organisation") == [("organisation", "Foo and Sons")]


@given(
    st.text(alphabet="Jane Roe,;/|()@.-– dpaAFPundby\n", max_size=60), st.sampled_from(["person", "unknown"])
)
def test_names_stand_in_their_line_in_order(text: str, kind: people.Kind) -> None:
    end = 0
    for one in people.named(text, kind, KNOWLEDGE, CALLED):
        assert end <= one.start < one.end <= len(text)
        end = one.end
