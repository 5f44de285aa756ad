"""The command line and what comes in containers: web archives, saved pages, mails, PDF, gzip."""

import base64
import functools
import gzip
import hashlib
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result
from courier import story, story_page
from warcs import PNG, Writer, good

Cli = Callable[..., Result]
CONTAINERS = Path(__file__).parents[1] / "containers"
SITE = "http://courier.example"


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def page(number: int) -> bytes:
    return story_page(story(number), SITE).encode()


def url(number: int) -> str:
    return SITE + story(number).path


def failures(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.startswith("failed")]


@pytest.mark.parametrize("compress", [True, False], ids=["gzip", "plain"])
def test_a_web_archive_written_by_warcio(cli: Cli, tmp_path: Path, compress: bool) -> None:
    written = Writer(compress)
    for number in range(3):
        written.response(url(number), page(number))
    written.response(SITE + "/logo.png", PNG, content_type="image/png").response(SITE + "/x", b"", "500 No")
    written.response(url(2), b"gone", "404 Not Found", WARC_Date="2025-02-01T00:00:00Z")
    (tmp_path / "news.warc").write_bytes(written.data)
    done = cli("add", tmp_path / "news.warc")
    assert done.exit_code == 0, done.output
    assert "3 added, 1 gone; records of web archives left out: 1 no page, 1 other status" in done.stdout
    held = {str(one["url"]): one for one in lines(cli("export", "articles"))}
    assert set(held) == {url(number) for number in range(3)}
    (shown,) = lines(cli("show", held[url(2)]["id"], "--json"))
    first, last = shown["captures"]
    assert (first["captured_at"], first["status"], last["status"]) == ("2025-01-02T03:04:05+00:00", 200, 404)
    assert first["digest"].startswith("sha1:")
    assert first["path"].endswith("news.warc")
    assert cli("audit").exit_code == 0
    assert {line["status"] for line in lines(cli("add", tmp_path / "news.warc", "--json"))} == {
        "unchanged", "gone",
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("wget") is None, reason="needs wget")
def test_a_web_archive_written_by_wget(cli: Cli, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for number in range(3):
        (site / f"{number}.html").write_bytes(page(number).replace(b'rel="canonical"', b'rel="x"'))
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        subprocess.run(
            ["wget", "-q", "--warc-file=news", *(f"{base}/{number}.html" for number in range(3))],
            cwd=tmp_path, check=True, timeout=60,
        )  # fmt: skip
        server.shutdown()
    done = cli("add", tmp_path / "news.warc.gz")
    assert done.exit_code == 0, done.output
    assert "3 added" in done.stdout
    titles = {one["title"] for one in lines(cli("export", "articles"))}
    assert titles == {story(number).title for number in range(3)}
    assert cli("audit").exit_code == 0


def test_a_broken_digest_is_named_and_nothing_of_the_record_is_added(cli: Cli, tmp_path: Path) -> None:
    broken = Writer().response(url(1), page(1), WARC_Payload_Digest="sha1:" + "A" * 32)
    broken.response(url(2), page(2))
    (tmp_path / "news.warc.gz").write_bytes(broken.data)
    done = cli("add", tmp_path / "news.warc.gz")
    assert done.exit_code == 1
    (said,) = failures(done)
    assert "news.warc.gz, record" in said
    assert "digest" in said
    assert [one["url"] for one in lines(cli("export", "articles"))] == [url(2)]


def test_a_truncated_member_is_named_and_what_came_before_is_added(cli: Cli, tmp_path: Path) -> None:
    data = Writer().response(url(1), page(1)).response(url(2), page(2)).data
    (tmp_path / "news.warc.gz").write_bytes(data[:-200])
    done = cli("add", tmp_path / "news.warc.gz")
    assert done.exit_code == 1
    assert len(failures(done)) == 1
    assert [one["url"] for one in lines(cli("export", "articles"))] == [url(1)]


def test_a_revisit_finds_its_original_in_the_archive_or_is_named(cli: Cli, tmp_path: Path) -> None:
    first = Writer().response(url(1), page(1))
    (tmp_path / "first.warc.gz").write_bytes(first.data)
    stated = json.loads(cli("inspect", tmp_path / "first.warc.gz").stdout)
    assert stated["title"] == story(1).title
    digest = "sha1:" + base64.b32encode(hashlib.sha1(page(1)).digest()).decode()
    revisit = Writer().response(
        url(1), b"", type_="revisit", WARC_Payload_Digest=digest, WARC_Date="2025-03-01T00:00:00Z",
        WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    )  # fmt: skip
    (tmp_path / "second.warc.gz").write_bytes(revisit.data)
    lost = cli("add", tmp_path / "second.warc.gz")
    assert lost.exit_code == 1
    assert "neither in this archive nor in yours" in failures(lost)[0]
    assert cli("add", tmp_path / "first.warc.gz").exit_code == 0
    found = cli("add", tmp_path / "second.warc.gz")
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("unchanged")
    (held,) = lines(cli("export", "articles"))
    (shown,) = lines(cli("show", held["id"], "--json"))
    assert [one["seen_again"] for one in shown["captures"]] == [False, True]
    assert cli("audit").exit_code == 0


def test_a_directory_of_everything(cli: Cli, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "a.html").write_bytes(page(1))
    (box / "b.html.gz").write_bytes(gzip.compress(page(2)))
    (box / "c.txt").write_bytes(made.text(3))
    (box / "d.eml").write_bytes(made.MAIL.encode())
    (box / "e.warc.gz").write_bytes(good(url(5), True))
    (box / "f.png").write_bytes(PNG)
    for name in CONTAINERS.iterdir():
        shutil.copy(name, box / name.name)
    done = cli("add", box)
    assert done.exit_code == 1  # the picture, by name
    assert len(failures(done)) == 1
    assert "f.png" in failures(done)[0]
    readers = {str(one["reader"]).partition("/")[0] for one in lines(cli("export", "articles"))}
    assert readers == {"html", "plain", "mail", "mhtml", "pdf"}
    assert cli("audit").exit_code == 0, cli("audit").output


def test_claims_of_a_mail_stand_in_it_and_its_text_in_a_part(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "letter.eml").write_bytes(made.MAIL.encode())
    (told,) = lines(cli("inspect", tmp_path / "letter.eml"))
    assert told["title"] == "A bridge of stone"
    assert told["published"] == "2025-03-04T06:00:00+01:00"
    assert str(told["text"]).startswith("The council of Köln met on Tuesday")
    for claim in told["claims"]:
        if claim["where"] == "payload":
            start, end = claim["start"], claim["end"]
            assert made.MAIL.encode()[start:end].decode() == claim["quote"]
    assert {claim["where"] for claim in told["claims"]} == {"payload", "1 text/plain"}


def test_a_saved_page_knows_its_address_and_when_it_was_saved(cli: Cli) -> None:
    (told,) = lines(cli("inspect", CONTAINERS / "saved-by-chrome.mhtml"))
    assert str(told["url"]).startswith("http")
    assert told["captured_at"]
