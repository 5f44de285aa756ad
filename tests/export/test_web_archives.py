"""Web archives that are written: read by others' tools, and added again by ours."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import made
import pytest
from click.testing import Result
from warcio.archiveiterator import ArchiveIterator

from ingest.archive.query import Query
from ingest.export.warc import index
from ingest.export.warc.head import head
from ingest.export.warc.records import Record, records
from ingest.read.knowledge import Knowledge
from ingest.records import Capture, Hop, Response, Visit

BIN = Path(sys.executable).parent
SOFTWARE = "provenance-archive 0"
OLD, NEW, TWIN = "http://made.example/old", "http://made.example/new", "http://other.example/new"
HEADERS = (
    ("Content-Type", "text/plain; charset=utf-8"), ("Content-Encoding", "gzip"), ("Content-Length", "7"),
    ("Transfer-Encoding", "chunked"), ("Digest", "sha-256=x"), ("X-Said", "Gda\xf1sk"),
)  # fmt: skip


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """A page behind a redirect, coded; its bytes again, there, elsewhere and as a file; and gone at last."""
    path = tmp_path_factory.mktemp("moved") / "moved.db"
    day = "2025-03-{:02}T01:00:00+01:00".format
    asked = Response(OLD, NEW, 200, HEADERS, (Hop(OLD, 301), Hop("http://made.example/then", 302)))
    made.put(
        path,
        [
            Capture(made.text(1), OLD, captured_at=day(1), response=asked),
            made.retrieved(made.text(1), NEW, day(2)),
            made.retrieved(made.text(1), TWIN, day(3)),
            made.capture(made.text(1), path="/home/ana/private/copy.txt"),
            Visit(NEW, day(4), made.response(NEW, 304)),
            Visit(NEW, day(5), made.response(NEW, 404, content_length="9")),
        ],
        knowledge,
    )
    return path


@pytest.fixture
def query(moved: Path) -> Iterator[Query]:
    connection = sqlite3.connect(moved)
    yield Query(connection)
    connection.close()


def told(query: Query) -> list[Record]:
    """All records but those about others."""
    return [record for record in records(query, SOFTWARE) if record.kind not in ("metadata", "warcinfo")]


def run(program: str, *arguments: object) -> str:
    """What another's program prints; a failure fails the test."""
    command = [BIN / program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# What stands in a record.


def test_each_retrieval_has_its_record(query: Query) -> None:
    assert [(one.kind, one.uri, one.status) for one in told(query)] == [
        ("response", OLD, 301),
        ("response", "http://made.example/then", 302),
        ("response", NEW, 200),
        ("revisit", NEW, 200),
        ("revisit", TWIN, 200),
        ("revisit", f"urn:sha256:{made.canon.sha256(made.text(1))}", None),
        ("revisit", NEW, 304),
        ("response", NEW, 404),
    ]


def test_headers_hold_for_the_bytes_that_are_kept(query: Query) -> None:
    page = next(one for one in told(query) if one.status == 200)
    assert page.head == (
        b"HTTP/1.1 200 \r\nContent-Type: text/plain; charset=utf-8\r\nX-Archive-Orig-Content-Encoding: gzip\r\n"
        b"X-Archive-Orig-Content-Length: 7\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n"
        b"X-Archive-Orig-Digest: sha-256=x\r\nX-Said: Gda\xf1sk\r\n"
        b"Content-Length: %d\r\n\r\n" % len(made.text(1))
    )
    assert page.body == made.text(1)


def test_headers_of_bytes_that_were_not_coded_stay() -> None:
    stated = (("Content-Length", "5"), ("Content-MD5", "x"))
    said = head(Response(NEW, NEW, 200, stated), 5)
    assert said == b"HTTP/1.1 200 \r\nContent-Length: 5\r\nContent-MD5: x\r\n\r\n"


def test_a_foreign_header_begins_no_line_and_gives_away_no_password() -> None:
    hostile = (
        ("X", "a\r\nSet-Cookie: b\u2028c"),
        ("Location", "http://ana:secret@made.example/"),
        ("Cookie", "c"),
    )
    said = head(Response(NEW, NEW, 200, hostile), None)
    assert (
        said == "HTTP/1.1 200 \r\nX: a Set-Cookie: b\u2028c\r\nLocation: http://made.example/\r\n\r\n".encode()
    )


def test_a_revisit_names_the_record_that_has_the_bytes(query: Query) -> None:
    page, *others = (one for one in told(query) if one.payload)
    assert len(others) == 4
    for again in others:
        assert again.body == b""
        assert again.payload == page.payload
        assert again.fields["WARC-Refers-To"] == f"<{page.id}>"
        assert again.fields["WARC-Refers-To-Target-URI"] == NEW
        assert again.fields["WARC-Refers-To-Date"] == page.date == "2025-03-01T00:00:00Z"
    profiles = [again.fields["WARC-Profile"].rpartition("/")[2] for again in others]
    assert profiles == [*["identical-payload-digest"] * 3, "server-not-modified"]


def test_what_was_not_kept_is_not_claimed(query: Query) -> None:
    """Of redirects and vanished pages there is no body, and no digest of one."""
    found = [one for one in told(query) if one.status in (301, 302, 404)]
    assert [(one.body, one.payload, one.fields) for one in found] == [
        (b"", None, {"WARC-Truncated": "unspecified"})
    ] * 3
    assert found[0].head == b"HTTP/1.1 301 \r\nLocation: http://made.example/then\r\n\r\n"
    assert b"\r\nX-Archive-Orig-content-length: 9\r\n" in found[-1].head


def test_our_ids_stand_beside_each_record(query: Query) -> None:
    everything = list(records(query, SOFTWARE))
    about = {one.fields["WARC-Refers-To"]: one.body.decode() for one in everything if one.kind == "metadata"}
    page = next(one for one in everything if one.status == 200)
    said = dict(line.split(": ", 1) for line in about[f"<{page.id}>"].splitlines())
    assert said["archive-article"] == page.article
    assert said["archive-captured-at"] == "2025-03-01T01:00:00+01:00"
    assert "/home/ana" not in "".join(about.values())


def test_everything_has_its_own_id(query: Query) -> None:
    ids = [one.id for one in records(query, SOFTWARE)]
    assert len(set(ids)) == len(ids)


def test_nothing_to_export_is_said(tmp_path: Path, knowledge: Knowledge, cli: Callable[..., Result]) -> None:
    made.put(tmp_path / "archive.db", [], knowledge)
    done = cli("export", "warc", "-o", tmp_path / "out.warc.gz")
    assert (done.exit_code, done.stderr) == (
        2,
        "ingest: the archive holds no retrieval, so there is nothing to export; add something first\n",
    )
    assert not (tmp_path / "out.warc.gz").exists()


# What others make of the file.


@pytest.mark.parametrize("ending", [".warc.gz", ".warc"])
def test_warcio_reads_it_and_finds_every_digest_right(
    crossposted: Path, cli: Callable[..., Result], tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"news{ending}"
    done = cli("-a", crossposted, "export", "warc", "-o", file)
    assert done.stdout == f"wrote {file}, {file.stat().st_size:,} bytes\n"
    checked = run("warcio", "check", "-v", file)
    assert "fail" not in checked
    with file.open("rb") as stream:
        found = [(one.rec_type, one.rec_headers["WARC-Block-Digest"]) for one in ArchiveIterator(stream)]
    assert found[0][0] == "warcinfo"
    assert all(digest.startswith("sha256:") for _, digest in found)
    assert checked.count("digest pass") == len(found) - [kind for kind, _ in found].count("revisit")


def test_the_same_archive_gives_the_same_bytes(
    crossposted: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    for ending in (".warc.gz", ".wacz"):
        files = [tmp_path / f"{name}{ending}" for name in "ab"]
        for clock, file in enumerate(files, 1_800_000_000):
            cli("-a", crossposted, "export", "warc", "-o", file, SOURCE_DATE_EPOCH=str(clock))
        assert files[0].read_bytes() == files[1].read_bytes()


def test_an_indexer_finds_what_the_package_says(
    moved: Path, crossposted: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    """Line for line, but for the digest that it makes of bodies that are not there."""
    for archive in (moved, crossposted):
        package = tmp_path / f"{archive.stem}.wacz"
        cli("-a", archive, "export", "warc", "-o", package)
        with zipfile.ZipFile(package) as file:
            file.extract("archive/data.warc.gz", tmp_path)
            ours = file.read("indexes/index.cdxj").decode().splitlines()
        theirs = run("cdxj-indexer", "--sort", tmp_path / "archive" / "data.warc.gz").splitlines()
        assert list(map(parsed, ours)) == list(map(parsed, theirs))


def parsed(line: str) -> tuple[str, str, dict[str, str]]:
    key, stamp, said = line.split(" ", 2)
    known = json.loads(said)
    if known.get("digest") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ":
        del known["digest"]
    return key, stamp, known


@pytest.mark.parametrize(
    "url",
    [
        "http://www.Made.example/A/?b=2&a=1", "https://made.example", "https://made.example:443/x?",
        "http://made.example:8080/a/b/", "http://www2.made.example/?p=90609", "http://127.0.0.1/x",
        "http://made.example/%C3%A9t%C3%A9?q=%20x+y", "http://made.example/a?b&a=", "http://made.example/~x'(y)!*",
        "urn:sha256:1c97",
    ],
)  # fmt: skip
def test_sort_keys_are_those_of_other_tools(url: str) -> None:
    surt = pytest.importorskip("surt")
    assert index.key(url) == surt.surt(url)


def test_the_package_is_valid(crossposted: Path, cli: Callable[..., Result], tmp_path: Path) -> None:
    package = tmp_path / "news.wacz"
    cli("-a", crossposted, "export", "warc", "-o", package)
    assert "the passed WACZ is valid" in run("wacz", "validate", "-f", package)
    with zipfile.ZipFile(package) as file:
        assert file.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
        first, *pages = map(json.loads, file.read("pages/pages.jsonl").decode().splitlines())
        indexed = [
            json.loads(line.split(" ", 2)[2])
            for line in file.open("indexes/index.cdxj").read().decode().splitlines()
        ]
    assert first["format"] == "json-pages-1.0"
    assert {page["url"] for page in pages} <= {one["url"] for one in indexed}
    assert {"title": "The bridge", "url": "http://made.example/a"}.items() <= pages[0].items()


# What ours makes of it.


@pytest.mark.parametrize("ending", [".warc.gz", ".warc", ".wacz"])
def test_added_again_it_brings_the_same_bytes_and_articles(
    crossposted: Path, cli: Callable[..., Result], tmp_path: Path, ending: str
) -> None:
    file, again = tmp_path / f"news{ending}", tmp_path / "again.db"
    cli("-a", crossposted, "export", "warc", "-o", file)
    added = cli("-a", again, "add", file)
    assert added.exit_code == 0, added.stderr
    for sql in (
        "SELECT sha256 FROM payloads ORDER BY 1",
        "SELECT id, url FROM articles WHERE NOT stub ORDER BY 1",
        "SELECT id, text, payload FROM versions ORDER BY 1",
        "SELECT url, kind FROM listings ORDER BY 1",
        "SELECT article, payload, outcome, status FROM captures WHERE status <> 200 ORDER BY 1, 2",
    ):
        found, expected = made.rows(again, sql), made.rows(crossposted, sql)
        assert found == expected
        assert found


def test_redirects_come_back(moved: Path, cli: Callable[..., Result], tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    cli("-a", moved, "export", "warc", "-o", tmp_path / "a.warc")
    assert cli("-a", again, "add", tmp_path / "a.warc").exit_code == 0
    sql = "SELECT asked, url, hops FROM captures WHERE hops <> '[]'"
    assert made.rows(again, sql) == made.rows(moved, sql)
    sql = "SELECT key, article FROM addresses ORDER BY key"
    assert made.rows(again, sql) == made.rows(moved, sql)


# What goes wrong.


def test_nothing_is_written_over(archive: Path, cli: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "kept.warc.gz"
    file.write_bytes(b"mine")
    done = cli("export", "warc", "-o", file)
    assert done.exit_code == 2
    assert done.stderr == f"ingest: {file}: is there already; name a new file, or move that one away\n"
    assert file.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["news.zip", "news", "news.gz"])
def test_another_ending_is_refused(
    archive: Path, cli: Callable[..., Result], tmp_path: Path, name: str
) -> None:
    done = cli("export", "warc", "-o", tmp_path / name)
    assert done.exit_code == 2
    assert "let it end in .warc.gz, .warc or .wacz" in done.stderr


def test_a_damaged_payload_leaves_no_file(archive: Path, cli: Callable[..., Result], tmp_path: Path) -> None:
    connection = made.connected(archive)
    last = "SELECT payload FROM captures WHERE payload IS NOT NULL ORDER BY added_at DESC"
    connection.execute(f"UPDATE payloads SET body = zeroblob(9) WHERE sha256 = ({last})")
    connection.commit()
    before = sorted(os.listdir(tmp_path))
    done = cli("export", "warc", "-o", tmp_path / "news.warc.gz")
    assert done.exit_code == 2
    assert "its bytes are not those that came in" in done.stderr
    assert sorted(os.listdir(tmp_path)) == before


def test_a_place_that_is_not_there_is_named(archive: Path, cli: Callable[..., Result], tmp_path: Path) -> None:
    done = cli("export", "warc", "-o", tmp_path / "no" / "news.warc.gz")
    assert done.exit_code == 2
    assert f"{tmp_path}/no/news.warc.gz: cannot be made (No such file or directory)" in done.stderr


def test_a_hostile_address_stays_in_its_header(tmp_path: Path, sound: Path, cli: Callable[..., Result]) -> None:
    """As in an archive that somebody else made."""
    forged = Path(shutil.copy(sound, tmp_path / "forged.db"))
    connection = made.connected(forged)
    hostile = "http://made.example/b\r\nWARC-Type: bad é"
    connection.execute("UPDATE captures SET url = ? WHERE url IS NOT NULL", [hostile])
    connection.commit()
    file = tmp_path / "news.warc"
    assert cli("-a", forged, "export", "warc", "-o", file).exit_code == 0
    with file.open("rb") as stream:
        addresses = {one.rec_headers["WARC-Target-URI"] for one in ArchiveIterator(stream)}
    assert "http://made.example/b%0D%0AWARC-Type:%20bad%20%C3%A9" in addresses
