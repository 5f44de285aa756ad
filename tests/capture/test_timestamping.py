"""A timestamp authority on loopback is asked, and answers well, badly, or not at all."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from authority import NEEDED, Authority, der
from website import Reply, Site

from ingest.capture.timestamping import LIMITS, ask, query
from ingest.capture.web.fetch import Fetcher, Limits
from ingest.errors import SourceError
from ingest.log.timestamp import LONGEST, listed, opened

MESSAGE = b"archive.example/log\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
ASKED = query(MESSAGE)
QUERY = ASKED.as_bytes()
KIND = {"Content-Type": "application/timestamp-reply"}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site("127.0.0.31") as running:
        yield running


def asked(url: str, limits: Limits = LIMITS) -> bytes:
    """What comes of asking, where the test's site alone may be asked."""
    fetcher = Fetcher("test/1", ["127.0.0.31"], limits, clock=time.monotonic, now=lambda: "")
    return ask(url, QUERY, fetcher.fetch)


def refused(url: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(SourceError) as caught:
        asked(url, limits)
    assert caught.value.source == url
    return caught.value.reason


@NEEDED
def test_a_request_is_what_openssl_asks_beside_the_nonce(tmp_path: Path) -> None:
    theirs = Authority(tmp_path).query(MESSAGE, "-sha256", "-cert", "-no_nonce")
    nonce = ASKED.nonce or 0
    stated, true = der(2, nonce.to_bytes(nonce.bit_length() // 8 + 1)), b"\x01\x01\xff"
    assert der(0x30, theirs[2:].removesuffix(true) + stated + true) == QUERY
    assert query(MESSAGE).nonce not in (None, nonce)


@NEEDED
@pytest.mark.parametrize("chain", ["", "all"])
def test_a_message_is_stamped_and_the_answer_kept(site: Site, tmp_path: Path, chain: str) -> None:
    authority = Authority(tmp_path)
    site.service("/tsa", lambda query: Reply(200, authority.answer(query, chain), KIND))
    kept = asked(site.url("/tsa"))
    trusted = listed(authority.root.pem() + authority.middle.pem())
    assert opened(kept, MESSAGE, trusted, ASKED.nonce).trusted
    assert authority.verifies(kept, MESSAGE, [authority.middle])
    (seen,) = site.seen
    assert seen.posted == QUERY
    told = {name: seen.headers[name] for name in ("content-type", "accept", "user-agent", "content-length")}
    assert told == {
        "content-type": "application/timestamp-query",
        "accept": "application/timestamp-reply",
        "user-agent": "test/1",
        "content-length": str(len(QUERY)),
    }


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_is_asked_is_asked_again_where_a_redirect_leads(site: Site, status: int) -> None:
    site.redirect("/old", "/new", status)
    site.service("/new", lambda query: Reply(200, query[::-1], KIND))
    assert asked(site.url("/old")) == QUERY[::-1]
    assert [one.posted for one in site.seen] == [QUERY, QUERY]
    assert site.seen[1].headers["content-type"] == "application/timestamp-query"


def test_redirects_are_few_and_lead_nowhere_inside(site: Site) -> None:
    for number in range(5):
        site.redirect(f"/{number}", f"/{number + 1}")
    assert "more than 3 redirects" in refused(site.url("/0"))
    with Site("127.0.0.32") as inside:
        site.redirect("/inside", inside.url("/tsa"))
        assert "127.0.0.32 is loopback, no public address" in refused(site.url("/inside"))
        assert "127.0.0.32 is loopback, no public address" in refused(inside.url("/tsa"))
        assert inside.seen == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, "the timestamp authority answered with status 500; try again later, or ask another"),
        (503, "status 503; try again later"),
        (429, "status 429; try again later"),
        (404, "status 404; check the address, or ask another"),
        (400, "status 400; check the address"),
        (204, "status 204; check the address"),
    ],
)
def test_another_status(site: Site, status: int, said: str) -> None:
    site.service("/tsa", lambda query: Reply(status, b"<h1>No</h1>", KIND))
    assert said in refused(site.url("/tsa"))


def test_another_kind_of_answer(site: Site) -> None:
    site.page("/tsa", "<h1>Welcome</h1>")
    said = refused(site.url("/tsa"))
    assert said == "what it answers is text/html; charset=utf-8, no timestamp; check the authority's address"
    site.service("/bare", lambda query: Reply(200, b"0"))
    assert "of no kind that is named" in refused(site.url("/bare"))
    site.service("/odd", lambda query: Reply(200, b"0", {"Content-Type": "Application/Timestamp-Reply ; v=1"}))
    assert asked(site.url("/odd")) == b"0"


def test_an_answer_that_is_too_large(site: Site) -> None:
    site.service("/tsa", lambda query: Reply(200, bytes(10_000_000), KIND))
    assert "larger than the limit of 0.064 MB" in refused(site.url("/tsa"))
    site.service("/full", lambda query: Reply(200, bytes(LONGEST), KIND))
    assert asked(site.url("/full")) == bytes(LONGEST)


def test_an_answer_that_does_not_come(site: Site) -> None:
    done = threading.Event()
    site.service("/tsa", lambda query: Reply(200 if done.wait(10) else 500, b"0", KIND))
    soon = replace(LIMITS, deadline=0.3)
    try:
        said = refused(site.url("/tsa"), soon)
        # Which of two things took too long hangs on how busy this machine is.
        assert "in time;" in said
        assert "try again later" in said
    finally:
        done.set()


def test_nobody_is_there() -> None:
    with Site("127.0.0.31") as site:
        url = site.url("/tsa")
    assert "it refuses connections" in refused(url)


def test_passwords_are_not_repeated() -> None:
    with pytest.raises(SourceError) as caught:
        asked("http://ana:s3cr3t@127.0.0.31/tsa")
    assert "user name or password; give it without" in str(caught.value)
    assert "s3cr3t" not in str(caught.value)
