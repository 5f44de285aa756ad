"""Feeds and sitemaps of all kinds, broken ones, hostile ones; dates; what a front page leads to."""

import gzip
import json
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.capture.web.discover import Found, entries, front_page, kind, select
from ingest.errors import SourceError

TESTS = Path(__file__).parents[1]

URL = "http://news.example/news/list"
INSTANT = "2026-01-02T02:04:05+00:00"
RFC_822 = "Fri, 02 Jan 2026 03:04:05 +0100"


def rss(items: str, version: str = 'version="2.0"') -> bytes:
    start = f'<?xml version="1.0"?>\n<rss {version}><channel><title>N</title><link>http://news.example/</link>'
    return f"{start}{items}</channel></rss>".encode()


def atom(items: str, attributes: str = "") -> bytes:
    start = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><id>urn:1</id><link rel="self" href="/self"/>'
    )
    return f"{start}{items}</feed>".encode()


def urlset(items: str) -> bytes:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/'
    return f'<?xml version="1.0"?><urlset {spaces}sitemap-news/0.9">{items}</urlset>'.encode()


def read(payload: bytes, url: str = URL) -> list[tuple[str, str | None]]:
    """Articles of a payload that is told for a listing by itself."""
    what = kind(payload, None, url)
    assert what is not None
    return [(one.url, one.date) for one in entries(payload, what, url).articles]


ONE = f"<item><title>A</title><link>http://news.example/1</link><pubDate>{RFC_822}</pubDate></item>"
FEEDS = {
    "RSS 2.0": (rss(ONE), INSTANT),
    "RSS 0.91 with its DOCTYPE": (
        b'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        b'"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        + rss("<item><link>http://news.example/1</link></item>", 'version="0.91"').partition(b"?>")[2],
        None,
    ),
    "RSS 0.92": (rss(ONE, 'version="0.92"'), INSTANT),
    "RSS 1.0": (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://news.example/">'
        b'<link>http://news.example/</link></channel><item rdf:about="http://news.example/1"><link>'
        b"http://news.example/1</link><dc:date>2026-01-02T03:04:05+01:00</dc:date></item></rdf:RDF>",
        "2026-01-02T03:04:05+01:00",
    ),
    "Atom": (
        atom(
            '<entry><id>tag:1</id><link rel="replies" href="/replies"/><link href="/1"/>'
            '<link rel="edit" href="/e"/>'
            "<published>2026-01-02T02:04:05Z</published><updated>2026-05-05T00:00:00Z</updated>"
            '<source><id>tag:2</id><link href="http://other.example/"/></source></entry>'
        ),
        INSTANT,
    ),
    "Atom 0.3": (
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link rel="alternate" type="text/html" '
        b'href="http://news.example/1"/><issued>2026-01-02T02:04:05Z</issued></entry></feed>',
        INSTANT,
    ),
    "Atom with a base": (atom('<entry><link href="1"/></entry>', 'xml:base="http://news.example/"'), None),
    "Atom, only updated": (
        atom('<entry><link href="/1"/><updated>2026-01-02</updated></entry>'), "2026-01-02",
    ),
    "JSON Feed": (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"url": "http://news.example/1", "date_published": "2026-01-02T02:04:05Z"}],
            }
        ).encode(),
        INSTANT,
    ),
    "JSON Feed, escaped, with a mark": (
        b'\xef\xbb\xbf{"items": [{"id": "http:\\/\\/news.example\\/1"}], '
        b'"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
        None,
    ),
    "a permalink without link": (rss("<item><guid>http://news.example/1</guid></item>"), None),
    "Feedburner": (
        rss(
            "<item><link>http://feeds.example/~r/1</link><feedburner:origLink xmlns:feedburner="
            '"http://rssnamespace.org/feedburner/ext/1.0">http://news.example/1</feedburner:origLink></item>'
        ),
        None,
    ),
    "UTF-16": (rss(ONE).decode().replace("?>", ' encoding="utf-16"?>').encode("utf-16"), INSTANT),
    "CDATA": (rss("<item><link><![CDATA[ http://news.example/1 ]]></link></item>"), None),
    "gzip": (gzip.compress(rss(ONE)), INSTANT),
    "gzip in two members": (gzip.compress(rss(ONE)[:80]) + gzip.compress(rss(ONE)[80:]), INSTANT),
    "a comment first": (b"<!-- <html> -->" + rss(ONE).partition(b"?>")[2], INSTANT),
}  # fmt: skip
BROKEN = {
    "breaks off": rss(ONE + "<item><link>http://news.ex")[:-20],
    "a warning first": b"\n<br />\n<b>Warning</b>: mysql in /x.php\n" + rss(ONE),
    "undeclared prefix": rss(f"<dc:creator>A</dc:creator>{ONE}"),
    "unknown entity": rss(ONE.replace("A<", "caf&eacute;&nbsp;<")),
    "not the encoding it says": rss(ONE).replace(b"<title>A", b"<title>caf\xe9"),
    "unknown encoding": rss(ONE).replace(b"?>", b' encoding="foo-8"?>', 1),
    "control characters": rss(ONE.replace(">A<", ">A\x01\x0b<")),
    "open tags in a description": rss(f"<item><description>a<br>b<p>c</description>{ONE[6:]}"),
    "junk behind": rss(ONE) + b"<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_of_all_kinds(name: str) -> None:
    payload, date = FEEDS[name]
    assert kind(payload, "text/html", URL) == "feed"
    assert read(payload) == [("http://news.example/1", date)]


@pytest.mark.parametrize("name", BROKEN)
def test_broken_feeds_are_read_as_far_as_they_go(name: str) -> None:
    assert read(BROKEN[name])[0] == ("http://news.example/1", INSTANT)


def test_bare_ampersands_keep_an_address_whole() -> None:
    payload = rss("<item><link>http://news.example/?a=1&b=2&copy=3</link></item>")
    assert read(payload) == [("http://news.example/?a=1&b=2&copy=3", None)]


def test_order_is_kept_and_each_address_comes_once() -> None:
    links = [
        "/b",
        "/a",
        "b",
        "/a#top",
        "http://elsewhere.example/c",
        "javascript:alert(1)",
        "ftp://x.example/",
        "/a",
    ]
    payload = rss("".join(f"<item><link>{link}</link></item>" for link in links))
    assert [url for url, _ in read(payload)] == [
        "http://news.example/b",
        "http://news.example/a",
        "http://news.example/news/b",
        "http://elsewhere.example/c",
    ]


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        (RFC_822, INSTANT),
        ("02 Jan 2026 03:04 EST", "2026-01-02T08:04:00+00:00"),
        ("2026-01-02T03:04:05+01:00", "2026-01-02T03:04:05+01:00"),
        ("2026-01-02T03:04:05", "2026-01-02"),
        ("2026-01-02", "2026-01-02"),
        ("2026-01", "2026-01"),
        ("yesterday", None),
        ("", None),
        ("2026-13-45", None),
        ("9" * 5000, None),
    ],
)
def test_dates_of_feeds(stated: str, date: str | None) -> None:
    [(_, found)] = read(rss(f"<item><link>/1</link><pubDate>{stated}</pubDate></item>"))
    assert found == date


def test_sitemaps_with_news_dates_pictures_and_other_languages() -> None:
    payload = urlset(
        "<url><loc> http://news.example/1 </loc><lastmod>2026-05-05</lastmod><news:news><news:publication_date>"
        "2026-01-02T02:04:05Z</news:publication_date></news:news></url>"
        '<url><loc>https://www.news.example/2</loc><lastmod>2026-01</lastmod><i:image xmlns:i="http://i.example/">'
        "<i:loc>http://news.example/picture.jpg</i:loc></i:image></url><url><lastmod>2026-01-01</lastmod></url>"
        "<url><loc>http://news.example/3</loc><lastmod>last week</lastmod></url>"
    )
    for form in (payload, gzip.compress(payload), payload.replace(b"xmlns=", b"x=")):
        assert kind(form, None, URL) == "sitemap"
        assert read(form) == [
            ("http://news.example/1", INSTANT),
            ("https://www.news.example/2", "2026-01"),
            ("http://news.example/3", None),
        ]


def test_a_sitemap_speaks_for_its_own_domain_and_those_that_name_it() -> None:
    places = (
        "http://news.example/1",
        "http://blog.news.example/2",
        "http://evil.example/3",
        "http://127.0.0.1/4",
    )
    payload = urlset("".join(f"<url><loc>{place}</loc></url>" for place in places))
    assert [url for url, _ in read(payload)] == list(places[:2])
    named = entries(payload, "sitemap", URL, within=("http://www.evil.example/",))
    assert [one.url for one in named.articles] == list(places[:3])
    assert [url for url, _ in read(payload, "http://127.0.0.1:8080/sitemap.xml")] == [places[3]]


def test_an_index_leads_to_sitemaps() -> None:
    payload = (
        b"<sitemapindex><sitemap><loc>/a.xml.gz</loc><lastmod>2026-01-02</lastmod></sitemap>"
        b"<sitemap><loc>http://evil.example/b.xml</loc></sitemap></sitemapindex>"
    )
    found = entries(payload, "sitemap", URL)
    assert found.listings == ("http://news.example/a.xml.gz",)
    assert found.articles == ()


def test_a_sitemap_in_plain_text_is_one_only_where_its_address_says_so() -> None:
    payload = b"http://news.example/1\r\n\r\nhttps://news.example/2\n"
    address = "http://news.example/sitemap-news.txt"
    assert kind(payload, "text/plain", address) == "sitemap"
    assert [url for url, _ in read(payload, address)] == ["http://news.example/1", "https://news.example/2"]
    assert kind(payload, "text/plain", "http://news.example/list.txt") is None
    assert kind(payload, "text/html", address) is None
    assert kind(b"About our http://news.example/1", "text/plain", address) is None


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"\0", b"plain words", b"<html><body><feed></feed></html>", b"<!-- <rss> --><p>Hello</p>",
        b"<?xml version='1.0'?><!DOCTYPE html><html><rss/></html>", b"<svg/>", b"<rssfeed/>",
        b'{"version": "1"}',
        b'["https://jsonfeed.org/version/1"]', b"%PDF-1.7", b"\x1f\x8b", b"\x1f\x8bbroken",
    ],
)  # fmt: skip
def test_what_is_no_listing_is_told_so(payload: bytes) -> None:
    assert kind(payload, "application/rss+xml", "http://news.example/sitemap.xml") is None


HOSTILE = {
    "a billion laughs": b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
    "a hundred thousand deep": rss("<item>" * 100_000),
    "deep and unknown": rss("<x>" * 100_000),
    "too many entries": rss("<item/>" * 60_000),
    "nothing but entities": rss("&amp;" * 5_100_000),
    "nothing": b"",
    "no feed": b"<x><rss/></x>",
    "nested JSON": b'{"version": "https://jsonfeed.org/version/1", "items":' + b"[" * 100_000,
    "a gzip bomb": gzip.compress(b"<rss>" + b" " * 60_000_000),
    "half a gzip": gzip.compress(rss(ONE))[:-12],
    "gzip with a wrong sum": gzip.compress(rss(ONE))[:-8] + b"\0" * 8,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_listings_are_refused_and_named(name: str) -> None:
    with pytest.raises(SourceError) as caught:
        entries(HOSTILE[name], "feed", URL)
    assert caught.value.source == URL
    assert caught.value.reason


def test_hostile_text_is_bounded() -> None:
    endless = rss(f"<item><link>http://news.example/{'a' * 5_000_000}</link></item>{ONE}")
    assert read(endless) == [("http://news.example/1", INSTANT)]
    quadratic = (
        b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 100_000 + b'">]><rss><channel><item><link>http://n.example/'
    )
    assert entries(quadratic + b"&a;" * 100_000, "feed", URL).articles == ()
    outside = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><item><link>/&a;</link>'
    assert read(b'<?xml version="1.0"?>' + outside) == [("http://news.example/", None)]


def test_ten_megabytes_of_faults_stay_under_300_megabytes() -> None:
    program = (
        "from peak import peak\n"
        "from ingest.capture.web.discover import entries\n"
        "from ingest.errors import SourceError\n"
        "for fault in (b'&', b'<!--', b'<a/>', b'\\xff'):\n"
        "    try:\n"
        "        entries(b'<rss><channel>' + fault * (10_000_000 // len(fault)), 'feed', 'http://a.example/')\n"
        "    except SourceError:\n"
        "        pass\n"
        "print(peak())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=TESTS, capture_output=True, text=True, timeout=300, check=True
    )
    assert int(done.stdout) < 300_000


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"<rss><channel><item><link>", b"<urlset><url><loc>", b"{"])
)
def test_any_bytes_are_a_listing_or_a_named_error(payload: bytes, start: bytes) -> None:
    for what in ("feed", "sitemap"):
        with suppress(SourceError):
            found = entries(start + payload, what, URL)
            assert all(one.url.startswith(("http://", "https://")) for one in found.articles)


DATES = st.one_of(
    st.none(),
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat()),
)


@given(st.lists(DATES, max_size=12), st.one_of(st.none(), DATES), st.one_of(st.none(), st.integers(0, 12)))
def test_selecting_keeps_what_may_be_new_enough(
    dates: list[str | None], since: str | None, limit: int | None
) -> None:
    found = [Found(f"http://a.example/{number}", date) for number, date in enumerate(dates)]
    chosen = select(found, since, limit)
    assert len(chosen) <= (len(found) if limit is None else limit)
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(found)
    if limit is None:
        assert {one for one in found if one.date is None} <= set(chosen)
    if since is None and limit is None:
        assert set(chosen) == set(found)


def test_the_newest_come_first_and_those_without_date_last() -> None:
    dates = [None, "2026-01-02", "2026-03", INSTANT, "2025", None]
    found = [Found(f"http://a.example/{number}", date) for number, date in enumerate(dates)]
    assert [one.url[-1] for one in select(found)] == list("231405")
    assert [one.url[-1] for one in select(found, since="2026-01-02")] == list("23105")
    assert [one.url[-1] for one in select(found, since="2026-03-15", limit=2)] == list("20")


def test_a_day_counts_to_its_end() -> None:
    day = datetime(2026, 1, 2, tzinfo=UTC)
    found = [Found("http://a.example/", "2026-01-02")]
    assert select(found, since=(day + timedelta(hours=23)).isoformat()) == tuple(found)
    assert select(found, since=(day + timedelta(hours=24)).isoformat()) == ()


def test_a_front_page_leads_to_feeds_and_sitemaps() -> None:
    html = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        '<link rel="alternate" type="application/atom+xml; charset=utf-8" href="http://news.example/atom">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed.xml">'
        '<link rel="alternate" hreflang="de" href="/de/"></head><body><p>News</p></body></html>'
    )
    leads = front_page(html, "http://news.example/", ["http://news.example/s.xml", "ftp://news.example/t.xml"])
    assert leads.named == (
        "http://news.example/feed.xml",
        "http://news.example/atom",
        "http://news.example/s.xml",
    )
    assert leads.guessed == ()
    assert front_page("<html></html>", "http://news.example/x/").guessed[0] == "http://news.example/sitemap.xml"


@pytest.mark.parametrize(
    "html", ["", "http://127.0.0.1:9/", "\0", "<div>" * 100_000, "<a href='" + "x" * 1_000_000]
)
def test_hostile_front_pages_lead_nowhere(html: str) -> None:
    assert front_page(html, "http://news.example/", ["http://news.example/s.xml"]).named == (
        "http://news.example/s.xml",
    )
