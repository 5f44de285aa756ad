"""The file that a new archive is: its marks, its rules, and that they are enforced."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import made
import pytest

from ingest import canon
from ingest.archive import files, schema
from ingest.read.knowledge import Knowledge

SHA = "a" * 64
ID = "b" * 16
# Tables that sqlite-utils and the search index make, with no word of ours in them.
NOT_OURS = ("_sqlite_migrations", "search", "search_data", "search_idx", "search_docsize", "search_config")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A new archive, opened as ours opens it, without deferring anything to the end."""
    with files.writable(tmp_path / "fresh.db") as database:
        yield database.conn


@pytest.fixture
def archive(crossposted: Path, tmp_path: Path) -> Path:
    """A copy of an archive with rows in every table."""
    return Path(shutil.copy(crossposted, tmp_path / "archive.db"))


def tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [name for (name,) in found if name not in NOT_OURS]


def test_a_new_parent_is_not_looked_for_in_all_rows_of_its_children(fresh: sqlite3.Connection) -> None:
    """SQLite does that for a deferred foreign key without an index of its own."""
    for table in tables(fresh):
        sql = fresh.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
        deferred = {line.split()[0].strip('"') for line in sql.splitlines() if "DEFERRED" in line}
        whole = [row[1] for row in fresh.execute(f"PRAGMA index_list({table})") if not row[4]]
        first = {fresh.execute(f"PRAGMA index_info({index})").fetchone()[2] for index in whole}
        first |= {row[1] for row in fresh.execute(f"PRAGMA table_info({table})") if row[5] == 1}
        assert deferred <= first, table


def test_every_table_is_strict(fresh: sqlite3.Connection) -> None:
    strict = {row[1]: row[5] for row in fresh.execute("PRAGMA table_list")}
    assert len(tables(fresh)) == 43
    assert [name for name in tables(fresh) if not strict[name]] == []


def test_the_file_says_whose_it_is(fresh: sqlite3.Connection) -> None:
    assert fresh.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"pvar"),)
    assert fresh.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA_VERSION,)


def test_the_marks_stand_in_the_header_where_file_1_reads_them(archive: Path) -> None:
    header = archive.read_bytes()[:100]
    assert header[68:72] == b"pvar"
    assert int.from_bytes(header[60:64]) == schema.SCHEMA_VERSION


def test_migrations_are_noted_once(archive: Path) -> None:
    names = [migration.name for migration in schema.migrations._migrations]
    for _ in range(2):
        with files.writable(archive):
            pass
        assert [
            name for (name,) in made.rows(archive, "SELECT name FROM _sqlite_migrations ORDER BY id")
        ] == names


# For each CHECK: the table and what makes an otherwise good row of the archive break it.
# The article that a link of the fixture is about, by the key of its address.
MAYBE = canon.article_id("maybe.example/1", "")
# Rows of tables that few archives have any in.
RARE = (
    "INSERT INTO tiles VALUES (1, 0, zeroblob(32))",
    f"INSERT INTO timestamps VALUES (1, 'note', x'00', 'http://tsa.example/', '{made.NOW}')",
    f"INSERT INTO removals VALUES ('{ID}', 'editor', '{made.NOW}', 'a court said so')",
)
VIOLATIONS = (
    ("payloads", {"sha256": "x"}),
    ("payloads", {"sha256": "A" * 64}),
    ("payloads", {"size": -1}),
    ("payloads", {"codec": "gzip"}),
    ("outlets", {"name": ""}),
    ("outlets", {"kind": "tabloid"}),
    ("outlet_domains", {"domain": "Made.example"}),
    ("outlet_domains", {"domain": "www.made.example"}),
    ("texts", {"sha256": "g" * 64}),
    ("works", {"id": "short"}),
    ("works", {"id": "1" * 16}),
    ("articles", {"id": "x"}),
    ("articles", {"authors": "nobody"}),
    ("articles", {"authors": "{}"}),
    ("articles", {"url": "ftp://made.example"}),
    ("articles", {"stub": 2}),
    ("articles", {"stub": 1}),
    ("articles", {"added_at": None}),
    ("articles", {"added_at": "yesterday"}),
    ("articles", {"published_day": "2025-1-1"}),
    ("articles", {"published_earliest": "someday"}),
    ("articles", {"published_earliest": "2025-01-02", "published_latest": "2025-01-01"}),
    ("decisions", {"value": "["}),
    ("decisions", {"confidence": 1001}),
    ("decisions", {"doubts": "{}"}),
    ("decisions", {"severity": 5000, "doubts": "[]"}),
    ("doubts", {"code": ""}),
    ("namings", {"id": "x"}),
    ("namings", {"domain": "www.made.example"}),
    ("namings", {"outlet": ""}),
    ("namings", {"kind": "tabloid"}),
    ("namings", {"asserted_at": "yesterday"}),
    ("claims", {"place": "headers"}),
    ("captures", {"captured_at": "yesterday"}),
    ("versions", {"captured_at": "yesterday"}),
    ("captures", {"added_at": "yesterday"}),
    ("captures", {"id": "x"}),
    ("captures", {"outcome": "lost"}),
    ("captures", {"outcome": "gone"}),
    ("captures", {"outcome": "consent"}),
    ("captures", {"article": None}),
    ("captures", {"status": 99}),
    ("captures", {"status": None}),
    ("captures", {"hops": "["}),
    ("captures", {"headers": "{}"}),
    ("captures", {"coding": "br"}),
    ("listings", {"url": "ftp://made.example/feed"}),
    ("listings", {"kind": "rumour"}),
    ("parts", {"name": "payload"}),
    ("parts", {"sha256": "x"}),
    ("parts", {"size": -1}),
    ("parts", {"codec": "gzip"}),
    ("versions", {"id": "x"}),
    ("passages", {"kind": "footnote"}),
    ("passages", {"kind": "caption"}),
    ("passages", {"text_start": None}),
    ("passages", {"text_end": None}),
    ("passages", {"caption": "a caption"}),
    ("passages", {"start": 9, "end": 8}),
    ("passages", {"start": -1}),
    ("passages", {"runs": "["}),
    ("links", {"text_start": 9, "text_end": 9}),
    ("links", {"start": 9, "end": 8}),
    ("claims", {"id": "x"}),
    ("claims", {"field": "mood"}),
    ("claims", {"place": ""}),
    ("claims", {"chosen": 2}),
    ("claims", {"start": 9, "end": 8}),
    ("claims", {"end": None}),
    ("claims", {"by": "somebody"}),
    ("claims", {"asserted_at": made.NOW}),
    ("claims", {"by": "somebody", "asserted_at": "yesterday"}),
    ("claims", {"value": None}),
    ("claims", {"rule": None}),
    ("claims", {"start": None, "end": None}),
    ("claims", {"quote": None}),
    ("claims", {"version": None}),
    ("claims", {"place": "address"}),
    ("attributions", {"kind": "shared-source"}),
    ("attributions", {"start": 9, "end": 8}),
    ("relations", {"id": "x"}),
    ("relations", {"kind": "friendship"}),
    ("relations", {"status": "perhaps"}),
    ("relations", {"score": 1001}),
    ("relations", {"score": -1}),
    ("relations", {"to": "litiqqkkj6zoi3yq"}),
    ("evidence", {"from_ranges": "["}),
    ("evidence", {"to_ranges": "["}),
    ("collections", {"name": ""}),
    ("relations", {"directed": 2}),
    ("relations", {"origin": "dreamt"}),
    ("matches", {"kind": "cites"}),
    ("matches", {"score": 1001}),
    ("matches", {"later": "z" * 16}),
    ("matches", {"asserted": 2}),
    ("matches", {"signs": "["}),
    ("matches", {"passages": "["}),
    ("matches", {"a": "z" * 16}),
    ("stub_titles", {"title": ""}),
    ("resolutions", {"id": "x"}),
    ("resolutions", {"score": -1}),
    ("resolutions", {"reason": ""}),
    ("resolutions", {"article": "b2pqznxh3yakhrhh"}),
    ("candidates", {"score": 1001}),
    ("candidates", {"reason": ""}),
    ("acts", {"id": "x"}),
    ("acts", {"act": "praise"}),
    ("acts", {"kind": "friendship"}),
    ("acts", {"by": ""}),
    ("acts", {"asserted_at": "yesterday"}),
    ("acts", {"kind": None}),
    ("acts", {"undoes": ID}),
    ("acts", {"article": None}),
    ("acts", {"other": None}),
    ("acts", {"other": MAYBE}),
    ("log", {"number": -1}),
    ("log", {"leaf": b"short"}),
    ("tiles", {"level": 0}),
    ("tiles", {"number": -1}),
    ("tiles", {"hash": b"short"}),
    ("commitments", {"position": -1}),
    ("commitments", {"salt": b"short"}),
    ("commitments", {"marks": b"short"}),
    ("commitments", {"record": b"short"}),
    ("commitments", {"seal": b"long seal"}),
    ("commitments", {"salt": None}),
    ("sums", {"sum": "1"}),
    ("seals", {"name": "another"}),
    ("seals", {"digest": b"short"}),
    ("keys", {"vkey": ""}),
    ("keys", {"position": -1}),
    ("keys", {"set_at": "yesterday"}),
    ("checkpoints", {"size": -1}),
    ("checkpoints", {"kept_at": "yesterday"}),
    ("timestamps", {"size": -1}),
    ("timestamps", {"kept_at": "yesterday"}),
    ("removals", {"by": ""}),
    ("removals", {"removed_at": "yesterday"}),
    ("removals", {"because": ""}),
)


def good_row(connection: sqlite3.Connection, table: str) -> dict[str, object]:
    """A row that stands in the archive, where there is a choice one that machines made."""
    wanted = {
        "claims": "by IS NULL AND place = 'payload'",
        "captures": "article IS NOT NULL AND status = 200 AND version IS NOT NULL",
        "articles": "NOT stub",
        "passages": "caption IS NULL",
        "acts": "act = 'link'",
    }
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {wanted.get(table, '1')}")
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


@pytest.mark.parametrize(("table", "change"), VIOLATIONS, ids=lambda value: str(value))
def test_a_check_refuses(archive: Path, table: str, change: dict[str, object]) -> None:
    with files.existing(archive) as database:
        for statement in RARE:
            database.execute(statement)
        row = good_row(database.conn, table)
        made.unguard(database.conn)
        sets = ", ".join(f'"{column}" = ?' for column in change)
        same = " AND ".join(f'"{column}" IS ?' for column in row)
        with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
            database.conn.execute(f"UPDATE {table} SET {sets} WHERE {same}", [*change.values(), *row.values()])


def test_no_check_is_left_out(fresh: sqlite3.Connection) -> None:
    """As many CHECKs are tried as stand in the schema, table by table (some are tried twice)."""
    for table in tables(fresh):
        sql = fresh.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
        tried = sum(1 for name, _ in VIOLATIONS if name == table)
        assert tried >= sql.count("CHECK ("), table


def foreign_keys(path: Path) -> list[tuple[str, str]]:
    with files.readable(path) as database:
        return [
            (table, row[3])
            for table in tables(database.conn)
            for row in database.conn.execute(f"PRAGMA foreign_key_list({table})")
        ]


def mislead(connection: sqlite3.Connection, table: str, column: str) -> None:
    """Let one row refer to what is not there, and try to keep it so."""
    kinds = dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", [table]))
    nothing = -1 if kinds[column] == "INTEGER" else "z" * 16
    try:
        connection.execute(
            f'UPDATE {table} SET "{column}" = ? WHERE {made.first_of(connection, table)}', [nothing]
        )
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def test_every_foreign_key_is_enforced(archive: Path) -> None:
    keys = foreign_keys(archive)
    stated = made.rows(archive, "SELECT sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
    assert len(keys) == sum(str(sql).count("REFERENCES") for (sql,) in stated)
    for table, column in keys:
        with files.existing(archive) as database:
            # Rules about other columns may speak first; here the references are asked alone.
            database.conn.execute("PRAGMA ignore_check_constraints = ON")
            database.conn.execute("BEGIN")
            made.unguard(database.conn)
            with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
                mislead(database.conn, table, column)


def test_strict_refuses_another_type(archive: Path) -> None:
    with files.existing(archive) as database, pytest.raises(sqlite3.IntegrityError):
        database.conn.execute("UPDATE payloads SET size = 'large'")


def test_a_newer_archive_is_refused(archive: Path, knowledge: Knowledge) -> None:
    connection = sqlite3.connect(archive)
    connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(files.ArchiveError, match="newer version"), files.writable(archive):
        pass
