"""A WACZ: the WARC file in a zip with its index, a list of its pages, and the digests of all of them.

https://specs.webrecorder.net/wacz/1.1.1/. Nothing in it depends on when it was made: the entries of the zip
have the earliest time that a zip can tell.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from ...archive.query import Query
from . import index
from .records import Record
from .writer import Writer

_ARCHIVE = "data.warc.gz"
_VERSION = "1.1.1"


class _Package:
    """A zip of which every entry is listed with its digest, as it is written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.resources: list[dict[str, str | int]] = []

    @contextmanager
    def entry(self, path: str, method: int = zipfile.ZIP_DEFLATED) -> Iterator["_Hashed"]:
        """An entry of any size, to be written."""
        info = zipfile.ZipInfo(path)
        info.compress_type, info.create_system, info.external_attr = method, 3, 0o644 << 16
        with self._zip.open(info, "w", force_zip64=True) as file:
            hashed = _Hashed(file)
            yield hashed
        digest = f"sha256:{hashed.sha256.hexdigest()}"
        name = path.rpartition("/")[2].lower()
        self.resources.append({"name": name, "path": path, "hash": digest, "bytes": hashed.size})

    def text(self, path: str, lines: Iterable[str]) -> None:
        """An entry of UTF-8 text."""
        with self.entry(path) as file:
            for line in lines:
                file.write(line.encode())


class _Hashed:
    """A file that knows the size and hash of what was written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def package(path: Path, query: Query, records: Iterable[Record], software: str) -> None:
    """Write a package.

    Args:
        path: the file.
        query: the archive, for the titles of pages.
        records: the records, beginning with the one that tells when the file was made.
        software: name and version of the program that writes it.
    """
    with zipfile.ZipFile(path, "w") as file:
        made = _Package(file)
        created, lines, pages = _archive(made, query, records)
        made.text("indexes/index.cdxj", sorted(lines))
        made.text("pages/pages.jsonl", [_line(format="json-pages-1.0", id="pages", title="Articles"), *pages])
        listed = json.dumps(
            {"profile": "data-package", "wacz_version": _VERSION, "created": created, "software": software,
             "resources": made.resources},
            indent=2,
        )  # fmt: skip
        made.text("datapackage.json", [listed])
        made.text("datapackage-digest.json", [_line(path="datapackage.json", hash=made.resources[-1]["hash"])])


def _archive(made: _Package, query: Query, records: Iterable[Record]) -> tuple[str, list[str], list[str]]:
    """The WARC file; the instant of its first record, its index, and its pages."""
    created, lines, pages = "", [], []
    # Not packed again: whoever replays it reads single records out of the zip.
    with made.entry(f"archive/{_ARCHIVE}", zipfile.ZIP_STORED) as file:
        writer = Writer(cast(BinaryIO, file), compress=True)
        for record in records:
            created = created or record.date
            found = index.line(record, writer.write(record), _ARCHIVE)
            lines += [found] if found else []
            pages += _page(query, record)
    return created, lines, pages


def _page(query: Query, record: Record) -> list[str]:
    """A record as a page to begin with: none but an article's own bytes, at an address that can be opened."""
    if record.article is None or not (record.uri or "").startswith(("http:", "https:")):
        return []
    known = query.article(record.article)
    title = known.title if known else None
    return [_line(id=record.id.rpartition(":")[2], url=record.uri, ts=record.date, title=title or record.uri)]


def _line(**said: object) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
