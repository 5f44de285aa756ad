"""Alters archives in all ways that its auditors must notice, and counts what the two checkers find.

    python tests/drills/alterations.py [--cases 10000] [--seed 1] [--kind KIND] [--archive FILE]

Each case is a copy of an archive, altered in one of the ways of `KINDS`, and known by its seed alone: the kind
that is drawn and all that is drawn after it. An alteration after which the archive still says the same (a bit in
unused space) is drawn again; see `content`. Both checkers, `ingest audit --level stored` and `second.py`, have
the checkpoint that the archive's auditor kept. Prints a table: of each kind how many cases there were, and in
how many of them each checker found something, and named a row that was touched.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import filewise
import insiders
import logwise
import rowwise
import second
from content import Content, content, touched
from grounds import Grounds, prepared

from ingest import resources
from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import Kept, audit
from ingest.errors import ArchiveError
from ingest.log import checkpoint

Alteration = Callable[[Grounds, Path, random.Random], None]

# By how many of twenty-odd cases each kind gets.
_KINDS: dict[Alteration, int] = {
    filewise.bits_flipped: 5, filewise.file_truncated: 1, filewise.rolled_back: 1, filewise.trigger_dropped: 1,
    filewise.trigger_replaced: 1, filewise.rule_loosened: 1, rowwise.cell_edited: 5, rowwise.row_deleted: 3,
    rowwise.row_inserted: 3, rowwise.values_swapped: 3, rowwise.places_exchanged: 1, rowwise.payload_swapped: 1,
    rowwise.edited_with_its_seal: 2, rowwise.removed_as_if_lawfully: 1, logwise.entries_exchanged: 1,
    logwise.log_cut: 1, logwise.back_dated: 1, logwise.checkpoint_replaced: 1, insiders.relogged_all_the_way: 1,
    insiders.rebuilt: 1,
}  # fmt: skip
KINDS: dict[str, Alteration] = {kind.__name__: kind for kind in _KINDS}
_DRAWS = 50


@dataclass(frozen=True, slots=True)
class Sight:
    """What a checker made of a case: whether it found anything, and which tables and rows it named."""

    found: bool
    named: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case: its seed and kind, what was touched, and what both checkers saw."""

    seed: int
    kind: str
    touched: frozenset[tuple[str, str]]
    audit: Sight
    second: Sight

    def names(self, sight: Sight) -> bool:
        """Whether a row that was touched is named, or its table where the log does not tell its rows apart."""
        return bool(self.touched & sight.named)


def drilled(grounds: Grounds, seeds: Iterable[int], folder: Path, kind: str | None = None) -> Iterator[Outcome]:
    """Each case of some seeds, in a folder of their own; of one kind where it is given."""
    before = {path: content(path) for path in (grounds.archive, grounds.small)}
    for seed in seeds:
        yield _case(grounds, seed, folder / "altered.db", before, kind)


def _case(grounds: Grounds, seed: int, path: Path, before: dict[Path, Content], kind: str | None) -> Outcome:
    chance = random.Random(seed)
    name = kind or chance.choices([*KINDS], [*_KINDS.values()])[0]
    base, kept = (grounds.archive, grounds.kept)
    if KINDS[name] is insiders.rebuilt:
        base, kept = grounds.small, grounds.small_kept
    for _ in range(_DRAWS):
        shutil.copy(base, path)
        KINDS[name](grounds, path, chance)
        after = content(path)
        if after != before[base]:
            changed = frozenset(touched(before[base], after))
            return Outcome(seed, name, changed, audited(grounds, path, kept), checked(path, kept))
    raise AssertionError(f"seed {seed}: {name} altered nothing in {_DRAWS} draws")


def audited(grounds: Grounds, path: Path, kept: str) -> Sight:
    """What the archive's own audit finds. A file that it refuses is found out too, if no row is named then."""
    try:
        with readable(path) as database:
            since = [Kept("the auditor's checkpoint", *checkpoint.opened(kept))]
            found = list(audit(Query(database.conn), grounds.knowledge, "stored", since))
    except ArchiveError:
        return Sight(True, frozenset())
    return Sight(bool(found), frozenset((one.table or "", one.row or "") for one in found))


def checked(path: Path, kept: str) -> Sight:
    """What the second checker finds."""
    found = list(second.Checker(path, kept).findings())
    named = {(table, "" if row == "-" else str(row)) for table, row, _ in found}
    return Sight(bool(found), frozenset(named | {(table, "") for table, _ in named if table == "search"}))


def table(outcomes: Iterable[Outcome]) -> str:
    """The counts of each kind, and of all."""
    listed = list(outcomes)
    head = f"{'':24}{'cases':>7}{'audit found':>13}{'named':>7}{'second found':>14}{'named':>7}{'nothing to name':>17}"
    return "\n".join([head, *(_counted(kind, listed) for kind in [*KINDS, "all"])])


def _counted(kind: str, outcomes: list[Outcome]) -> str:
    of = [one for one in outcomes if kind in ("all", one.kind)]
    counts = [
        len(of), sum(one.audit.found for one in of), sum(one.names(one.audit) for one in of),
        sum(one.second.found for one in of), sum(one.names(one.second) for one in of),
        sum(not one.touched for one in of),
    ]  # fmt: skip
    widths = (7, 13, 7, 14, 7, 17)
    return f"{kind:24}" + "".join(f"{count:>{width}}" for count, width in zip(counts, widths, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case; the next has the next")
    parser.add_argument("--kind", choices=[*KINDS], help="only cases of this kind")
    parser.add_argument(
        "--archive", type=Path, help="an archive to begin with; default: one with rows in every table"
    )
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        grounds = prepared(Path(folder), resources.knowledge(), told.archive)
        seeds = range(told.seed, told.seed + told.cases)
        outcomes = []
        for one in drilled(grounds, seeds, Path(folder), told.kind):
            outcomes.append(one)
            if not (one.audit.found and one.second.found and one.names(one.audit)):
                print(f"seed {one.seed}: {one.kind}", "found" if one.audit.found else "NOT FOUND", "and",
                      "found" if one.second.found else "NOT FOUND", sorted(one.touched)[:3], file=sys.stderr)  # fmt: skip
        print(table(outcomes))


if __name__ == "__main__":
    main()
