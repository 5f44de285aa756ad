"""An archive of the first schema becomes one of today's, with the same content."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result
from sqlite_utils import Database

from ingest.archive import files, schema
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit import audit
from ingest.export import lines
from ingest.read.knowledge import Knowledge
from ingest.records import Capture

Cli = Callable[..., Result]
# What the first schema knew of each table that was made anew since.
TABLES = (
    "payloads outlets outlet_domains outlet_aliases texts works addresses versions articles passages links"
    " claims attributions relations evidence"
)
# What came with later steps: claims in headers with the third, what comparing finds with the fourth.
_NAMED = "WHERE {} IN (SELECT id FROM today.relations WHERE origin = 'named')"
KNOWN = {
    **{("claims", version): "WHERE place IS NOT 'headers'" for version in (1, 2)},
    **{("relations", version): _NAMED.format("id") for version in (1, 2, 3)},
    **{("evidence", version): f"{_NAMED.format('relation')} AND kind = 'attribution'" for version in (1, 2, 3)},
}
CAPTURES = "article, payload, source, source_id, path, captured_at, added_at"


def pages() -> list[Capture]:
    """A page in two versions."""
    return [
        made.capture(
            made.text(number), "http://made.example/a", captured_at=f"2025-0{number}-01T00:00:00+00:00"
        )
        for number in (1, 2)
    ]


def as_of(today: Path, path: Path, step: str, version: int, tables: str) -> sqlite3.Connection:
    """An archive with the content of another in the schema before a step."""
    connection = sqlite3.connect(path, isolation_level=None)
    schema.migrations.apply(Database(connection), stop_before=step)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("ATTACH ? AS today", [str(today)])
    for table in tables.split():
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})"))
        known = KNOWN.get((table, version), "")
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table} {known}")
    return connection


@pytest.fixture
def old(tmp_path: Path, knowledge: Knowledge) -> Path:
    """An archive as the first schema held it: the seeds, and a page in two versions."""
    made.put(tmp_path / "today.db", [*made.seeds(), *pages()], knowledge)
    connection = as_of(tmp_path / "today.db", tmp_path / "old.db", "retrievals", 1, TABLES)
    connection.execute(f"INSERT INTO main.captures ({CAPTURES}) SELECT {CAPTURES} FROM today.captures")
    connection.close()
    return tmp_path / "old.db"


@pytest.fixture
def second(tmp_path: Path, knowledge: Knowledge) -> Path:
    """An archive as the second schema held it: the first's, and pages from the web with what became of them."""
    made.put(tmp_path / "today.db", [*made.seeds(), *pages(), *made.retrievals()], knowledge)
    path = tmp_path / "second.db"
    as_of(tmp_path / "today.db", path, "decisions", 2, f"{TABLES} listings captures parts").close()
    return path


@pytest.fixture
def third(tmp_path: Path, knowledge: Knowledge) -> Path:
    """An archive as the third schema held it: the second's, and articles with text in common."""
    pages_ = [*made.seeds(), *pages(), *made.retrievals(), *made.crossposts()]
    made.put(tmp_path / "today.db", pages_, knowledge)
    path = tmp_path / "third.db"
    connection = as_of(
        tmp_path / "today.db", path, "crossposts", 3, f"{TABLES} listings captures parts decisions"
    )
    # A work was only what attributions joined.
    connection.execute("UPDATE main.articles SET work = id")
    connection.execute(
        'UPDATE main.articles SET work = min(id, one) FROM (SELECT "to" AS one, "from" AS two'
        " FROM main.relations) WHERE id IN (one, two)"
    )
    connection.execute("INSERT OR IGNORE INTO main.works (id) SELECT work FROM main.articles")
    connection.close()
    return path


def exported(path: Path) -> list[str]:
    with files.readable(path) as database:
        query = Query(database.conn)
        return [lines.dumps(line) for export in lines.EXPORTS.values() for line in export(query)]


def test_it_is_as_if_it_had_been_made_today(old: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    made.put(old, [], knowledge)
    assert exported(old) == exported(tmp_path / "today.db")
    with files.readable(old) as database:
        assert list(audit(Query(database.conn), knowledge)) == []
    assert made.rows(old, "PRAGMA user_version") == [(schema.SCHEMA_VERSION,)]


def test_claims_in_headers_are_made_when_it_is_decided_again(
    second: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    made.put(second, [], knowledge)
    assert exported(second) == exported(tmp_path / "today.db")
    assert made.rows(second, "SELECT count(*) FROM claims WHERE place = 'headers'") == [(2,)]
    with files.readable(second) as database:
        assert list(audit(Query(database.conn), knowledge)) == []


def test_what_articles_have_in_common_is_found_when_they_are_decided_again(
    third: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    made.put(third, [], knowledge)
    assert exported(third) == exported(tmp_path / "today.db")
    found = "SELECT count(*) FROM relations WHERE origin = 'found'"
    assert made.rows(third, found) == made.rows(tmp_path / "today.db", found) != [(0,)]
    with files.readable(third) as database:
        assert list(audit(Query(database.conn), knowledge)) == []


def test_before_it_is_decided_again_the_audit_says_so(second: Path, knowledge: Knowledge) -> None:
    with files.writable(second) as database:
        Store(database, knowledge.registry, made.PEN)
    with files.readable(second) as database:
        assert [finding.code for finding in audit(Query(database.conn), knowledge)] == ["decided-before"]


def test_what_was_added_before_is_known(old: Path, knowledge: Knowledge) -> None:
    told = made.put(old, made.seeds(), knowledge)
    assert [outcome.status for outcome in told] == ["unchanged"] * 5


def test_a_reader_is_told_that_it_must_be_brought_up_to_date(old: Path, cli: Cli) -> None:
    shutil.copy(old, old.parent / "archive.db")
    told = cli("export", "articles")
    assert told.exit_code == 2
    assert "made by an older version of ingest" in told.stderr
    assert cli("add", "--manifest", made.SEEDS).exit_code == 0
    assert len([json.loads(line) for line in cli("export", "articles").stdout.splitlines()]) == 6
