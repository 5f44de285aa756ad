"""The pages made for seed 001 read as they are meant to: an original, a third outlet's copy, own words."""

from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest
from made import SEEDS
from proof import KNOWLEDGE, prove

from ingest.read import decide
from ingest.read.reading import read
from ingest.records import Origin, Reading

ROOT = SEEDS.parents[1]
PAGES = ROOT / "tests" / "pages" / "original"
PRINTED = {
    "wwiii-news": (
        "WWIII.NEWS",
        "Venezuela defies U.S., vows continued alliance with Russia and China",
        "2026-02-05",
    ),
    "meridian-dispatch": (
        "Meridian Dispatch",
        "Caracas tells Washington: our friends are our own affair",
        "2026-02-09T08:30:00+00:00",
    ),
    "own-words": (
        "Atlantic Observer",
        "Two ambassadors, one refusal: Venezuela plays for time",
        "2026-02-06T17:05:00+01:00",
    ),
}


@cache
def reading(path: Path) -> Reading:
    payload = path.read_bytes()
    found = read(payload, path.name, KNOWLEDGE, Origin(None))
    prove(payload, found)
    return found


def seed() -> Reading:
    return reading(next((ROOT / "seeds").glob("001_*.txt")))


def page(name: str) -> Reading:
    return reading(PAGES / f"{name}.html")


@pytest.mark.parametrize("name", PRINTED)
def test_outlet_title_and_date_are_the_pages_own(name: str) -> None:
    chosen = decide.decide(page(name).claims, None, None)
    assert tuple(decide.values(chosen, field) for field in ("outlet", "title", "published")) == tuple(
        (value,) for value in PRINTED[name]
    )
    assert not page(name).attributions


def test_the_original_is_what_the_seed_names_and_has_its_text_word_by_word() -> None:
    (attribution,) = seed().attributions
    assert (attribution.outlet, attribution.title, attribution.published) == PRINTED["wwiii-news"]
    assert page("wwiii-news").text == seed().text


def test_the_copy_differs_from_the_original_in_two_marks() -> None:
    ours, theirs = page("wwiii-news").text, page("meridian-dispatch").text
    matcher = SequenceMatcher(None, ours.split(), theirs.split(), autojunk=False)
    changed = [
        (ours.split()[a:b], theirs.split()[c:d])
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
    assert changed == [(["“run”"], ['"run"']), (["Venezuela’s"], ["Venezuela's"])]


def test_own_words_share_no_more_than_names() -> None:
    ours, theirs = page("wwiii-news").text.split(), page("own-words").text.split()
    assert SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match().size < 6
