"""Alters archives in all ways that its auditors must notice, and counts what the two checkers find.

    python tests/drills/alterations.py [--cases 10000] [--seed 1] [--kind KIND] [--archive FILE]

Each case is a copy of an archive, altered in one of the ways of `KINDS`, and known by its seed alone: the kind
that is drawn and all that is drawn after it. An alteration after which the archive still says the same, such as
a bit in unused space, is drawn again; see `content`. Both checkers, `ingest audit --level stored` and
`second.py`, have the checkpoint that the archive's auditor kept. Prints a table: of each kind how many cases
there were, and in how many of them each checker found something, and named a row that was touched. Exits with 1
if one of them found nothing somewhere.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
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
from ingest.terminal import watched

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
# altered.
UNNAMED = {
    one.__name__
    for one in (
        rowwise.edited_with_its_event, logwise.back_dated, insiders.relogged_all_the_way, insiders.rebuilt,
    )
}  # fmt: skip
_DRAWS = 50
# More than any table of the drill's archives has.
_ROWS = 10_000


Names = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a checker saw of a file: whether it found anything, and which tables and rows it named."""

    found: bool
    named: Names


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case: its seed and kind, whether there is a row that can be named, and some of those that were touched.

    Of both checkers whether they found it, and whether they named a row that was touched, or its table where
    the log does not tell its rows apart.
    """

    seed: int
    kind: str
    nameable: bool
    touched: tuple[tuple[str, str], ...]
    audit_found: bool
    audit_named: bool
    second_found: bool
    second_named: bool


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
            return _outcome(
                seed, name, touched(before[base], after), audited(grounds, path, kept), checked(path, kept)
            )
    raise AssertionError(f"seed {seed}: {name} altered nothing in {_DRAWS} draws")


def _outcome(seed: int, kind: str, changed: set[tuple[str, str]], first: Sight, other: Sight) -> Outcome:
    nameable = bool(changed) and kind not in UNNAMED
    named = [nameable and not changed.isdisjoint(sight.named) for sight in (first, other)]
    return Outcome(
        seed, kind, nameable, tuple(sorted(changed)[:3]), first.found, named[0], other.found, named[1]
    )


def audited(grounds: Grounds, path: Path, kept: str) -> Sight:
    """What the archive's own audit finds. A file that it refuses is found out too, if no row is named then."""
    try:
        with readable(path, damaged=True) as database:
            since = [Kept("the auditor's checkpoint", *checkpoint.opened(kept))]
            found = list(audit(Query(database.conn), grounds.knowledge, "stored", since))
    except ArchiveError:
        return Sight(True, frozenset())
    # Among which rows of the log one was altered is no name of it.
    naming = [one for one in found if one.code != "log-rewritten"]
    return Sight(
        bool(found), frozenset((one.table or "", row) for one in naming for row in _each(one.row or ""))
    )


def checked(path: Path, kept: str) -> Sight:
    """What the second checker finds."""
    checker = second.Checker(path, kept)
    with closing(checker.db):
        found = list(checker.findings())
    named = {(table, each) for table, row, _ in found for each in _each("" if row == "-" else str(row))}
    return Sight(bool(found), frozenset(named | {(table, "") for table, _ in named if table == "search"}))


def _each(row: str) -> list[str]:
    """Each of the rows from one to another; otherwise the row itself."""
    if told := re.fullmatch(r"(\d+ )?(\d+) to (\d+)", row):
        start, end = int(told[2]), min(int(told[3]), int(told[2]) + _ROWS)
        return [f"{told[1] or ''}{number}" for number in range(start, end + 1)]
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
        (14, sum(one.audit_found for one in of)), (7, sum(one.audit_named for one in of)),
        (15, sum(one.second_found for one in of)), (7, sum(one.second_named for one in of)),
    ]  # fmt: skip
    return kind.ljust(26) + "".join(f"{count:>{width}}" for width, count in counts)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case; the next one has the next")
    parser.add_argument("--kind", choices=[*KINDS], help="only cases of this kind")
    parser.add_argument("--archive", type=Path, help="one to begin with; default: one with rows in all tables")
    told = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        grounds = prepared(Path(folder), resources.knowledge(), told.archive)
        seeds = watched(range(told.seed, told.seed + told.cases), " cases")
        for one in drilled(grounds, seeds, Path(folder), told.kind):
            outcomes.append(one)
            if missed(one):
                print(told_of(one), file=sys.stderr, flush=True)
    print(table(outcomes))
    return 0 if all(one.audit_found and one.second_found for one in outcomes) else 1


def missed(one: Outcome) -> list[str]:
    """What was missed in a case, in words; the second checker need not name what it finds."""
    not_so = {
        "not found by the audit": not one.audit_found,
        "not found by the second checker": not one.second_found,
        "not named by the audit": one.nameable and not one.audit_named,
    }
    return [words for words, so in not_so.items() if so]


def told_of(one: Outcome) -> str:
    """A case in a line, as it is told where something was missed."""
    return f"seed {one.seed}, {one.kind}: {', '.join(missed(one))}; touched {', '.join(map(str, one.touched))}"


if __name__ == "__main__":
    sys.exit(main())
