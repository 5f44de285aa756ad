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
from ingest.audit import audit
from ingest.export import lines
from ingest.read.knowledge import Knowledge

Cli = Callable[..., Result]
# What the first schema knew of each table that was made anew since.
TABLES = (
    "payloads outlets outlet_domains outlet_aliases texts works addresses versions articles passages links"
    " claims attributions relations evidence"
)
CAPTURES = "article, payload, source, source_id, path, captured_at, added_at"


@pytest.fixture
def old(tmp_path: Path, knowledge: Knowledge) -> Path:
    """An archive as the first schema held it: the seeds, and a page in two versions."""
    today, path = tmp_path / "today.db", tmp_path / "old.db"
    pages = [
        made.capture(
            made.text(number), "http://made.example/a", captured_at=f"2025-0{number}-01T00:00:00+00:00"
        )
        for number in (1, 2)
    ]
    made.put(today, [*made.seeds(), *pages], knowledge)
    connection = sqlite3.connect(path, isolation_level=None)
    database = Database(connection)
    schema.migrations.apply(database, stop_before="retrievals")
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("ATTACH ? AS today", [str(today)])
    for table in TABLES.split():
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}")
    connection.execute(f"INSERT INTO main.captures ({CAPTURES}) SELECT {CAPTURES} FROM today.captures")
    connection.close()
    return path


def exported(path: Path) -> list[str]:
    with files.readable(path) as database:
        query = Query(database.conn)
        return [lines.dumps(line) for export in lines.EXPORTS.values() for line in export(query)]


def test_it_is_as_if_it_had_been_made_today(old: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    with files.writable(old):
        pass
    assert exported(old) == exported(tmp_path / "today.db")
    with files.readable(old) as database:
        assert list(audit(Query(database.conn), knowledge)) == []
    assert made.rows(old, "PRAGMA user_version") == [(schema.SCHEMA_VERSION,)]


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
