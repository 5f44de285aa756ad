"""Web archives made for the tests: whole ones by warcio's writer, broken ones by hand."""

import gzip
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.capture import warc
from ingest.errors import SourceError
from ingest.records import Capture, Visit

PAGE = b"<!doctype html><title>The bridge</title><p>The council of Ghent met on Tuesday."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
DATE = "2025-01-02T03:04:05Z"
Given = Capture | Visit | SourceError


class Writer:
    """Writes records with warcio, one after another."""

    def __init__(self, compress: bool = True) -> None:
        self._file = io.BytesIO()
        self._writer = WARCWriter(self._file, gzip=compress)

    @property
    def data(self) -> bytes:
        """The archive so far."""
        return self._file.getvalue()

    def response(
        self,
        url: str,
        body: bytes = PAGE,
        status: str = "200 OK",
        content_type: str | None = "text/html",
        type_: str = "response",
        http: dict[str, str] | None = None,
        **stated: str,
    ) -> "Writer":
        """A record with an HTTP message; `stated` are WARC headers, `_` for `-`."""
        headers = [("Content-Type", content_type)] if content_type else []
        message = StatusAndHeaders(status, [*headers, *(http or {}).items()], protocol="HTTP/1.1")
        self._write(url, type_, body, stated, http_headers=message)
        return self

    def other(
        self, url: str, body: bytes, content_type: str, type_: str = "resource", **stated: str
    ) -> "Writer":
        """A record without an HTTP message."""
        self._write(url, type_, body, stated, warc_content_type=content_type)
        return self

    def _write(self, url: str, type_: str, body: bytes, stated: dict[str, str], **options: object) -> None:
        headers = {name.replace("_", "-"): value for name, value in stated.items()}
        headers.setdefault("WARC-Date", DATE)
        record = self._writer.create_warc_record(
            url, type_, payload=io.BytesIO(body), length=len(body), warc_headers_dict=headers, **options
        )
        self._writer.write_record(record)


def http(body: bytes = PAGE, status: str = "200 OK", headers: str = "Content-Type: text/html\r\n") -> bytes:
    """An HTTP message by hand."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


def raw(block: bytes | None = None, type_: str = "response", **stated: object) -> bytes:
    """A record by hand, without digests. `stated` replaces headers or, with None, leaves them out."""
    block = http() if block is None else block
    headers: dict[str, object] = {
        "WARC-Type": type_, "WARC-Record-ID": "<urn:uuid:by-hand>", "WARC-Target-URI": "http://made.example/hand",
        "WARC-Date": DATE, "Content-Type": "application/http; msgtype=response", "Content-Length": len(block),
    }  # fmt: skip
    headers |= {name.replace("_", "-"): value for name, value in stated.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
    return b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def good(url: str, compress: bool) -> bytes:
    """One good record."""
    return Writer(compress).response(url).data


def members(*records: bytes) -> bytes:
    """Records in a gzip member each."""
    return b"".join(map(gzip.compress, records))


def given(
    path: Path, data: bytes | None = None, read: Callable[..., Iterator[Given]] = warc.captures
) -> tuple[list[Given], Counter[str]]:
    """What an archive gives, and the counts of what it does not."""
    if data is not None:
        path.write_bytes(data)
    passed_over: Counter[str] = Counter()
    return list(read(str(path), passed_over)), passed_over


def only(results: list[Given]) -> Capture:
    """The one capture that was given, and nothing else."""
    (one,) = results
    assert isinstance(one, Capture), one
    return one
