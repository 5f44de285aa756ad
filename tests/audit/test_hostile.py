"""Files made to mislead or to stall whoever checks them: the audit tells of it, runs nothing, and ends."""

import json
import re
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import Level, audit
from ingest.errors import ArchiveError
from ingest.read.knowledge import Knowledge
from ingest.records import Finding

pytestmark = pytest.mark.timeout(120)

# Never ends, and takes no memory.
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i > 0) SELECT {} FROM n"
# Takes longer than anybody waits, in one call that nothing interrupts.
SLOW = "(instr(hex(zeroblob(10000000)), hex(zeroblob(5000000)) || 1))"


@pytest.fixture
def archive(crossposted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(crossposted, tmp_path / "archive.db"))


def operate(archive: Path, *statements: str) -> None:
    connection = sqlite3.connect(archive, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def forge(archive: Path, *statements: str) -> None:
    """Operate on what triggers guard; they are gone afterwards."""
    connection = sqlite3.connect(archive, isolation_level=None)
    made.unguard(connection)
    connection.close()
    operate(archive, *statements)


def rewritten(name: str, words: str, others: str) -> str:
    """Writes something else into the schema, where a statement would be refused or take for ever."""
    quoted = [word.replace("'", "''") for word in (words, others)]
    return "UPDATE sqlite_master SET sql = replace(sql, '{}', '{}') WHERE name = '{}'".format(*quoted, name)


def found(archive: Path, knowledge: Knowledge, level: Level = "replay") -> list[Finding]:
    """What an audit finds, at its deepest where nothing else is said."""
    with readable(archive, damaged=True) as database:
        return list(audit(Query(database.conn), knowledge, level))


def named(findings: list[Finding], code: str) -> set[str]:
    return {one.subject for one in findings if one.code == code}


def columns(archive: Path, table: str) -> list[str]:
    return [str(row[0]) for row in made.rows(archive, "SELECT name FROM pragma_table_info(?)", [table])]


@pytest.mark.parametrize("table", ["claims", "texts", "log", "commitments", "sums", "matches", "search_data"])
def test_a_view_in_place_of_a_table_is_never_read(table: str, archive: Path, knowledge: Knowledge) -> None:
    listed = ", ".join(f'i AS "{column}"' for column in columns(archive, table))
    if table == "search_data":
        operate(archive, "DROP TABLE search")
    else:
        operate(archive, f"DROP TABLE {table}")
    operate(archive, f"CREATE VIEW {table} AS {ENDLESS.format(listed)}")
    findings = found(archive, knowledge)
    assert {f"table {table}", f"view {table}"} <= named(findings, "schema-differs")


def test_a_view_of_ours_that_says_something_else_is_never_read(archive: Path, knowledge: Knowledge) -> None:
    listed = ENDLESS.format("i AS rowid, 'a' AS title, 'b' AS text")
    operate(archive, "DROP VIEW search_source", f"CREATE VIEW search_source AS {listed}")
    assert "view search_source" in named(found(archive, knowledge), "schema-differs")


def test_what_is_sound_beside_it_is_still_checked(archive: Path, knowledge: Knowledge) -> None:
    operate(
        archive, "DROP TABLE links", f"CREATE VIEW links AS {ENDLESS.format('i AS version')}",
        "UPDATE texts SET body = body || ' ' WHERE rowid = 1",
    )  # fmt: skip
    ((sha256,),) = made.rows(archive, "SELECT sha256 FROM texts WHERE rowid = 1")
    assert f"texts row {sha256}" in named(found(archive, knowledge), "row-altered")


@pytest.mark.parametrize(
    "call",
    [
        "load_extension('evil')",
        "writefile('evil', 'x')",
        "edit('x')",
        "readfile('/etc/passwd')",
        "fts3_tokenizer('x')",
    ],
)
def test_nothing_that_a_file_calls_is_called(call: str, archive: Path, knowledge: Knowledge) -> None:
    """Neither in views nor in triggers, of which reading would set off none."""
    operate(
        archive, f"CREATE VIEW evil AS SELECT {call} AS x", "DROP VIEW clusters",
        f"CREATE VIEW clusters AS SELECT {call} AS work",
        f"CREATE TRIGGER evil AFTER INSERT ON links BEGIN SELECT {call}; END",
    )  # fmt: skip
    findings = found(archive, knowledge)
    assert {"view evil", "view clusters", "trigger evil"} <= named(findings, "schema-differs")
    assert not Path("evil").exists()


def test_a_trigger_without_end_is_not_set_off(archive: Path, knowledge: Knowledge) -> None:
    operate(archive, f"CREATE TRIGGER evil AFTER UPDATE ON articles BEGIN {ENDLESS.format('i')}; END")
    assert "trigger evil" in named(found(archive, knowledge), "schema-differs")


@pytest.mark.parametrize("kind", ["VIRTUAL", "STORED"])
def test_generated_columns_are_not_worked_out(kind: str, archive: Path, knowledge: Knowledge) -> None:
    rest = ", ".join(f'"{column}"' for column in columns(archive, "links") if column != "url")
    operate(
        archive, "DROP TABLE links",
        f"CREATE TABLE links ({rest}, url AS (iif(version = 'now', {SLOW}, 'x')) {kind})",
        "INSERT INTO links (version) VALUES ('then')", "PRAGMA writable_schema = ON",
        rewritten("links", "'now'", "'then'"),
    )  # fmt: skip
    assert "table links" in named(found(archive, knowledge), "schema-differs")


@pytest.mark.parametrize("index", ["(url || {})", "(url) WHERE {}"], ids=["expression", "partial"])
def test_expressions_of_indexes_are_not_worked_out(index: str, archive: Path, knowledge: Knowledge) -> None:
    operate(
        archive, f"CREATE INDEX evil ON links {index.format('position = 9')}", "PRAGMA writable_schema = ON"
    )
    operate(archive, "PRAGMA writable_schema = ON", rewritten("evil", "position = 9", SLOW))
    assert "index evil" in named(found(archive, knowledge), "schema-differs")


def test_rules_of_a_foreign_schema_are_not_worked_out(archive: Path, knowledge: Knowledge) -> None:
    operate(archive, "PRAGMA writable_schema = ON", rewritten("texts", ") STRICT", f", CHECK {SLOW}) STRICT"))
    assert "table texts" in named(found(archive, knowledge), "schema-differs")


@pytest.mark.parametrize(
    "module", ["fts5 (a)", "fts3 (a)", "rtree (a, b, c)", "nonesuch (a)", "fts5 (a, content = 'evil')"]
)
def test_a_virtual_table_is_no_table(module: str, archive: Path, knowledge: Knowledge) -> None:
    operate(
        archive,
        f"CREATE VIEW evil AS {ENDLESS.format('i AS a')}",
        "DROP TABLE links",
        "PRAGMA writable_schema = ON",
    )
    operate(
        archive, "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_master VALUES ('table', 'links', 'links', 0,"
        f" 'CREATE VIRTUAL TABLE links USING {module.replace(chr(39), chr(39) * 2)}')",
    )  # fmt: skip
    assert "table links" in named(found(archive, knowledge), "schema-differs")


def test_a_schema_that_is_not_ours_at_all(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "other.db"
    operate(
        path, f"PRAGMA application_id = {0x70766172}", "PRAGMA user_version = 5", "CREATE TABLE photos (id)"
    )
    findings = found(path, knowledge)
    assert {"table photos", "table claims", "table log"} <= named(findings, "schema-differs")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE texts SET body = CAST(zeroblob(20000000) AS TEXT) WHERE rowid = 1",
        "UPDATE payloads SET body = zeroblob(200000000) WHERE rowid = 1",
        "UPDATE payloads SET size = 9223372036854775807 WHERE rowid = 1",
        "UPDATE claims SET start = -9223372036854775808, end = 9223372036854775807 WHERE rowid = 1",
        "UPDATE captures SET headers = '[' || replace(hex(zeroblob(100000)), '0', '[') WHERE rowid = 1",
    ],
)
def test_values_beyond_all_measure(change: str, archive: Path, knowledge: Knowledge) -> None:
    operate(archive, change)
    table = change.split()[1]
    assert {one.table for one in found(archive, knowledge) if one.code == "row-altered"} == {table}


FAR = 2**63 - 1


@pytest.mark.parametrize(
    ("change", "code", "row"),
    [
        (f"UPDATE log SET number = {FAR} WHERE number = 3", "log-entry", f"log row {FAR}"),
        ("UPDATE log SET number = -5 WHERE number = 3", "log-entry", "log row -5"),
        ("DELETE FROM log WHERE number BETWEEN 3 AND 5", "log-missing", "log rows 3 to 5"),
        (f"UPDATE commitments SET event = {FAR} WHERE event = 3 AND position = 0", "commitment-missing",
         "commitments row 3 0"),
        (f"UPDATE commitments SET event = -{FAR} WHERE event = 3 AND position = 0", "commitment-unlogged",
         f"commitments row -{FAR} 0"),
        (f"UPDATE commitments SET position = {FAR} WHERE event = 3 AND position = 0", "commitment-unlogged",
         f"commitments row 3 {FAR}"),
        (f"UPDATE articles SET number = {FAR} WHERE number = 1", "search-differs", "article "),
        (f"UPDATE search_docsize SET id = {FAR} WHERE id = 1", "search-differs", "the search index"),
        (f"INSERT INTO tiles VALUES ({FAR}, {FAR}, zeroblob(32))", "log-tile", f"tiles row {FAR} {FAR}"),
    ],
)  # fmt: skip
def test_numbers_beyond_all_measure(
    change: str, code: str, row: str, archive: Path, knowledge: Knowledge
) -> None:
    forge(archive, change)
    assert any(subject.startswith(row) for subject in named(found(archive, knowledge), code))


@pytest.mark.parametrize(
    "told",
    [
        {"commitments": {"root": "00" * 32, "size": 10**30}},
        {"commitments": {"root": "00" * 32, "size": -1}},
        {"commitments": {"root": "00" * 32, "size": 1.5}},
        {"commitments": {"root": "00" * 32, "size": True}},
        {"commitments": {"root": "00" * 31, "size": 1}},
        {"commitments": []},
        {"at": "yesterday"}, {"at": "2026-01-02T03:04:05"}, {"at": 7}, {"by": 0}, {"event": ["key"]},
        {"event": "key", "vkey": 5}, {"schema": []},
    ],
    ids=str,
)  # fmt: skip
def test_entries_of_other_types(told: dict[str, object], archive: Path, knowledge: Knowledge) -> None:
    """Whatever an entry says, it hides no other."""
    ((written,),) = made.rows(archive, "SELECT entry FROM log WHERE number = 3")
    entry = json.dumps({**json.loads(str(written)), **told}, sort_keys=True, separators=(",", ":"))
    forge(
        archive,
        f"UPDATE log SET entry = '{entry}' WHERE number = 3",
        "UPDATE log SET entry = '{}' WHERE number = 7",
    )
    findings = found(archive, knowledge, "stored")
    assert "log row 7" in named(findings, "log-entry")
    assert "log row 3" in named(findings, "log-leaf")
    if told != {"commitments": {"root": "00" * 32, "size": 10**30}}:
        assert "log row 3" in named(findings, "log-entry")


def mistype(archive: Path, table: str, column: str, value: str, where: str) -> None:
    """Put a value into a row that STRICT lets nobody put there."""
    ((strict,),) = made.rows(archive, "SELECT sql FROM sqlite_master WHERE name = ?", [table])
    loose = re.sub(r"\b(INTEGER|TEXT|BLOB)( NOT NULL)?", "BLOB", str(strict))
    loose = re.sub(r"STRICT(, )?", "", loose)
    forge(archive, "PRAGMA writable_schema = ON", rewritten(table, str(strict), loose))
    operate(archive, f"UPDATE {table} SET {column} = {value} WHERE {where}")
    operate(archive, "PRAGMA writable_schema = ON", rewritten(table, loose, str(strict)))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (column, value)
        for column in ("event", "position", "form", "owner", "salt", "marks", "record", "seal")
        for value in ("NULL", "1.5", "'abc'", "x'c3ff'", "-7", "10000000000000")
        # SQLite itself refuses these of a table without row numbers.
        if (column, value) not in {("event", "NULL"), ("position", "NULL")}
    ],
)
def test_a_commitment_of_other_types_hides_nothing(
    column: str, value: str, archive: Path, knowledge: Knowledge
) -> None:
    mistype(archive, "commitments", column, value, "event = 7 AND position = 0")
    forge(
        archive, "UPDATE commitments SET seal = x'00000000' WHERE event = 8 AND position = 0",
        "UPDATE texts SET body = body || 'x' WHERE rowid = 3",
    )  # fmt: skip
    ((text,),) = made.rows(archive, "SELECT sha256 FROM texts WHERE rowid = 3")
    findings = found(archive, knowledge, "stored")
    altered = {one.row for one in findings if one.table == "commitments"}
    assert "8 0" in altered
    assert any(str(row).startswith("7 ") for row in altered - {"8 0"})
    assert f"texts row {text}" in named(findings, "row-altered")
    assert named(findings, "unreadable") == set()


@pytest.mark.parametrize(
    ("table", "column"), [("tiles", "level"), ("tiles", "number"), ("fingerprints", "fingerprint"),
                          ("cues", "article"), ("furniture", "outlet"), ("matches", "signs")],
)  # fmt: skip
@pytest.mark.parametrize("value", ["1.5", "'abc'", "x'c3ff'"])
def test_a_cache_of_other_types_hides_no_other(
    table: str, column: str, value: str, archive: Path, knowledge: Knowledge
) -> None:
    if table == "tiles":
        forge(archive, "INSERT INTO tiles VALUES (1, 3, zeroblob(32))")
    with closing(sqlite3.connect(archive)) as connection:
        where = made.first_of(connection, table)
    mistype(archive, table, column, value, where)
    operate(archive, "UPDATE sums SET sum = replace(sum, '0', 'f') WHERE cache = 'common_cues'")
    findings = found(archive, knowledge, "stored")
    assert {table, "common_cues"} <= {one.table for one in findings if one.code != "database-damaged"}
    assert named(findings, "unreadable") == set()


@pytest.mark.parametrize(
    ("table", "column"),
    [("namings", "outlet"), ("outlets", "name"), ("articles", "id"), ("claims", "value"), ("texts", "body"),
     ("captures", "id"), ("payloads", "size"), ("versions", "reader"), ("relations", "id"), ("acts", "act")],
)  # fmt: skip
@pytest.mark.parametrize("value", ["1.5", "x'c3ff'"])
def test_a_row_of_other_types_hides_nothing_from_a_replay(
    table: str, column: str, value: str, archive: Path, knowledge: Knowledge
) -> None:
    """It is told with its column, and what is made again from rows does not see it."""
    with closing(sqlite3.connect(archive)) as connection:
        where = made.first_of(connection, table)
    mistype(archive, table, column, value, where)
    last = "rowid = (SELECT max(rowid) FROM texts)"
    operate(archive, f"UPDATE texts SET body = body || 'x' WHERE {last}")
    ((text,),) = made.rows(archive, f"SELECT sha256 FROM texts WHERE {last}")
    findings = found(archive, knowledge)
    assert (table, column) in {(one.table, one.column) for one in findings if one.code == "rule-broken"}
    assert table in {one.table for one in findings if one.code in ("row-altered", "row-unlogged")}
    assert len({one.row for one in findings if one.table == table and one.code == "row-missing"}) <= 1
    assert named(findings, "unreadable") == set()
    assert f"texts row {text}" in named(findings, "row-altered")
    assert any(str(text) in one.subject for one in findings if one.code == "text-hash")


def test_a_value_that_claims_to_be_a_gigabyte_long(archive: Path, knowledge: Knowledge) -> None:
    """In the file itself: the length that a record states of its text is another one than there is."""
    data = archive.read_bytes()
    ((body,),) = made.rows(archive, "SELECT body FROM texts WHERE rowid = 1")
    at = data.index(str(body).encode())
    # The serial type of a text of so many bytes (https://www.sqlite.org/fileformat.html#record_format).
    archive.write_bytes(data[: at - 2] + b"\xff\xff" + data[at:])
    assert {"texts"} <= {one.table for one in found(archive, knowledge)}


def test_a_file_that_ends_in_the_middle(
    archive: Path, knowledge: Knowledge, cli: Callable[..., Result]
) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    findings = found(archive, knowledge)
    assert "database-damaged" in {one.code for one in findings}
    assert cli("audit").exit_code == 1


def test_texts_in_another_encoding(tmp_path: Path, knowledge: Knowledge) -> None:
    """Made by our own code, in a file that was of another encoding before."""
    path = tmp_path / "other.db"
    operate(path, "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE a (b)", "DROP TABLE a")
    made.put(path, [made.capture(made.text(1))], knowledge)
    assert "the encoding of texts" in named(found(path, knowledge), "schema-differs")


def _interior(child: int, cells: int, size: int, start: int = 0) -> bytes:
    """A page of a table's tree whose cells all lead to one page (https://www.sqlite.org/fileformat.html#b_tree_pages)."""
    cell = struct.pack(">IB", child, 1)
    content = size - cells * len(cell)
    head = struct.pack(">BHHHBI", 5, 0, cells, content, 0, child)
    pointers = b"".join(struct.pack(">H", content + number * len(cell)) for number in range(cells))
    body = head + pointers
    return body + bytes(size - start - len(body) - cells * len(cell)) + cell * cells


@pytest.mark.parametrize("table", ["texts", "log", "payloads"])
@pytest.mark.parametrize("deep", [1, 6], ids=["a circle", "a tree without end"])
def test_trees_that_lead_into_themselves(table: str, deep: int, archive: Path, knowledge: Knowledge) -> None:
    """A page that leads to itself; and pages each of which leads to the next a hundred times."""
    ((root,),) = made.rows(archive, "SELECT rootpage FROM sqlite_master WHERE name = ?", [table])
    data = bytearray(archive.read_bytes())
    size = int.from_bytes(data[16:18])
    last = len(data) // size
    chain = [int(str(root)), *range(last + 1, last + deep)]
    data += bytes(size * (deep - 1))
    leaf = data[(int(str(root)) - 1) * size :][:size] if deep > 1 else b""
    if deep > 1:
        data += leaf if leaf[0] == 13 else bytes([13, 0, 0, 0, 0, 0, 0, 0]) + bytes(size - 8)
    for at, page in enumerate(chain):
        following = page if deep == 1 else (chain[at + 1] if at + 1 < len(chain) else last + deep)
        data[(page - 1) * size : page * size] = _interior(following, 100, size)
    data[28:32] = (len(data) // size).to_bytes(4)
    archive.write_bytes(data)
    findings = found(archive, knowledge)
    assert "database-damaged" in {one.code for one in findings}


def test_a_list_of_tables_without_end_is_refused(archive: Path) -> None:
    """The first page, which lists the tables, leads to itself by way of others a hundred times over."""
    data = bytearray(archive.read_bytes())
    size = int.from_bytes(data[16:18])
    last = len(data) // size
    for page in range(last + 1, last + 9):
        data += _interior(page + 1 if page < last + 8 else 2, 100, size)
    data[100:size] = _interior(last + 1, 100, size, 100)
    data[28:32] = (len(data) // size).to_bytes(4)
    archive.write_bytes(data)
    with pytest.raises(ArchiveError), readable(archive, damaged=True):
        pass
