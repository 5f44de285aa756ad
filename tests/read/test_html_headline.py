"""A headline among the names that stand around it in a page's titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import sites
from ingest.read.html.headline import bounds
from ingest.read.phrases import fold

CALLED = frozenset(map(sites.key, ("Example Post", "朝日新聞デジタル", "ZEIT")))
SECTIONS = frozenset(("politik", "sport"))


def cut(title: str, *others: str) -> str:
    start, end = bounds(title, CALLED, SECTIONS, frozenset(map(fold, (title, *others))))
    return title[start:end]


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Bridge closes", "Bridge closes"),
        ("Bridge closes | Example Post", "Bridge closes"),
        ("Bridge closes - for a year - Example Post", "Bridge closes - for a year"),
        ("Bridge closes – Politik | Example Post", "Bridge closes"),
        ("Bridge closes | Politik", "Bridge closes"),
        ("Bridge closes - Politik", "Bridge closes - Politik"),
        ("Bridge closes - The Example Post", "Bridge closes"),
        ("Bridge closes | ZEIT ONLINE", "Bridge closes"),
        ("Bridge closes | examplepost.example", "Bridge closes | examplepost.example"),
        ("Bridge closes|Example Post", "Bridge closes"),
        ("Example Post | Bridge closes", "Bridge closes"),
        ("橋が閉鎖：朝日新聞デジタル", "橋が閉鎖"),
        ("橋が閉鎖｜朝日新聞デジタル", "橋が閉鎖"),
        ("Bridge closes | Another Paper", "Bridge closes | Another Paper"),
        ("Example Post", "Example Post"),
        ("| Example Post", "| Example Post"),
        ("A half-hour on the bridge", "A half-hour on the bridge"),
    ],
)
def test_names_come_off_a_title(title: str, headline: str) -> None:
    assert cut(title) == headline


def test_another_title_says_where_the_headline_ends() -> None:
    title = "Bridge closes for a year | Sport and more"
    assert cut(title) == title
    assert cut(title, "Bridge closes for a year") == "Bridge closes for a year"
    assert cut("Sport - and more of it", "Sport") == "Sport - and more of it"  # too short to be one


@given(
    st.text(alphabet="ab -|–:｜：Example Post", max_size=40),
    st.lists(st.text("ab |-", max_size=20), max_size=3),
)
def test_a_headline_is_a_part_of_its_title_and_never_nothing(title: str, others: list[str]) -> None:
    start, end = bounds(title, CALLED, SECTIONS, frozenset(map(fold, others)))
    assert 0 <= start <= end <= len(title)
    assert title[start:end].strip() or not title.strip()
