"""Saved pages: the root among their parts, where and when they were saved."""

from pathlib import Path

import pytest

from ingest.errors import NoArticleError
from ingest.read.container.opening import Opened, derive, opened, within
from ingest.read.plain import reader as plain
from ingest.read.rules import apply
from ingest.resources import knowledge

KNOWLEDGE = knowledge()
CHROME = (Path(__file__).parents[1] / "containers/saved-by-chrome.mhtml").read_bytes()
# As Internet Explorer saved a page without pictures, and with them.
EXPLORER = (
    b"From: <Saved by Microsoft Internet Explorer 5>\r\nSubject: Ghent\r\n"
    b"Date: Tue, 4 Mar 2008 08:00:00 +0100\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: text/html;\r\n\tcharset="windows-1252"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    b"Content-Location: http://foo.example/news/\r\n\tbridge\r\nX-MimeOLE: V6\r\n\r\n"
    b"<html><p>Caf=E9 in Ghent</p></html>\r\n"
)
RELATED = (
    b"From: <Saved by Windows Internet Explorer 8>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; start="<two>"; boundary=x\r\n\r\n'
    b"--x\r\nContent-Type: text/html\r\nContent-ID: <one>\r\n\r\n<p>A frame</p>\r\n"
    b"--x\r\nContent-Type: text/html\r\nContent-ID: <two>\r\nContent-Location: http://foo.example/2\r\n\r\n"
    b"<p>The page</p>\r\n--x--\r\n"
)


def page(payload: bytes) -> Opened:
    container = opened(payload, "a.mhtml", KNOWLEDGE)
    assert container is not None
    assert container.kind == "mhtml"
    for part in container.parts:
        assert derive(payload, part.rule, part.name) == part.data
    for claim in container.claims:
        assert payload[claim.start : claim.end].decode() == claim.quote
        assert apply(claim.rule or "", claim.quote or "", KNOWLEDGE) == claim.value
    return container


def test_a_page_saved_by_chrome() -> None:
    container = page(CHROME)
    assert container.url == "http://foo.example/news/bridge"
    assert container.saved_at == "2026-11-22T04:59:36+00:00"
    assert container.content_type == "text/html"
    assert [(part.name, part.rule) for part in container.parts] == [("1 text/html", "mhtml-root/1")]
    assert "found under the old bridge: “nothing”".encode() in container.parts[0].data
    assert [(c.field, c.method, c.where) for c in container.claims] == [("url", "mhtml-location", "payload")]


def test_pages_saved_by_internet_explorer() -> None:
    container = page(EXPLORER)
    assert container.url == "http://foo.example/news/bridge"
    assert container.content_type == "text/html; charset=windows-1252"
    assert container.parts[0].data == b"<html><p>Caf\xe9 in Ghent</p></html>\r\n"


def test_the_root_is_the_one_that_is_named() -> None:
    container = page(RELATED)
    assert container.parts[0].name == "2 text/html"
    assert container.url == "http://foo.example/2"
    assert container.saved_at is None


def test_a_mail_with_pictures_is_no_saved_page() -> None:
    payload = b"Message-ID: <1@foo.example>\r\n" + RELATED.replace(
        b"<Saved by Windows Internet Explorer 8>", b"x"
    )
    container = opened(payload, "a.eml", KNOWLEDGE)
    assert container is not None
    assert container.kind == "mail"


def test_a_saved_picture_holds_no_article() -> None:
    with pytest.raises(NoArticleError, match="without a page in it"):
        opened(RELATED.replace(b"text/html", b"image/png"), "a.mhtml", KNOWLEDGE)


def test_a_reading_is_moved_into_its_container() -> None:
    container = page(CHROME)
    part = container.parts[0]
    bare = plain.read(
        b"The council of Ghent met on Tuesday to hear what the engineers found there: nothing.", "x", KNOWLEDGE
    )
    reading = within(bare, container)
    assert {claim.where for claim in bare.claims} == {"payload"}
    assert {claim.where for claim in reading.claims if claim not in container.claims} == {part.name}
    assert reading.claims[-1] == container.claims[0]
    assert (reading.parts, reading.part, reading.reader) == ((part,), part.name, f"mhtml/1+{bare.reader}")
    assert (reading.text, reading.passages, reading.encoding) == (bare.text, bare.passages, bare.encoding)
