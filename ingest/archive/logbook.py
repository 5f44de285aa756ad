"""Writes the log: at the end of each transaction an entry for each kind of thing that happened in it.

What was written is not told by who wrote it: temporary triggers note each group of rows that a statement
touches, so that nothing can be written through this connection without the log telling of it. Owns the
tables `log`, `tiles`, `commitments` and `sums`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlite_utils import Database

from ..canon import random_id
from ..log import entries, sums
from ..log.commitments import SALT, SEAL, Commitment, Row, commit, number, record
from ..log.entries import Entry, EventKind
from ..log.merkle import HEIGHT, folded, leaf_hash
from .forms import CACHES, FORMS, Form
from .logged import Log
from .schema import unguarded

_BY_NAME = {form.name: form for form in FORMS}
_PER_TILE = 1 << HEIGHT
# The group of the steps by which the schema was made.
_MIGRATED = ("_sqlite_migrations/1", "provenance-archive")
ORIGIN = "provenance-archive"

# Which commitments a removal concerns: those to groups that it touched; those to groups of which nothing is
# left, such as the relations that an article had before others came, as nobody can tell whose they were; and
# those to what others were before, where that may have named or quoted it. Of all these the rows are gone.
_OF_OTHERS = (*(form.name for form in FORMS if form.event == "relation"), "articles/1", "works/1")
_CONCERNED = f"""
WITH last AS (SELECT form, owner, max(event) AS event, marks FROM commitments WHERE form IS NOT NULL
  GROUP BY form, owner)
SELECT one.event, position, one.form, one.owner, salt, one.marks, record
FROM commitments AS one JOIN last ON last.form = one.form AND last.owner = one.owner
WHERE one.event < :before AND (
  (one.form, one.owner) IN (SELECT form, owner FROM temp.log_touched)
  OR last.marks = x''
  OR one.event < last.event AND one.form IN {_OF_OTHERS})
"""


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, and with what: the clock (instants), and a source of random bytes that nobody can guess."""

    clock: Callable[[], str]
    random: Callable[[int], bytes]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """A group as it is now, with the kind of event that tells of it."""

    event: EventKind
    commitment: Commitment
    leaf: bytes

    @classmethod
    def of(cls, event: EventKind, commitment: Commitment) -> "_Change":
        return cls(event, commitment, commitment.leaf())


class Logbook:
    """The log of an archive, for writing."""

    def __init__(self, database: Database, pen: Pen) -> None:
        self._connection, self._pen = database.conn, pen
        self._log = Log(database.conn)

    def open(self) -> None:
        """Begin to note what is touched; in a new archive, or after a migration, tell of all that is there."""
        for statement in _triggers():
            self._connection.execute(statement)

    def due(self) -> bool:
        """Whether there are rows that the log cannot know: before its first entry, and after a migration."""
        if self._log.size() == 0:
            return True
        before = self._log.commitment(*_MIGRATED)
        rows = self._connection.execute(_BY_NAME[_MIGRATED[0]].group(), [_MIGRATED[1]]).fetchall()
        return before is None or record(*_MIGRATED, rows, before.salt) != before.record

    def begin(self) -> None:
        """Tell of all rows of new forms, in one entry. What stands there is taken as it is."""
        size = self._log.size()
        event: EventKind = "migration" if size else "archive"
        told = {"schema": self._log.schema().hex()}
        if not size:
            told["origin"] = f"{ORIGIN}/{random_id(self._pen.random)}"
        if not size:
            for cache in CACHES:
                self._set(cache, sums.of_rows(self._connection.execute(_everything(cache))))
        changes = [change for form in self._new() for change in self._all(form, event)]
        self._forget()
        self._append(event, changes, told)

    def write(self, event: EventKind | None = None, told: Mapping[str, str] | None = None) -> None:
        """Tell of what was touched since the last time; as one event where its kind is given.

        Of what a removal concerns nothing is left from before but the leaves of its commitments: who has no
        salt cannot find out what was there. The entry tells which these are.
        """
        self._move()
        if event == "removal":
            self._blank(self._log.size())
        changes = list(self._changes(self._touched(), event))
        self._forget()
        by_event: dict[EventKind, list[_Change]] = {}
        for change in changes:
            by_event.setdefault(event or change.event, []).append(change)
        for kind in entries.EVENTS:
            if kind in by_event:
                self._append(kind, by_event[kind], (told or {}) if kind == event else {})

    # What was touched

    def _touched(self) -> list[tuple[str, str]]:
        """The groups that were touched, by form and owner, in the order of forms."""
        order = {form.name: at for at, form in enumerate(FORMS)}
        found = self._connection.execute("SELECT form, owner FROM log_touched").fetchall()
        return sorted(found, key=lambda row: (order[row[0]], row[1]))

    def _changes(self, touched: Iterable[tuple[str, str]], event: EventKind | None) -> Iterator[_Change]:
        """Of the groups that were touched those that are not as they were last committed to."""
        fresh = any(name == "payloads/1" for name, _ in touched)
        for name, owner in touched:
            form = _BY_NAME[name]
            rows = self._connection.execute(form.group(), [owner]).fetchall()
            before = self._log.commitment(name, owner)
            if not rows and (before is None or event == "removal"):
                continue
            if before and record(name, owner, rows, before.salt) == before.record and event != "removal":
                continue
            more = len(rows) > (number(before.marks) if before else 0)
            commitment = commit(name, owner, rows, self._pen.random(SALT))
            yield _Change.of(_event(form, rows, more, fresh), commitment)

    def _blank(self, before: int) -> None:
        """Leave of what a removal concerns, and was committed to before an entry, only the leaves."""
        rows = self._connection.execute(_CONCERNED, {"before": before}).fetchall()
        with unguarded(self._connection, "commitments"):
            for event, position, *parts in rows:
                leaf = Commitment(*parts).leaf()
                self._connection.execute(
                    "UPDATE commitments SET form = NULL, owner = NULL, salt = NULL, marks = NULL,"
                    " record = ?, seal = ? WHERE event = ? AND position = ?",
                    [leaf, leaf[:SEAL], event, position],
                )

    def _move(self) -> None:
        """Bring the sums of what is kept for comparing up to date."""
        moved = self._connection.execute("SELECT cache, come, row FROM log_moved ORDER BY cache").fetchall()
        for cache, found in groupby(moved, key=lambda row: str(row[0])):
            rows = list(found)
            come, gone = (
                sums.of_rows(tuple(json.loads(row[2])) for row in rows if row[1] == way) for way in (1, 0)
            )
            if come != gone:
                self._set(cache, sums.moved(int(self._log.sums().get(cache, "0"), 16), come, gone))

    def _forget(self) -> None:
        for table in ("log_touched", "log_moved"):
            self._connection.execute(f"DELETE FROM temp.{table}")

    def _new(self) -> list[Form]:
        """The forms of which nothing was ever committed to, and that of what was migrated."""
        return [form for form in FORMS if form.name == _MIGRATED[0] or not self._log.knows(form.name)]

    def _all(self, form: Form, event: EventKind) -> Iterator[_Change]:
        """All groups of a form as they are."""
        found = self._connection.execute(form.groups())
        for owner, rows in groupby(found, key=lambda row: str(row[0])):
            kept = [row[1:] for row in rows]
            yield _Change.of(event, commit(form.name, owner, kept, self._pen.random(SALT)))

    # The log

    def _append(self, event: EventKind, changes: Sequence[_Change], told: Mapping[str, str]) -> None:
        at, size = self._log.size(), len(changes)
        root = entries.root([change.leaf for change in changes])
        entry = Entry(at, event, self._now(), self._pen.by, size, root, told)
        written = entry.written()
        self._connection.execute("INSERT INTO log VALUES (?, ?, ?)", [at, written.decode(), leaf_hash(written)])
        self._connection.executemany(
            "INSERT INTO commitments (event, position, form, owner, salt, marks, record, seal)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (at, position, made.form, made.owner, made.salt, made.marks, made.record, leaf[:SEAL])
                for position, made, leaf in (
                    (position, change.commitment, change.leaf) for position, change in enumerate(changes)
                )
            ),
        )
        self._tile(at + 1)

    def _tile(self, size: int) -> None:
        """Keep the hashes of the tiles that are complete with this many entries."""
        level, of_level = 1, size
        while of_level % _PER_TILE == 0:
            of_level //= _PER_TILE
            below = self._log.hashes(level - 1, (of_level - 1) * _PER_TILE, of_level * _PER_TILE)
            self._connection.execute("INSERT INTO tiles VALUES (?, ?, ?)", [level, of_level - 1, folded(below)])
            level += 1

    def _now(self) -> str:
        """The clock or, where it was set back, the time of the last entry: in the log it never goes back."""
        now, last = self._pen.clock(), self._log.last()
        return last.at if last and datetime.fromisoformat(now) < datetime.fromisoformat(last.at) else now

    def _set(self, cache: str, total: int) -> None:
        self._connection.execute(
            "INSERT INTO sums VALUES (?, ?) ON CONFLICT (cache) DO UPDATE SET sum = excluded.sum",
            [cache, sums.written(total)],
        )


def _event(form: Form, rows: Sequence[Row], more: bool, fresh: bool) -> EventKind:
    """Which event tells of a changed group.

    A retrieval that brought nothing new is one of what was seen again. People's statements that are only
    chosen, or outvoted, by now are the decision's.
    """
    if form.table == "captures" and rows and not fresh:
        outcome = rows[0][form.columns.index("outcome")]
        return "seen-again" if outcome in ("captured", "not-modified") else "capture"
    if form.name.startswith("assertions/") and not more:
        return "decision"
    return form.event


def _everything(cache: str) -> str:
    return f"SELECT {', '.join(CACHES[cache])} FROM main.{cache}"


def _triggers() -> Iterable[str]:
    """Temporary tables and triggers that note what is touched: they are this connection's, and go with it."""
    yield (
        "CREATE TEMP TABLE IF NOT EXISTS log_touched (form TEXT, owner TEXT, PRIMARY KEY (form, owner))"
        " WITHOUT ROWID"
    )
    yield "CREATE TEMP TABLE IF NOT EXISTS log_moved (cache TEXT, come INTEGER, row TEXT)"
    for form in FORMS:
        for change, sides in (("INSERT", ["new"]), ("UPDATE", ["old", "new"]), ("DELETE", ["old"])):
            body = "".join(_touch(form, side) for side in sides)
            yield _trigger(f"touched_{form.table}_{form.event}_{change}", change, form.table, body)
    for cache, columns in CACHES.items():
        for change, sides in (("INSERT", ["new"]), ("UPDATE", ["old", "new"]), ("DELETE", ["old"])):
            body = "".join(_move(cache, columns, side) for side in sides)
            yield _trigger(f"moved_{cache}_{change}", change, cache, body)


def _trigger(name: str, change: str, table: str, body: str) -> str:
    return f"CREATE TEMP TRIGGER IF NOT EXISTS {name} AFTER {change} ON main.{table} BEGIN {body} END"


def _touch(form: Form, side: str) -> str:
    # Not OR IGNORE: the policy of the statement that fires a trigger would stand above it.
    owner, only = f'{side}."{form.owner}"', f"{side}.{form.only} AND" if form.only else ""
    new = f"NOT EXISTS (SELECT 1 FROM log_touched WHERE form = '{form.name}' AND owner = {owner})"
    return f"INSERT INTO log_touched SELECT '{form.name}', {owner} WHERE {only} {new};"


def _move(cache: str, columns: Sequence[str], side: str) -> str:
    values = ", ".join(f'{side}."{column}"' for column in columns)
    come = int(side == "new")
    return f"INSERT INTO log_moved VALUES ('{cache}', {come}, json_array({values}));"
