"""What is attacked in the drills: an archive with rows in every table, and what its auditor keeps elsewhere."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import made
from authority import Authority

from ingest.archive import files
from ingest.archive.logbook import Pen
from ingest.archive.logged import Log
from ingest.archive.store import Store
from ingest.log.note import Note, Signer
from ingest.pipeline import Act, add, remove
from ingest.read.knowledge import Knowledge
from ingest.records import Capture

# As many entries as make a row of tiles, and some more.
_ENTRIES = 262
_RECIPE = range(40, 44)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Archives and what is kept of them.

    `archive` is the one under attack, `older` the same before its last additions; `kept` is the checkpoint of
    `archive` that its auditor has, and `signer` the archive's own key. `small` is another archive, made of
    `sources` by `rebuild`, and `small_kept` the auditor's checkpoint of that one.
    """

    archive: Path
    older: Path
    kept: str
    signer: Signer
    small: Path
    small_kept: str
    sources: tuple[Capture, ...]
    knowledge: Knowledge


def prepared(folder: Path, knowledge: Knowledge, crossposted: Path | None = None) -> Grounds:
    """The grounds in a folder; `crossposted` is an archive to begin with, where there is one already."""
    archive, older, small = (folder / f"{name}.db" for name in ("archive", "older", "small"))
    if crossposted is None:
        made.sound(archive, knowledge)
        made.put(archive, made.crossposts(), knowledge)
        made.said(archive, knowledge)
    else:
        shutil.copy(crossposted, archive)
    signer = _keyed(archive, knowledge, Authority(folder))
    _filled(archive, knowledge)
    _unshared(archive)
    shutil.copy(archive, older)
    made.put(archive, [made.capture(made.text(70), "http://late.example/1")], knowledge)
    _unshared(archive)
    sources = tuple(made.capture(made.text(number), f"http://s{number}.example/1") for number in _RECIPE)
    small_signer = rebuild(small, sources, knowledge)
    return Grounds(
        archive, older, kept(archive, signer), signer, small, kept(small, small_signer), sources, knowledge
    )


def rebuild(path: Path, sources: tuple[Capture, ...], knowledge: Knowledge, now: str = made.NOW) -> Signer:
    """The small archive, made of sources by somebody with the code, who picks clock and chance; and its key."""
    calls = iter(range(10**9))
    pen = Pen(lambda: now, _chance(calls.__next__), "archivist")
    with files.writable(path) as database:
        store = Store(database, knowledge.registry, pen)
        list(add(store, sources, knowledge, replace(made.ACT, now=now)))
        signer = Signer.make(Log(database.conn).origin(), bytes(32))
        store.key(signer.verifier.written(), now)
    _unshared(path)
    return signer


def kept(path: Path, signer: Signer) -> str:
    """A signed checkpoint of an archive as it is."""
    with files.readable(path) as database:
        body = Log(database.conn).checkpoint().body()
    return Note(body, (signer.sign(body),)).written()


def _chance(count: Callable[[], int]) -> Callable[[int], bytes]:
    """Bytes that are the same in each archive, so that a rebuilt one has the origin of the first."""
    return lambda size: count().to_bytes(size)


def _keyed(path: Path, knowledge: Knowledge, authority: Authority) -> Signer:
    """A key, checkpoints that are kept, and rows in the tables of timestamps and removals."""
    with files.existing(path) as database:
        store = Store(database, knowledge.registry, made.PEN)
        signer = Signer.make(Log(database.conn).origin(), bytes(range(32)))
        store.key(signer.verifier.written(), made.LATER)
        for size in (10, 100):
            body = Log(database.conn).checkpoint(size).body()
            store.checkpoint(size, Note(body, (signer.sign(body),)).written(), made.LATER)
            reply = authority.answer(authority.query(body.encode(), "-cert"))
            store.timestamp(size, body, reply, "http://tsa.example/", made.LATER)
        removed = database.execute("SELECT max(article) FROM collection_articles").fetchone()[0]
        act = Act(made.LATER, "editor", "a court said so")
        remove(store, removed, knowledge, act, Random(6).randbytes)
    return signer


def _filled(path: Path, knowledge: Knowledge) -> None:
    """More small articles until there is a tile."""
    number = 80
    while int(str(made.rows(path, "SELECT count(*) FROM log")[0][0])) < _ENTRIES:
        made.put(path, [made.capture(made.text(number), f"http://f{number}.example/1")], knowledge)
        number += 1


def _unshared(path: Path) -> None:
    """Everything in the one file, so that a copy of it is a copy of the archive."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
