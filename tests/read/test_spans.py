"""Every character of a decoded page is located at its bytes, in whole and broken encodings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.read.decode import decode
from ingest.read.plain.inline import clean, plain
from ingest.read.spans import Page, quoted

LETTERS = "abc é“€” шя 新华社 😀\t.\n"
ENCODINGS = (
    "utf-8",
    "utf-16le",
    "utf-16be",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
    "windows-1252",
    "koi8-r",
)


def _check(page: Page, start: int, end: int) -> None:
    span = page.span(start, end)
    assert quoted(page.payload, page.encoding, span.start, span.end) == page.text[start:end]


@given(st.data(), st.sampled_from(ENCODINGS), st.text(alphabet=LETTERS, min_size=1))
def test_any_stretch_is_found_in_any_encoding(data: st.DataObject, encoding: str, text: str) -> None:
    payload = text.encode(encoding, "ignore")
    page = Page(payload, encoding, payload.decode(encoding))
    start = data.draw(st.integers(0, len(page.text)))
    _check(page, start, data.draw(st.integers(start, len(page.text))))
    assert page.span(0, len(page.text)).end == len(payload)


@given(
    st.sampled_from([b"", b"\xff", b"\xe2\x80", b"\xf0\x9f\x98"]), st.integers(0, 9000), st.sampled_from([0, 3])
)
def test_a_long_page_is_located_throughout(broken: bytes, at: int, bom: int) -> None:
    payload = b"\xef\xbb\xbf"[:bom] + ("é新😀 a" * 900).encode() + broken + (" “fin” " * 700).encode()
    page = Page(payload, "utf-8", payload[bom:].decode("utf-8", "replace"), bom)
    _check(page, min(at, len(page.text)), min(at + 50, len(page.text)))
    assert page.span(0, len(page.text)).end == len(payload)


@given(st.data(), st.binary(min_size=1, max_size=80))
def test_any_stretch_is_found_in_broken_utf8(data: st.DataObject, noise: bytes) -> None:
    payload = b"\xc3\xa9t\xc3\xa9 " + noise + " “fin”".encode()
    page = Page(payload, "utf-8", payload.decode("utf-8", "replace"))
    start = data.draw(st.integers(0, len(page.text)))
    end = data.draw(st.integers(start, len(page.text)))
    span = page.span(start, end)
    assert 0 <= span.start <= span.end <= len(payload)
    # A cut between two replacement characters may fall where the decoder would have joined them.
    whole = page.span(0, len(page.text))
    assert quoted(payload, "utf-8", whole.start, whole.end) == page.text


SAID = "Der Präsident sagte gestern in München, die Lage sei „größer“ als früher. " * 5


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [
        (SAID.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + SAID.encode(), "utf-8"),
        (SAID.encode("utf-16"), "utf-16le"),
        (SAID.encode("utf-16-le"), "utf-16le"),
        (b"\xfe\xff" + SAID.encode("utf-16-be"), "utf-16be"),
        (SAID.encode("cp1252"), "windows-1252"),
        (SAID.encode()[:40] + b"\xff" + SAID.encode()[40:], "utf-8"),
        (("Президент заявил в понедельник, что поддержит соседей. " * 4).encode("cp1251"), "windows-1251"),
        (("外交部发言人在北京主持例行记者会，回答记者提问。" * 4).encode("gb18030"), "gb18030"),
    ],
)
def test_encoding_is_found(payload: bytes, encoding: str) -> None:
    page = decode(payload, "page")
    assert page.encoding == encoding
    assert not page.text.startswith("\ufeff")
    for start in range(0, len(page.text), 7):
        _check(page, start, min(len(page.text), start + 5))


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"", "empty"),
        (b" \n\r\n\t", "empty"),
        (b"\xef\xbb\xbf", "no text"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (bytes(range(256)) * 8, "not text"),
        (b"text with \0\0\0\0\0 in it", "not text"),
    ],
)
def test_what_is_no_text_is_refused_by_name(payload: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        decode(payload, "some/file.txt")
    assert "some/file.txt" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("the *caracazo*, cost \\$50", "the caracazo, cost $50"),
        ("**Bold *and* nested**", "Bold and nested"),
        ("a_snake_case and _words_", "a_snake_case and words"),
        ("5*3*2 and f***ing", "5*3*2 and f***ing"),
        ("so-called `drug cartels’ and `more’", "so-called `drug cartels’ and `more’"),
        ("saying that [warships] come", "saying that [warships] come"),
        ('a [link](https://example.org/a_(b) "title") here', "a link here"),
        ("[![picture](a.png)](b) after", "after"),
        ("two\u00a0 blanks\tand\u200b\u00adnone", "two blanks andnone"),
        ("AT&amp;T &lt;b&gt; &nbsp; end", "AT&T <b> end"),
        ("depart-\nment and twelve-turbine", "department and twelve-turbine"),
        ("well-\nknown, as well-known as ever", "well-known, as well-known as ever"),
    ],
)
def test_markdown_and_entities_are_cleaned(written: str, shown: str) -> None:
    assert plain(written) == shown


@given(st.text(alphabet="ab *_[]()\\`&;#!<>\n-'“”.", max_size=120))
@settings(max_examples=300)
def test_what_is_kept_stands_in_the_page(written: str) -> None:
    cleaned = clean(written, 0, len(written)).content
    for piece in cleaned.pieces:
        assert (
            cleaned.text[piece.at : piece.at + piece.length]
            == written[piece.start : piece.start + piece.length]
        )
    starts = [piece.start for piece in cleaned.pieces]
    assert starts == sorted(starts)
    assert cleaned.text == cleaned.text.strip()
