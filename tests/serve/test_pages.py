"""What the pages say, from the records they are made of."""

import sqlite3

import pytest

from ingest.archive.query import Query
from ingest.export import words
from ingest.records import Claim, Link, Passage
from ingest.serve import pages, provenance
from ingest.serve.body import blocks, followable

from .conftest import ingest


@pytest.fixture
def connection(seeds):
    opened = sqlite3.connect(seeds)
    yield opened
    opened.close()


def test_home(connection, ids):
    home = pages.home(connection, "archive", frozen=False)
    assert home.counts["articles"] == 5
    assert home.span == ("28 March 2019", "6 February 2026")
    assert [item.article.id for item in home.newest][-1] == ids["002"]
    assert home.newest[0].article.id == ids["001"]
    assert len(home.outlets) == 5
    (carried,) = home.crossposts
    assert carried.head.article.id == carried.cluster.original == ids["stub"]
    assert [other.article.id for other in carried.others] == [ids["001"]]
    assert (carried.cluster.members, carried.last) == (2, "6 February 2026")


def test_both_ends_of_a_relation_show_it(connection, ids):
    (later,) = pages.page(connection, ids["001"]).crossposts.related
    (source,) = pages.page(connection, ids["stub"]).crossposts.related
    assert (later.seen.words, source.seen.words) == ("Republication of", "Republished as")
    assert [fact.said for fact in later.facts] == [fact.said for fact in source.facts]
    assert later.facts[0].spots[0].spans[0].start == 4890
    assert (later.facts[0].spots[0].page, source.facts[0].spots[0].page) == ("this page", "the other page")


def test_quoted_bytes_stand_where_the_panel_says(connection, ids):
    for number in ("000", "001", "002", "003", "004"):
        page = pages.page(connection, ids[number])
        claims = [claim for field in page.fields for claim in (*field.chosen, *field.others)]
        assert claims
        for claim in claims:
            if claim.where == "payload":
                payload = Query(connection).payload(claim.payload)
                assert payload[claim.span.start : claim.span.end].decode(page.version.encoding) == claim.quote


def test_the_chosen_comes_first_and_other_values_are_called_so(seeds, tmp_path):
    import shutil

    archive = tmp_path / "corrected.db"
    shutil.copy(seeds, archive)
    connection = sqlite3.connect(archive)
    article = connection.execute("SELECT article FROM captures WHERE source_id = '001'").fetchone()[0]
    ingest(archive, "correct", article, "published", "2026-02-07", "--by", "Ann", "--because", "she was there")
    published = next(f for f in pages.page(connection, article).fields if f.name == "Published")
    connection.close()
    first, second = *published.chosen, *published.others
    assert (first.value, first.standing, first.basis) == ("2026-02-07", "chosen", "she was there")
    assert first.asserted
    assert first.how.startswith("asserted by Ann on ")
    assert (second.value, second.standing) == ("2026-02-06", "another value")


def test_how_a_date_is_known():
    printed = Claim("published", "2026-02-06", "date-cue", "date/1", "payload", 1, 2, "Posted", chosen=True)
    address = Claim("published", "2025-11", "date-path", "date/1", "address", 1, 2, "2025/11", chosen=True)
    url = Claim("url", "https://x.org/", "assertion", by="Ann", asserted_at="2026-01-02T03:04:05Z", chosen=True)
    assert provenance.known([printed], "published").how == "printed on the page (a date line with a cue)"
    assert provenance.known([address, url], "published").how == "read from date-path, which Ann asserts"
    assert provenance.known([url], "url").how == "asserted by Ann on 2 January 2026"
    assert provenance.known([url], "title") is None


@pytest.mark.parametrize(
    ("edtf", "said", "left_open"),
    [
        ("2026-02-06", "6 February 2026", None),
        ("2025-11", "November 2025", "the day is not known"),
        ("2019", "2019", "month and day are not known"),
        ("2026-02-06T10:11:12+01:00", "6 February 2026, 10:11 (UTC+01:00)", None),
        ("2026-02-06T10:11:12Z", "6 February 2026, 10:11 UTC", None),
        ("2026-13", "2026-13", None),
        ("1999~", "1999~", None),
    ],
)
def test_dates_in_words(edtf, said, left_open):
    assert words.date(edtf) == said
    if said != edtf or left_open:
        assert words.unknown_part(edtf) == left_open


def test_languages_in_words():
    assert words.language("en") == "English"
    assert words.language("zz-nothing") == "zz-nothing"
    assert words.language(None) is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x.org",
        "/a",
        "",
        None,
    ],
)
def test_only_addresses_of_the_web_are_followed(address):
    assert followable(address) is None
    assert followable("HTTPS://x.org/") == "HTTPS://x.org/"


def test_links_cut_the_text_and_lists_stay_together():
    first = Passage("paragraph", "See this page.", 0, ())
    items = [Passage("list-item", "one", 16, ()), Passage("list-item", "two", 21, ())]
    caption = Passage("caption", "A picture", None, ())
    span = None
    links = [Link(4, 8, "https://x.org/", span), Link(21, 24, "javascript:x", span)]
    paragraph, pictured, listed = blocks([first, caption, *items], links)
    assert [(p.text, p.url) for p in paragraph.items[0]] == [
        ("See ", None),
        ("this", "https://x.org/"),
        (" page.", None),
    ]
    assert (pictured.kind, pictured.items[0][0].text) == ("caption", "A picture")
    assert listed.kind == "list"
    assert [(p.text, p.address, p.url) for p in listed.items[1]] == [("two", "javascript:x", None)]
