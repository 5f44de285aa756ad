"""Alters archives in all ways that its auditors must notice, and counts what the two checkers find.

    python tests/drills/alterations.py [--cases 10000] [--seed 1] [--kind KIND] [--archive FILE]

Each case is a copy of an archive, altered in one of the ways of `KINDS`, and known by its seed alone: the kind
that is drawn and all that is drawn after it. An alteration after which the archive still says the same, such as
a bit in unused space, is drawn again; see `content`. Both checkers, `ingest audit --level stored` and
`second.py`, have the checkpoint that the archive's auditor kept. Prints a table: of each kind how many cases
there were, and in how many of them each checker found something, and named a row that was touched.
"""

import argparse
import random
import re
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

# How often each kind is drawn.
_KINDS: dict[Alteration, int] = {
    filewise.bits_flipped: 5, filewise.file_truncated: 1, filewise.rolled_back: 1, filewise.trigger_dropped: 1,
    filewise.trigger_replaced: 1, filewise.rule_loosened: 1, rowwise.cell_edited: 5, rowwise.row_deleted: 3,
    rowwise.row_inserted: 3, rowwise.values_swapped: 3, rowwise.places_exchanged: 1, rowwise.payload_swapped: 1,
    rowwise.edited_with_its_seal: 1, rowwise.edited_with_its_event: 1, rowwise.removed_as_if_lawfully: 1,
    logwise.entries_exchanged: 1, logwise.log_cut: 1, logwise.back_dated: 1, logwise.checkpoint_replaced: 1,
    insiders.relogged_all_the_way: 1, insiders.rebuilt: 1,
}  # fmt: skip
KINDS: dict[str, Alteration] = {kind.__name__: kind for kind in _KINDS}
# Where all that the log has of rows goes along with them, or all rows are others, nothing can tell which were
# altered; and of the end of a file only that it is gone.
UNNAMED = {
    one.__name__
    for one in (
        filewise.file_truncated, filewise.rolled_back, rowwise.edited_with_its_event, logwise.back_dated,
        insiders.relogged_all_the_way, insiders.rebuilt,
    )
}  # fmt: skip
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

    @property
    def nameable(self) -> bool:
        """Whether there is a row that can be named: one was touched, and the file can be opened."""
        return bool(self.touched) and self.kind not in UNNAMED

    def names(self, sight: Sight) -> bool:
        """Whether a row that was touched is named, or its table where the log does not tell its rows apart."""
        return self.nameable and bool(self.touched & sight.named)


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
        with readable(path, damaged=True) as database:
            since = [Kept("the auditor's checkpoint", *checkpoint.opened(kept))]
            found = list(audit(Query(database.conn), grounds.knowledge, "stored", since))
    except ArchiveError:
        return Sight(True, frozenset())
    return Sight(
        bool(found), frozenset((one.table or "", row) for one in found for row in _each(one.row or ""))
    )


def checked(path: Path, kept: str) -> Sight:
    """What the second checker finds."""
    found = list(second.Checker(path, kept).findings())
    named = {(table, each) for table, row, _ in found for each in _each("" if row == "-" else str(row))}
    return Sight(bool(found), frozenset(named | {(table, "") for table, _ in named if table == "search"}))


def _each(row: str) -> list[str]:
    """Each of the entries from one to another; otherwise the row itself."""
    if told := re.fullmatch(r"(\d+) to (\d+)", row):
        return [str(number) for number in range(int(told[1]), int(told[2]) + 1)]
    return [row]


def table(outcomes: Iterable[Outcome]) -> str:
    """The counts of each kind, and of all."""
    listed = list(outcomes)
    return "\n".join(["kind".ljust(26) + _HEAD, *(_counted(kind, listed) for kind in [*KINDS, "all"])])


_HEAD = " cases  nameable  audit: found  named  second: found  named"


def _counted(kind: str, outcomes: list[Outcome]) -> str:
    of = [one for one in outcomes if kind in ("all", one.kind)]
    counts = [
        (6, len(of)), (10, sum(one.nameable for one in of)),
        (14, sum(one.audit.found for one in of)), (7, sum(one.names(one.audit) for one in of)),
        (15, sum(one.second.found for one in of)), (7, sum(one.names(one.second) for one in of)),
    ]  # fmt: skip
    return kind.ljust(26) + "".join(f"{count:>{width}}" for width, count in counts)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case; the next one has the next")
    parser.add_argument("--kind", choices=[*KINDS], help="only cases of this kind")
    parser.add_argument("--archive", type=Path, help="one to begin with; default: one with rows in all tables")
    told = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        grounds = prepared(Path(folder), resources.knowledge(), told.archive)
        for one in drilled(grounds, range(told.seed, told.seed + told.cases), Path(folder), told.kind):
            outcomes.append(one)
            if not one.audit.found or not one.second.found or (one.nameable and not one.names(one.audit)):
                print(told_of(one), file=sys.stderr)
    print(table(outcomes))


def told_of(one: Outcome) -> str:
    """A case in a line, as it is told where something was missed."""
    by = [("the audit", one.audit), ("the second checker", one.second)]
    missed = [f"not found by {who}" for who, sight in by if not sight.found]
    missed += [f"not named by {who}" for who, sight in by if one.nameable and not one.names(sight)]
    return f"seed {one.seed}, {one.kind}: {', '.join(missed)}; touched {sorted(one.touched)[:3]}"


if __name__ == "__main__":
    main()
