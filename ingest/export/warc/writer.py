"""Writes WARC records with warcio, and tells where each begins and ends."""

import io
from dataclasses import dataclass
from typing import Any, BinaryIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ... import canon
from .records import Record


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a record stands in its file, in bytes as they are stored."""

    offset: int
    length: int


class Writer:
    """Writes one file, record by record.

    Args:
        file: where to, open for writing bytes.
        compress: whether each record is a gzip member of its own.
    """

    def __init__(self, file: BinaryIO, compress: bool) -> None:
        self._out = _Counted(file)
        self._writer = _Writer(self._out, gzip=compress)

    def write(self, record: Record) -> Stretch:
        """Write a record, and say where it stands."""
        begin = self._out.written
        self._writer.write_record(_warcio(record))
        return Stretch(begin, self._out.written - begin)


class _Counted:
    """A file that knows how many bytes were written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.written = 0

    def write(self, data: bytes) -> None:
        self.written += self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


class _Writer(WARCWriter):  # type: ignore[misc]
    """Adds no digest of its own: warcio's are SHA-1, and ours are stated already."""

    def ensure_digest(self, record: Any, block: bool = True, payload: bool = True) -> None:
        return


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """An HTTP head that is written as it is given; warcio would write it anew, and other letters otherwise."""

    def __init__(self, data: bytes) -> None:
        super().__init__("", [])
        self._data = data

    def __bool__(self) -> bool:
        return True  # warcio leaves out one without parsed headers

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self._data


def _warcio(record: Record) -> ArcWarcRecord:
    headers = StatusAndHeaders("", list(_fields(record).items()), protocol="WARC/1.1")
    made = ArcWarcRecord(
        "warc", record.kind, headers, io.BytesIO(record.body), _Head(record.head) if record.head else None,
        record.content_type, len(record.body),
    )  # fmt: skip
    made.payload_length = len(record.body)
    return made


def _fields(record: Record) -> dict[str, str]:
    """The named fields of a record's header; warcio adds Content-Type and Content-Length."""
    digests = {"WARC-Block-Digest": f"sha256:{canon.sha256(record.head + record.body)}"}
    if record.payload:
        digests["WARC-Payload-Digest"] = f"sha256:{record.payload}"
    return {
        "WARC-Type": record.kind,
        "WARC-Record-ID": f"<{record.id}>",
        "WARC-Date": record.date,
        **({"WARC-Target-URI": record.uri} if record.uri else {}),
        **record.fields,
        **digests,
    }
