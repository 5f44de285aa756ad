"""Entities, escapes and white space: what they say, and where each character stands."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.html import visible
from ingest.read.html.spelling import ATTRIBUTE, JSON, TEXT, Form, spell, words
from ingest.read.html.tokens import scan

NOISE = st.text(alphabet='ab &;#x39amp\\u0026dé"n\n\u00a0\u200b\u00ad<>/', max_size=60)


@pytest.mark.parametrize(
    ("form", "written", "said"),
    [
        (TEXT, " a\n\tb  c ", "a b c"),
        (TEXT, "AT&T &amp; more &lt;b&gt; &eacute;&#233;&#xe9; &copy 2025", "AT&T & more <b> ééé © 2025"),
        (
            TEXT,
            "soft\u00adly zero\u200bwidth &shy;not&nbsp;bound\u00a0&#8203;x",
            "softly zerowidth not bound x",
        ),
        (TEXT, "&#150; &#0; &#xD800; &nosuch;", "– \ufffd \ufffd &nosuch;"),
        (ATTRIBUTE, "a?b=1&copy=2&reg;&amp;lt=3&lt", "a?b=1&copy=2®&lt=3<"),
        (ATTRIBUTE, "Jerry&amp;#039;s &amp;amp;amp; Tom&amp;rsquo;s", "Jerry's & Tom’s"),
        (JSON, r"a \"b\" \u00e9 \ud83d\ude00 \ud800 c\/d\n\te", 'a "b" é 😀 \ufffd c/d e'),
        (JSON, r"Tom &amp; Jerry&#8217;s \u0026amp; \u0026#39;x\u0026", "Tom & Jerry’s & 'x&"),
        (JSON, "\\x \\", "x \\"),
    ],
)
def test_what_is_written_and_what_it_says(form: Form, written: str, said: str) -> None:
    assert spell(written, 0, len(written), form).text == said
    assert words(written, form) == said


@given(NOISE, st.sampled_from([TEXT, ATTRIBUTE, JSON]))
def test_pieces_stand_in_the_page_as_they_stand_in_the_text(page: str, form: Form) -> None:
    found = spell(page, 0, len(page), form)
    for piece in found.pieces:
        assert page[piece.start : piece.start + piece.length] == found.text[piece.at : piece.at + piece.length]
    assert found.text == found.text.strip()
    assert "  " not in found.text
    assert words(page, form) == found.text


@given(st.text(alphabet="ab&<>\"'é漢😀 ", max_size=40))
def test_what_was_escaped_comes_back(text: str) -> None:
    plain = " ".join(text.split())
    # Values are unescaped as often as they were escaped, text once.
    if html.unescape(plain) == plain:
        assert words(html.escape(plain), ATTRIBUTE) == plain
        assert words(json.dumps(plain)[1:-1], JSON) == plain
    assert words(html.escape(plain), TEXT) == plain


def test_tags_part_words_where_they_part_lines() -> None:
    page = "<p>a<b>b</b>c<br>d<script>no</script> e</p><!-- no --><p>f &amp; g</p>"
    assert visible.text(page) == "abc d e f & g"


def test_a_text_that_ends_in_an_entity_knows_where_it_ends() -> None:
    for page in ("<p>a &quot;b&quot;</p>", "<p>a &quot;b&quot; </p>", "<p>a &quot;b&quot; <i> </i></p>"):
        found = visible.visible(scan(page), 0, len(page))
        assert found.text == 'a "b"'
        assert page[found.start : found.end].endswith("b&quot;")
