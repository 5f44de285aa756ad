"""No address leads into the own network: each attack is refused by name, and nothing is connected to."""

import ipaddress
import re
import sys
import time
from collections.abc import Iterator

import pytest
from hostile import NAMES, TEXT, Names, Server
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.capture.web.address import host, parse, redacted
from ingest.capture.web.failures import RefusalError
from ingest.capture.web.fetch import Fetcher, Limits
from ingest.capture.web.guard import Guard, carried, forbidden
from ingest.capture.web.request import Request, UnreachableError
from ingest.errors import UsageError

LIMITS = Limits(deadline=1.0, connect=0.3, silence=0.5)
# PORT stands for the port that nobody may reach.
ATTACKS = [
    # Loopback and its spellings.
    ("http://127.0.0.1:PORT/", "127.0.0.1 is loopback"),
    ("http://127.0.0.2:PORT/", "loopback"),
    ("http://127.255.255.255:PORT/", "loopback"),
    ("http://127.0.0.1.:PORT/", "loopback"),
    ("HTTP://LOCALHOST:PORT/", "localhost leads to 127.0.0.1, which is loopback"),
    ("http://localhost.:PORT/", "leads to 127.0.0.1"),
    ("http://LocalHost6:PORT/", "leads to ::1, which is loopback"),
    ("http://[::1]:PORT/", "::1 is loopback"),
    ("http://[0:0:0:0:0:0:0:1]:PORT/", "::1 is loopback"),
    ("http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/", "::1 is loopback"),
    ("http://loop.example:PORT/", "loop.example leads to 127.0.0.1, which is loopback"),
    ("http://far.example:PORT/", "loopback"),
    # Numbers in disguise.
    ("http://2130706433:PORT/", "a number in place of a host"),
    ("http://017700000001:PORT/", "a number in place of a host"),
    ("http://0x7f000001:PORT/", "a number in place of a host"),
    ("http://0X7F.1:PORT/", "a number in place of a host"),
    ("http://0x7f.0.0.0x1:PORT/", "a number in place of a host"),
    ("http://0177.0.0.1:PORT/", "a number in place of a host"),
    ("http://127.1:PORT/", "a number in place of a host"),
    ("http://127.0.1:PORT/", "a number in place of a host"),
    ("http://127.000.000.001:PORT/", "a number in place of a host"),
    ("http://0:PORT/", "a number in place of a host"),
    ("http://0x:PORT/", "a number in place of a host"),
    ("http://127.0.0.1.1:PORT/", "a number in place of a host"),
    ("http://4294967297:PORT/", "a number in place of a host"),
    ("http://loop.example.1:PORT/", "a number in place of a host"),
    ("http://127.0.0.256:PORT/", "a number in place of a host"),
    # Other scripts and codings.
    ("http://１２７.０.０.１:PORT/", "127.0.0.1 is loopback"),
    ("http://127。0。0。1:PORT/", "127.0.0.1 is loopback"),
    ("http://①②⑦.⓪.⓪.①:PORT/", "127.0.0.1 is loopback"),
    ("http://ⓛocalhost:PORT/", "leads to 127.0.0.1"),
    ("http://lo\u00adcalhost:PORT/", "leads to 127.0.0.1"),
    ("http://lócàlhöst.example:PORT/", "leads to"),
    ("http://%31%32%37.0.0.1:PORT/", "percent-encoded host"),
    ("http://127.0.0.1%2f@made.example:PORT/", "user name or password"),
    ("http://127.0.0.1%00.made.example:PORT/", "percent-encoded host"),
    ("http://127.0.0.1%23.made.example:PORT/", "percent-encoded host"),
    ("http://127.0.0.1:１２３４/", "no readable host"),
    # IPv6 that is IPv4 underneath.
    ("http://[::ffff:127.0.0.1]:PORT/", "loopback (127.0.0.1 within IPv6)"),
    ("http://[::ffff:7f00:1]:PORT/", "loopback (127.0.0.1 within IPv6)"),
    ("http://[::127.0.0.1]:PORT/", "loopback (127.0.0.1 within IPv6)"),
    ("http://[64:ff9b::127.0.0.1]:PORT/", "loopback (127.0.0.1 within IPv6)"),
    ("http://[64:ff9b:1::1]:PORT/", "a local translation"),
    ("http://[2002:7f00:1::]:PORT/", "loopback (127.0.0.1 within IPv6)"),
    ("http://[2002:a00:1::1]:PORT/", "private (10.0.0.1 within IPv6)"),
    ("http://[2001:0:7f00:1::]:PORT/", "Teredo"),
    ("http://[2606:4700::5efe:10.0.0.1]:PORT/", "private (10.0.0.1 within IPv6)"),
    ("http://[::ffff:169.254.169.254]/", "cloud metadata (169.254.169.254 within IPv6)"),
    ("http://[::ffff:0:127.0.0.1]:PORT/", "not assigned"),
    ("http://mapped.example:PORT/", "within IPv6"),
    ("http://nat64.example:PORT/", "within IPv6"),
    ("http://six-to-four.example:PORT/", "within IPv6"),
    # The other networks that are nobody's or ours.
    ("http://10.0.0.1/", "10.0.0.1 is private"),
    ("http://172.16.0.1/", "private"),
    ("http://172.31.255.255/", "private"),
    ("http://192.168.1.1/", "private"),
    ("http://ten.example/", "ten.example leads to 10.0.0.7, which is private"),
    ("http://100.64.0.1/", "carrier-grade NAT"),
    ("http://nat.example/", "carrier-grade NAT"),
    ("http://169.254.169.254/latest/meta-data/", "cloud metadata"),
    ("http://169.254.1.1/", "link-local"),
    ("http://meta.example/", "cloud metadata"),
    ("http://meta6.example/", "cloud metadata"),
    ("http://100.100.100.200/", "cloud metadata"),
    ("http://168.63.129.16/", "cloud metadata"),
    ("http://[fd00:ec2::254]/", "cloud metadata"),
    ("http://0.0.0.0:PORT/", "unspecified"),
    ("http://0.1.2.3/", "this network"),
    ("http://zero.example:PORT/", "unspecified"),
    ("http://any6.example:PORT/", "unspecified"),
    ("http://[::]:PORT/", "unspecified"),
    ("http://192.0.0.1/", "reserved"),
    ("http://192.0.2.1/", "for documentation"),
    ("http://198.18.0.1/", "for benchmarks"),
    ("http://198.19.255.255/", "for benchmarks"),
    ("http://198.51.100.1/", "for documentation"),
    ("http://203.0.113.1/", "for documentation"),
    ("http://192.88.99.1/", "6to4 relay"),
    ("http://224.0.0.1/", "multicast"),
    ("http://239.255.255.250:1900/", "multicast"),
    ("http://group.example/", "multicast"),
    ("http://240.0.0.1/", "reserved"),
    ("http://255.255.255.255/", "broadcast"),
    ("http://[fc00::1]/", "private"),
    ("http://[fd12:3456::1]/", "private"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fe80::1%25eth0]/", "zone"),
    ("http://[fe80::1%lo]/", "zone"),
    ("http://zone.example/", "link-local"),
    ("http://[fec0::1]/", "site-local"),
    ("http://[ff02::1]/", "multicast"),
    ("http://[100::1]/", "discarded"),
    ("http://[2001:db8::1]/", "for documentation"),
    ("http://[4000::1]/", "not assigned"),
    # One bad address among good ones.
    ("http://mixed.example:PORT/", "mixed.example leads to 127.0.0.1"),
    ("http://mixed6.example:PORT/", "mixed6.example leads to fe80::1"),
    # Tricks of parsers: what one takes for the host is the password or path of another.
    ("http://made.example@127.0.0.1:PORT/", "user name or password"),
    ("http://127.0.0.1:PORT@made.example/", "user name or password"),
    ("http://made.example:80@127.0.0.1:PORT/", "user name or password"),
    ("http://@127.0.0.1:PORT/", "user name or password"),
    ("http://made.example\\@127.0.0.1:PORT/", "holds '\\\\'"),
    ("http://127.0.0.1:PORT\\@made.example/", "holds '\\\\'"),
    ("http:\\\\127.0.0.1:PORT\\", "holds '\\\\'"),
    ("http://127.0.0.1:PORT:80/", "no readable host and port"),
    ("http://127.0.0.1:PORT#@made.example/", "127.0.0.1 is loopback"),
    ("http://127.0.0.1:PORT?@made.example/", "127.0.0.1 is loopback"),
    ("http://127.0.0.1:PORT /", "holds ' '"),
    (" http://127.0.0.1:PORT/", "holds ' '"),
    ("http://127.0.0.1\t:PORT/", "holds '\\t'"),
    ("http://127.0.0.1:PORT/\r\nHost: made.example", "holds '\\r'"),
    ("http://127.0.0.1:PORT/\nX", "holds '\\n'"),
    ("http://127.0.0.1\x00.made.example:PORT/", "holds '\\x00'"),
    ("http://made.example\u2028.127.0.0.1/", "holds"),
    ("http://\ud800:PORT/", "holds"),
    ("http://[127.0.0.1]:PORT/", "check it"),
    ("http://[::1]made.example:PORT/", "no readable host"),
    ("http://[::1:PORT/", "no readable host"),
    ("http://::1:PORT/", "no readable host"),
    ("http://127.0.0.1:PORT", "127.0.0.1 is loopback"),
    ("http:127.0.0.1:PORT/", "no host name"),
    ("http:///127.0.0.1:PORT/", "no host name"),
    ("//127.0.0.1:PORT/", "only http"),
    ("127.0.0.1:PORT/", "only http"),
    ("http://..:PORT/", "no host name"),
    ("http://.localhost:PORT/", "no host name"),
    ("http://local_host..:PORT/", "no host name"),
    ("http://a,b:PORT/", "no host name"),
    # Other protocols, and ports of other protocols.
    ("file:///etc/passwd", "file: only"),
    ("ftp://127.0.0.1:PORT/", "ftp: only"),
    ("gopher://127.0.0.1:PORT/_GET", "gopher: only"),
    ("jar:http://127.0.0.1:PORT/!/", "jar: only"),
    ("view-source:http://127.0.0.1:PORT/", "view-source: only"),
    ("javascript:alert(1)", "javascript: only"),
    ("data:text/html,x", "data: only"),
    ("http://made.example:22/", "port 22"),
    ("http://made.example:25/", "port 25"),
    ("http://made.example:0/", "port 0"),
    ("http://made.example:65536/", "no port 65536"),
    ("http://made.example:99999999/", "no readable host and port"),
    ("http://made.example:-1/", "no readable host and port"),
    ("http://made.example:6667/", "port 6667"),
    ("", "no scheme"),
    ("http://" + "a" * 9000 + "/", "9,008 characters"),
    ("http://" + "a" * 64 + ".example/", "no host name"),
    ("http://" + "ä" * 300 + "/", "too long"),
]

_connected: list[object] = []
_watching = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event == "socket.connect":
        _connected.append(arguments[1])


sys.addaudithook(_watch)


@pytest.fixture
def connected() -> Iterator[list[object]]:
    """The addresses to which this process tried to connect, as Python itself sees them."""
    global _watching
    _connected.clear()
    _watching = True
    yield _connected
    _watching = False


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[Server, Server]]:
    """Listeners on all IPv4 and IPv6 addresses of this machine, on one port."""
    with Server("0.0.0.0") as four, Server("::1", four.port) as six:
        yield four, six


def fetcher(resolve: Names, *allow: str) -> Fetcher:
    return Fetcher("test/1", allow, LIMITS, clock=time.monotonic, now=lambda: "", resolve=resolve)


def names(**more: list[str]) -> Names:
    return Names({name: [found] for name, found in {**NAMES, **more}.items()})


@pytest.mark.parametrize(("attack", "said"), ATTACKS, ids=lambda value: ascii(value)[1:60])
def test_an_attack_is_refused_and_reaches_nobody(
    canary: tuple[Server, Server], connected: list[object], attack: str, said: str
) -> None:
    url = attack.replace("PORT", str(canary[0].port))
    resolve = names()
    if "lócàl" in attack:
        resolve.answers[str(host("lócàlhöst.example"))] = [["127.0.0.1"]]
    with pytest.raises(UnreachableError) as caught:
        fetcher(resolve).fetch(Request(url))
    assert said in caught.value.reason
    assert not caught.value.temporary
    assert connected == []
    assert (canary[0].connections, canary[1].connections) == (0, 0)
    assert len(resolve.asked) <= 1


def test_there_are_enough_of_them() -> None:
    assert len(ATTACKS) == len(dict(ATTACKS)) >= 60


def test_the_canary_sings(connected: list[object]) -> None:
    """What the attacks look out for is there to be seen."""
    with Server() as server:
        url = server.url("good")
        assert fetcher(names(), "127.0.0.1").fetch(Request(url)).payload == TEXT
        assert connected == [("127.0.0.1", server.port)]
        assert server.connections == 1


@pytest.mark.parametrize("target", ["ten.example", "127.0.0.3", "2130706433", "[::1]", "localhost"])
def test_a_redirect_from_an_allowed_host_does_not_reach_another(connected: list[object], target: str) -> None:
    class Redirecting(Server):
        def answer(self, connection: object, name: str) -> None:
            connection.sendall(f"HTTP/1.1 302 F\r\nLocation: http://{target}:{self.port}/\r\n\r\n".encode())  # type: ignore[attr-defined]

    resolve = names(**{"allowed.example": ["127.0.0.2"]})
    with Redirecting("127.0.0.2") as server:
        with pytest.raises(UnreachableError, match="redirected ") as caught:
            fetcher(resolve, "allowed.example").fetch(Request(server.url("", "allowed.example")))
        assert connected == [("127.0.0.2", server.port)]
    assert not caught.value.temporary


def test_a_name_that_changes_its_mind_after_the_check_is_not_asked_again(connected: list[object]) -> None:
    resolve = Names({"two-faced.example": [["127.0.0.2"], ["127.0.0.3"]]})
    with Server("127.0.0.2") as server, Server("127.0.0.3", server.port) as other:
        url = server.url("good", "two-faced.example")
        assert fetcher(resolve, "127.0.0.2").fetch(Request(url)).payload == TEXT
        assert connected == [("127.0.0.2", server.port)]
        assert f"Host: two-faced.example:{server.port}".encode() in server.requests[0]
        assert resolve.asked == ["two-faced.example"]
        # Asked anew it is checked anew.
        with pytest.raises(UnreachableError, match=r"leads to 127\.0\.0\.3, which is loopback"):
            fetcher(resolve, "127.0.0.2").fetch(Request(url))
        assert other.connections == 0


def test_a_name_that_changes_its_mind_between_two_hops_is_refused(connected: list[object]) -> None:
    resolve = Names({"two-faced.example": [["127.0.0.2"], ["127.0.0.3"]]})
    with Server("127.0.0.2") as server, Server("127.0.0.3", server.port) as other:
        with pytest.raises(UnreachableError, match=r"leads to 127\.0\.0\.3"):
            fetcher(resolve, "127.0.0.2").fetch(Request(server.url("to-good", "two-faced.example")))
        assert other.connections == 0
    assert connected == [("127.0.0.2", server.port)]


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [
        ("127.0.0.2", "127.0.0.2"),
        ("127.0.0.0/29", "127.0.0.2"),
        ("127.0.0.2/29", "two.example"),
        ("two.example", "two.example"),
        ("TWO.example.", "two.EXAMPLE"),
        ("zwö.example", "ZWÖ.example"),
        ("127.0.0.2", "[::ffff:127.0.0.2]"),
    ],
)
def test_what_is_allowed_is_reached(allowed: str, asked: str) -> None:
    resolve = names(**{"two.example": ["127.0.0.2"], str(host("zwö.example")): ["127.0.0.2"]})
    with Server("127.0.0.2") as server:
        assert fetcher(resolve, allowed).fetch(Request(server.url("good", asked))).payload == TEXT


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [
        ("two.example", "127.0.0.2"),
        ("two.example", "www.two.example"),
        ("two.example", "other.example"),
        ("127.0.0.3", "two.example"),
        ("127.0.0.4/30", "127.0.0.2"),
        ("::1", "127.0.0.2"),
        ("127.0.0.2", "[64:ff9b::7f00:2]"),
    ],
)
def test_what_is_allowed_allows_nothing_else(connected: list[object], allowed: str, asked: str) -> None:
    there = ["127.0.0.2"]
    resolve = names(**{"two.example": there, "www.two.example": there, "other.example": there})
    with pytest.raises(UnreachableError, match="no public address; allow it with --allow-private"):
        fetcher(resolve, allowed).fetch(Request(f"http://{asked}:8080/"))
    assert connected == []


@pytest.mark.parametrize(
    "entry", ["", "http://127.0.0.1/", "127.0.0.1:80", "127.1", "0x7f000001", "a b", "10.0.0.0/33"]
)
def test_what_cannot_be_allowed(entry: str) -> None:
    with pytest.raises(UsageError, match="--allow-private"):
        Guard.allowing([entry])


@pytest.mark.parametrize(
    "public",
    """8.8.8.8 1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
    169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0
    198.17.255.255 198.20.0.0 223.255.255.255 2606:4700:4700::1111 2a00:1450:4001::1 2400::1
    ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1""".split(),
)
def test_public_addresses_pass(public: str) -> None:
    assert forbidden(ipaddress.ip_address(public)) is None


@given(st.ip_addresses())
def test_what_passes_is_public_by_pythons_own_table_too(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if forbidden(ip) is None and not carried(ip):
        assert ip.is_global
        assert not ip.is_multicast


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_within_ipv6_is_judged_alike(ip: ipaddress.IPv4Address) -> None:
    for form in (f"::ffff:{ip}", f"64:ff9b::{ip}", f"2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::1"):
        assert (forbidden(ipaddress.ip_address(form)) is None) == (forbidden(ip) is None)


@given(
    st.sampled_from(["http", "HTTPS"]),
    st.sampled_from(["Made.example", "münchen.example", "8.8.8.8", "[2606:4700::1]", "a_b.example."]),
    st.sampled_from(["", ":", ":80", ":8443", ":00443"]),
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40),
)
def test_an_address_has_one_spelling(scheme: str, name: str, port: str, rest: str) -> None:
    """Taking it apart and putting it together again changes nothing more; it is printable ASCII."""
    try:
        once = parse(f"{scheme}://{name}{port}/{rest}")
    except RefusalError:
        return
    assert parse(once.url) == once
    assert once.url.isascii()
    assert not set(once.target) & set(' \\"<>^`{|}#')


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://ana:s3cr3t@made.example/a", "http://made.example/a"),
        ("http://ana:s3cr3t@/@made.example/a", "http://made.example/a"),
        ("http://made.example/@ana/1", "http://made.example/@ana/1"),
        ("http://ana:s3/cr3t@made.example/", "http://made.example/"),
        ("http://ana:s3#cr3t@made.example/", "http://made.example/"),
        ("http://ana:s3cr3t", "http://ana"),
        ("http://ana:s3cr3t%40made.example/", "http://ana"),
        ("//ana:s3cr3t@made.example/", "//made.example/"),
        ("ana:s3cr3t@made.example", "made.example"),
        ("http:ana:s3cr3t@made.example", "made.example"),
        ("http:\\\\ana:s3cr3t@made.example\\a", "http:\\\\made.example\\a"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
        ("http://made.example:80/a\x1b[2J", "http://made.example:80/a\\x1b[2J"),
        ("/a/b@c", "/a/b@c"),
    ],
)
def test_credentials_are_not_repeated(address: str, shown: str) -> None:
    assert redacted(address) == shown
    with pytest.raises(UnreachableError) as caught:
        fetcher(Names({})).fetch(Request(address))
    assert "s3cr3t" not in str(caught.value)
    assert "cr3t" not in str(caught.value)


@given(
    st.sampled_from(["http://", "https://", "HTTP:\\\\", "//", "", "http:"]),
    st.text(st.characters(exclude_characters="/\\?#:"), max_size=5),
    st.text("/?#@:%\\[]ab12", max_size=6),
)
def test_a_password_is_never_repeated(start: str, user: str, more: str) -> None:
    """Not even one that ends the host: unless what stands before that is a port, and it no password."""
    assume(not re.match(r"[12]*[/\\?#]", more))
    assert "s3cr3t" not in redacted(f"{start}{user}:{more}s3cr3t{more}@made.example/")
