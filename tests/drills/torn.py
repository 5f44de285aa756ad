"""Cuts an add off at each of its steps, in each way that a machine can, and looks for torn states.

    python tests/drills/torn.py [--cases 1000] [--seed 1]

A step is a statement that SQLite is asked to run. At one of them the process is killed (SIGKILL), or from there
on the disk is full (ENOSPC), writing fails (EIO), or syncing fails (EIO): the kernel refuses the calls, by a
seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html). After that the archive must be as it
was before or as it is after the add, its audit without findings, and the add can be done again. Exits with 1 if
any state is torn.
"""

import argparse
import ctypes
import errno
import os
import platform
import random
import shutil
import signal
import struct
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import made

from ingest.archive import files
from ingest.archive.logged import Log
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit import Kept, audit
from ingest.log.note import Note
from ingest.pipeline import add
from ingest.read.knowledge import Knowledge
from ingest.resources import knowledge
from ingest.terminal import watched

# The numbers of the system calls by which files are written, cut and synced.
_CALLS = {
    "x86_64": {"write": (1, 18, 20, 296, 77), "sync": (74, 75)},
    "aarch64": {"write": (64, 68, 66, 70, 46), "sync": (82, 83)},
}
KINDS = ("killed", "disk full", "write failed", "sync failed")
# Of <linux/prctl.h>, <linux/seccomp.h> and <linux/bpf_common.h>.
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN, _ALLOW, _ERRNO = 0x20, 0x15, 0x06, 0x7FFF0000, 0x00050000


@dataclass(frozen=True, slots=True)
class Case:
    """What happened at which step, and what is wrong of the archive after it: nothing, if all is well."""

    seed: int
    kind: str
    step: int
    wrong: str


def possible() -> bool:
    """Whether this machine's kernel can be asked to refuse calls."""
    return sys.platform == "linux" and platform.machine() in _CALLS


def refuse(what: str, error: int) -> None:
    """From now on this process's calls of a kind fail with an error."""
    numbers = _CALLS[platform.machine()][what]
    code = struct.pack("HBBI", _LOAD, 0, 0, 0)
    for at, number in enumerate(numbers):
        code += struct.pack("HBBI", _EQUAL, len(numbers) - at, 0, number)
    code += struct.pack("HBBI", _RETURN, 0, 0, _ALLOW) + struct.pack("HBBI", _RETURN, 0, 0, _ERRNO | error)
    program = ctypes.create_string_buffer(code)
    length, padding = len(code) // 8, 6
    header = struct.pack(f"H{padding}xQ", length, ctypes.addressof(program))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if libc.prctl(_SET_SECCOMP, _FILTER, ctypes.c_char_p(header), 0, 0):
        os._exit(9)


def strike(kind: str) -> None:
    """What happens at the step."""
    if kind == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    refuse("sync" if kind == "sync failed" else "write", errno.ENOSPC if kind == "disk full" else errno.EIO)


def added(path: Path, known: Knowledge, kind: str | None = None, step: int = -1) -> int:
    """Add an article; how many steps it took. At one of them something happens."""
    count = 0

    def trace(_statement: str) -> None:
        nonlocal count
        if count == step and kind:
            strike(kind)
        count += 1

    with files.existing(path) as database:
        database.conn.set_trace_callback(trace)
        store = Store(database, known.registry, made.PEN)
        for outcome in add(store, [made.capture(made.text(91), "http://torn.example/1")], known, made.ACT):
            assert outcome.status == "added", outcome
    return count


def drilled(base: Path, seeds: range, folder: Path, known: Knowledge) -> Iterator[Case]:
    """One case for each seed, on copies of an archive."""
    whole = Path(shutil.copy(base, folder / "whole.db"))
    steps, kept = added(whole, known), _kept(base)
    for seed in seeds:
        kind, step = KINDS[seed % len(KINDS)], random.Random(seed).randrange(steps)
        path = Path(shutil.copy(base, folder / f"torn{seed}.db"))
        apart(path, known, kind, step)
        yield Case(seed, kind, step, _wrong(path, known, kept))
        for left in folder.glob(f"torn{seed}.db*"):
            left.unlink()


def apart(path: Path, known: Knowledge, kind: str, step: int) -> None:
    """Add in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            added(path, known, kind, step)
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.waitpid(child, 0)


def _kept(path: Path) -> Kept:
    with files.readable(path) as database:
        found = Log(database.conn).checkpoint()
    return Kept("the checkpoint from before", found, Note(found.body()))


def _wrong(path: Path, known: Knowledge, kept: Kept) -> str:
    """What is wrong of an archive after what happened to it, before and after the add is done again."""
    for again in (False, True):
        if again:
            with files.existing(path) as database:
                store = Store(database, known.registry, made.PEN)
                capture = made.capture(made.text(91), "http://torn.example/1")
                statuses = [outcome.status for outcome in add(store, [capture], known, made.ACT)]
            if statuses not in (["added"], ["unchanged"]):
                return f"the add cannot be done again: {statuses}"
        with files.readable(path) as database:
            findings = list(audit(Query(database.conn), known, "stored", [kept]))
        if findings:
            return f"{findings[0].code} {findings[0].subject}"
    return ""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--cases", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    known, told, torn = knowledge(), Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.db"
        made.put(
            base, [made.capture(made.text(number), f"http://b{number}.example/1") for number in range(8)], known
        )
        seeds = watched(range(given.seed, given.seed + given.cases), " cases")
        for case in drilled(base, seeds, Path(folder), known):
            told[case.kind] += 1
            if case.wrong:
                torn += 1
                print(f"seed {case.seed}, {case.kind} at step {case.step}: {case.wrong}")
    print(", ".join(f"{kind} {number}" for kind, number in sorted(told.items())), f"torn: {torn}", sep="; ")
    return 1 if torn else 0


if __name__ == "__main__":
    sys.exit(main())
