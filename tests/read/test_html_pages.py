"""Whole pages: text, kinds of passages, links, claims, encodings; and what is no article."""

from pathlib import Path

import pytest
from proof import KNOWLEDGE, prove

from ingest.errors import NoArticleError, SourceError
from ingest.read import decide
from ingest.read.reading import is_page, read
from ingest.records import Origin, Reading

PAGES = Path(__file__).parents[1] / "pages"
ADDRESS = "https://news.made.example/2025/03/bridge-closes"


def page(name: str, url: str | None = None) -> Reading:
    payload = (PAGES / name).read_bytes()
    reading = read(payload, name, KNOWLEDGE, Origin(url))
    prove(payload, reading)
    return reading


def said(reading: Reading, field: str) -> list[tuple[str, str | None]]:
    return [(claim.method, claim.value) for claim in reading.claims if claim.field == field]


def chosen(reading: Reading, field: str) -> tuple[str, ...]:
    return decide.values(decide.decide(reading.claims, None, None), field)


def test_the_text_is_the_articles_own() -> None:
    reading = page("council.html", ADDRESS)
    kinds = [(passage.kind, passage.text[:24]) for passage in reading.passages]
    assert kinds == [
        ("paragraph", "The council of the town "),
        ("paragraph", "Nobody in the room expec"),
        ("heading", "What the engineers say"),
        ("paragraph", "According to Reuters, th"),
        ("quotation", "“We have said so for a y"),
        ("list-item", "The bridge will close on"),
        ("list-item", "Two ferries will cross t"),
        ("paragraph", "The mayor thanked all th"),
        ("caption", "The old bridge on Monday"),
    ]
    assert "Old bridge to close" not in reading.text  # the headline is the title, not the text
    assert "but it was, from its first page on, and it took two hours & a half of everybody’s" in reading.text
    assert "Monday morning" not in reading.text
    assert reading.text == "\n\n".join(p.text for p in reading.passages if p.text_start is not None)


def test_links_keep_their_words_and_addresses() -> None:
    reading = page("council.html", ADDRESS)
    (link,) = reading.links
    assert reading.text[link.text_start : link.text_end] == "two hours & a half"
    assert link.url == "/reports?year=2025&id=7&copy=2"


def test_every_statement_of_a_page_is_a_claim() -> None:
    reading = page("council.html", ADDRESS)
    assert said(reading, "title") == [
        ("json-ld", "Old bridge to close for a year, “for good reason”"),
        ("og-title", 'Bridge "must close" – report'),
        ("page-title", "Old bridge to close for a year, council hears"),
        ("title-whole", "Old bridge to close for a year, council hears | Foo Daily"),
        ("heading", "Old bridge to close for a year"),
    ]
    assert said(reading, "author") == [
        ("json-ld", "Marta Lindqvist"),
        ("json-ld", "Jonas Weil"),
        ("meta-author", "Marta Lindqvist"),
        ("meta-author", "Jonas Weil"),
        ("author-element", "Marta Lindqvist"),
        ("byline", "Marta Lindqvist"),
    ]
    assert said(reading, "organisation") == [("json-ld", "Foo Desk")]
    assert said(reading, "paywall") == [("json-ld", "paid")]
    assert said(reading, "image-credit") == [("caption-credit", "J. Weil")]
    assert said(reading, "published") == [
        ("json-ld", "2025-03-04T08:30:00+01:00"),
        ("meta-published", "2025-03-04T07:30:00+00:00"),
        ("date-cue", "2025-03-04T08:30:00+01:00"),
    ]
    assert said(reading, "modified") == [
        ("json-ld", "2025-03-04T10:15:00+01:00"),
        ("meta-modified", "2025-03-04T09:15:00+00:00"),
    ]
    assert said(reading, "outlet") == [
        ("json-ld", "Foo Media Ltd"),
        ("og-site-name", "Foo Daily"),
        ("page-title", "Foo Daily"),
        ("copyright-line", "Foo Media Ltd"),
    ]
    assert said(reading, "language")[1:] == [("html-lang", "en")]
    assert said(reading, "url") == [("canonical-link", ADDRESS), ("og-url", ADDRESS)]


def test_what_holds_of_these_claims() -> None:
    reading = page("council.html", ADDRESS)
    assert chosen(reading, "author") == ("Marta Lindqvist", "Jonas Weil")
    assert chosen(reading, "outlet") == ("Foo Daily",)
    assert chosen(reading, "published") == ("2025-03-04T08:30:00+01:00",)
    assert chosen(reading, "url") == (ADDRESS,)


def test_sources_named_in_the_text() -> None:
    (found,) = page("council.html", ADDRESS).attributions
    assert (found.kind, found.outlet) == ("cites", "Reuters")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Weather 12", b"Weather 31"),
        (
            b"Ten things to do in the harbour this weekend",
            b"What the ferrymen say of the new timetable for the spring",
        ),
        (
            b"Ferry captain retires after forty years on the river",
            b"A storm is coming, say those who know such things",
        ),
        (b"<footer>", b"<div>1,234 people like this</div><footer>"),
    ],
)
def test_what_moves_around_an_article_changes_no_word_of_it(old: bytes, new: bytes) -> None:
    payload = (PAGES / "council.html").read_bytes()
    assert old in payload
    moved = read(payload.replace(old, new), "page", KNOWLEDGE, Origin(ADDRESS))
    before = page("council.html", ADDRESS)
    assert moved.text == before.text
    assert chosen(moved, "title") == chosen(before, "title")


def test_a_page_in_the_encoding_it_declares() -> None:
    reading = page("latin.html")
    assert reading.encoding == "windows-1252"
    assert "unter der alten Brücke gefunden hatten" in reading.text
    assert chosen(reading, "author") == ("Jürgen Müller",)
    assert chosen(reading, "title") == ("Alte Brücke wird gesperrt",)
    assert said(reading, "published") == [("meta-published", "2005-06-07"), ("date-line", "2005-06-07")]


GREEK = "<html><head>{meta}</head><body><h1>Το παλιό γεφύρι</h1>" + (
    "<p>Το συμβούλιο της πόλης συνεδρίασε για να ακούσει τι βρήκαν οι μηχανικοί κάτω από το γεφύρι.</p>" * 3
)


@pytest.mark.parametrize(
    ("written", "meta", "content_type", "encoding"),
    [
        ("iso8859-7", "", "text/html; charset=ISO-8859-7", "iso-8859-7"),
        ("cp1253", "<meta charset=windows-1253>", None, "windows-1253"),
        ("utf-8", "<meta charset=iso-8859-1>", "text/html; charset=iso-8859-7", "utf-8"),
        ("utf-16", "<meta charset=utf-8>", None, "utf-16le"),
        ("utf-8-sig", "", "text/html; charset=nonsense", "utf-8"),
        ("cp1253", "<meta charset=utf-8>", "text/html; charset=rot13", "windows-1253"),
    ],
)
def test_declared_encodings(written: str, meta: str, content_type: str | None, encoding: str) -> None:
    payload = GREEK.format(meta=meta).encode(written)
    reading = read(payload, "page", KNOWLEDGE, Origin(None, content_type))
    prove(payload, reading)
    assert reading.encoding == encoding
    assert "τι βρήκαν οι μηχανικοί κάτω από το γεφύρι." in reading.text


def test_a_saved_page_says_where_it_was() -> None:
    url = "https://news.made.example/2025/03/harbour-stays-open"
    assert said(page("saved.html"), "url") == [("singlefile-url", url)]


def test_a_page_that_declares_another_outlets_article_its_original() -> None:
    reading = page("carried.html", "https://bar.example/x/harbour")
    (found,) = reading.attributions
    assert (found.kind, found.outlet) == ("republication", "Reuters")
    assert found.url == "https://www.reuters.com/world/harbour-stays-open-2025-03-05/"
    assert found.quote.startswith("<link rel='canonical'")
    assert said(reading, "url") == []
    assert said(page("carried.html"), "url") == [("canonical-link", found.url)]


def test_a_relative_canonical_link_is_read_under_the_pages_address() -> None:
    payload = (
        (PAGES / "council.html")
        .read_bytes()
        .replace(b'canonical" href="https://news.made.example', b'canonical" href="')
    )
    reading = read(payload, "page", KNOWLEDGE, Origin(ADDRESS + "?page=2"))
    prove(payload, reading)
    (claim,) = [claim for claim in reading.claims if claim.method == "canonical-link"]
    assert (claim.value, claim.quote) == (ADDRESS, "/2025/03/bridge-closes")


def test_the_article_among_several_descriptions_is_the_one_at_this_address() -> None:
    other = (
        b'{"@type": "NewsArticle", "headline": "Another story", "url": "https://news.made.example/other-story"}'
    )
    own = (
        b'{"@type": "NewsArticle", "headline": "This story", "mainEntityOfPage": {"@id": "%s"}}'
        % ADDRESS.encode()
    )
    script = b'<script type="application/ld+json">[' + other + b"," + own + b"]</script>"
    payload = (PAGES / "saved.html").read_bytes().replace(b"<title>", script + b"<title>")
    reading = read(payload, "page", KNOWLEDGE, Origin(ADDRESS))
    assert said(reading, "title")[:2] == [("json-ld", "This story"), ("json-ld-other", "Another story")]


FRONT = (
    b"<!DOCTYPE html><html lang=en><head><title>Foo Daily</title></head><body>"
    b"<nav><a href=/>Home</a> <a href=/news>News</a></nav><div id=app></div></body></html>"
)


@pytest.mark.parametrize(
    "payload",
    [
        FRONT,
        b"<html></html>",
        b"<!doctype html><html><body><a href=/>Home</a></body></html>",
        b"<html><body>" + b"<b>" * 200_000 + b"</body></html>",
        b"<html><body>" + b"&nbsp;" * 200_000 + b"</body></html>",
    ],
    ids=["front", "empty", "link", "tags", "entities"],
)
def test_what_holds_no_article(payload: bytes) -> None:
    with pytest.raises(NoArticleError):
        read(payload, "page", KNOWLEDGE)


def test_xml_that_is_no_page() -> None:
    with pytest.raises(SourceError, match="an XML document that is no page"):
        read(b'<?xml version="1.0"?><feed></feed>', "feed.xml", KNOWLEDGE)


@pytest.mark.parametrize(
    ("payload", "content_type", "expected"),
    [
        (b"<!DOCTYPE html>", None, True),
        (b"\xef\xbb\xbf\n<!-- a --> <HTML lang=en>", "text/plain", True),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', None, True),
        ("<html>".encode("utf-16"), None, True),
        (b'<div class="a">text</div>', None, True),
        (b"<p>text</p>", "text/html; charset=utf-8", True),
        (b"Warning: x\n<html><body>", None, True),
        (b"# A heading\n\nSome <b>text</b>.", None, False),
        (b"# A heading\n\nSome <b>text</b>.", "text/html", True),
        (b"Plain text.", "text/html", False),
        (b'<?xml version="1.0"?><rss>', None, False),
        (b"<p>text</p>", "text/plain", False),
        (b"", None, False),
    ],
)
def test_what_is_a_page(payload: bytes, content_type: str | None, expected: bool) -> None:
    assert is_page(payload, content_type) is expected
