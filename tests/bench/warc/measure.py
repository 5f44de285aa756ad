"""How much memory and time a large WARC file takes: writes one, reads it in a process of its own.

    python tests/bench/warc/measure.py [--megabytes 1000] [--largest 200] [--plain] [--json]

The file is a mix of pages of 2 to 200 KB and of pictures and films of up to `--largest` megabytes,
half of the bytes each, in a temporary directory. The numbers are those of the reading process.
"""

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

sys.path.insert(0, str(Path(__file__).parents[2]))
from peak import peak

MEGABYTE = 1_000_000
WORDS = [random.Random(number).randbytes(3).hex() for number in range(5000)]


class Noise(io.RawIOBase):
    """Random bytes, made as they are read, the same each time."""

    def __init__(self, size: int, seed: int) -> None:
        self._left, self._chance = size, random.Random(seed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        size = min(len(buffer), self._left)
        buffer[:size] = self._chance.randbytes(size)
        self._left -= size
        return size


def page(chance: random.Random) -> bytes:
    """A page of 2 to 200 KB that compresses somewhat as text does."""
    words = chance.choices(WORDS, k=chance.randint(300, 30_000))
    return b"<!doctype html><title>x</title><p>" + " ".join(words).encode()


def write(file: BinaryIO, size: int, largest: int, compress: bool) -> None:
    """An archive of about so many bytes: as many of pages as of binaries, the largest of them first."""
    writer, chance = WARCWriter(file, gzip=compress), random.Random(7)
    binaries, pages = 0, 0
    number = 0
    while (before := file.tell()) < size:
        number += 1
        if binaries <= pages:
            length = chance.randint(MEGABYTE // 100, largest // 2) if binaries else largest
            add(writer, f"http://made.example/{number}.bin", "video/mp4", Noise(length, number), length)
            binaries += file.tell() - before
        else:
            body = page(chance)
            add(writer, f"http://made.example/{number}", "text/html", io.BytesIO(body), len(body))
            pages += file.tell() - before


def add(writer: WARCWriter, url: str, media_type: str, body: io.IOBase, length: int) -> None:
    """One response."""
    headers = StatusAndHeaders("200 OK", [("Content-Type", media_type)], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(url, "response", payload=body, http_headers=headers, length=length)
    )


def read(path: str) -> dict[str, object]:
    """Reads an archive to its end; what that took of this process."""
    from ingest.capture import warc
    from ingest.records import Capture

    before, passed_over = time.perf_counter(), Counter[str]()
    kinds = Counter(type(one) is Capture for one in warc.captures(path, passed_over))
    took = time.perf_counter() - before
    size = Path(path).stat().st_size / MEGABYTE
    return {
        "file_mb": round(size),
        "pages": kinds[True],
        "errors": kinds[False],
        "no_pages": passed_over["no page"],
        "peak_mb": round(peak() / 1000),
        "mb_per_second": round(size / took),
    }


def main() -> None:
    """Writes, reads, tells."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--megabytes", type=int, default=1000)
    options.add_argument("--largest", type=int, default=200)
    options.add_argument("--plain", action="store_true", help="without gzip")
    options.add_argument("--json", action="store_true")
    options.add_argument("--read", help="read this file, and nothing else")
    chosen = options.parse_args()
    if chosen.read:
        print(json.dumps(read(chosen.read)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.warc"
        with path.open("wb") as file:
            write(file, chosen.megabytes * MEGABYTE, chosen.largest * MEGABYTE, not chosen.plain)
        command = [sys.executable, __file__, "--read", str(path)]
        measured = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if chosen.json:
        print(measured)
    else:
        print(*(f"{name.replace('_', ' ')}: {value}" for name, value in json.loads(measured).items()), sep="\n")


if __name__ == "__main__":
    main()
