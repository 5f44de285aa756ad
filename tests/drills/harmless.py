"""Does to archives what tools and people do every day, and counts how often a checker raises a false alarm.

    python tests/drills/harmless.py [--cases 1000] [--seed 1] [--archive FILE]

Each case is a copy of an archive and one to four harmless acts on it, known by its seed. What is left must give
no finding, neither in `ingest audit --level stored` nor in `second.py`, both with the checkpoint kept before.
Prints of each act in how many cases it was, and in how many of these each checker found something. Exits with 1
if any did.
"""

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import made
from alterations import audited, checked
from grounds import Grounds, prepared

from ingest import resources
from ingest.terminal import watched

Act = Callable[[Grounds, Path, random.Random], None]


def _sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement).fetchall()
    finally:
        connection.close()


def vacuumed(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(path, "VACUUM")


def vacuumed_into(grounds: Grounds, path: Path, chance: random.Random) -> None:
    new = path.with_suffix(".new")
    _sql(path, f"VACUUM INTO '{new}'")
    _replace(path, new)


def backed_up(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Copied by SQLite's backup, some pages at a time."""
    new = path.with_suffix(".new")
    source, target = sqlite3.connect(path), sqlite3.connect(new)
    source.backup(target, pages=chance.choice((-1, 1, 7, 100)))
    for connection in (source, target):
        connection.close()
    _replace(path, new)


def copied_with_its_log(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Copied with what was not yet written into it, while somebody has it open."""
    _sql(path, "PRAGMA journal_mode = WAL")
    made.put(path, [_more(chance)], grounds.knowledge)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("ANALYZE")
    new = path.with_suffix(".new")
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", f"{new}{end}")
    writer.close()
    _replace(path, new)


def moved(grounds: Grounds, path: Path, chance: random.Random) -> None:
    new = path.with_suffix(".new")
    shutil.copy(path, new)
    os.utime(new, (0, 0))
    _replace(path, new)


def reindexed(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(path, "REINDEX")


def analysed(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(path, chance.choice(("ANALYZE", "PRAGMA optimize", "PRAGMA optimize = 0x10002")))


def written_back(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(
        path,
        "PRAGMA journal_mode = WAL",
        f"PRAGMA wal_checkpoint({chance.choice(('PASSIVE', 'FULL', 'TRUNCATE'))})",
    )


def journalled_otherwise(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(path, f"PRAGMA journal_mode = {chance.choice(('WAL', 'DELETE', 'TRUNCATE', 'PERSIST', 'MEMORY'))}")


def of_other_pages(grounds: Grounds, path: Path, chance: random.Random) -> None:
    size = chance.choice((512, 1024, 2048, 8192, 32768, 65536))
    _sql(path, "PRAGMA journal_mode = DELETE", f"PRAGMA page_size = {size}", "VACUUM")


def vacuumed_by_itself(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(path, f"PRAGMA auto_vacuum = {chance.choice((0, 1, 2))}", "VACUUM", "PRAGMA incremental_vacuum")


def index_merged(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(
        path,
        f"INSERT INTO search (search) VALUES ('{chance.choice(('optimize', 'rebuild', 'integrity-check'))}')",
    )


def index_merged_a_little(grounds: Grounds, path: Path, chance: random.Random) -> None:
    _sql(path, f"INSERT INTO search (search, rank) VALUES ('merge', {chance.choice((1, -4, 16, 500))})")


def added_to(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Articles more, and perhaps one of them again."""
    captures = [_more(chance) for _ in range(chance.choice((1, 2)))]
    for _ in range(chance.choice((1, 2))):
        made.put(path, captures, grounds.knowledge)


def rolled_back(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Something was begun, and not done."""
    _sql(path, "BEGIN", "DELETE FROM links", "DELETE FROM fingerprints", "ROLLBACK")


def reloaded(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """Written out as SQL by the sqlite3 shell and read in again, with the two numbers that this leaves out."""
    new = path.with_suffix(".new")
    numbers = [made.rows(path, f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version")]
    dumped = subprocess.run(["sqlite3", path, ".dump"], capture_output=True, check=True)
    # One that was built without STAT4 complains of the statistics of one with it, and goes on.
    subprocess.run(["sqlite3", new], input=dumped.stdout, stderr=subprocess.DEVNULL, check=False)
    _sql(new, f"PRAGMA application_id = {numbers[0]}", f"PRAGMA user_version = {numbers[1]}")
    _replace(path, new)


def touched_by_a_newer_sqlite(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """All that a newer SQLite does at its own pleasure."""
    import apsw

    connection = apsw.Connection(str(path))
    for statement in chance.sample(
        ("VACUUM", "REINDEX", "ANALYZE", "PRAGMA optimize", "INSERT INTO search (search) VALUES ('optimize')",
         "INSERT INTO search (search) VALUES ('rebuild')"), 2,
    ):  # fmt: skip
        connection.execute(statement).fetchall()
    connection.close()


def _more(chance: random.Random) -> made.Capture:
    number = chance.randrange(1000, 10**6)
    return made.capture(made.text(number), f"http://more.example/{number}")


def _replace(path: Path, new: Path) -> None:
    """Put a file in the place of another, with what SQLite keeps beside it."""
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
        if Path(f"{new}{end}").exists():
            Path(f"{new}{end}").replace(f"{path}{end}")
    new.replace(path)


_ACTS: list[Act] = [
    vacuumed, vacuumed_into, backed_up, copied_with_its_log, moved, reindexed, analysed, written_back,
    journalled_otherwise, of_other_pages, vacuumed_by_itself, index_merged, index_merged_a_little, added_to,
    rolled_back, reloaded, touched_by_a_newer_sqlite,
]  # fmt: skip
# What cannot be done here, and what would have to be installed for it.
_TOOLS = {
    "reloaded": ("sqlite3", shutil.which("sqlite3")),
    "touched_by_a_newer_sqlite": ("apsw", find_spec("apsw")),
}
MISSING = {act: tool for act, (tool, there) in _TOOLS.items() if there is None}
ACTS: dict[str, Act] = {act.__name__: act for act in _ACTS if act.__name__ not in MISSING}


@dataclass(frozen=True, slots=True)
class Alarm:
    """A case: its seed, its acts, and whether each checker found something."""

    seed: int
    acts: tuple[str, ...]
    audit: bool
    second: bool


def done(grounds: Grounds, seeds: Iterable[int], folder: Path, act: str | None = None) -> Iterator[Alarm]:
    """Each case of some seeds, in a folder of their own; of one act alone where it is given."""
    path = folder / "done.db"
    for seed in seeds:
        chance = random.Random(seed)
        acts = (act,) if act else tuple(chance.choice([*ACTS]) for _ in range(chance.randrange(1, 5)))
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        shutil.copy(grounds.archive, path)
        for name in acts:
            ACTS[name](grounds, path, chance)
        yield Alarm(seed, acts, audited(grounds, path, grounds.kept).found, checked(path, grounds.kept).found)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1, help="of the first case; the next one has the next")
    parser.add_argument("--archive", type=Path, help="one to begin with; default: one with rows in all tables")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        grounds = prepared(Path(folder), resources.knowledge(), told.archive)
        seeds = watched(range(told.seed, told.seed + told.cases), " cases")
        cases = list(done(grounds, seeds, Path(folder)))
    for one in cases:
        if one.audit or one.second:
            print(f"seed {one.seed}: {', '.join(one.acts)}", file=sys.stderr)
    print(f"{'act':28}{'cases':>6}{'audit alarmed':>15}{'second alarmed':>16}")
    for name in [*ACTS, "all"]:
        of = [one for one in cases if name == "all" or name in one.acts]
        print(f"{name:28}{len(of):6}{sum(one.audit for one in of):15}{sum(one.second for one in of):16}")
    return 1 if any(one.audit or one.second for one in cases) else 0


if __name__ == "__main__":
    sys.exit(main())
