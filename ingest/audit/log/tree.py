"""The entries, one by one, and the tree over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...archive.query import Query
from ...log import entries
from ...log.entries import Entry, EntryError
from ...log.merkle import leaf_hash, root, tiled
from ...records import Finding
from ..look import Watched

# So many entries may be missing; what stands farther off has a number that somebody made up.
_GAPS = 1_000_000
CODES = ("log-entry", "log-leaf", "log-missing", "log-time", "log-tile")


@dataclass(frozen=True, slots=True)
class Event:
    """What an entry commits to: how many commitments, and their root."""

    size: int
    root: bytes


class Tree:
    """The log as its entries have it; hashes that stand beside them are compared, never taken."""

    def __init__(self, query: Query) -> None:
        self._query = query
        # By the number of the entry; None where it cannot be read.
        self.events: list[Event | None] = []
        self.origin = ""
        self.schema: str | None = None
        # The keys that entries told of, as they are written, by the number of the entry.
        self.keys: dict[str, int] = {}
        # How many of the first entries are as checkpoints that the auditor kept say, each in its own time.
        self.fitting: list[int] = []
        self._leaves: list[bytes] = []
        self._missing = 0
        # Hashes by level of tiles: of each entry, of each 256, ...
        self._levels: list[Sequence[bytes]] = [self._leaves]

    @property
    def size(self) -> int:
        """The number of entries that are there, or should be."""
        return len(self.events)

    def root(self, size: int) -> bytes:
        """The root of the first so many entries (32 bytes)."""
        return root(self.hashes, size)

    def hashes(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """Hashes of the tree, as `merkle.Read` asks for them."""
        return self._levels[level][start:end]

    def check(self, watched: Watched) -> Iterator[Finding]:
        """Read all entries; findings on those that are not as they must be."""
        last = ""
        rows = self._query.rows("SELECT number, entry, leaf FROM log ORDER BY number")
        for row in watched(rows, " entries of the log"):
            number, written = row["number"], str(row["entry"]).encode("utf-8", "surrogateescape")
            gap = number - self.size
            if not 0 <= gap <= _GAPS - self._missing:
                yield _finding(
                    "log-entry", number, f"a number from {self.size} on", "one out of place", "number"
                )
                continue
            if gap:
                yield spanning("log-missing", self.size, number, "an entry", "none")
                self._skip(gap)
            leaf = leaf_hash(written)
            if leaf != row["leaf"]:
                yield _finding("log-leaf", number, f"a hash {leaf.hex()}", _hex(row["leaf"]), "leaf")
            try:
                entry = entries.read(written)
            except EntryError as error:
                yield _finding("log-entry", number, "an entry of the log", str(error), "entry")
                self._take(None, leaf)
                continue
            if entry.number != number:
                yield _finding("log-entry", number, f"entry {number}", f"entry {entry.number}", "entry")
            if last and _moment(entry.at) < _moment(last):
                yield _finding("log-time", number, f"{last} or later", entry.at, "entry")
            last = max(last, entry.at, key=_moment) if last else entry.at
            self._learn(entry)
            self._take(entry, leaf)
        self._levels = tiled(self._leaves)
        if not self.size:
            yield _finding("log-missing", 0, "an entry that tells of the archive's making", "none")

    def _skip(self, number: int) -> None:
        """Of so many entries nothing is known."""
        self._missing += number
        self.events.extend([None] * number)
        self._leaves.extend([bytes(32)] * number)

    def _take(self, entry: Entry | None, leaf: bytes) -> None:
        self.events.append(Event(entry.size, entry.root) if entry else None)
        self._leaves.append(leaf)

    def _learn(self, entry: Entry) -> None:
        if self.size == 0:
            self.origin = entry.told.get("origin", "")
        self.schema = entry.told.get("schema", self.schema)
        if entry.event == "key" and "vkey" in entry.told:
            self.keys[entry.told["vkey"]] = entry.number


def tiles(query: Query, tree: Tree) -> Iterator[Finding]:
    """Findings on the hashes that are kept of complete tiles."""
    stored = {(row["level"], row["number"]): row["hash"] for row in query.rows("SELECT * FROM tiles")}
    expected = {(level, number): hash_ for level, of_level in enumerate(tree._levels) if level
                for number, hash_ in enumerate(of_level)}  # fmt: skip
    for key in sorted(stored.keys() | expected.keys(), key=lambda key: [(str(type(one)), one) for one in key]):
        if stored.get(key) != expected.get(key):
            row = f"{key[0]} {key[1]}"
            yield Finding("log-tile", f"tiles row {row}", _hex(expected.get(key)), _hex(stored.get(key)),
                          "tiles", row, "hash")  # fmt: skip


def spanning(code: str, start: int, end: int, expected: str, found: str) -> Finding:
    """A finding on the entries from one up to, not with, another."""
    rows = str(start) if end - start == 1 else f"{start} to {end - 1}"
    return Finding(code, f"log row{'s' * (end - start > 1)} {rows}", expected, found, "log", rows)


def _finding(code: str, number: int, expected: str, found: str, column: str | None = None) -> Finding:
    return Finding(code, f"log row {number}", expected, found, "log", str(number), column)


def _moment(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def _hex(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else "none" if value is None else f"{value!r}"[:80]
