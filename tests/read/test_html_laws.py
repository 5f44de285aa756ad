"""Laws that hold for any page of HTML, however it was broken: it is proved by its bytes, or refused."""

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof import KNOWLEDGE, prove, proved

from ingest.cli.deadline import limited
from ingest.read.reading import read
from ingest.records import Origin

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "pages").glob("*.html"))]
ORIGIN = Origin("https://news.made.example/2025/03/bridge-closes", "text/html")
SNIPPETS = [
    b"</script>", b"<!--", b"-->", b"<p>", b"</p>", b'"', b"'", b"<", b">", b"&#0;", b"&eacute;",
    b"\x00", b"\xff", b"\xc2",
    b"<title>", b"<h1>", b"<svg>", b"<br>", b"<a href='", b"\\u0022", b"{", b"]", b"<figcaption>",
    b'<meta charset="utf-16le">', b"<base href='http://[x'>", b"<link rel=canonical href='http://[x/a-1'>",
    b"<div itemscope itemtype='https://schema.org/NewsArticle'>", b"<b itemprop=author>By Jane Roe, dpa</b>",
    b"<div typeof=schema:Article>", b"<h2 property='dc:title'>", b"<p class=standfirst>",
    b"<meta name=syndication-source content=https://b.example/a>", b'"isBasedOn": "https://other.example/a"',
    b"(Foto: dpa)</figcaption>",
    b"<meta name=author content='Roe, Jane'>", b"<meta name=is_paywall content=true>", b"CC BY-SA 4.0 article",
    b"<time datetime='2025-13-45T99:99Z'>", b"<meta property=og:url content='//x'>", b"<table><tr><td>",
]  # fmt: skip
CUTS = st.tuples(st.integers(0, 6000), st.integers(0, 40), st.sampled_from([*SNIPPETS, b""]))


def outcome(payload: bytes) -> None:
    """Whatever is read of a payload is proved, and is the same again."""
    assert proved(payload, ORIGIN) == proved(payload, ORIGIN)


@given(st.sampled_from(PAGES), st.lists(CUTS, max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_spliced_page_is_proved_or_refused(page: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    for at, length, snippet in cuts:
        page = page[:at] + snippet + page[at + length :]
    outcome(page)


@given(st.sampled_from(PAGES), st.sampled_from(["cp1251", "shift_jis", "utf-16", "gb18030", "utf-8-sig"]))
@settings(max_examples=30, deadline=None)
def test_an_encoding_that_the_page_does_not_declare(page: bytes, encoding: str) -> None:
    outcome(page.decode("latin-1").encode(encoding, "replace"))


PROSE = (
    b"<p>The council of the town met on Tuesday to hear what the engineers had found under the bridge.</p>" * 4
)
BEFORE = b"<html><body><h1>Bridge</h1>" + PROSE


@pytest.mark.parametrize(
    "tail",
    [
        b"<p title='" + b"x" * 5_000_000 + b"'>y</p>",
        b'<p title="' + b"x" * 5_000_000,
        b"<div>" * 30_000,
        b"<" * 900_000,
        b"<a " * 500_000,
        b"<!" * 500_000,
        b"<!--" * 500_000,
        b'<a b="' * 200_000,
        b"<svg>" * 30_000,
        b"<title>" * 30_000,
        b"<![CDATA[" + b"x" * 1_000_000,
        b"<p>" + b"<a href=x>y " * 20_000,
        b"<p>" + b"<b>w</b> " * 10_000,
        b'<script type="application/ld+json">' + b"[" * 1_000_000 + b"</script>",
        b'<script type="application/ld+json">' + b'\\"' * 1_000_000 + b"</script>",
        b'<meta name=author content="' + b"Jane Doe, " * 100_000 + b'">',
        b"<link rel=canonical href=http://a.example/x-1>" * 30_000,
        b"<p>" + b" " * 900_000 + b"</p>",
        b"<h1>A headline of words</h1>" * 8_000,
        b'<script type="application/ld+json">{"@type": "NewsArticle", "author": ['
        + b",".join(b'"Jane %d Doe"' % number for number in range(60_000))
        + b"]}</script>",
    ],
    ids=range(20),
)
def test_a_hostile_page_is_read_in_bounded_work(tail: bytes) -> None:
    payload = BEFORE + tail
    reading = limited("page", partial(read, payload, "page", KNOWLEDGE, ORIGIN))
    prove(payload, reading)
    assert reading.text.count("under the bridge.") in range(1, 5)
    assert len(reading.claims) < 1000
