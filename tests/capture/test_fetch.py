"""One retrieval, against a server that answers badly: a named error or a bounded payload, always."""

import ipaddress
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import hostile
import pytest
from hostile import REFUSED, TAKEN, TEXT, Behaviour, Names, Server

from ingest.capture.web.address import parse
from ingest.capture.web.connection import Line, Session
from ingest.capture.web.fetch import Fetcher, Limits
from ingest.capture.web.meter import Allowance
from ingest.capture.web.request import Request, UnreachableError
from ingest.errors import SourceError, UsageError

TESTS = Path(__file__).parents[1]

NOW = "2026-01-02T03:04:05+00:00"
QUICK = Limits(max_bytes=200_000, deadline=0.6, connect=0.3, silence=5.0)


def fetcher(limits: Limits = QUICK, allow: tuple[str, ...] = ("127.0.0.1",), **other: object) -> Fetcher:
    return Fetcher("test/1", allow, limits, clock=time.monotonic, now=lambda: NOW, **other)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.name)
def test_a_bad_answer_is_named_and_the_next_one_taken(server: Server, bad: Behaviour) -> None:
    asking = fetcher()
    url = server.url(bad.name)
    with pytest.raises(UnreachableError) as caught:
        asking.fetch(Request(url))
    assert bad.said in caught.value.reason
    assert caught.value.temporary is bad.temporary
    assert caught.value.source == url
    assert len(caught.value.reason) < 500
    assert caught.value.reason.isprintable()
    assert "s3cr3t" not in str(caught.value)
    assert asking.fetch(Request(server.url("good"))).payload == TEXT


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) >= 40
    assert len(hostile.BEHAVIOURS) == len(REFUSED) + len(TAKEN)


@pytest.mark.parametrize("good", TAKEN, ids=lambda good: good.name)
def test_an_unusual_answer_is_taken(server: Server, good: Behaviour) -> None:
    answer = fetcher().fetch(Request(server.url(good.name)))
    assert answer.payload == good.payload
    assert answer.response.status == good.status
    assert answer.captured_at == NOW


def test_redirects_are_kept_with_their_statuses(server: Server) -> None:
    seen: list[str] = []
    answer = fetcher().fetch(Request(server.url("to-good") + "#top"), seen.append)
    assert answer.response.asked == server.url("to-good")
    assert answer.response.url == server.url("good")
    assert [(hop.url, hop.status) for hop in answer.response.hops] == [(server.url("to-good"), 302)]
    assert seen == [server.url("to-good"), server.url("good")]


KEPT = (
    'ETag: "1"',
    "X-Author: Ana",
    "Link: <http://ana:s3cr3t@made.example/a>; rel=next",
    "X: a\x1b[2J\xfcb",
)
LOST = (
    "Set-Cookie: id=s3cr3t",
    "WWW-Authenticate: Basic realm=s3cr3t",
    "X-Api-Key: s3cr3t",
    "X-CSRF-Token: s3cr3t",
    "Authorization: Basic s3cr3t",
    "Proxy-Authorization: s3cr3t",
    "Authentication-Info: s3cr3t",
    "X-Session-Id: s3cr3t",
    "Strange Name: s3cr3t",
)


class Counting(Server):
    """Redirects without end, never to where it was; and shows which headers came."""

    def answer(self, connection: socket.socket, name: str) -> None:
        if name.isdigit():
            target = f"Location: /{int(name) + 1}"
            connection.sendall(hostile.answer(b"", target, "Set-Cookie: id=s3cr3t", status="307 Again"))
        elif name == "headers":
            kept = (
                'ETag: "1"',
                "X-Author: Ana",
                "Link: <http://ana:s3cr3t@made.example/a>; rel=next",
                "X: a\x1b[2J\xfcb",
            )
            lost = (
                "Set-Cookie: id=s3cr3t",
                "WWW-Authenticate: Basic realm=s3cr3t",
                "X-Api-Key: s3cr3t",
                "X-CSRF-Token: s3cr3t",
            )
            connection.sendall(hostile.answer(TEXT, *kept, *lost))


def test_redirects_are_counted() -> None:
    with Counting() as server:
        with pytest.raises(UnreachableError, match="more than 10 redirects"):
            fetcher().fetch(Request(server.url("0")))
        assert len(server.requests) == 11
        assert not any(b"cookie" in head.lower() for head in server.requests)


def test_headers_are_kept_without_credentials_and_control_characters() -> None:
    with Counting() as server:
        answer = fetcher().fetch(Request(server.url("headers")))
    assert answer.response.headers == (
        ("ETag", '"1"'),
        ("X-Author", "Ana"),
        ("Link", "<http://made.example/a>; rel=next"),
        ("X", "a [2Jüb"),
        ("Content-Length", str(len(TEXT))),
    )


def test_cookies_are_not_even_parsed() -> None:
    with Counting() as server:
        address = parse(server.url("headers"))
        allowance = Allowance(time.monotonic, time.monotonic() + 1, 1)
        line = Line(address, (ipaddress.ip_address("127.0.0.1"),), allowance, 1)
        with Session(line, ssl.create_default_context()) as session, session.ask(address, {}) as answer:
            assert not session.cookies
            assert not answer.cookies
            assert ("Set-Cookie", "id=s3cr3t") in answer.raw_headers  # type: ignore[attr-defined]


def test_what_is_sent(server: Server) -> None:
    """Exactly these headers; what the environment says of proxies and passwords is not looked at."""
    server.requests.clear()
    fetcher().fetch(
        Request(server.url("good?a=ü&b=%c3%bc&c=%7E#part"), etag='W/"1"', last_modified="yesterday")
    )
    assert server.requests == [
        (
            f"GET /good?a=%C3%BC&b=%C3%BC&c=%7E HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            "User-Agent: test/1\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
            "Accept-Encoding: gzip, deflate\r\nConnection: close\r\n"
            'If-None-Match: W/"1"\r\nIf-Modified-Since: yesterday\r\n\r\n'
        ).encode()
    ]


@pytest.mark.parametrize("validator", ['"1"\r\nX: y', '"\x00"', '"ü"', " "])
def test_a_validator_that_cannot_be_sent_is_left_out(server: Server, validator: str) -> None:
    server.requests.clear()
    fetcher().fetch(Request(server.url("good"), etag=validator, last_modified=validator))
    assert b"If-" not in server.requests[0]


def test_the_environment_is_not_looked_at(server: Server, tmp_path: Path) -> None:
    """Neither a proxy nor a password of the archivist's own comes into play."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ana password s3cr3t")
    proxy = "http://127.0.0.1:9"
    script = (
        "import time, sys; from ingest.capture.web.fetch import Fetcher; "
        "from ingest.capture.web.request import Request; "
        "f = Fetcher('t/1', ['127.0.0.1'], clock=time.monotonic, now=lambda: ''); "
        "print(f.fetch(Request(sys.argv[1])).response.status)"
    )
    server.requests.clear()
    done = subprocess.run(
        [sys.executable, "-c", script, server.url("good")],
        env={**os.environ, "HOME": str(tmp_path), "http_proxy": proxy, "ALL_PROXY": proxy, "no_proxy": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "200\n"
    assert b"authorization" not in server.requests[0].lower()


def test_what_before_hop_raises_ends_the_retrieval(server: Server) -> None:
    def refuse(url: str) -> None:
        if url.endswith("/good"):
            raise SourceError(url, "robots.txt says no")

    server.requests.clear()
    with pytest.raises(SourceError, match=r"robots\.txt says no"):
        fetcher().fetch(Request(server.url("to-good")), refuse)
    assert len(server.requests) == 1


def test_waiting_before_a_hop_costs_nothing_of_the_deadline(server: Server) -> None:
    """A clock of our own: an hour passes before each hop."""
    hours = [0.0]

    def wait(url: str) -> None:
        hours[0] += 3600

    asking = Fetcher("test/1", ["127.0.0.1"], QUICK, clock=lambda: hours[0], now=lambda: NOW)
    assert asking.fetch(Request(server.url("to-good")), wait).payload == TEXT


def test_the_deadline_holds_over_all_redirects(server: Server) -> None:
    """A clock of our own: each look at it costs a little."""
    ticks = [0.0]

    def clock() -> float:
        ticks[0] += 0.02
        return ticks[0]

    with Counting() as counting, pytest.raises(UnreachableError, match="in time"):
        Fetcher("test/1", ["127.0.0.1"], QUICK, clock=clock, now=lambda: NOW).fetch(Request(counting.url("0")))


def test_a_refused_connection() -> None:
    with Server() as closed:
        pass
    with pytest.raises(UnreachableError, match="refuses connections") as caught:
        fetcher().fetch(Request(closed.url("good")))
    assert caught.value.temporary


def test_another_address_of_the_host_is_tried(server: Server) -> None:
    names = Names({"two.example": [["127.0.0.77", "127.0.0.1"]]})
    asking = fetcher(allow=("two.example",), resolve=names)
    assert asking.fetch(Request(server.url("good", "two.example"))).payload == TEXT
    assert names.asked == ["two.example"]


def test_a_host_that_takes_no_connection_in_time() -> None:
    """A full queue of a listener that nobody serves."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        with pytest.raises(UnreachableError, match="in time") as caught:
            fetcher().fetch(Request(f"http://127.0.0.1:{port}/"))
        assert caught.value.temporary
        for one in waiting:
            one.close()


@pytest.mark.parametrize(
    ("error", "said", "temporary"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "Temporary failure", True),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "not known", False),
        (OSError("out of files"), "out of files", True),
        (UnicodeError("label too long"), "label too long", False),
        (RuntimeError("!"), "the exchange failed", False),
    ],
)
def test_a_name_that_cannot_be_looked_up(error: Exception, said: str, temporary: bool) -> None:
    def fail(*_: object, **__: object) -> list[tuple[object, ...]]:
        raise error

    with pytest.raises(UnreachableError, match=said) as caught:
        fetcher(resolve=fail).fetch(Request("http://made.example/"))
    assert caught.value.temporary is temporary


def test_looking_up_that_hangs_ends_at_the_deadline() -> None:
    release = threading.Event()

    def hang(*_: object, **__: object) -> list[tuple[object, ...]]:
        release.wait(30)
        return []

    with pytest.raises(UnreachableError, match="took too long") as caught:
        fetcher(resolve=hang).fetch(Request("http://made.example/"))
    release.set()
    assert caught.value.temporary


@pytest.mark.parametrize("agent", ["a\r\nX: y", "ü", "", "a\x00"])
def test_a_user_agent_that_cannot_be_sent(agent: str) -> None:
    with pytest.raises(UsageError, match="User-Agent"):
        Fetcher(agent, clock=time.monotonic, now=lambda: NOW)


@pytest.mark.parametrize("name", ["good", "no-length", "one-byte-chunks", "gzip-of-much"])
def test_the_size_limit_is_exact(server: Server, name: str) -> None:
    payload = hostile.BEHAVIOURS[name].payload
    assert fetcher(Limits(max_bytes=len(payload))).fetch(Request(server.url(name))).payload == payload
    with pytest.raises(UnreachableError, match="larger than the limit"):
        fetcher(Limits(max_bytes=len(payload) - 1)).fetch(Request(server.url(name)))


_ALL_AT_ONCE = """
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
from peak import peak
from ingest.capture.web.fetch import Fetcher, Limits
from ingest.capture.web.request import Request, UnreachableError

def outcome(url):
    try:
        return len(fetcher.fetch(Request(url)).payload)
    except UnreachableError as error:
        return error.reason

fetcher = Fetcher("test/1", ["127.0.0.1"], Limits(deadline=3.0), clock=time.monotonic, now=lambda: "")
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(outcome, sys.argv[1:]))
print(json.dumps([found, peak()]))
"""


def test_the_whole_lot_at_once_stays_within_300_megabytes(server: Server) -> None:
    """With the limits of every day (but for the deadline), eight at a time, and the good ones among them."""
    urls = [server.url(name) for bad in REFUSED for name in (bad.name, "good")]
    done = subprocess.run(
        [sys.executable, "-c", _ALL_AT_ONCE, *urls],
        cwd=TESTS, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    found, kilobytes = json.loads(done.stdout)
    assert all(isinstance(reason, str) for reason in found[::2])
    assert found[1::2] == [len(TEXT)] * len(REFUSED)
    assert kilobytes < 300_000, found
    assert done.stderr == ""


def test_several_threads_share_one(server: Server) -> None:
    asking = fetcher(Limits(deadline=30))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda good: asking.fetch(Request(server.url(good.name))), TAKEN * 3))
    assert [answer.payload for answer in answers] == [good.payload for good in TAKEN * 3]
