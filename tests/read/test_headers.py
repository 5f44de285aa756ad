"""Headers of an answer: their places, their values, and the claims made of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read import headers
from ingest.read.beside import Answer, of_answer
from ingest.read.knowledge import Knowledge
from ingest.read.rules import apply

URL = "https://made.example/2025/bridge"
TEXT = st.text(st.characters(blacklist_characters="\n", blacklist_categories=["Cs"]), max_size=30)
NAMES = st.sampled_from(["Link", "Last-Modified", "X-Made", "content-language"])


def said(knowledge: Knowledge, *given: tuple[str, str]) -> dict[str, str | None]:
    return {claim.method: claim.value for claim in of_answer(Answer(URL, given), knowledge)}


@given(st.lists(st.tuples(NAMES, TEXT)), NAMES)
def test_every_value_stands_where_it_is_said_to(pairs: list[tuple[str, str]], name: str) -> None:
    text = headers.lines(pairs)
    found = list(headers.values(pairs, name.lower()))
    assert [value.text for value in found] == [text[value.start : value.end] for value in found]
    assert [value.text for value in found] == [value for key, value in pairs if key.lower() == name.lower()]


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, TEXT | st.from_regex(r"<[a-z:/.]{0,9}>; *rel=.canonical.", fullmatch=True))))
def test_every_claim_is_what_its_bytes_say(pairs: list[tuple[str, str]]) -> None:
    from ingest.resources import knowledge

    text = headers.lines(pairs).encode()
    for claim in of_answer(Answer(URL, tuple(pairs)), knowledge()):
        if claim.where == "headers":
            assert text[claim.start : claim.end].decode() == claim.quote
            assert apply(claim.rule or "", claim.quote or "", knowledge()) == claim.value


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        # The three forms of RFC 9110, 5.6.7.
        ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37+00:00"),
        ("Sun, 06 Nov 1994 08:49:37 +0100", "1994-11-06T07:49:37+00:00"),
        ("0", None),
        ("-1", None),
        ("Sun, 32 Nov 1994 08:49:37 GMT", None),
        ("", None),
    ],
)
def test_dates(date: str, instant: str | None) -> None:
    assert headers.instant(date) == instant


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (f'<{URL}?page=1>; rel="canonical"', f"{URL}?page=1"),
        (f'<https://made.example/feed>; rel="alternate", <{URL}>; rel=canonical', URL),
        ('</2025/bridge>; title="a, b; c"; REL="shortlink canonical"', URL),
        # Another's site, the front page, no address, another relation, no relation at all.
        ('<https://other.example/2025/bridge>; rel="canonical"', None),
        ('<https://made.example/>; rel="canonical"', None),
        ('<mailto:ana@made.example>; rel="canonical"', None),
        (f'<{URL}>; rel="canonicals"', None),
        (f"<{URL}>", None),
        ('rel="canonical"', None),
        ("<" * 4000, None),
    ],
)
def test_canonical_links(link: str, target: str | None, knowledge: Knowledge) -> None:
    assert said(knowledge, ("Link", link)).get("header-link") == target


@pytest.mark.parametrize(
    ("tags", "language"), [("de-AT", "de"), ("de, de", "de"), ("de, en", None), ("", None), ("german!", None)]
)
def test_a_language_holds_where_it_is_the_only_one(
    tags: str, language: str | None, knowledge: Knowledge
) -> None:
    assert said(knowledge, ("Content-Language", tags)).get("header-language") == language


def test_a_file_has_none(knowledge: Knowledge) -> None:
    assert of_answer(None, knowledge) == ()
