"""Addresses that pages give as their own: which are believed, and what the others mean."""

import pytest
from proof import KNOWLEDGE

from ingest.read import addresses
from ingest.read.html.canonical import sane
from ingest.read.html.originals import declared

PAGE = "https://www.made.example/news/2025/03/bridge-closes"


@pytest.mark.parametrize(
    ("url", "origin", "believed"),
    [
        (PAGE, PAGE, True),
        ("https://made.example/news/2025/03/bridge-closes", PAGE, True),
        ("https://m.made.example/other-story-17", PAGE, True),
        ("https://www.made.example/", PAGE, False),
        ("https://www.made.example/news", PAGE, False),
        ("https://www.made.example/news/2025/03", PAGE, False),
        ("https://www.made.example/aktuell", PAGE, False),
        ("https://www.made.example/?p=17", PAGE, True),
        (PAGE, PAGE + "/amp", True),
        (PAGE, PAGE + "/page/2", True),
        (PAGE, PAGE + "/comments", False),
        ("https://other.example/news/2025/03/bridge-closes", PAGE, False),
        (PAGE, None, True),
        ("https://www.made.example/", None, False),
        ("https://www.bbc.com/news/articles/c1", "https://www.bbc.co.uk/news/articles/c1", True),
    ],
)
def test_which_addresses_are_believed(url: str, origin: str | None, believed: bool) -> None:
    assert sane(url, origin, KNOWLEDGE.registry) is believed


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://www.made.example/", "http://made.example/x", True),
        ("https://a.made.example/", "https://b.made.example/", True),
        ("https://a.co.uk/", "https://b.co.uk/", False),
        ("https://one.blogspot.com/", "https://two.blogspot.com/", False),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/b", True),
        ("http://127.0.0.1/a", "http://127.0.0.2/b", False),
    ],
)
def test_one_site(a: str, b: str, same: bool) -> None:
    assert addresses.same_site(a, b, KNOWLEDGE.registry) is same


@pytest.mark.parametrize(
    "url", ["javascript:x", "ftp://a.example/", "http://[::1", "http://a b/", "", "/x", "http://"]
)
def test_what_is_no_address_is_none(url: str) -> None:
    assert addresses.cleaned(url) is None


def test_tracking_parameters_are_taken_off() -> None:
    assert addresses.cleaned(PAGE + "?utm_source=x&id=3&fbclid=y") == PAGE + "?id=3"


def test_a_canonical_link_declares_the_original() -> None:
    (found,) = declared(
        '<link href="https://www.reuters.com/a-1?x=1&amp;y=2" rel="Canonical">', KNOWLEDGE.registry
    )
    assert (found.kind, found.outlet, found.url) == (
        "republication",
        "Reuters",
        "https://www.reuters.com/a-1?x=1&y=2",
    )
    assert list(declared('<link rel=stylesheet href="https://x.example/a">', KNOWLEDGE.registry)) == []
