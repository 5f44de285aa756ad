"""How well texts in common are found, beside finders of near-copies.

    pip install datasketch rensa   # in a copy of the environment
    python tests/bench/crossposts/measure.py [--evals FOLDER] [--json] [--no-peers]

Two labelled sets: `evals`, the texts of `../shared/evals/crossposts`, which are no part of the project and
are scored with the scorer that is there, and `made`, those of `tests/relate/corpus`. Both go through
`ingest add` into an archive and come out of `ingest export relations`. `copies` is the share of copies and
edited copies that are found; a peer's is the best that it reaches at any threshold at which at least 99 in
100 of what it finds are right. `excerpts` counts those of 30 words and more at that threshold, `proved` the
facts of evidence that the audit finds again in the stored bytes, `ms` the milliseconds of computing an
article: reading and storing as well for this project, the signature alone for a peer.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import crossposts
import peers
from made import PEN

from ingest import pipeline
from ingest.archive import files
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit.relations import evidence
from ingest.capture import manifest
from ingest.cli.taking import prepared
from ingest.export import lines
from ingest.relate.works import Groups

ROOT = Path(__file__).parents[3]
ACT = pipeline.Act("2026-01-01T00:00:00+00:00", "bench")
OURS = "this project"
COPIES, WHOLE = {"copy", "edited", "template"}, {"republication", "adaptation"}
PRECISION = 0.99
Cells = dict[str, float]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts by id with the manifest that lists them, and what is true of pairs of them."""

    manifest: Path
    texts: Mapping[str, str]
    labels: Mapping[Pair, str]


def evals(folder: Path) -> Labelled:
    """The evaluation texts."""
    items = _rows(folder / "manifest.jsonl")
    texts = {item["id"]: (folder / item["path"]).read_text("utf-8", "replace") for item in items}
    labels = {(pair["a"], pair["b"]): pair["label"] for pair in _rows(folder / "pairs.jsonl")}
    return Labelled(folder / "manifest.jsonl", texts, labels)


def made(folder: Path) -> Labelled:
    """The made corpus, written out."""
    path = folder / "manifest.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for one in crossposts.articles():
            (folder / f"{one.id}.txt").write_text(one.text, "utf-8")
            stated = {
                name: getattr(one, name)
                for name in ("id", "url", "outlet", "title", "published", "captured_at")
            }
            stated["path"] = f"{one.id}.txt"
            file.write(json.dumps(stated) + "\n")
    labels = {(pair.a.id, pair.b.id): pair.label for pair in crossposts.pairs()}
    return Labelled(path, {one.id: one.text for one in crossposts.articles()}, labels)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def ours(labelled: Labelled, relations: Path) -> Cells:
    """Adds all, exports what was found, and scores it."""
    with tempfile.TemporaryDirectory() as folder, files.writable(Path(folder) / "bench.db") as database:
        known, query = prepared(), Query(database.conn)
        listed = str(labelled.manifest)
        sources = list(manifest.captures(listed, manifest.entries(listed)))
        before = time.process_time()
        for outcome in pipeline.add(Store(database, known.registry, PEN), sources, known, ACT):
            if outcome.status != "added":
                print(outcome, file=sys.stderr)
        ms = 1000 * (time.process_time() - before) / len(sources)
        found = list(lines.relations(query))
        relations.write_text("".join(f"{lines.dumps(one)}\n" for one in found), "utf-8")
        facts = query.value("SELECT count(*) FROM evidence")
        proved = 1 - sum(1 for _ in evidence.check(query)) / facts
    kinds: dict[frozenset[str], set[str]] = defaultdict(set)
    groups = Groups({end for one in found for end in _ends(one)} | labelled.texts.keys())
    for one in found:
        if one["status"] != "rejected":
            kinds[frozenset(_ends(one))].add(one["kind"])
            if one["kind"] in WHOLE:
                groups.join(*_ends(one))
    whole = {pair for pair in labelled.labels if groups.root(pair[0]) == groups.root(pair[1])}
    part = {pair for pair in labelled.labels if "excerpt" in kinds[frozenset(pair)]}
    said = {pair for pair in labelled.labels if kinds[frozenset(pair)]}
    return _scores(labelled.labels, whole, whole | part, said) | {"facts": facts, "proved": proved, "ms": ms}


def _ends(relation: dict[str, dict[str, str]]) -> tuple[str, str]:
    """Both ends: an article of ours by the name it has in its manifest, another by its id."""
    one, other = (relation[side].get("source_id") or relation[side]["id"] for side in ("from", "to"))
    return one, other


def theirs(labelled: Labelled, peer: peers.Peer) -> Cells:
    """What a peer finds at the lowest threshold at which it is right."""
    before = time.process_time()
    signed = {name: peer.sign(text) for name, text in labelled.texts.items()}
    ms = 1000 * (time.process_time() - before) / len(signed)
    alike = {pair: peer.alike(*(signed[end] for end in pair)) for pair in labelled.labels}
    best: Cells = {}
    for least in sorted(set(alike.values()), reverse=True):
        found = {pair for pair, value in alike.items() if value >= least}
        cells = _scores(labelled.labels, found, found, found) | {"threshold": least}
        if cells["precision"] >= PRECISION and cells["copies"] > best.get("copies", -1):
            best = cells
    return best | {"ms": ms}


def _scores(labels: Mapping[Pair, str], whole: set[Pair], part: set[Pair], any_: set[Pair]) -> Cells:
    """Recall of each label and the precision of copies, against pairs that have nothing in common."""
    of = {label: {pair for pair, one in labels.items() if one == label} for label in set(labels.values())}
    copies = set().union(*(of.get(label, set()) for label in COPIES))
    wrong = of.get("different", set()) & part
    cells = {"copies": _share(copies & whole, copies), "wrong": len(wrong)}
    cells["precision"] = len(copies & whole) / max(1, len(copies & whole) + len(wrong))
    cells["excerpts"] = _share(of.get("excerpt", set()) & part, of.get("excerpt", set()))
    for label in ("translation", "shared-quotation", "shared-source"):
        if label in of:
            cells[label] = _share(of[label] & any_, of[label])
    return cells


def _share(found: set[Pair], wanted: set[Pair]) -> float:
    return len(found) / max(1, len(wanted))


def table(labelled: Labelled, relations: Path, with_peers: bool) -> dict[str, Cells]:
    """For each finder its scores."""
    found = {OURS: ours(labelled, relations)}
    for name, peer in (peers.installed() if with_peers else {}).items():
        found[name] = theirs(labelled, peer)
    return found


COLUMNS = ("copies precision wrong excerpts shared-quotation shared-source translation facts proved threshold"
           " ms").split()  # fmt: skip


def shown(found: Mapping[str, Cells], columns: Sequence[str]) -> Iterable[str]:
    """The table in lines."""
    yield "".ljust(20) + "".join(column.rjust(max(11, len(column) + 1)) for column in columns)
    for name, cells in found.items():
        values = (f"{cells[one]:.3f}".removesuffix(".000") if one in cells else "" for one in columns)
        widths = (max(11, len(column) + 1) for column in columns)
        yield name.ljust(20) + "".join(value.rjust(width) for value, width in zip(values, widths, strict=True))


def main() -> None:
    """Adds, scores, tells."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--evals", type=Path, default=ROOT.parent / "shared" / "evals" / "crossposts")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        relations, corpus = Path(folder) / "relations.jsonl", Path(folder) / "corpus"
        corpus.mkdir()
        sets: dict[str, Callable[[], Labelled]] = {"made": lambda: made(corpus)}
        if chosen.evals.is_dir():
            sets = {"evals": lambda: evals(chosen.evals), **sets}
        for name, make in sets.items():
            labelled = make()
            found = table(labelled, relations, not chosen.no_peers)
            print(json.dumps({name: found}) if chosen.json else "\n".join([name, *shown(found, COLUMNS)]))
            if name == "evals":
                scorer = chosen.evals.parent / "score_crossposts.py"
                pairs = labelled.manifest.with_name("pairs.jsonl")
                told = [sys.executable, str(scorer), str(pairs), str(labelled.manifest), str(relations)]
                print(subprocess.run(told, capture_output=True, text=True, check=True).stdout, file=sys.stderr)


if __name__ == "__main__":
    main()
