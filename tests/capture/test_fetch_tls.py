"""Real TLS: the name is verified, whatever address it was checked to stand for."""

import datetime
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from hostile import TEXT, Names, Server, silent

from ingest.capture.web.fetch import Fetcher, Limits
from ingest.capture.web.request import Request, UnreachableError
from ingest.errors import UsageError

LIMITS = Limits(deadline=1.5, connect=0.6, silence=0.6)
HOST = "made.example"


class TlsServer(Server):
    """A server behind TLS; `names` are those that clients asked for in the handshake."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        super().__init__("127.0.0.5")
        self.names: list[str | None] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.sni_callback = lambda _, name, __: self.names.append(name)
        certificate.configure_cert(self._context)

    def url(self, path: str, host: str | None = None) -> str:
        return super().url(path, host or HOST).replace("http:", "https:")

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        try:
            wrapped = self._context.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            return
        super()._serve(wrapped)


class Elsewhere(Server):
    """Sends everybody to one address."""

    def __init__(self, target: str) -> None:
        super().__init__("127.0.0.5")
        self.target = target

    def answer(self, connection: socket.socket, name: str) -> None:
        connection.sendall(f"HTTP/1.1 301 M\r\nLocation: {self.target}\r\n\r\n".encode())


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tls") / "authorities.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture(scope="module")
def server(authority: trustme.CA) -> Iterator[TlsServer]:
    with TlsServer(authority.issue_cert(HOST)) as running:
        yield running


def fetch(url: str, verify: bool | str = True, host: str = HOST) -> bytes:
    resolve = Names({host: [["127.0.0.5"]]})
    asking = Fetcher(
        "test/1", ["127.0.0.5"], LIMITS, clock=time.monotonic, now=lambda: "", resolve=resolve, verify=verify
    )
    return asking.fetch(Request(url)).payload


def refused(url: str, verify: bool | str = True, host: str = HOST) -> UnreachableError:
    with pytest.raises(UnreachableError) as caught:
        fetch(url, verify, host)
    return caught.value


def test_a_certificate_for_the_name_holds(server: TlsServer, bundle: str) -> None:
    server.names.clear()
    assert fetch(server.url("good"), bundle) == TEXT
    assert fetch(server.url("good", HOST.upper() + "."), bundle) == TEXT
    assert server.names == [HOST, HOST]


def test_an_authority_that_nobody_knows(server: TlsServer) -> None:
    """With certifi's authorities, as every day."""
    error = refused(server.url("good"))
    assert "its TLS certificate does not hold (unable to get local issuer certificate" in error.reason
    assert not error.temporary


def test_a_certificate_for_another_name(server: TlsServer, bundle: str) -> None:
    error = refused(server.url("good", "other.example"), bundle, "other.example")
    assert "certificate is not valid for 'other.example'" in error.reason
    assert not error.temporary


def test_a_certificate_for_a_name_is_none_for_the_address(server: TlsServer, bundle: str) -> None:
    assert "not valid for '127.0.0.5'" in refused(server.url("good", "127.0.0.5"), bundle).reason


def _expired(authority: trustme.CA) -> trustme.LeafCert:
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return authority.issue_cert(HOST, not_before=past, not_after=past + datetime.timedelta(days=1))


def _of_another_authority(authority: trustme.CA) -> trustme.LeafCert:
    return trustme.CA().issue_cert(HOST)


@pytest.mark.parametrize(
    ("issue", "said"), [(_expired, "certificate has expired"), (_of_another_authority, "does not hold")]
)
def test_a_certificate_that_does_not_hold(
    authority: trustme.CA, bundle: str, issue: Callable[[trustme.CA], trustme.LeafCert], said: str
) -> None:
    with TlsServer(issue(authority)) as server:
        error = refused(server.url("good"), bundle)
        assert said in error.reason
        assert not error.temporary
        assert server.requests == []


def test_bad_answers_within_tls(server: TlsServer, bundle: str) -> None:
    for name, said in [("endless-headers", "100 headers"), ("dripping-body", "in time"), ("silent", "in time")]:
        assert said in refused(server.url(name), bundle).reason
    assert fetch(server.url("good"), bundle) == TEXT


def test_no_tls_at_all(bundle: str) -> None:
    class Plain(Server):
        def _serve(self, connection: socket.socket) -> None:
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with Plain("127.0.0.5") as plain:
        error = refused(plain.url("good", HOST).replace("http:", "https:"), bundle)
    assert "no TLS connection came about" in error.reason
    assert not error.temporary


@pytest.mark.parametrize("hello", [b"", b"\x16\x03\x03\x40\x00"])
def test_a_handshake_that_hangs_ends_in_time(bundle: str, hello: bytes) -> None:
    """Before its first byte as well as within its first record."""

    class Hanging(Server):
        def _serve(self, connection: socket.socket) -> None:
            with connection:
                for piece in silent(hello):
                    if self._done.wait(0.01):
                        return
                    connection.sendall(piece)

    with Hanging("127.0.0.5") as server:
        error = refused(server.url("good", HOST).replace("http:", "https:"), bundle)
    assert "in time" in error.reason
    assert error.temporary


def test_a_handshake_that_drips_ends_in_time(bundle: str) -> None:
    class Dripping(Server):
        def _serve(self, connection: socket.socket) -> None:
            with connection:
                connection.sendall(b"\x16\x03\x03\x40\x00")
                while not self._done.wait(0.02):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

    with Dripping("127.0.0.5") as server:
        error = refused(server.url("good", HOST).replace("http:", "https:"), bundle)
    assert "in time" in error.reason
    assert error.temporary


def test_from_http_to_https_and_back(server: TlsServer, bundle: str) -> None:
    resolve = Names({HOST: [["127.0.0.5"]]})
    asking = Fetcher(
        "test/1", ["127.0.0.5"], LIMITS, clock=time.monotonic, now=lambda: "", resolve=resolve, verify=bundle
    )
    with Elsewhere(server.url("to-good")) as up, Elsewhere(up.url("good", HOST)) as down:
        answer = asking.fetch(Request(down.url("good", HOST)))
    assert answer.payload == TEXT
    assert [hop.status for hop in answer.response.hops] == [301, 301, 302]
    assert [hop.url.partition(":")[0] for hop in answer.response.hops] == ["http", "http", "https"]
    assert answer.response.url == server.url("good")


def test_tls_cannot_be_switched_off(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="always verified"):
        fetch("https://made.example/", verify=False)
    (tmp_path / "empty.pem").write_text("")
    for path in ("empty.pem", "missing.pem"):
        with pytest.raises(UsageError, match="no certificate authorities"):
            fetch("https://made.example/", verify=str(tmp_path / path))
