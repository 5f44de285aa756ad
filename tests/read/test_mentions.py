"""What a listing says of an article is found in whatever it is written."""

import json
from html import escape

import pytest

from ingest.read import addresses
from ingest.read.mentions import named, plain, speaks, traits

URL = "https://made.example/2025/11/wilhelmina-quist-and-the-bridge"
TITLE = "Wilhelmina Quist “never liked” the bridge"
LINE = "She said so in the kitchen, over coffee, and asked me not to print it."
BASE = "https://made.example/news/"
BY_ADDRESS = traits([addresses.key(URL)], [])
BY_WORDS = traits([], [TITLE, LINE])

ADDRESSED = {
    "feed": f"<rss><item><link>{URL}</link></item></rss>",
    "cdata": f"<rss><item><link><![CDATA[{URL}]]></link></item></rss>",
    "tracking": f"<rss><item><link>{URL}?utm_source=rss&amp;utm_medium=feed</link></item></rss>",
    "sitemap": f"<urlset><url><loc>{URL}/</loc></url></urlset>",
    "plain sitemap": f"{BASE}a\n{URL}\n{BASE}b\n",
    "json feed": json.dumps({"items": [{"url": URL}]}).replace("/", "\\/"),
    "page": '<a href="/2025/11/wilhelmina-quist-and-the-bridge#top">Read</a>',
    "page, relative": "<a class=x href=../2025/11/wilhelmina-quist-and-the-bridge>Read</a>",
    "page, quoted": "<a href='//www.made.example/2025/11/wilhelmina-quist-and-the-bridge'>Read</a>",
    "percent": f"<loc>{URL.replace('quist', '%71uist')}</loc>",
    "page with a base": '<base target=_top href="/2025/11/"><a href="wilhelmina-quist-and-the-bridge">',
    "feed with a base": '<entry xml:base="/2025/11/"><link href="wilhelmina-quist-and-the-bridge"/>',
    "robots": "User-agent: *\nDisallow: /2025/11/wilhelmina-quist-and-the-bridge\n",
}
WORDED = {
    "headline": f"<item><title>{TITLE}</title></item>",
    "other marks": "<title>WILHELMINA QUIST &quot;never liked&quot; the bridge!</title>",
    "escaped twice": f"<description>{escape(escape(f'<p>{LINE}</p>'))}</description>",
    "tags between": LINE.replace("kitchen", "<b>kit</b>chen").replace(" ", "&nbsp;"),
    "cdata": f"<content><![CDATA[<p>{LINE}</p>]]></content>",
    "json": json.dumps({"content_html": f"<p>{LINE}</p>", "title": TITLE}),
}


@pytest.mark.parametrize("written", ADDRESSED.values(), ids=[*ADDRESSED])
def test_an_address_is_found(written: str) -> None:
    assert speaks(written.encode(), BASE, BY_ADDRESS)
    assert not speaks(written.replace("bridge", "bridges").encode(), BASE, BY_ADDRESS)


@pytest.mark.parametrize("written", WORDED.values(), ids=[*WORDED])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_words_are_found(written: str, encoding: str) -> None:
    assert speaks(written.encode(encoding), BASE, BY_WORDS)
    assert not speaks(written.replace("e", "i").encode(encoding), BASE, BY_WORDS)


def test_what_is_anybodys_tells_of_nobody() -> None:
    of = traits(["made.example"], ["Read more", "Ana Kos"])
    assert not speaks(b"<a href='https://made.example/'>Read more</a> by Ana Kos", BASE, of)


def test_what_is_no_text_speaks_of_nothing() -> None:
    for payload in (b"", b"\0\1\2", bytes(range(256)), b"http://[", b"a=" * 20):
        assert not speaks(payload, BASE, traits([addresses.key(URL)], [LINE]))


def test_half_characters_are_no_text() -> None:
    written = plain(rb'{"url": "http://\ud800.example/x", "title": "\ud83d\ude00"}')
    assert "\U0001f600" in written
    assert [key.encode() for key in named(written, BASE)]


def test_addresses_of_all_kinds_are_named() -> None:
    written = '<a href="a.html"><img src=/b.png> http://other.example/c?d=1 and e/f <!-- g -->'
    expected = {
        "made.example/news/a.html",
        "made.example/b.png",
        "other.example/c?d=1",
        "made.example/news/e/f",
    }
    assert expected <= set(named(written, BASE))
    assert "made.example/news/g" not in set(named(written, BASE))
