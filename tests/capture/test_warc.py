"""WARC files: pages as captures, revisits and vanished pages as visits, everything broken by name."""

import base64
import gzip
import hashlib
import http.server
import json
import random
import shutil
import subprocess
import sys
import threading
import zlib
from functools import partial
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from warcs import DATE, PAGE, PNG, Given, Writer, given, good, members, only, raw
from warcs import http as message

from ingest.capture import warc
from ingest.capture.warc import digests
from ingest.errors import SourceError
from ingest.records import Capture, Hop, Visit

URL = "http://made.example/page"
# Without the time, which would stand in the names of tests.
packed = partial(gzip.compress, mtime=0)
MEASURE = Path(__file__).parents[1] / "bench" / "warc" / "measure.py"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.bin"


def captured(results: list[Given]) -> list[str]:
    return [one.response.url for one in results if isinstance(one, Capture) and one.response]


# What is in a capture.


@pytest.mark.parametrize("compress", [True, False])
def test_a_page_written_by_warcio(path: Path, compress: bool) -> None:
    written = Writer(compress).response(
        URL, http={"ETag": '"7"', "Set-Cookie": "a=b", "X-Auth-Token": "s", "Link": "<http://u:p@made.example/>"},
        WARC_Record_ID="<urn:uuid:1>",
    )  # fmt: skip
    results, passed_over = given(path, written.data)
    one = only(results)
    assert one.payload == PAGE
    assert one.source == f"{path}, record <urn:uuid:1>"
    assert (one.path, one.source_id, one.captured_at) == (str(path), "urn:uuid:1", "2025-01-02T03:04:05+00:00")
    assert one.response
    assert (one.response.asked, one.response.url, one.response.status, one.response.hops) == (URL, URL, 200, ())
    assert one.response.headers == (
        ("Content-Type", "text/html"), ("ETag", '"7"'), ("Link", "<http://made.example/>"),
    )  # fmt: skip
    assert one.digest == "sha1:" + base64.b32encode(hashlib.sha1(PAGE).digest()).decode()
    assert one.found
    assert one.listing is None
    assert not passed_over


def test_a_resource_has_its_media_type_from_the_record(path: Path) -> None:
    results, _ = given(path, Writer().other(URL, b"The council met.", "text/plain").data)
    one = only(results)
    assert one.payload == b"The council met."
    assert one.response
    assert one.response.headers == (("Content-Type", "text/plain"),)


def test_other_records_are_neither_given_nor_counted(path: Path) -> None:
    types = ("warcinfo", "request", "metadata", "conversion", "continuation", "made-up")
    assert given(path, b"".join(raw(type_=type_) for type_ in types)) == ([], {})


@pytest.mark.parametrize("address", ["dns:made.example", "urn:x", "file:///a", "screenshot:http://a.example/"])
def test_addresses_of_other_schemes_are_counted(path: Path, address: str) -> None:
    assert given(path, Writer().other(address, PAGE, "text/html").data) == ([], {"other address": 1})


def test_name_and_password_never_come_out(path: Path) -> None:
    written = Writer().response(
        "http://ana:secret@made.example/a", b"", "301 Moved", http={"Location": "//x:secret@b.example/"}
    )
    written.response("http://b.example/").response("http://me:secret@p@made.example/c")
    results, _ = given(path, written.data)
    assert captured(results) == ["http://b.example/", "http://made.example/c"]
    assert "secret" not in repr(results)


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
@pytest.mark.parametrize("options", [[], ["--no-warc-compression"]])
def test_an_archive_written_by_wget(tmp_path: Path, options: list[str]) -> None:
    front_page = b'<html><a href="/old">a</a><a href="/gone">g</a><img src="/p.png">'
    pages = {"/": front_page, "/new": PAGE, "/p.png": PNG}

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, b"")
            self.send_response(302 if self.path == "/old" else 200 if body else 404)
            self.send_header("Location", "/new")
            self.send_header("Content-Type", "image/png" if body == PNG else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        subprocess.run(
            ["wget", "-q", "--no-proxy", "-e", "robots=off", "-r", "-p", "--warc-file=news", *options, here],
            cwd=tmp_path, timeout=60, check=False,
        )  # fmt: skip
        server.shutdown()
    (file,) = tmp_path.glob("news.warc*")
    results, passed_over = given(file)
    front, page, gone = results
    assert isinstance(front, Capture)
    assert isinstance(page, Capture)
    assert isinstance(gone, Visit)
    assert front.payload == front_page
    assert page.payload == PAGE
    assert page.response
    assert (page.response.asked, page.response.url) == (f"{here}/old", f"{here}/new")
    assert page.response.hops == (Hop(f"{here}/old", 302),)
    assert (gone.response.url, gone.response.status) == (f"{here}/gone", 404)
    assert passed_over["no page"] == 1


# Statuses, redirects, revisits.


@pytest.mark.parametrize("status", [304, 404, 410])
def test_no_bytes_is_a_visit(path: Path, status: int) -> None:
    ((visit,), _) = given(path, Writer().response(URL, b"gone", f"{status} No").data)
    assert isinstance(visit, Visit)
    assert (visit.response.url, visit.response.status, visit.digest) == (URL, status, None)
    assert (visit.captured_at, visit.path, visit.found) == ("2025-01-02T03:04:05+00:00", str(path), True)


@pytest.mark.parametrize("status", [100, 206, 300, 401, 403, 429, 500, 503])
def test_other_statuses_are_counted(path: Path, status: int) -> None:
    assert given(path, Writer().response(URL, status=f"{status} No").data) == ([], {"other status": 1})


def moved(written: Writer, start: str, target: str, status: int = 301) -> Writer:
    return written.response(start, b"", f"{status} Moved", http={"Location": target})


def test_redirects_lead_to_the_page(path: Path) -> None:
    written = moved(
        moved(Writer(), "http://a.example/1", "http://b.example/x/2"), "http://b.example/x/2", "../3#top", 307
    )
    one = only(given(path, written.response("http://b.example/3").data)[0])
    assert one.response
    assert (one.response.asked, one.response.url) == ("http://a.example/1", "http://b.example/3")
    assert one.response.hops == (Hop("http://a.example/1", 301), Hop("http://b.example/x/2", 307))


def test_redirects_in_a_circle_and_to_nowhere_end(path: Path) -> None:
    written = moved(
        moved(Writer(), "http://a.example/1", "http://a.example/2"), "http://a.example/2", "http://a.example/1"
    )
    moved(moved(written, "http://a.example/3", "http://[broken"), "http://a.example/4", "http://a.example/none")
    results, passed_over = given(path, written.response("http://a.example/1").data)
    one = only(results)
    assert one.response
    assert [hop.url for hop in one.response.hops] == ["http://a.example/1", "http://a.example/2"]
    assert passed_over == {"redirect": 2}


def test_a_redirect_leads_to_one_page_only(path: Path) -> None:
    written = moved(Writer(), "http://a.example/1", URL).response(URL).response(URL)
    first, second = given(path, written.data)[0]
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert first.response
    assert second.response
    assert first.response.hops
    assert not second.response.hops


SHA1 = digests.of(PAGE)


@pytest.mark.parametrize("body", [b"", message(b"")])
@pytest.mark.parametrize(
    "stated",
    [
        {"WARC_Payload_Digest": SHA1},
        {"WARC_Payload_Digest": "sha1:" + hashlib.sha1(PAGE).hexdigest()},
        {"WARC_Payload_Digest": SHA1, "WARC_Truncated": "length"},
        {"WARC_Refers_To": "<urn:uuid:1>"},
        {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": DATE},
    ],
)
def test_a_revisit_names_the_bytes_it_saw_again(path: Path, stated: dict[str, str], body: bytes) -> None:
    original = Writer(False).response(URL, WARC_Record_ID="<urn:uuid:1>").data
    results, _ = given(path, original + raw(body, "revisit", **stated))
    first, visit = results
    assert isinstance(first, Capture)
    assert isinstance(visit, Visit)
    assert (visit.response.status, visit.digest) == (200, first.digest)


def test_a_revisit_of_bytes_elsewhere_is_for_the_caller(path: Path) -> None:
    ((visit,), _) = given(path, raw(b"", "revisit", WARC_Payload_Digest=SHA1))
    assert isinstance(visit, Visit)
    assert visit.digest == SHA1
    assert f"it revisits bytes ({SHA1}) that are neither in this archive nor in yours" in str(
        warc.without_original(visit)
    )


def test_not_modified_as_a_revisit(path: Path) -> None:
    profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    ((visit,), _) = given(path, raw(b"", "revisit", WARC_Profile=profile))
    assert isinstance(visit, Visit)
    assert visit.response.status == 304


def test_revisits_of_what_is_no_page_are_counted(path: Path) -> None:
    picture = Writer(False).response(URL, PNG, content_type="image/png").data
    again = raw(b"", "revisit", WARC_Payload_Digest=digests.of(PNG))
    stated = raw(message(b"", headers="Content-Type: image/png\r\n"), "revisit", WARC_Payload_Digest=SHA1)
    assert given(path, picture + again + stated) == ([], {"no page": 3})


# What is a page.


@pytest.mark.parametrize(
    ("content_type", "body", "page"),
    [
        ("text/html; charset=utf-8", PAGE, True),
        ("TEXT/HTML", b"The council met.", True),
        ("application/xhtml+xml", b"<?xml version='1.0'?><html/>", True),
        ("text/plain", b"The council met.", True),
        ("text/markdown", b"[A bridge](http://a.example/)", True),
        ("application/pdf", b"%PDF-1.7", True),
        ("message/rfc822", b"From: a@b.example\r\n\r\nx", True),
        ("multipart/related; boundary=x", b"MIME-Version: 1.0", True),
        ("application/rss+xml", b"<rss/>", True),
        ("text/xml", b"<?xml version='1.0'?><!-- a --><urlset/>", True),
        ("application/xml", b"<rdf:RDF/>", True),
        ("application/feed+json", b'{"version": "https://jsonfeed.org/version/1.1"}', True),
        ("application/json", b'{"version":"https:\\/\\/jsonfeed.org\\/version\\/1"}', True),
        ("application/json", b'{"a": 1}', False),
        ("text/html", b' {"a": 1}', False),
        ("text/html", b"[[1,2]]", False),
        ("text/html", PNG, False),
        ("text/html", b"\r\n ", False),
        ("text/html", b"", False),
        ("text/html", "\ufeff<p>Grüße".encode("utf-16le"), True),
        ("text/plain", b"\xff\xd8\xff\xe0", False),
        ("application/xml", b"<svg xmlns='x'/>", False),
        (None, PAGE, True),
        (None, b"\xef\xbb\xbf<!-- a --> <?x y?>\n<HTML>", True),
        (None, b"The council met.", False),
        (None, PNG, False),
        ("application/octet-stream", b"%PDF-1.7", True),
        ("application/octet-stream", b"<feed xmlns='http://www.w3.org/2005/Atom'/>", True),
        ("application/octet-stream", b"MZ\x90\x00", False),
        ("application/x-gzip", packed(b"<sitemapindex/>"), True),
        ("application/gzip", packed(b"a tar"), False),
        ("image/png", PNG, False),
        ("image/png", PAGE, True),
        ("image/svg+xml", b"<!-- a --><svg/>", False),
        ("text/css", b"p {}", False),
        ("text/javascript", b"[].map(x)", False),
        ("video/mp4", b"\x00\x00\x00\x18ftypmp42", False),
        ("font/woff2", b"wOF2", False),
    ],
)  # fmt: skip
def test_what_is_a_page(path: Path, content_type: str | None, body: bytes, page: bool) -> None:
    results, passed_over = given(path, Writer().response(URL, body, content_type=content_type).data)
    assert (len(results), passed_over["no page"]) == ((1, 0) if page else (0, 1))
    assert page is isinstance(next(iter(results), None), Capture)


def test_a_page_of_a_thousand_comments_is_told_at_once(path: Path) -> None:
    body = b"<!---->" * 1000 + b"<!-"
    assert given(path, Writer().response(URL, body, content_type=None).data) == ([], {"no page": 1})


# Codings.

DEFLATE = zlib.compressobj(wbits=-15)
RAW_DEFLATE = DEFLATE.compress(PAGE) + DEFLATE.flush()


def chunked(data: bytes, size: int = 7) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(one), one) for one in pieces) + b"0\r\nTrailer: x\r\n\r\n"


CODED = [
    ("gzip", None, packed(PAGE)),
    ("x-gzip", None, packed(PAGE[:9]) + packed(PAGE[9:])),
    ("gzip", None, packed(PAGE) + b"what follows"),
    ("gzip", None, PAGE),
    ("gzip, gzip", None, packed(packed(PAGE))),
    ("deflate", None, zlib.compress(PAGE)),
    ("deflate", None, RAW_DEFLATE),
    ("deflate", None, PAGE),
    ("br", None, brotli.compress(PAGE)),
    ("br", None, PAGE),
    ("zstd", None, zstandard.compress(PAGE)),
    ("zstd", None, PAGE),
    ("identity", None, PAGE),
    ("no such coding", None, PAGE),
    ("", "chunked", chunked(PAGE)),
    ("", "chunked", PAGE),
    ("gzip", "chunked", chunked(packed(PAGE), 1)),
    ("br", "Chunked", brotli.compress(PAGE)),
]


@pytest.mark.parametrize(("content", "transfer", "body"), CODED)
def test_codings_are_undone(path: Path, content: str, transfer: str | None, body: bytes) -> None:
    headers = {"Content-Encoding": content} | ({"Transfer-Encoding": transfer} if transfer else {})
    one = only(given(path, Writer().response(URL, body, http=headers).data)[0])
    assert one.payload == PAGE
    assert one.coding is None
    # The digest is that of the body as the archive has it.
    assert one.digest == digests.of(body)


def test_a_page_that_is_a_gzip_file(path: Path) -> None:
    one = only(given(path, Writer().response(URL, packed(PAGE), content_type="application/gzip").data)[0])
    assert (one.payload, one.coding) == (PAGE, "gzip")


# Digests.


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("header", ["WARC_Payload_Digest", "WARC_Block_Digest"])
def test_digests_in_every_spelling(path: Path, algorithm: str, header: str) -> None:
    digest = hashlib.new(algorithm, PAGE if "Payload" in header else message())
    base32 = base64.b32encode(digest.digest()).decode()
    for value in (base32, base32.lower(), base32.rstrip("="), digest.hexdigest(), digest.hexdigest().upper()):
        for name in (algorithm, algorithm.upper(), algorithm.replace("sha", "sha-")):
            one = only(given(path, raw(**{header: f"{name}:{value}"}))[0])
            if "Payload" in header:
                assert one.digest == f"{algorithm}:{base32.rstrip('=')}"


def test_tools_digest_the_body_in_three_ways(path: Path) -> None:
    coded = packed(PAGE)
    block = message(chunked(coded), headers="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
    for body in (chunked(coded), coded, PAGE):
        one = only(given(path, raw(block, WARC_Payload_Digest=digests.of(body)))[0])
        assert (one.payload, one.digest) == (PAGE, digests.of(body))


@pytest.mark.parametrize("stated", ["", "blake3:abc", "no digest"])
def test_a_digest_that_cannot_be_checked_is_computed_instead(path: Path, stated: str) -> None:
    assert only(given(path, raw(WARC_Payload_Digest=stated))[0]).digest == SHA1


# What is broken. Each of these stands between two good records.

LIMIT = warc.MAX_PAGE
LONG = "its HTTP headers are longer than 64 KB"
LARGE = "its body is larger than 10 MB when its coding is undone"
CUT_OFF = "its body is cut off inside its coding"
NO_ADDRESS = "its WARC-Target-URI is no address"
BLOCK = "its WARC-Block-Digest is"
OTHER = digests.of(b"other")
BOMB = b"<html>" + b"a" * (LIMIT + 1)


def coded(coding: str, body: bytes) -> bytes:
    return raw(message(body, headers=f"Content-Type: text/html\r\nContent-Encoding: {coding}\r\n"))


def in_chunks(body: bytes) -> bytes:
    return raw(message(body, headers="Transfer-Encoding: chunked\r\n"))


BROKEN = {
    "payload digest": (raw(WARC_Payload_Digest=OTHER), f"-Digest is {OTHER}, but that of its bytes is {SHA1}"),
    "payload digest in no form": (raw(WARC_Payload_Digest="sha1:abc"), "its WARC-Payload-Digest is sha1:abc"),
    "block digest": (raw(WARC_Block_Digest=digests.of(PAGE)), BLOCK),
    "block digest of a vanished page": (raw(message(b"", "404 No"), WARC_Block_Digest=SHA1), BLOCK),
    "block digest of a redirect": (raw(message(b"", "302 No"), WARC_Block_Digest=SHA1), BLOCK),
    "revisit without original": (raw(b"", "revisit", WARC_Refers_To="<urn:x>"), "and gives no digest"),
    "no address": (raw(WARC_Target_URI=None), "it has no WARC-Target-URI"),
    "an address that is none": (raw(WARC_Target_URI="http://[::1/"), NO_ADDRESS),
    "an address without host": (raw(WARC_Target_URI="https:///a"), NO_ADDRESS),
    "an address with a NUL": (raw(WARC_Target_URI="http://a.example/\0"), NO_ADDRESS),
    "no date": (raw(WARC_Date=None), "its WARC-Date '' is no instant"),
    "a date that is none": (raw(WARC_Date="2025-02-30T00:00:00Z"), "is no instant"),
    "a date without time": (raw(WARC_Date="2025-02-03"), "is no instant"),
    "a date at the end of time": (raw(WARC_Date="9999-12-31T23:59:59-14:00"), "is no instant"),
    "a date of a vanished page": (raw(message(b"", "410 No"), WARC_Date="then"), "'then' is no instant"),
    "an empty response": (raw(b""), "it holds no HTTP response"),
    "no HTTP": (raw(PAGE), "it holds no HTTP response"),
    "NUL bytes for HTTP": (raw(bytes(100)), "it holds no HTTP response"),
    "no status": (raw(b"HTTP/1.1 OK\r\n\r\n"), "its HTTP status 'OK' is none"),
    "an odd status": (raw(b"HTTP/1.1 2000 OK\r\n\r\n"), "its HTTP status '2000 OK' is none"),
    "HTTP headers of a megabyte": (raw(message(headers=f"A: {'b' * 1_000_000}\r\n")), LONG),
    "a hundred thousand HTTP headers": (raw(message(headers="A: b\r\n" * 100_000)), LONG),
    "a page over the limit": (raw(message(BOMB)), "10 MB is more than the limit of 10 MB for one article"),
    "truncated by its tool": (raw(WARC_Truncated="length"), "the archive holds only a part of it"),
    "a segment": (raw(WARC_Segment_Number="1"), "the archive holds only a part of it"),
    "gzip bomb": (coded("gzip", packed(BOMB)), LARGE),
    "gzip file bomb": (raw(message(packed(BOMB))), LARGE),
    "gzip in gzip bomb": (coded("gzip, gzip", packed(packed(BOMB))), LARGE),
    "deflate bomb": (coded("deflate", zlib.compress(BOMB)), LARGE),
    "brotli bomb": (coded("br", brotli.compress(BOMB, quality=5)), LARGE),
    "zstd bomb": (coded("zstd", zstandard.compress(BOMB)), LARGE),
    "a thousand gzip members": (coded("gzip", packed(b"a") * 1001), "has more than 1000 gzip members"),
    "five codings": (coded("gzip,gzip,gzip,gzip,gzip", PAGE), "times; leave it out"),
    "gzip cut off": (coded("gzip", packed(PAGE)[:-9]), CUT_OFF),
    "deflate cut off": (coded("deflate", zlib.compress(PAGE)[:-5]), CUT_OFF),
    "brotli cut off": (coded("br", brotli.compress(PAGE)[:-3]), CUT_OFF),
    "zstd cut off": (coded("zstd", zstandard.compress(PAGE)[:-3]), CUT_OFF),
    "gzip that is none": (coded("gzip", b"\x1f\x8b\x08" + PAGE), "is not the gzip that its headers name"),
    "brotli that is none": (coded("br", b"\xff" * 99), "its body is not the br that its headers name"),
    "a coding nobody knows": (coded("rot13", b"\x01\x02"), "its coding 'rot13' is not known"),
    "chunks that break": (in_chunks(b"5\r\n<html\r\nzz\r\n"), CUT_OFF),
    "a chunk larger than the body": (in_chunks(b"ffffffff\r\n<html"), CUT_OFF),
    "a length that is too large": (raw(Content_Length=10**9), "the file is cut off"),
    "a length beyond all bounds": (raw(Content_Length=10**20), "its Content-Length '1000000000"),
    "a length below zero": (raw(Content_Length=-1), "its Content-Length '-1' is no number"),
    "no length": (raw(Content_Length=None), "its Content-Length '' is no number"),
    "a length that is too small": (raw(Content_Length=60), "it goes on behind its Content-Length"),
    "headers of megabytes": (raw(A="b" * 3_000_000), "its headers are longer than 64 KB"),
    "headers without end": (b"WARC/1.1\r\n" + b"A: b\r\n" * 50_000, "its headers are longer than 64 KB"),
    "garbage": (b"<html>garbage\r\nWARC\r\n\0\0\0\r\n\r\n", "these bytes belong to no record"),
    "a line of megabytes": (b"x" * 3_000_000 + b"\r\n", "these bytes belong to no record"),
}  # fmt: skip
NAMELESS = {
    "a length beyond all bounds", "a length below zero", "no length",
    "headers of megabytes", "headers without end", "garbage", "a line of megabytes",
}  # fmt: skip
# Without gzip, it takes what follows with it.
SWALLOWING = {"a length that is too large"}


@pytest.mark.parametrize("compress", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_and_the_rest_goes_on(path: Path, name: str, compress: bool) -> None:
    broken, said = BROKEN[name]
    before, after = good("http://made.example/before", compress), good("http://made.example/after", compress)
    results, _ = given(path, before + (members(broken) if compress else broken) + after)
    (error,) = [one for one in results if not isinstance(one, Capture)]
    assert isinstance(error, SourceError)
    assert said in error.reason
    # What is broken in a record's own headers has no id yet.
    called = f"at byte {len(before)}" if name in NAMELESS else "<urn:uuid:by-hand>"
    assert error.source == f"{path}, record {called}"
    swallowed = name in SWALLOWING and not compress
    assert captured(results) == ["http://made.example/before"] + (
        [] if swallowed else ["http://made.example/after"]
    )


def test_a_page_over_the_limit_of_another_kind_is_only_counted(path: Path) -> None:
    written = Writer().response(URL, PNG + bytes(LIMIT), content_type="image/png")
    assert given(path, written.data) == ([], {"no page": 1})


def test_a_revisit_alone_is_told_from_a_broken_one(path: Path) -> None:
    """Its original is in a record that was refused: the caller finds it nowhere."""
    refused = raw(message(b"<html>changed"), WARC_Payload_Digest=SHA1)
    error, visit = given(path, refused + raw(b"", "revisit", WARC_Payload_Digest=SHA1))[0]
    assert isinstance(error, SourceError)
    assert isinstance(visit, Visit)
    assert visit.digest == SHA1


# Damage to the file itself.

THREE = [Writer().response(f"http://made.example/{n}", PAGE + b"%d" % n).data for n in range(3)]
PLAIN = [gzip.decompress(one) for one in THREE]
RANDOM = random.Random(7).randbytes(300_000)


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (THREE[0] + THREE[1][:-20] + THREE[2], [0, 2]),
        (THREE[0] + THREE[1][:40] + THREE[2], [0, 2]),
        (THREE[0] + THREE[1][:-8] + bytes(8) + THREE[2], [0, 2]),
        (THREE[0] + THREE[1][:-6] + b"\xff" + THREE[1][-5:] + THREE[2], [0, 2]),
        (THREE[0] + RANDOM + THREE[1] + THREE[2], [0, 1, 2]),
        (THREE[0] + b"\x1f\x8b\x08" * 9 + THREE[1] + THREE[2], [0, 1, 2]),
        (THREE[0] + THREE[1] + THREE[2][:-1], [0, 1]),
        (THREE[0] + THREE[1] + THREE[2][:30], [0, 1]),
        (PLAIN[0] + PLAIN[1] + PLAIN[2][:-30], [0, 1]),
        (PLAIN[0] + PLAIN[1] + PLAIN[2][:30], [0, 1]),
        (PLAIN[0] + RANDOM + b"\r\n" + PLAIN[1] + PLAIN[2], [0, 1, 2]),
    ],
)  # fmt: skip
def test_damage_is_named_once_and_what_is_whole_is_given(path: Path, data: bytes, kept: list[int]) -> None:
    results, _ = given(path, data)
    assert captured(results) == [f"http://made.example/{n}" for n in kept]
    (error,) = [one for one in results if isinstance(one, SourceError)]
    assert str(error).startswith(f"{path}, record ")


@pytest.mark.parametrize(
    "data",
    [
        b"".join(THREE),
        b"".join(PLAIN),
        packed(b"".join(PLAIN)),
        packed(PLAIN[0] + PLAIN[1]) + THREE[2],
        THREE[0] + bytes(70_000) + THREE[1] + packed(b"") + THREE[2] + bytes(512),
        b"".join(one.rstrip(b"\r\n") + b"\n" for one in PLAIN),
        PLAIN[0] + b"\r\n" * 100_000 + PLAIN[1] + PLAIN[2].rstrip(),
    ],
    ids=["members", "plain", "one member", "two and one", "padded", "few blank lines", "many blank lines"],
)
def test_all_shapes_of_archives_are_read(path: Path, data: bytes) -> None:
    results, _ = given(path, data)
    assert captured(results) == [f"http://made.example/{n}" for n in range(3)]
    assert len(results) == 3


def test_an_archive_broken_everywhere_is_given_up(path: Path) -> None:
    results, _ = given(path, PLAIN[0] + (b"garbage\r\n" + raw(Content_Length="x")) * 200)
    assert len(results) == 102
    assert "broken at 100 places; what follows byte" in str(results[-1])


def test_a_member_that_inflates_without_end_is_given_up(path: Path) -> None:
    """The member is one megabyte, and would be more than one gigabyte."""
    packer = zlib.compressobj(wbits=31)
    picture = message(b"", headers="Content-Type: image/png\r\n")
    front = packer.compress(raw(picture, Content_Length=10**12)) + packer.flush(zlib.Z_FULL_FLUSH)
    megabyte = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = front + megabyte * 1300
    results, _ = given(path, THREE[0] + data + THREE[1])
    assert captured(results) == ["http://made.example/0"]
    assert "it inflates to over 100 times its size; nothing after it was read" in str(results[-1])


def test_looking_for_a_record_has_an_end(path: Path) -> None:
    """Every ten bytes look like the beginning of a gzip member."""
    results, _ = given(path, THREE[0] + b"\x1f\x8b\x08\0\0\0\0\0\0\x03" * 200_000 + THREE[1])
    assert captured(results) == ["http://made.example/0"]
    assert "no record was found behind it in a reasonable time" in str(results[-1])


def test_an_error_does_not_keep_the_bytes_it_is_about(path: Path) -> None:
    ((error,), _) = given(path, raw(message(BOMB[:-1]), WARC_Payload_Digest=OTHER))
    assert isinstance(error, SourceError)
    assert error.__traceback__ is error.__context__ is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it does not begin as a WARC file does"),
        (b"<html>", "it does not begin as a WARC file does"),
        (packed(b"<html>"), "it does not begin as a WARC file does"),
        (zstandard.compress(PLAIN[0]), "a WARC file in zstd is not read"),
        (b"\x5d\x2a\x4d\x18" + bytes(99), "a WARC file in zstd is not read"),
    ],
)
def test_what_is_not_read_at_all(path: Path, data: bytes, said: str) -> None:
    ((error,), _) = given(path, data)
    assert isinstance(error, SourceError)
    assert (error.source, said in error.reason) == (str(path), True)


def test_no_file(path: Path) -> None:
    ((error,), _) = given(path)
    assert str(error) == f"{path}: there is no such file; check the path"
    ((error,), _) = given(path.parent)
    assert "neither a file nor a directory" in str(error) or "it cannot be read" in str(error)


@pytest.mark.parametrize(
    ("head", "it_is"),
    [
        (PLAIN[0][:512], True), (THREE[0][:512], True), (zstandard.compress(PLAIN[0])[:512], True),
        (b"", False), (b"WARC", False), (PAGE, False), (packed(PAGE), False), (b"\x1f\x8b", False),
        (b"\x28\xb5\x2f\xfd", False), (zstandard.compress(PAGE), False), (b"WARC-Type: response", False),
    ],
)  # fmt: skip
def test_a_warc_file_is_known_by_its_content(head: bytes, it_is: bool) -> None:
    assert warc.is_warc(head) is it_is


# Laws.


def whatever(folder: Path, data: bytes) -> list[Given]:
    return given(folder / "any", data)[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=150, deadline=None)
@for_all(cut=st.integers(0, sum(map(len, PLAIN))), compress=st.booleans())
def test_a_cut_off_archive_gives_what_came_before(folder: Path, cut: int, compress: bool) -> None:
    data = b"".join(THREE if compress else PLAIN)
    cut = min(cut, len(data))
    data = data[:cut]
    results = whatever(folder, data)
    ends = [sum(map(len, (THREE if compress else PLAIN)[: n + 1])) for n in range(3)]
    whole = sum(end <= cut for end in ends)
    urls = captured(results)
    # The blank lines behind a record of a plain file may be missing.
    assert urls in ([f"http://made.example/{n}" for n in range(k)] for k in (whole, whole + (not compress)))
    errors = [one for one in results if isinstance(one, SourceError)]
    assert len(errors) == (0 if cut in ends or len(urls) > whole else 1)


@settings(max_examples=300, deadline=None)
@for_all(place=st.integers(0, len(b"".join(PLAIN)) - 1), byte=st.integers(0, 255), compress=st.booleans())
def test_no_changed_byte_brings_a_changed_page(folder: Path, place: int, byte: int, compress: bool) -> None:
    data = bytearray(b"".join(THREE if compress else PLAIN))
    data[place % len(data)] = byte
    payloads = {one.payload for one in whatever(folder, bytes(data)) if isinstance(one, Capture)}
    assert payloads <= {PAGE + b"%d" % n for n in range(3)}


@settings(max_examples=300, deadline=None)
@for_all(
    block=st.binary(max_size=300), headers=st.binary(max_size=100), front=st.sampled_from([b"", message()[:30]])
)
def test_any_bytes_in_a_record_give_at_most_an_error(
    folder: Path, block: bytes, headers: bytes, front: bytes
) -> None:
    record = raw(front + block).replace(b"\r\n\r\n", b"\r\n" + headers.replace(b"\n", b"") + b"\r\n\r\n", 1)
    results = whatever(folder, record + PLAIN[0])
    assert captured(results)[-1:] == ["http://made.example/0"]


@settings(deadline=None)
@for_all(data=st.binary(max_size=2000), sizes=st.integers(1, 50))
def test_chunks_come_together_again(folder: Path, data: bytes, sizes: int) -> None:
    block = message(
        chunked(PAGE + data, sizes), headers="Transfer-Encoding: chunked\r\nContent-Type: text/html\r\n"
    )
    assert only(whatever(folder, raw(block))).payload == PAGE + data


# Memory.


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("options", [[], ["--plain"]])
def test_an_archive_is_read_in_bounded_memory(options: list[str]) -> None:
    """Sixty megabytes, in them a picture of forty."""
    done = subprocess.run(
        [sys.executable, MEASURE, "--megabytes", "60", "--largest", "40", "--json", *options],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    measured = json.loads(done.stdout)
    assert measured["pages"] > 100
    assert measured["errors"] == 0
    assert measured["peak_mb"] < 120


# What our own exports hold beside pages at addresses.


def named(data: bytes) -> str:
    return f"urn:sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_file_stands_under_the_hash_of_its_bytes(path: Path) -> None:
    results, passed_over = given(path, Writer().other(named(PAGE), PAGE, "text/html").data)
    one = only(results)
    assert (one.payload, one.response, one.listing) == (PAGE, None, None)
    assert not passed_over


def test_a_file_under_another_hash_is_refused(path: Path) -> None:
    results, _ = given(path, Writer().other(named(b"others"), PAGE, "text/html").data)
    (error,) = results
    assert isinstance(error, SourceError)
    assert "its WARC-Target-URI is sha256:" in error.reason


def test_feeds_sitemaps_and_robots_are_no_articles(path: Path) -> None:
    written = Writer().response("http://made.example/robots.txt", b"User-agent: *\n", content_type="text/plain")
    written.response("http://made.example/feed", b"<rss></rss>", content_type="text/xml")
    written.response("http://made.example/map", b"<urlset></urlset>", content_type="text/xml").response(URL)
    results, _ = given(path, written.data)
    assert [one.listing for one in results if isinstance(one, Capture)] == ["robots", "feed", "sitemap", None]


@pytest.mark.parametrize("status", ["301 Moved", "404 Not Found"])
def test_of_answers_without_a_page_the_body_may_be_missing(path: Path, status: str) -> None:
    cut = Writer().response(
        URL, b"", status, http={"Location": "/to"}, WARC_Truncated="unspecified"
    ).response("http://made.example/to")  # fmt: skip
    results, _ = given(path, cut.data)
    assert not [one for one in results if isinstance(one, SourceError)]
