"""A server on loopback that answers in raw bytes, badly, and a listener that nobody may reach.

What it answers is a table of named behaviours: each is the pieces that it sends one after another.
"""

import contextlib
import gzip
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count, repeat
from types import TracebackType
from typing import Self

TEXT = b"<p>The bridge is open again.</p>"
# In place of bytes: the connection is torn down.
RESET = None
Piece = bytes | None
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
# What names stand for in tests of what is refused; no look-up leaves them.
NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost6": ["::1"],
    "loop.example": ["127.0.0.1"],
    "far.example": ["127.255.255.254"],
    "ten.example": ["10.0.0.7"],
    "nat.example": ["100.64.0.1"],
    "meta.example": ["169.254.169.254"],
    "meta6.example": ["fd00:ec2::254"],
    "zero.example": ["0.0.0.0"],
    "any6.example": ["::"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "six-to-four.example": ["2002:7f00:1::"],
    "mixed.example": ["93.184.215.14", "127.0.0.1"],
    "mixed6.example": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "fe80::1"],
    "zone.example": ["fe80::1%1"],
    "group.example": ["224.0.0.251"],
    "xn--lclhst-9ya4r.example": ["127.0.0.1"],
}
# Between the bytes of what drips, in seconds.
_DRIP = 0.02


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What is sent, and what is to come of it: words of the error, or a payload.

    `host` and `port` in the pieces stand for the server's own.
    """

    name: str
    pieces: Callable[[], Iterable[Piece]]
    said: str = ""
    temporary: bool = False
    payload: bytes = TEXT
    status: int = 200


def answer(body: bytes = TEXT, *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else [])]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def with_length(stated: bytes) -> bytes:
    """The head of an answer that states the length of its body."""
    return HEAD + b"Content-Length: " + stated + b"\r\n\r\n"


def chunked(*lines: bytes) -> bytes:
    """An answer in chunks, as given."""
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(lines)


def dripping(head: bytes, tail: bytes) -> Iterator[bytes]:
    """The beginning at once, then byte after byte without end."""
    yield head
    for number in count():
        time.sleep(_DRIP)
        yield tail[number % len(tail)].to_bytes(1, "big")


def endless(head: bytes, piece: bytes) -> Iterator[bytes]:
    return chain([head], repeat(piece))


def silent(head: bytes = b"") -> Iterator[bytes]:
    """The beginning, and then nothing, while the connection stays open."""
    yield head
    for _ in range(500):
        time.sleep(_DRIP)
        yield b""


def bomb(levels: int = 1, size: int = 50_000_000) -> bytes:
    """Zeros, compressed."""
    data = gzip.compress(bytes(size), 9)
    return gzip.compress(data, 9) if levels > 1 else data


def bare_deflate(data: bytes) -> bytes:
    """RFC 1951 without the wrapping of RFC 1950."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _sent(*pieces: Piece) -> Callable[[], Iterable[Piece]]:
    return lambda: pieces


def _coded(body: bytes, coding: str) -> Callable[[], Iterable[Piece]]:
    return _sent(answer(body, f"Content-Encoding: {coding}"))


def _to(location: str, status: str = "302 Found") -> Callable[[], Iterable[Piece]]:
    return _sent(answer(b"", f"Location: {location}", status=status))


PACKED = gzip.compress(TEXT)
_LARGE = "larger than the limit"
_LATE = "in time"
_MANY = "more than 256 KB"
REFUSED = [
    Behaviour("nothing", _sent(), "closed the connection without an answer", True),
    Behaviour("reset", _sent(RESET), "broke off", True),
    Behaviour("reset-in-headers", _sent(HEAD, RESET), "broke off", True),
    Behaviour("reset-in-body", _sent(with_length(b"99"), TEXT, RESET), "broke off", True),
    Behaviour("http-0.9", _sent(TEXT), "not HTTP"),
    Behaviour("binary", _sent(bytes(range(256)) * 20), "not HTTP"),
    Behaviour("zeros", _sent(bytes(100)), "not HTTP"),
    Behaviour("endless-zeros", lambda: endless(b"", bytes(4096)), "status line is too long"),
    Behaviour("ssh", _sent(b"SSH-2.0-OpenSSH_9.2\r\n"), "not HTTP (SSH-2.0-OpenSSH_9.2)"),
    Behaviour("tls-alert", _sent(b"\x15\x03\x01\x00\x02\x02\x46"), "not HTTP"),
    Behaviour("half-a-status", _sent(b"HTTP/1.1\r\n\r\n"), "not HTTP"),
    Behaviour("status-in-words", _sent(b"HTTP/1.1 OK 200\r\n\r\n"), "not HTTP"),
    Behaviour("status-99", _sent(b"HTTP/1.1 099 Low\r\n\r\n"), "not HTTP"),
    Behaviour("status-1000", _sent(b"HTTP/1.1 1000 High\r\n\r\n"), "not HTTP"),
    Behaviour("status-777", _sent(answer(status="777 Lucky")), "777 is no status"),
    Behaviour("http-2", _sent(b"HTTP/2.0 200 OK\r\n\r\n"), "HTTP/2.0, which is not understood"),
    Behaviour("escape-codes", _sent(b"\x1b[2J\x1b[31mowned\r\n"), r"not HTTP (\x1b[2J\x1b[31mowned"),
    Behaviour("endless-status", lambda: endless(b"HTTP/1.1 200 ", b"O" * 4096), "status line is too long"),
    Behaviour("endless-header", lambda: endless(HEAD + b"X: ", b"x" * 4096), "header line is too long"),
    Behaviour("endless-headers", lambda: endless(HEAD, b"X: y\r\n"), "more than 100 headers"),
    Behaviour("large-headers", lambda: endless(HEAD, b"X: " + b"y" * 60_000 + b"\r\n"), _MANY),
    Behaviour("endless-interim", lambda: endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 200), _MANY),
    Behaviour("endless-hints", lambda: endless(b"", b"HTTP/1.1 103 Hi\r\nX: y\r\n\r\n" * 200), _MANY),
    Behaviour("only-interim", _sent(b"HTTP/1.1 103 Hints\r\n\r\n"), "without an answer", True),
    Behaviour("switching", _sent(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n"), "another protocol"),
    Behaviour("silent", silent, _LATE, True),
    Behaviour("silent-in-body", lambda: silent(with_length(b"99")), _LATE, True),
    Behaviour("dripping-status", lambda: dripping(b"", b"HTTP/1.1 200 OK OK OK"), _LATE, True),
    Behaviour("dripping-headers", lambda: dripping(HEAD, b"X: y\r\n"), _LATE, True),
    Behaviour("dripping-body", lambda: dripping(HEAD + b"\r\n", TEXT), _LATE, True),
    Behaviour("dripping-length", lambda: dripping(with_length(b"9999"), TEXT), _LATE, True),
    Behaviour("dripping-chunks", lambda: dripping(chunked(), b"1\r\nx\r\n"), _LATE, True),
    Behaviour("dripping-gzip", lambda: dripping(HEAD + b"Content-Encoding: gzip\r\n\r\n", PACKED), _LATE, True),
    Behaviour("endless-body", lambda: endless(HEAD + b"\r\n", b"x" * 65536), _LARGE),
    Behaviour(
        "endless-chunks", lambda: endless(chunked(), b"1000\r\n" + b"x" * 4096 + b"\r\n"), _LARGE
    ),
    Behaviour("large-length", _sent(with_length(b"10000001")), _LARGE),
    Behaviour(
        "absurd-length", _sent(with_length(b"9" * 4000)), _LARGE
    ),
    Behaviour("too-long-length", _sent(with_length(b"99") + TEXT), "32 bytes came, 67 more", True),
    Behaviour(
        "two-lengths", _sent(with_length(b"5\r\nContent-Length: 32") + TEXT), "contradicts itself"
    ),
    Behaviour("negative-chunk", _sent(chunked(b"-5\r\n", TEXT)), "cannot be read as HTTP"),
    Behaviour("chunk-without-size", _sent(chunked(b"zz\r\n", TEXT)), "no size"),
    Behaviour("endless-chunk-size", lambda: endless(chunked(), b"1" * 4096), "chunk size line", True),
    Behaviour("absurd-chunk-size", _sent(chunked(b"f" * 99 + b"\r\n", TEXT)), "early (32 bytes came", True),
    Behaviour("cut-chunk", _sent(chunked(b"20\r\n", TEXT[:5])), "ended early", True),
    Behaviour("cut-chunks", _sent(chunked(b"20\r\n", TEXT, b"\r\n")), "to its end", True),
    Behaviour("endless-trailers", lambda: endless(chunked(b"0\r\n"), b"X: y\r\n" * 500), _LARGE),
    Behaviour("endless-trailer", lambda: endless(chunked(b"0\r\n"), b"x" * 4096), "nothing was kept", True),
    Behaviour("transfer-gzip", _sent(HEAD + b"Transfer-Encoding: gzip\r\n\r\n"), "transferred as gzip"),
    Behaviour("bomb", _coded(bomb(), "gzip"), _LARGE),
    Behaviour("bomb-in-bomb", _coded(bomb(2), "gzip, gzip"), _LARGE),
    Behaviour("deflate-bomb", _coded(zlib.compress(bytes(50_000_000)), "deflate"), _LARGE),
    Behaviour("three-codings", _coded(PACKED, "gzip, gzip, gzip"), "coded 3 times over"),
    Behaviour("many-codings", _coded(PACKED, ",".join(["gzip"] * 5000)), "coded 5000 times over"),
    Behaviour("cut-gzip", _coded(PACKED[:-9], "gzip"), "cut short", True),
    Behaviour("cut-gzip-head", _coded(PACKED[:3], "gzip"), "cut short", True),
    Behaviour("no-gzip", _coded(TEXT, "gzip"), "called gzip and is none"),
    Behaviour("broken-gzip", _coded(PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], "gzip"), "damaged"),
    Behaviour("broken-second-member", _coded(PACKED + b"\x1f\x8b" + TEXT, "gzip"), "damaged"),
    Behaviour("endless-gzip-name", lambda: endless(
        HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0", b"n" * 4096), _LARGE),
    Behaviour("endless-members", lambda: endless(
        HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 500), _LARGE),
    Behaviour("no-deflate", _coded(b"\xff" + TEXT, "deflate"), "called deflate and is none"),
    Behaviour("cut-deflate", _coded(zlib.compress(TEXT)[:-5], "deflate"), "cut short", True),
    Behaviour("one-byte-of-deflate", _coded(b"x", "deflate"), "called deflate and is none"),
    Behaviour("brotli", _coded(b"\x0b\x02\x80", "br"), "coded as br"),
    Behaviour("zstd", _coded(b"\x28\xb5\x2f\xfd", "zstd"), "coded as zstd"),
    Behaviour("strange-coding", _coded(TEXT, "\x1b[31mred"), r"coded as \x1b[31mred"),
    Behaviour("to-itself", _to("/to-itself"), "in a circle"),
    Behaviour("to-nowhere-new", _to(""), "in a circle"),
    Behaviour("to-other", _to("/to-back"), "redirected 2 times: it goes in a circle"),
    Behaviour("to-back", _to("/to-other#again"), "in a circle"),
    Behaviour("to-file", _to("file:///etc/passwd"), "file: only http:// and https://"),
    Behaviour("to-script", _to("javascript:alert(1)"), "javascript: only"),
    Behaviour("to-data", _to("data:text/html,hello"), "data: only"),
    Behaviour("to-gopher", _to("gopher://127.0.0.1:70/1x"), "gopher: only"),
    Behaviour("to-private", _to("http://127.0.0.99/"), "127.0.0.99 is loopback"),
    Behaviour("to-metadata", _to("http://169.254.169.254/latest/"), "169.254.169.254 is cloud metadata"),
    Behaviour("to-mapped", _to("//[::ffff:127.0.0.98]/"), "is loopback (127.0.0.98 within IPv6)"),
    Behaviour("to-decimal", _to("//2130706433/"), "a number in place of a host"),
    Behaviour("to-password", _to("http://ana:s3cr3t@127.0.0.1/"), "holds a user name or password"),
    Behaviour("to-port", _to("//127.0.0.1:25/"), "port 25 is not for the web"),
    Behaviour("to-backslash", _to(r"http:\\127.0.0.1\x"), r"holds '\\'"),
    Behaviour("to-control", _to("/a\x01b"), r"holds '\x01'"),
    Behaviour("to-nul", _to("/a\x00b"), r"holds '\x00'"),
    Behaviour("to-nobody", _to("https:///path"), "no host name"),
    Behaviour("to-bracket", _to("http://[::1/"), "no readable host"),
    Behaviour("to-far", _to("/" + "x" * 9000), "more than 8,192 characters"),
    Behaviour("to-two", _sent(answer(b"", "Location: /good", "Location: /x", status="302 Found")), "several"),
]  # fmt: skip
TAKEN = [
    Behaviour("good", _sent(answer())),
    Behaviour("no-length", _sent(answer(length=False))),
    Behaviour("bare-newlines", _sent(answer().replace(b"\r\n", b"\n"))),
    Behaviour("no-reason", _sent(answer(status="200"))),
    Behaviour("bytes-apart", lambda: (byte.to_bytes(1, "big") for byte in answer())),
    Behaviour("one-byte-chunks", _sent(chunked(*(b"1\r\n%c\r\n" % byte for byte in TEXT), b"0\r\n\r\n"))),
    Behaviour("chunk-extension", _sent(chunked(b"20;name=value\r\n", TEXT, b"\r\n0\r\n\r\n"))),
    Behaviour("chunks-and-length", _sent(HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n"
                                         + TEXT + b"\r\n0\r\n\r\n")),
    Behaviour("negative-length", _sent(with_length(b"-5") + TEXT)),
    Behaviour("too-short-length", _sent(with_length(b"5") + TEXT), payload=TEXT[:5]),
    Behaviour("interim", _sent(b"HTTP/1.1 100 Continue\r\n\r\n", answer())),
    Behaviour("hints", _sent(b"HTTP/1.1 103 Hints\r\nLink: </a.css>\r\n\r\n", answer())),
    Behaviour("nul-bytes", _sent(answer(b"\0" * 1000)), payload=b"\0" * 1000),
    Behaviour("gzip", _coded(PACKED, "gzip")),
    Behaviour("x-gzip", _coded(PACKED, "X-GZIP")),
    Behaviour("gzip-twice", _coded(gzip.compress(PACKED), "gzip, gzip")),
    Behaviour("gzip-of-deflate", _coded(gzip.compress(zlib.compress(TEXT)), "deflate, gzip")),
    Behaviour("gzip-members", _coded(gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), "gzip")),
    Behaviour("gzip-and-more", _coded(PACKED + b"\0" * 100_000, "gzip")),
    Behaviour("gzip-byte-by-byte", lambda: (
        byte.to_bytes(1, "big") for byte in answer(PACKED, "Content-Encoding: gzip"))),
    Behaviour("gzip-of-much", _coded(gzip.compress(b"x" * 100_000), "gzip"), payload=b"x" * 100_000),
    Behaviour("empty-gzip", _coded(b"", "gzip"), payload=b""),
    Behaviour("identity", _coded(TEXT, "identity")),
    Behaviour("deflate", _coded(zlib.compress(TEXT), "deflate")),
    Behaviour("bare-deflate", _coded(bare_deflate(TEXT), "deflate")),
    Behaviour("no-content", _sent(answer(b"", status="204 No Content")), payload=b"", status=204),
    Behaviour("reset-content", _sent(answer(b"", status="205 Reset Content")), payload=b"", status=205),
    Behaviour("not-modified", _sent(answer(b"", status="304 Not Modified")), payload=b"", status=304),
    Behaviour("lying-not-modified", _sent(HEAD.replace(b"200", b"304") + b"Content-Length: 9999\r\n\r\n"),
              payload=b"", status=304),
    Behaviour("missing", _sent(answer(status="404 Not Found")), status=404),
    Behaviour("gone", _sent(answer(status="410 Gone")), status=410),
    Behaviour("too-many", _sent(answer(b"", "Retry-After: 9", status="429 Slow")), payload=b"", status=429),
    Behaviour("unavailable", _sent(answer(status="503 Unavailable")), status=503),
    Behaviour("redirect-to-nothing", _sent(answer(status="302 Found")), status=302),
    Behaviour("choices", _sent(answer(TEXT, "Location: /x", status="300 Choices")), status=300),
    Behaviour("to-good", _to("good")),
    Behaviour("to-blank", _to("/go od/../good?q=a b")),
    Behaviour("endless-redirect-body", lambda: endless(
        HEAD.replace(b"200 OK", b"302 Found") + b"Location: /good\r\n\r\n", b"x" * 65536)),
    Behaviour("redirect-bomb", _sent(answer(
        bomb(), "Location: /good", "Content-Encoding: gzip", status="301 Moved"))),
]  # fmt: skip
BEHAVIOURS = {behaviour.name: behaviour for behaviour in (*REFUSED, *TAKEN)}


class Server:
    """Answers each request by the behaviour that its path names, on an address of loopback.

    `requests` are the heads of the requests as they came.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._done = threading.Event()
        self._listener = socket.create_server((host, port), family=_family(host), backlog=128)
        self.host, self.port = self._listener.getsockname()[:2]

    def url(self, path: str, host: str | None = None) -> str:
        """The address of one of its paths, under its own or another host name."""
        return f"http://{host or self.host}:{self.port}/{path}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        # Closing alone would leave it open as long as somebody waits in accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that has seen enough goes away.
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            head = b""
            while b"\r\n\r\n" not in head and (more := connection.recv(65536)):
                head += more
            self.requests.append(head)
            self.answer(connection, head.split(b" ")[1].decode().strip("/").partition("?")[0])

    def answer(self, connection: socket.socket, name: str) -> None:
        """Send what the behaviour sends."""
        for piece in BEHAVIOURS[name].pieces():
            if piece is RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            connection.sendall(piece)
            if self._done.is_set():
                return


@dataclass
class Names:
    """A resolver with answers of its own: for each name a list for one call after another.

    The last list holds for all later calls. `asked` are the names that were looked up.
    """

    answers: dict[str, list[list[str]]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int, type: int) -> list[tuple[object, ...]]:
        self.asked.append(host)
        left = self.answers.get(host)
        if not left:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(_family(address), type, 6, "", (address, port)) for address in found]


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
