"""The search index follows the articles, whoever writes."""

import sqlite3
from pathlib import Path

import made
import pytest

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import search
from ingest.audit.look import Look
from ingest.read.knowledge import Knowledge


def hits(connection: sqlite3.Connection, words: str) -> list[str]:
    sql = (
        "SELECT articles.id FROM search JOIN articles ON number = search.rowid WHERE search MATCH ? ORDER BY 1"
    )
    return [article for (article,) in connection.execute(sql, [words])]


@pytest.fixture
def connection(archive: Path) -> sqlite3.Connection:
    return sqlite3.connect(archive, isolation_level=None)


def in_step(archive: Path, knowledge: Knowledge) -> bool:
    with readable(archive) as database:
        return list(search.check(Look(Query(database.conn), knowledge), thoroughly=True)) == []


def test_titles_and_texts_are_found_without_accents_and_case(connection: sqlite3.Connection) -> None:
    assert hits(connection, "title : TENSIONS") == ["t7zbz4mhcx2cf4g2"]
    assert hits(connection, "lavrov maduro snatched") == ["7sxqgg24optmu65o"]
    assert hits(connection, "guaido") == hits(connection, "Guaidó") != []


def test_an_update_moves_the_words(connection: sqlite3.Connection, archive: Path, knowledge: Knowledge) -> None:
    connection.execute("UPDATE articles SET title = 'Xylophone' WHERE id = 't7zbz4mhcx2cf4g2'")
    assert hits(connection, "xylophone") == ["t7zbz4mhcx2cf4g2"]
    assert hits(connection, "title : tensions") == []
    assert in_step(archive, knowledge)


def test_another_version_brings_its_text(
    connection: sqlite3.Connection, archive: Path, knowledge: Knowledge
) -> None:
    article = "(SELECT article FROM addresses WHERE key = 'made.example/a')"
    assert hits(connection, "Turin") == []
    connection.execute(
        f"UPDATE articles SET version = (SELECT id FROM versions WHERE article = {article}"
        f" ORDER BY captured_at) WHERE id = {article}"
    )
    assert len(hits(connection, "Turin")) == 1
    assert hits(connection, "Malmö") == []
    assert in_step(archive, knowledge)


def test_a_deletion_takes_the_words_along(
    connection: sqlite3.Connection, archive: Path, knowledge: Knowledge
) -> None:
    connection.execute("DELETE FROM articles WHERE id = 't7zbz4mhcx2cf4g2'")
    assert hits(connection, "title : tensions") == []
    assert in_step(archive, knowledge)


def test_a_stub_is_not_searched_until_it_arrives(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "new.db"
    made.put(path, [made.capture(made.POINTING.format(url="http://made.example/original").encode())], knowledge)
    connection = sqlite3.connect(path)
    assert made.rows(path, "SELECT stub FROM articles ORDER BY stub") == [(0,), (1,)]
    made.put(path, [made.capture(made.text(4), "http://made.example/original")], knowledge)
    assert len(hits(connection, made.TOWNS[4])) == 1
    assert in_step(path, knowledge)
