"""What a page declares of where its text is from, and that the quote says it by itself."""

import pytest
from proof import KNOWLEDGE, prove

from ingest.read.reading import read
from ingest.records import Attribution, Origin

ADDRESS = "https://www.examplepost.example/politics/2025/bridge-closes"
TEXT = "<p>The council of the town met on Tuesday to hear what the engineers had found under it.</p>" * 3


def declared(head: str, url: str | None = ADDRESS) -> list[Attribution]:
    payload = f"<html><head>{head}</head><body><h1>Bridge</h1>{TEXT}</body></html>".encode()
    reading = read(payload, "page", KNOWLEDGE, Origin(url))
    prove(payload, reading)
    return list(reading.attributions)


def described(properties: str, kind: str = "NewsArticle") -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}", {properties}}}</script>'


@pytest.mark.parametrize(
    ("head", "kind", "outlet", "url"),
    [
        (
            "<link rel=canonical href='https://www.reuters.com/world/a-1'>",
            "republication", "Reuters", "https://www.reuters.com/world/a-1",
        ),
        (
            "<meta name=syndication-source content='https://www.reuters.com/world/a-1'>",
            "republication", "Reuters", "https://www.reuters.com/world/a-1",
        ),
        (
            "<meta name=original-source content='https://other.example/a-1'>",
            "cites", None, "https://other.example/a-1",
        ),
        (
            described('"isBasedOn": "https:\\/\\/other.example\\/a-1"'),
            "republication", None, "https://other.example/a-1",
        ),
        (
            described('"isBasedOn": {"@type": "Article", "url": "https://other.example/a-1"}'),
            "republication", None, "https://other.example/a-1",
        ),
    ],
)  # fmt: skip
def test_an_original_that_is_declared(head: str, kind: str, outlet: str | None, url: str) -> None:
    (found,) = declared(head)
    assert (found.kind, found.outlet, found.url) == (kind, outlet, url)


def test_an_outlet_that_is_declared_by_its_name() -> None:
    head = described('"sourceOrganization": {"@type": "Organization", "name": "Reuters"}')
    (found,) = declared(head, "https://www.bbc.com/news/articles/c1")
    assert (found.kind, found.outlet, found.url) == ("cites", "Reuters", None)
    assert declared(head, "https://www.reuters.com/world/a-1") == []


@pytest.mark.parametrize(
    "head",
    [
        "<meta name=syndication-source content='/politics/a-1'>",
        "<meta name=original-source content='https://examplepost.example/a-1'>",
        described('"isBasedOn": "a book"'),
        described('"isBasedOn": null'),
        described('"provider": {"name": "Reuters"}', "VideoObject"),
        '<script>var x = {"isBasedOn": "https://other.example/a-1"}</script>',
    ],
)
def test_what_declares_no_other_site(head: str) -> None:
    assert declared(head) == []


def test_a_page_from_nowhere_declares_nothing() -> None:
    assert declared("<meta name=original-source content='https://other.example/a-1'>", None) == []
