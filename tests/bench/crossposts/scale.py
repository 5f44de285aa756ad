"""What comparing costs in a large archive, beside one of 1,000 articles, on invented texts.

    python tests/bench/crossposts/scale.py [--articles 100000] [--adds 500] [--keep FOLDER] [--json]

Both archives are made by `base.py` and then added to in turns, an article to the one and an article to
the other, by the path of `ingest add`; `ratio` is the time of the large one to that of the small, of reading
and storing as well, and the median of all articles. `index` is the bytes an article takes in fingerprints,
common, furniture and compared, as they grew and after VACUUM; `look-up` the milliseconds of
`Index.candidates`. Then come 500 copies of one text, 300 articles that quote one statement, and 200 of one
outlet. `found` are the copies and excerpts among the added for which a relation leads to their source's work,
`proved` the facts of evidence that the audit finds again. With --keep the archives stay, and are used again.
"""

import argparse
import gc
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import mean, median, quantiles

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import base
import invented
import made
from peak import peak

from ingest import canon, pipeline
from ingest.archive import files
from ingest.archive.fingerprints import Index
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit.relations import evidence
from ingest.cli.taking import prepared
from ingest.pipeline.acts import Outcome
from ingest.read import addresses
from ingest.relate.fingerprints import fingerprints
from ingest.relate.words import words

ACT = pipeline.Act(base.NOW, "bench")
TABLES = ("fingerprints", "common", "furniture", "compared", "cues", "common_cues")
LOOKUPS, SMALL = 1_000, 1_000
Cells = dict[str, float]


class Archive:
    """An archive that is added to by the path of `ingest add`, article by article."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        database = stack.enter_context(files.writable(path))
        known = prepared()
        self.path, self.query, self._next = path, Query(database.conn), Feed()
        self._adding = pipeline.add(Store(database, known.registry, made.PEN), self._next, known, ACT)

    def add(self, number: int) -> tuple[float, float]:
        """Add an invented article; the milliseconds of computing and those by the clock."""
        self._next.waiting = invented.capture(invented.made(number))
        before = time.process_time(), time.perf_counter()
        outcome: Outcome = next(self._adding)
        took = time.process_time() - before[0], time.perf_counter() - before[1]
        assert outcome.status == "added", outcome
        return 1000 * took[0], 1000 * took[1]


class Feed(Iterator[object]):
    """Gives what was put into it last."""

    waiting: object = None

    def __next__(self) -> object:
        return self.waiting


def sizes(query: Query, articles: int) -> Cells:
    """The bytes that each part of the index takes for an article, its own indexes with it."""
    sql = (
        "SELECT tbl_name, sum(pgsize) AS size FROM dbstat JOIN sqlite_master USING (name)"
        f" WHERE tbl_name IN {TABLES} GROUP BY tbl_name"
    )
    found = {row["tbl_name"]: row["size"] / articles for row in query.rows(sql)}
    return {"index": sum(found.values()), **found}


def vacuumed(path: Path, query: Query, articles: int) -> float:
    """The bytes that the index takes for an article in a fresh copy."""
    copy = path.with_suffix(".vacuumed")
    query.connection.execute("VACUUM INTO ?", [str(copy)])
    with ExitStack() as stack:
        stack.callback(copy.unlink)
        return sizes(Query(stack.enter_context(files.readable(copy)).conn), articles)["index"]


def lookups(query: Query, articles: int) -> Cells:
    """Milliseconds of a look-up in the index, and how many articles it gives to compare."""
    index, chance = Index(query.connection), random.Random(1)
    took, gave = [], []
    for number in chance.sample(range(articles), min(LOOKUPS, articles)):
        known = fingerprints(words(invented.made(number).text))
        before = time.perf_counter()
        found = index.candidates(number + 1, known)
        took.append(1000 * (time.perf_counter() - before))
        gave.append(len(found))
    return {"look-up p50": median(took), "look-up p99": quantiles(took, n=100)[98], "candidates": mean(gave)}


def in_turns(small: Archive, large: Archive, articles: int, adds: int) -> Cells:
    """Milliseconds of an add to either, and the ratio."""
    took = [(small.add(SMALL + at), large.add(articles + at)) for at in range(adds)]
    cells = {
        f"{name} {how}": of([pair[side][0] for pair in took])
        for side, name in enumerate(("small", "large"))
        for how, of in (("median", median), ("mean", mean), ("worst", max))
    }
    cells["ratio of medians"] = cells["large median"] / cells["small median"]
    cells["ratio of means"] = cells["large mean"] / cells["small mean"]
    cells["ratio by the clock"] = median(b[1] for _, b in took) / median(a[1] for a, _ in took)
    return cells


def crowd(archive: Archive, numbers: Sequence[int]) -> Cells:
    """Milliseconds of the fifth and of the last of many that have something in common."""
    took = [archive.add(number)[0] for number in numbers]
    return {"fifth": median(took[2:9]), "last": median(took[-7:]), "worst": max(took)}


def found(query: Query, numbers: range) -> Cells:
    """The shares of copies and excerpts that are known as such, and of evidence that is proved again."""
    ids = [canon.article_id(addresses.key(invented.made(number).url), "") for number in numbers]
    made = dict(zip(ids, (invented.made(number) for number in numbers), strict=True))
    hits: dict[str, list[bool]] = {"copy": [], "excerpt": []}
    for identity, one in made.items():
        if one.kind in hits and one.source is not None:
            source = canon.article_id(addresses.key(invented.made(one.source).url), "")
            hits[one.kind].append(_led(query, identity, source))
    facts = query.value("SELECT count(*) FROM evidence")
    shares = {f"found {kind}": mean(hit) for kind, hit in hits.items() if hit}
    return {**shares, "facts": facts, "proved": 1 - sum(1 for _ in evidence.check(query)) / max(1, facts)}


def _led(query: Query, article: str, source: str) -> bool:
    """Whether two articles are of one work, or a match joins them."""
    same = "SELECT count(DISTINCT work) = 1 FROM articles WHERE id IN (?, ?)"
    match = "SELECT 1 FROM matches WHERE (a, b) = (min(:a, :b), max(:a, :b))"
    return bool(query.value(same, [article, source]) or query.value(match, {"a": article, "b": source}))


def table(folder: Path, articles: int, adds: int) -> dict[str, Cells]:
    """All that is measured."""
    paths = {count: folder / f"{count}.db" for count in (SMALL, articles)}
    for count, path in paths.items():
        if not path.exists():
            base.make(path.with_suffix(".part"), count)
            path.with_suffix(".part").rename(path)
    with ExitStack() as stack:
        trial = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        small, large = (Archive(Path(shutil.copy(path, trial)), stack) for path in paths.values())
        told = {"index": sizes(large.query, articles), "look-up": lookups(large.query, articles)}
        told["index"]["after VACUUM"] = vacuumed(large.path, large.query, articles)
        gc.collect()
        told["adding"] = in_turns(small, large, articles, adds)
        told["found"] = found(large.query, range(articles, articles + adds))
        told["500 copies"] = crowd(large, invented.COPIES)
        told["300 quoting"] = crowd(large, invented.STATEMENTS)
        told["200 of an outlet"] = crowd(large, invented.FURNISHED)
        rows = large.query.value("SELECT count(*) FROM relations WHERE origin = 'found'")
        told["memory"] = {"peak MB": peak() / 1000, "rows found": rows}
    return told


def main() -> None:
    """Makes, measures, tells."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--adds", type=int, default=500)
    options.add_argument("--keep", type=Path, help="a folder for the archives")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with ExitStack() as stack:
        folder = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        told = table(folder, chosen.articles, chosen.adds)
    if chosen.json:
        print(json.dumps(told))
        return
    for name, cells in told.items():
        print(
            f"{name}: " + ", ".join(f"{what} {value:.3f}".removesuffix(".000") for what, value in cells.items())
        )


if __name__ == "__main__":
    main()
