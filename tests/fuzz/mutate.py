"""Feeds mutated pages to the reader and proves what it makes of them.

    python tests/fuzz/mutate.py [--count 10000] [--first 0] [--pages FOLDER] [--keep FOLDER]

Mutates the tests' own pages or, with `--pages`, those of a folder (gzip is undone). A page fails where
anything but a refusal leaves the reader, a value is not proved by its bytes, or ten seconds are over;
it is written to `--keep`, named by its number. Ends with 1 where a page failed.
"""

import argparse
import gzip
import sys
import time
import traceback
from collections import Counter
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutations import PAGES, mutated, origin
from proof import proved

from ingest.cli.deadline import limited


def pages(folder: Path) -> tuple[bytes, ...]:
    """The files of a folder, gzip undone."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    found = (path.read_bytes() for path in files)
    return tuple(gzip.decompress(one) if one.startswith(b"\x1f\x8b") else one for one in found)


def outcome(number: int, page: bytes) -> str:
    """What became of a page: `read`, `refused`, or what is wrong."""
    try:
        reading = limited(f"page {number}", partial(proved, page, origin(number)))
    except Exception:
        return traceback.format_exc()
    return "refused" if reading is None else "read"


def main() -> None:
    """Makes, reads, proves, tells."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--pages", type=Path)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    given = pages(chosen.pages) if chosen.pages else PAGES
    became: Counter[str] = Counter()
    slowest = (0.0, 0)
    for number in range(chosen.first, chosen.first + chosen.count):
        page = mutated(number, given)
        before = time.process_time()
        told = outcome(number, page)
        slowest = max(slowest, (time.process_time() - before, number))
        became[told if told in ("read", "refused") else "failed"] += 1
        if told not in ("read", "refused"):
            print(f"page {number}, {len(page):,} bytes: {told}", flush=True)
            if chosen.keep:
                chosen.keep.mkdir(parents=True, exist_ok=True)
                (chosen.keep / f"{number}.html").write_bytes(page)
    print(*(f"{name}: {times}" for name, times in sorted(became.items())), sep="\n")
    print(f"slowest: page {slowest[1]} with {slowest[0]:.2f} seconds")
    sys.exit(1 if became["failed"] else 0)


if __name__ == "__main__":
    main()
