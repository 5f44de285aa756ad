"""Attributions: what names a source, what only looks like it, and the grammar's own errors."""

from dataclasses import replace

import pytest

from ingest.read.attribution import Grammar, find, sentences
from ingest.read.phrases import Phrases
from ingest.resources import knowledge as packaged

KNOWLEDGE = packaged()


def found(text: str) -> list[tuple[str, str | None]]:
    return [(a.kind, a.outlet) for a in find(text, KNOWLEDGE.grammar, KNOWLEDGE.registry)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oil fell by two per cent, according to Reuters.", [("cites", "Reuters")]),
        ("A spokesman told AFP that nobody was hurt.", [("cites", "AFP")]),
        ("asked about the Washington Post report that ships had left", [("cites", "The Washington Post")]),
        ("TASS reported that he refused.", [("cites", "TASS")]),
        ("This was first published by the Northern Lantern.", [("republication", "Northern Lantern")]),
        ("This story originally appeared in The Guardian.", [("republication", "The Guardian")]),
        (
            "This article was first published on tech.example.com on 13 May 2020.",
            [("republication", "tech.example.com")],
        ),
        ("Republished with permission from The Conversation.", [("republication", "The Conversation")]),
        ("Dieser Artikel ist zuerst bei „Capital“ erschienen.", [("republication", "Capital")]),
        ("Das teilte die Polizei mit, berichtete Reuters.", [("cites", "Reuters")]),
        ("Les prix ont monté, selon l'AFP.", [("cites", "AFP")]),
        ("Murieron tres personas, según informa Europa Press.", [("cites", "Europa Press")]),
        # What only looks like it.
        ("Originally published in March 2022. Last updated on December 20, 2024.", []),
        ("The novel was first published in London in 1851.", []),
        ("Cases first appeared in West Michigan at the end of August.", []),
        ("The Associated Press contributed to this report.", []),
        ("(Reporting by Jane Doe, editing by John Roe)", []),
        ("H/T: Raw Story", []),
        ("Photo by Getty Images.", []),
        ("Reason said no more than that it was cold.", []),
        ("Nobody in the village had a source for the story.", []),
    ],
)
def test_attributions(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_a_chain_names_both_and_how_one_came_through_the_other() -> None:
    text = "TASR informs about it according to the report of the DPA agency."
    first, second = find(text, KNOWLEDGE.grammar, KNOWLEDGE.registry)
    assert (first.outlet, first.via) == ("TASR", "DPA")
    assert (second.outlet, second.via) == ("DPA", None)


def test_title_date_and_outlet_are_read_as_printed() -> None:
    text = (
        "Before. This article was first published on NORTH.NEWS on May 5, 2026,"
        " under the title “Two, or ‘three’”"
    )
    (named,) = find(text, KNOWLEDGE.grammar, KNOWLEDGE.registry)
    assert (named.outlet, named.title, named.published) == ("NORTH.NEWS", "Two, or ‘three’", "2026-05-05")
    assert text[named.start : named.end].startswith("This article")


def test_a_sentence_is_not_cut_at_an_abbreviation() -> None:
    text = "He met U.S. Sen. Smith on Nov. 4. She did not. “Why?” he asked."
    assert [text[a:b] for a, b in sentences(text)] == [
        "He met U.S. Sen. Smith on Nov. 4.",
        "She did not.",
        "“Why?” he asked.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two towns share a bridge 4 May 2021 3 min read Crossposted from the Bridge Forum. Ropes are old.",
         [("republication", "Bridge Forum")]),
        ("It went well. (APA, red, 2.6.2020) 48 Postings", [("republication", "APA")]),
        ("Call us. (Pressemitteilung des Landratsamts Neustadt vom 4.5.2020) Zur Liste",
         [("republication", "Landratsamts Neustadt")]),
        ("All well. ___ ©2021 Los Angeles Times. Visit at latimes.com. Distributed by Tribune Content Agency.",
         [("republication", "Los Angeles Times")]),
        ("(CNN) Mayors of both towns walked over it.", [("republication", "CNN")]),
        ("(The mayors of both towns, Reuters) walked over it.", []),
        ("He asked about Reprinted matter in the archive.", []),
        ("Ropes hold. (cross-posted at the Bridge Forum) So I went.", [("republication", "Bridge Forum")]),
        ("The Bridge Psychological Association (APA) — which counts many members — met.", []),
        ("A vote in Warsaw, 27 February (Fot. Jan Kowal / Agencja Wyborcza.pl) Read on", []),
        ("The Fars news agency reported that the bridge was open.", [("cites", "Fars News Agency")]),
        ("As Politico reported last night: “The mayors have not made up their minds.”", []),
        ("The review was made by the European Bridge Agency, according to the European Bridge Agency.", []),
    ],
)  # fmt: skip
def test_pages_that_lost_the_ends_of_their_lines(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("according to {nobody}", "nobody"), ("according to (the", "'\\('"), ("according] to", "'\\]'"),
        ("according (to]", "'\\('"), ("according {to", "'{'"),
    ],
)  # fmt: skip
def test_a_malformed_phrase_is_named(phrase: str, fault: str) -> None:
    phrases: Phrases = replace(KNOWLEDGE.phrases, attributions={"cites": (phrase,)})
    with pytest.raises(ValueError, match=fault) as refused:
        Grammar.load(phrases, KNOWLEDGE.registry)
    assert phrase in str(refused.value)


def test_every_phrase_is_a_pattern() -> None:
    """They are compiled when they are needed first."""
    assert all(form.pattern for form in KNOWLEDGE.grammar.forms)


def test_what_stands_in_the_place_of_a_host_is_none() -> None:
    assert found("This article was first published at http://[x/a on 3 May 2024.") == []
