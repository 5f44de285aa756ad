"""What an audit costs beside what cannot be done without: reading and hashing the same bytes once.

    python tests/bench/audit/measure.py ARCHIVE [--rounds 5] [--json]

For `stored` the limit is one pass over all rows and blobs of all tables, each hashed; for `raw` it is the
decompression of all payloads, and `sha256sum` over them. All in one run, in turns, by CPU time; the ratio is
that of the medians. What `raw` has beyond `stored` is measured by itself.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import median

import zstandard

from ingest.archive.connections import connect
from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import Level, audit
from ingest.resources import knowledge


def spent() -> float:
    """The CPU time of this process and of those that it waited for, in seconds."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(work: Callable[[], object]) -> float:
    before = spent()
    work()
    return spent() - before


def audited(path: Path, level: Level) -> None:
    with readable(path) as database:
        findings = list(audit(Query(database.conn), knowledge(), level))
    if findings:
        sys.exit(f"{path}: {len(findings)} findings; measure a sound archive")


def one_pass(path: Path) -> None:
    """Read every row of every table and hash it."""
    connection = connect(path)
    tables = [name for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]  # fmt: skip
    for table in tables:
        found = sha256()
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            found.update(repr(row).encode())
    connection.close()


def payloads(path: Path, folder: Path) -> list[str]:
    """All payloads as files."""
    connection = connect(path)
    written = []
    for number, (body,) in enumerate(connection.execute("SELECT body FROM payloads")):
        file = folder / str(number)
        file.write_bytes(zstandard.ZstdDecompressor().stream_reader(body).read())
        written.append(str(file))
    connection.close()
    return written


def decompress(path: Path) -> None:
    connection = connect(path)
    for (body,) in connection.execute("SELECT body FROM payloads"):
        zstandard.ZstdDecompressor().stream_reader(body).read()
    connection.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("archive", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    knowledge()  # read once
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        files = payloads(given.archive, Path(folder))

        def hashed() -> None:
            decompress(given.archive)
            for start in range(0, len(files), 1000):
                subprocess.run(
                    ["sha256sum", *files[start : start + 1000]], check=True, stdout=subprocess.DEVNULL
                )

        for _ in range(given.rounds):
            for name, work in (
                ("stored", lambda: audited(given.archive, "stored")),
                ("one pass", lambda: one_pass(given.archive)),
                ("raw", lambda: audited(given.archive, "raw")),
                ("decompressed and sha256sum", hashed),
            ):
                took.setdefault(name, []).append(timed(work))
    seconds = {name: median(all_) for name, all_ in took.items()}
    beyond = seconds["raw"] - seconds["stored"]
    told = {
        **{name: round(value, 3) for name, value in seconds.items()},
        "stored / one pass": round(seconds["stored"] / seconds["one pass"], 2),
        "raw beyond stored": round(beyond, 3),
        "raw beyond stored / decompressed and sha256sum": round(
            beyond / seconds["decompressed and sha256sum"], 2
        ),
    }
    if given.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:<48} {value:>8}")


if __name__ == "__main__":
    main()
