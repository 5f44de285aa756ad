"""Which headline holds where a page has several."""

import pytest

from ingest.read import decide
from ingest.read.decide.titles import same
from ingest.records import Claim

OWN, SEARCH, THIRD = "Old bridge to close at last", "Millbrook bridge: closing 2026", "Why we loved it"


def title(**said: str) -> str | None:
    claims = [Claim("title", value, method.replace("_", "-")) for method, value in said.items()]
    return decide.value(decide.decide(claims, None, None), "title")


@pytest.mark.parametrize(
    "said",
    [
        {"json_ld": OWN, "heading": OWN, "og_title": OWN, "page_title": OWN},
        # The title element repeats the search engines' headline; the other holds.
        {"json_ld": SEARCH, "page_title": SEARCH, "heading": OWN, "og_title": OWN},
        {"json_ld": OWN, "page_title": SEARCH, "heading": SEARCH, "og_title": SEARCH},
        {"json_ld": SEARCH, "page_title": SEARCH, "heading": SEARCH, "og_title": OWN, "twitter_title": OWN},
        {"json_ld": OWN, "heading": OWN, "og_title": SEARCH, "page_title": SEARCH},
        {"heading": SEARCH, "page_title": SEARCH, "og_title": OWN},
        {"json_ld": OWN, "page_title": f"{SEARCH} | Foo Daily", "heading": SEARCH},
        # An og:title alone where its neighbours have what the title element repeats is the variant.
        {"json_ld": OWN, "page_title": OWN, "heading": OWN, "twitter_title": OWN, "og_title": SEARCH},
        {"json_ld": OWN, "page_title": OWN, "heading": OWN, "meta_title": OWN, "og_title": SEARCH},
        # A heading alone against two may be a section's.
        {"json_ld": OWN, "page_title": OWN, "heading": "Article details", "og_title": OWN},
        # Nothing repeated: most places, then the order.
        {"json_ld": SEARCH, "heading": OWN, "og_title": OWN},
        {"json_ld": OWN, "heading": SEARCH, "og_title": THIRD},
        {"heading": OWN, "og_title": THIRD, "page_title": SEARCH},
        # A name behind it, a cut end.
        {"json_ld": f"{OWN} | Sport", "page_title": OWN, "heading": OWN, "og_title": OWN},
        {"json_ld": OWN, "og_title": f"{OWN} - Foo Daily", "page_title": f"{OWN} - Foo Daily"},
        {"json_ld": f"<em>{OWN}</em>", "heading": OWN, "og_title": f"{OWN} &nbsp;"},
        {"json_ld": f"{OWN[:12]}…", "og_title": OWN},
        {"json_ld": "Old bridge...", "heading": OWN, "og_title": f"{OWN} – Foo"},
        # What stands first is believed where the newsroom's own places are missing.
        {"mail_subject": OWN, "heading": SEARCH, "og_title": SEARCH},
        {"markdown_heading": OWN, "heading_line": SEARCH},
        {"meta_title": OWN, "page_title": SEARCH},
    ],
    ids=lambda said: " ".join(said),
)
def test_the_newsrooms_headline_holds(said: dict[str, str]) -> None:
    assert title(**said) == OWN


def test_of_several_spellings_the_commonest_holds() -> None:
    mixed = {"json_ld": "Talks - the end", "og_title": "Talks: the end", "page_title": "Talks: the end - News"}
    assert title(**mixed) == "Talks: the end"


def test_the_same_headline_cut_otherwise_says_nothing_new() -> None:
    said = {"json_ld": OWN, "og_title": SEARCH, "page_title": SEARCH, "title_whole": f"{SEARCH} - Foo"}
    assert title(**said, title_part=THIRD, heading_part=THIRD) == OWN


def test_a_headline_of_each_place_counts_once() -> None:
    claims = [Claim("title", SEARCH, "json-ld-page") for _ in range(9)]
    claims += [Claim("title", OWN, "json-ld"), Claim("title", THIRD, "json-ld")]
    assert decide.value(decide.decide(claims, None, None), "title") == OWN


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("It’s “over”", "it's 'OVER'", True),
        ("Talks : the end", "Talks: the end", True),
        ("Old bridge to close", "Old bridge to close · Foo Daily", True),
        ("橋が閉鎖", "橋が閉鎖|毎日の新聞", False),
        ("長い橋が今日閉鎖される", "長い橋が今日閉鎖される|新聞", True),
        ("Old bridge to cl...", "Old bridge to close", True),
        # A kicker is no headline with a name behind it.
        ("Sport", "Sport - Old bridge to close", False),
        ("Q&A: <i>it</i> ends", "Q&amp;A: it ends", True),
        ("Old bridge", "Old bridge to close", False),
        ("…", "Old bridge", False),
        ("—", "–", False),
    ],
)
def test_when_headlines_are_the_same(one: str, other: str, agree: bool) -> None:
    a, b = Claim("title", one, "json-ld"), Claim("title", other, "heading")
    assert same(a, b) is agree
    assert same(b, a) is agree


def test_the_reason_says_what_the_title_element_repeats() -> None:
    said = {"json-ld": SEARCH, "page-title": SEARCH, "heading": OWN, "og-title": OWN}
    claims = decide.decide([Claim("title", value, method) for method, value in said.items()], None, None)
    (why,) = (one for one in decide.explain(claims, None, None) if one.field == "title")
    assert why.reason == (
        "the heading agrees with og:title, against JSON-LD and the title element;"
        " the title element, written for search engines, repeats the other headline"
    )
    assert (why.confidence, why.doubts) == (600, ())
