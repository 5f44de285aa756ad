"""A second checker of archives, written from docs/log-format.md and docs/schema.md alone: `second.py --help`.

Prints the table, row and fault of each finding; exits 1 where there are any. It checks no signatures.
"""

import argparse
import base64
import collections
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "log-format.md").read_text("utf-8")
FORMS = re.findall(r"^\| `(\w+/\d+)` \| (\w+) \| `?(.*?)`? \| (.*) \| (.*) \| (.*) \|$", PAGE, re.MULTILINE)
SUMS = re.findall(r"`(\w+)` \(([\w, ]+)\)", PAGE.split("The columns are, in order:")[1].split("\n\n")[0])
IDENTITY = {"application_id": 0x70766172, "user_version": 5}
MARK, TILE, LEVELS, ENTRY_BYTES = 6, 256, range(1, 9), 65_535
INDEX = "fts5 (title, text, content = '', tokenize = 'unicode61 remove_diacritics 2')"
TEXTS = """SELECT articles.number, articles.title, texts.body FROM articles
  JOIN versions ON versions.id = articles.version JOIN texts ON texts.sha256 = versions.text"""
STRAY = """SELECT name || ' strays' FROM sqlite_master WHERE tbl_name NOT IN (SELECT name FROM sqlite_master)
  OR sql IS NULL AND substr(name, 1, 18 + length(tbl_name)) <> 'sqlite_autoindex_' || tbl_name || '_'"""
WORDS = "SELECT doc, term, col, offset FROM (SELECT DISTINCT term one FROM words) JOIN words ON term = one"
PAGES = {"data WHERE id <> 10": "id & 0x1fffffffff, block", "idx": "term, pgno", "docsize": "*", "config": "*"}

Finding = tuple[str, object, str]


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: object) -> bytes:
    """RFC 8785, as far as it is needed; a blob stands for its hash, and text that is no UTF-8 for its bytes."""
    blob = lambda told: {"sha256": sha(told).hex()}  # noqa: E731
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=blob)
    return text.encode("utf-8", "surrogateescape")


def root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1: joining neighbours level by level splits where the RFC does."""
    while len(leaves) > 1:
        pairs = zip(leaves[::2], leaves[1::2], strict=False)
        leaves = [sha(b"\1", one, other) for one, other in pairs] + leaves[len(leaves) & ~1 :]
    return leaves[0] if leaves else sha()


class Checker:
    def __init__(self, archive: Path, since: str | None = None) -> None:
        self.since, self.entries, self.leaves, self.latest, self.stated = since, [], [], {}, {}
        self.db = sqlite3.connect(f"{archive.resolve().as_uri()}?mode=ro", uri=True)
        self.db.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        self.db.executescript("PRAGMA trusted_schema = OFF; PRAGMA writable_schema = ON")

    def findings(self) -> Iterator[Finding]:
        """What cannot be read or makes no sense is a finding, and no reason to stop looking at the rest."""
        checks = [("sqlite_master", self.file), ("log", self.log), ("commitments", self.commitments)]
        checks += [(form[1], lambda form=form: self.rows(*form)) for form in FORMS]
        checks += [("sums", self.sums), ("search", self.search)]
        for table, check in checks:
            try:
                yield from check()
            except (sqlite3.Error, ValueError, TypeError, LookupError, OverflowError) as error:
                yield table, "-", f"cannot be checked: {error}"

    def select(self, table: str, columns: str, rest: str = "") -> sqlite3.Cursor:
        """The rows of a table: never those of an index, nor of a view or virtual table of its name."""
        named = "SELECT type, rootpage > 0 FROM sqlite_master WHERE name = ?"
        if self.db.execute(named, (table,)).fetchall() != [("table", 1)]:
            raise ValueError("there is no such table")
        names = ", ".join(f'"{column}"' for column in columns.split())
        return self.db.execute(f'SELECT {names} FROM main."{table}" NOT INDEXED {rest}')

    def file(self) -> Iterator[Finding]:
        for name, value in IDENTITY.items():
            if self.db.execute(f"PRAGMA {name}").fetchone() != (value,):
                yield "sqlite_master", "-", f"{name} is not {value}"
        lines = [*self.db.execute("PRAGMA integrity_check"), *self.db.execute(STRAY)]
        yield from (("sqlite_master", "-", line) for (line,) in lines if line != "ok")

    def log(self) -> Iterator[Finding]:
        for number, entry, leaf in self.select("log", "number entry leaf", "ORDER BY number"):
            raw = str(entry).encode("utf-8", "surrogateescape")
            self.leaves.append(sha(b"\0", raw))
            if leaf != self.leaves[-1] or not self.well_written(number, raw):
                yield "log", number, "is not an entry of this place, or the leaf is not that of the entry"
        listed = self.db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql > '' ORDER BY 1, 2")
        schema = sha(canonical([row for row in listed if not row[1].startswith("sqlite_")])).hex()
        if schema != self.stated["schema"]:
            yield "sqlite_master", "-", "the schema is not the one that the log tells of"
        sizes = [(level, n, TILE**level) for level in LEVELS for n in range(len(self.leaves) // TILE**level)]
        due = {(level, n): root(self.leaves[n * size :][:size]) for level, n, size in sizes}
        kept = {(level, n): tile for level, n, tile in self.select("tiles", "level number hash")}
        for level, n in (place for place in kept | due if kept.get(place) != due.get(place)):
            yield "tiles", f"{level} {n}", "does not follow from the log"
        checkpoints = [("log", int(self.since.split("\n")[1]), self.since)] if self.since else []
        checkpoints += [("checkpoints", *row) for row in self.select("checkpoints", "size note")]
        for table, size, note in checkpoints:
            hashed = base64.b64encode(root(self.leaves[:size])).decode()
            told = f"{self.entries[0]['origin']}\n{size}\n{hashed}\n"
            if size > len(self.leaves) or not str(note).startswith(told):
                gone = f"{len(self.leaves)} to {size - 1}" if size > len(self.leaves) else size
                yield table, gone, "the log does not go on from this checkpoint"

    def well_written(self, number: int, raw: bytes) -> bool:
        self.entries.append({})
        try:
            before, entry = self.entries[-2:][0], json.loads(raw)
            here = entry["number"] == number == len(self.entries) - 1
            first = ("origin" in entry) == (entry["event"] == "archive") == (number == 0)
            written = canonical(entry) == raw and len(raw) <= ENTRY_BYTES
            later = datetime.fromisoformat(entry["at"]) >= datetime.fromisoformat(before.get("at", entry["at"]))
        except (ValueError, TypeError, LookupError):
            return False
        self.entries[-1] = entry
        self.stated |= entry  # the last word on each thing
        return here and first and written and later and entry["format"] == "provenance-archive/entry/1"

    def commitments(self) -> Iterator[Finding]:
        events, columns = collections.defaultdict(list), "event position form owner salt marks record seal"
        for row in self.select("commitments", columns, "ORDER BY event, position"):
            event, position, form, owner, salt, marks, record, seal = row
            leaf = record if form is None else sha(salt, record, canonical([form, owner]), marks)
            if seal != leaf[:4] or position != len(events[event]):
                yield "commitments", f"{event} {position}", "is not what was written"
            events[event].append(sha(b"\0", leaf))
            self.latest[form, owner] = (salt, marks, record)
        for number, entry in enumerate(self.entries):
            leaves = events.pop(number, [])
            if entry.get("commitments") != {"root": root(leaves).hex(), "size": len(leaves)}:
                yield "log", number, "the commitments of the event are not those that the entry tells of"
        yield from (("commitments", event, "no entry tells of the event") for event in events)

    def rows(self, form: str, table: str, where: str, columns: str, owner: str, key: str) -> Iterator[Finding]:
        names, groups = columns.split(), collections.defaultdict(list)
        order = ", ".join(f'"{column}" COLLATE BINARY' for column in key.split())
        for row in self.select(table, columns, f"{where and 'WHERE ' + where} ORDER BY {order}"):
            groups[str(row[names.index(owner)])].append(row)
        places = [names.index(column) for column in dict.fromkeys([owner, *key.split()])]
        told = {group for (of, group), (_, marks, _) in self.latest.items() if of == form and marks}
        for group in groups.keys() | told:
            salt, marks, record = self.latest.get((form, group), (b"", b"", b""))
            if sha(salt, canonical([form, group, groups[group]])) == record:
                continue
            due = collections.Counter(marks[at : at + MARK] for at in range(0, len(marks), MARK))
            for row in groups[group]:
                due[mark := sha(salt, canonical(row))[:MARK]] -= 1
                if due[mark] < 0:
                    yield table, " ".join(str(row[at]) for at in places), "is not what was committed to"
            yield table, group, f"the group differs; {(+due).total()} of its rows are not there as they were"

    def sums(self) -> Iterator[Finding]:
        kept = dict(self.select("sums", "cache sum"))
        if kept.keys() != dict(SUMS).keys():
            yield "sums", "-", "are not of the tables that they should be of"
        for cache, columns in SUMS:
            rows = self.select(cache, columns.replace(",", ""))
            if f"{sum(int.from_bytes(sha(canonical(row))) for row in rows) % 2**256:064x}" != kept.get(cache):
                yield cache, "-", "the rows do not have the sum that is kept of them"

    def search(self) -> Iterator[Finding]:
        kept, anew = sqlite3.connect(""), sqlite3.connect("")  # temporary files, gone when closed
        self.db.backup(kept)
        anew.execute(f"CREATE VIRTUAL TABLE search USING {INDEX}")
        anew.executemany("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", self.db.execute(TEXTS))
        was, due = indexed(kept), indexed(anew)
        for table, row in (place for place in was | due if was.get(place) != due.get(place)):
            yield table, row, "does not follow from titles and texts"


def indexed(db: sqlite3.Connection) -> dict[tuple[str, object], list[bytes]]:
    """What an index says of each article, and its pages once merged: they are the same for the same texts."""
    db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, search, instance)")
    said = collections.defaultdict(list)
    for article, *word in db.execute(WORDS):
        said["search", article].append(repr(word).encode())
    db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    for verb in (None, "delete"):  # two segments at least, so that there is something to merge
        db.execute("INSERT INTO search (search, rowid, title, text) VALUES (?, 0, 'a', 'a')", (verb,))
        db.commit()
    db.execute("INSERT INTO search (search) VALUES ('optimize')")
    for table, columns in PAGES.items():
        for row, told in db.execute(f"SELECT {columns} FROM search_{table}"):
            said["search_" + table.split()[0], row].append(told)
    return said


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--since", type=Path, help="a file with a checkpoint that was kept")
    told = parser.parse_args()
    found = list(Checker(told.archive, told.since and told.since.read_text("utf-8")).findings())
    print(*("\t".join(map(str, finding)) for finding in found), sep="\n", end="\n" if found else "")
    raise SystemExit(1 if found else 0)
