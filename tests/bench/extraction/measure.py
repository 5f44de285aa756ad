"""How good and how fast the reader of pages is, beside other extractors.

    pip install 'newspaper4k[all]' readability-lxml resiliparse   # in a copy of the environment
    python tests/bench/extraction/measure.py [--evals FOLDER] [--rounds 5] [--json] [--no-peers]

Reads the pages of `../shared/evals/extraction`, which are no part of the project, and scores what is
read of them with the scorer that is there. `proved` are the claims whose bytes give their value, `ms`
the milliseconds of computing that a page takes in one thread, `ratio` those to stock trafilatura's
with metadata. For these two every page is read by one and then by the other, and of several rounds the
median counts; the others are timed once. What is not installed is left out.
"""

import argparse
import gzip
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parent))

import peers

from ingest import pipeline
from ingest.capture import manifest
from ingest.cli.taking import prepared
from ingest.errors import SourceError
from ingest.export import lines
from ingest.read.knowledge import Knowledge
from ingest.read.rules import apply
from ingest.read.spans import quoted
from ingest.records import Capture, Claim, Entry

ROOT = Path(__file__).parents[3]
ACT = pipeline.Act("2026-01-01T00:00:00+00:00", "bench")
OURS, STOCK = "this project", "trafilatura"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as we and as others are given it."""

    id: str
    url: str
    capture: Capture
    text: str


def load(manifest_path: Path) -> list[Page]:
    """The pages that a manifest lists."""
    captures = {
        one.source_id: one
        for one in manifest.captures(str(manifest_path), manifest.entries(str(manifest_path)))
        if isinstance(one, Capture)
    }
    found = []
    for line in manifest_path.read_text("utf-8").splitlines():
        item = json.loads(line)
        stored = (manifest_path.parent / item["path"]).read_bytes()
        text = gzip.decompress(stored).decode("utf-8", "replace")
        found.append(Page(item["id"], item["url"], captures[item["id"]], text))
    return found


def read(page: Page, known: Knowledge) -> Entry | None:
    """Our whole record of a page; None where it is refused."""
    try:
        return pipeline.inspect(page.capture, known, ACT)
    except SourceError:
        return None


def proved(page: Page, entry: Entry, claim: Claim, known: Knowledge) -> bool:
    """Whether the bytes of a claim that a machine made give its value."""
    address = (entry.article.url or "").encode()
    place, code = (address, "utf-8") if claim.where == "address" else (page.capture.payload, entry.encoding)
    try:
        stands = quoted(place, code or "", claim.start or 0, claim.end or 0)
        return stands == claim.quote and apply(claim.rule or "", claim.quote or "", known) == claim.value
    except (ValueError, LookupError):
        return False


def seconds(work: Callable[[], object]) -> float:
    """The seconds of computing that it takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def alternately(
    pages: Sequence[Page], works: Sequence[Callable[[Page], object]], rounds: int
) -> list[tuple[float, ...]]:
    """For each round, the seconds that each work takes for all pages; the works take turns page by page.

    A first round is not counted: it loads what is loaded once.
    """
    found = []
    for number in range(rounds + 1):
        taken = [0.0] * len(works)
        for page in pages:
            for index, work in enumerate(works):
                taken[index] += seconds(partial(work, page))
        if number:
            found.append(tuple(taken))
    return found


def scorer(path: Path) -> ModuleType:
    """The scorer, as the program that it is."""
    spec = importlib.util.spec_from_file_location("score_extraction", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(extractor: peers.Extractor, page: Page) -> peers.Said:
    """What an extractor says of a page; nothing where it fails on it."""
    try:
        return extractor(page.text, page.url)
    except Exception as error:
        why, *_ = str(error).splitlines() or [type(error).__name__]
        print(f"{page.id}: {extractor.__name__} failed ({why})", file=sys.stderr)
        return {}


def table(evals: Path, rounds: int, with_peers: bool) -> dict[str, dict[str, float]]:
    """For each extractor the scores, what its claims prove, its time, and that to trafilatura's."""
    known, score = prepared(), scorer(evals.parent / "score_extraction.py").score
    gold = [json.loads(line) for line in (evals / "gold.jsonl").read_text("utf-8").splitlines()]
    pages = load(evals / "manifest.jsonl")
    entries = {page.id: entry for page in pages if (entry := read(page, known))}
    stands = [
        proved(page, entry, claim, known)
        for page in pages if (entry := entries.get(page.id))
        for claim in entry.claims if not claim.asserted
    ]  # fmt: skip
    records = {name: json.loads(lines.dumps(lines.article(entry))) for name, entry in entries.items()}
    found = {OURS: score(gold, records) | {"claims": len(stands), "proved": sum(stands) / len(stands)}}
    for name, extractor in (peers.installed() if with_peers else {}).items():
        before, records = time.process_time(), {page.id: said(extractor, page) for page in pages}
        found[name] = score(gold, records) | {"ms": 1000 * (time.process_time() - before) / len(pages)}
    works = {OURS: lambda page: read(page, known), STOCK: partial(said, peers.trafilatura)}
    taken = alternately(pages, list(works.values()), rounds)
    for index, name in enumerate(works):
        found.setdefault(name, {})["ms"] = 1000 * median(one[index] for one in taken) / len(pages)
    for cells in found.values():
        cells["ratio"] = cells["ms"] / found[STOCK]["ms"]
    found[OURS]["ratio"] = median(ours / stock for ours, stock in taken)
    return found


COLUMNS = "text|title|in claims|authors|day|instant|outlet|claims|proved|ms|ratio".split("|")


def shown(found: dict[str, dict[str, float]]) -> Iterator[str]:
    """The table in lines."""
    yield "".ljust(24) + "".join(column.rjust(10) for column in COLUMNS)
    for name, cells in found.items():
        values = (f"{cells[column]:.3f}".removesuffix(".000") if column in cells else "" for column in COLUMNS)
        yield name.ljust(24) + "".join(value.rjust(10) for value in values)


def main() -> None:
    """Reads, scores, times, tells."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--evals", type=Path, default=ROOT.parent / "shared" / "evals" / "extraction")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if not chosen.evals.is_dir():
        sys.exit(f"{chosen.evals}: no evaluation pages here; name their folder with --evals")
    peers.offline()
    found = table(chosen.evals, chosen.rounds, not chosen.no_peers)
    print(json.dumps(found) if chosen.json else "\n".join(shown(found)))


if __name__ == "__main__":
    main()
