"""A web site on loopback, for tests: real sockets, pages as data, a record of every request.

    with Site("127.0.0.11") as site:
        site.page("/a", "<p>Hello</p>")
        site.script("/b", Reply(503), Reply(429, headers={"Retry-After": "1"}), Reply(200, b"ok"))
        ... fetch site.url("/a") ...
        assert [one.status for one in site.seen] == [200]

Any address of 127.0.0.0/8 can be one of many hosts. Pages have an ETag and a Last-Modified and
answer 304 where a request's validators match. Nothing here touches what is outside of loopback.
"""

import hashlib
import io
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

MODIFIED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: its status, body and headers. `modified` of None sends no validators."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None

    @property
    def etag(self) -> str:
        """The strong validator: a hash of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came, and what was sent: status, bytes of the body; `at` is monotonic seconds.

    `posted` is the body that came with it, None where it was asked by GET.
    """

    path: str
    headers: Mapping[str, str]
    status: int
    sent: int
    at: float
    posted: bytes | None = None


class Site:
    """One host. Pages may be set, changed and removed while it runs; `seen` is in order of arrival."""

    def __init__(self, address: str = "127.0.0.11", port: int = 0) -> None:
        self.seen: list[Seen] = []
        self.busiest = 0
        self._replies: dict[str, Reply] = {}
        self._scripts: defaultdict[str, deque[Reply]] = defaultdict(deque)
        self._services: dict[str, Callable[[bytes], Reply]] = {}
        self._active = 0
        self._lock = threading.Lock()
        self._server = _Server((address, port), self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base(self) -> str:
        """`http://127.0.0.11:PORT`."""
        host, port = self._server.server_address[:2]
        return f"http://{host}:{port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return self.base + path

    def page(
        self,
        path: str,
        body: str | bytes,
        content_type: str = "text/html; charset=utf-8",
        *,
        status: int = 200,
        modified: datetime | None = MODIFIED,
        **headers: str,
    ) -> None:
        """Set what a path answers. Headers are written with underscores: `cache_control="no-store"`.

        A path without query also answers for every query; `modified=None` leaves the validators out.
        """
        data = body.encode() if isinstance(body, str) else body
        named = {key.replace("_", "-").title(): value for key, value in headers.items()}
        self._replies[path] = Reply(status, data, {"Content-Type": content_type, **named}, modified)

    def redirect(self, path: str, to: str, status: int = 301) -> None:
        """Send on who asks for a path, to a path or an address."""
        self._replies[path] = Reply(status, headers={"Location": to})

    def gone(self, path: str, status: int = 410) -> None:
        """Let a path answer that it is gone."""
        self._replies[path] = Reply(status, b"<h1>Gone</h1>", {"Content-Type": "text/html"})

    def robots(self, text: str) -> None:
        """Set the robots.txt."""
        self.page("/robots.txt", text, "text/plain")

    def script(self, path: str, *replies: Reply) -> None:
        """What a path answers to the next requests, one after the other; then as before."""
        self._scripts[path].extend(replies)

    def service(self, path: str, answer: Callable[[bytes], Reply]) -> None:
        """Set what a path makes of what is posted to it."""
        self._services[path] = answer

    def asked(self, path: str | None = None) -> list[Seen]:
        """The requests so far, or those for a path, query included."""
        return [one for one in list(self.seen) if path in (None, one.path)]

    def sent(self) -> int:
        """Bytes of bodies sent so far."""
        return sum(one.sent for one in list(self.seen))

    def forget(self) -> None:
        """Begin the record anew."""
        self.seen.clear()

    def answer(self, path: str, headers: Mapping[str, str], posted: bytes | None = None) -> Reply:
        """What goes out to a request: the next of a script, a service's, the page, or 304 in its place."""
        with self._lock:
            if self._scripts[path]:
                return self._scripts[path].popleft()
        if posted is not None and path in self._services:
            return self._services[path](posted)
        reply = self._replies.get(path) or self._replies.get(path.partition("?")[0])
        if reply is None:
            return Reply(404, b"<h1>Not found</h1>", {"Content-Type": "text/html"})
        return Reply(304, modified=reply.modified) if _unchanged(reply, headers) else reply

    def validators(self, path: str) -> dict[str, str]:
        """The ETag and Last-Modified of a path's page; empty where it has none."""
        reply = self._replies.get(path) or self._replies.get(path.partition("?")[0])
        return _validators(reply) if reply else {}

    def began(self) -> None:
        """A request is being answered; `busiest` is the most there were at a time."""
        with self._lock:
            self._active += 1
            self.busiest = max(self.busiest, self._active)

    def ended(self) -> None:
        """A request has been answered."""
        with self._lock:
            self._active -= 1


def _validators(reply: Reply) -> dict[str, str]:
    if reply.modified is None or reply.status != 200:
        return {}
    return {"ETag": reply.etag, "Last-Modified": format_datetime(reply.modified, usegmt=True)}


def _unchanged(reply: Reply, headers: Mapping[str, str]) -> bool:
    """Whether validators match (RFC 9110, 13.2.2: If-None-Match is decisive where it is sent)."""
    if reply.modified is None or reply.status != 200:
        return False
    if (tags := headers.get("if-none-match")) is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return reply.etag in known or "*" in known
    since = headers.get("if-modified-since")
    return since is not None and parsedate_to_datetime(since) >= reply.modified


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        self.site = site
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Who has the last byte may ask again at once, so an answer has ended before that byte goes out."""
        site = self.server.site
        site.began()
        try:
            answer = self._answer(site)
            self.wfile.write(answer[:-1])
        finally:
            site.ended()
        self.wfile.write(answer[-1:])

    do_POST = do_GET  # noqa: N815 - the name is http.server's

    def _answer(self, site: Site) -> bytes:
        """The whole answer, head and body, as it goes over the wire."""
        headers = {key.lower(): value for key, value in self.headers.items()}
        posted = self.rfile.read(int(headers["content-length"])) if self.command == "POST" else None
        reply = site.answer(self.path, headers, posted)
        said = dict(reply.headers)
        said |= site.validators(self.path) if reply.status in (200, 304) and reply.modified else {}
        body = b"" if reply.status in (204, 304) else reply.body
        site.seen.append(Seen(self.path, headers, reply.status, len(body), time.monotonic(), posted))
        connection, self.wfile = self.wfile, io.BytesIO()
        try:
            self._send(reply.status, said, body)
            return self.wfile.getvalue()
        finally:
            self.wfile = connection

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests look at `seen`, not at the terminal."""
