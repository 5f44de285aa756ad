"""The views on cross-posts: works kept counted whoever writes, chains up to their sources, both by an index."""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ingest.archive import connections, files

DAY = "2025-01-{:02}".format


def identity(name: str) -> str:
    """An id in the archive's form."""
    return base64.b32encode(hashlib.sha256(name.encode()).digest())[:16].decode().lower()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clusters") / "empty.db"
    with files.writable(path):
        pass
    return path


@pytest.fixture
def archive(empty: Path) -> Iterator[sqlite3.Connection]:
    """An empty archive in memory, without the rules on what refers to what."""
    yield from _opened(empty)


def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    stored = sqlite3.connect(path)
    stored.backup(connection)
    stored.close()
    yield connection
    connection.close()


def put(archive: sqlite3.Connection, name: str, work: str, day: int | None = None, stub: bool = False) -> str:
    """An article or stub of a work."""
    one, number = identity(name), archive.execute("SELECT count(*) FROM articles").fetchone()[0] + 1
    archive.execute("INSERT INTO works (id) VALUES (?) ON CONFLICT DO NOTHING", [identity(work)])
    archive.execute(
        "INSERT INTO articles (id, number, title, stub, work, version, added_at, published_earliest, outlet)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [one, number, f"Title of {name}", int(stub), identity(work), None if stub else one,
         None if stub else "2026-01-01T00:00:00Z", DAY(day) if day else None, None if stub else f"The {name}"],
    )  # fmt: skip
    return one


def link(
    archive: sqlite3.Connection, one: str, other: str, status: str = "detected", directed: int = 1
) -> None:
    """A relation from a text to its source."""
    archive.execute(
        'INSERT INTO relations (id, "from", "to", kind, status, score, directed)'
        " VALUES (?, ?, ?, 'republication', ?, 900, ?)",
        [identity(one + other), identity(one), identity(other), status, directed],
    )


def resolve(archive: sqlite3.Connection, stub: str, article: str) -> None:
    archive.execute(
        "INSERT INTO resolutions (id, stub, article, score, reason) VALUES (?, ?, ?, 900, 'alike')",
        [identity(f"r{stub}{article}"), identity(stub), identity(article)],
    )


def chains(archive: sqlite3.Connection) -> dict[str, list[str]]:
    return {one: json.loads(chain) for one, chain in archive.execute("SELECT article, chain FROM chains")}


def path(*names: str) -> list[str]:
    return [identity(name) for name in names]


def test_a_cluster_tells_its_original_its_days_and_its_outlets(archive: sqlite3.Connection) -> None:
    for name, day in (("a", 3), ("b", 9), ("c", None)):
        put(archive, name, "a", day)
    put(archive, "alone", "alone", 5)
    link(archive, "a", "b")
    link(archive, "c", "b")
    found = archive.execute("SELECT * FROM clusters").fetchall()
    assert found == [(identity("a"), "Title of b", 3, "The a; The b; The c", identity("b"), DAY(3), DAY(9))]


def test_without_direction_no_original_is_named(archive: sqlite3.Connection) -> None:
    put(archive, "a", "a", 3)
    put(archive, "b", "a", 4)
    link(archive, "a", "b", directed=0)
    link(archive, "b", "a", status="rejected")
    assert archive.execute("SELECT title, original FROM clusters").fetchall() == [("Title of a", None)]
    assert chains(archive) == {}


def test_a_resolved_stub_counts_as_its_article_and_lengthens_no_chain(archive: sqlite3.Connection) -> None:
    put(archive, "copy", "copy", 5)
    put(archive, "stub", "copy", 30, stub=True)
    link(archive, "copy", "stub", status="asserted")
    assert archive.execute("SELECT members, original, last FROM clusters").fetchall() == [
        (2, identity("stub"), DAY(30))
    ]
    put(archive, "original", "copy", 4)
    resolve(archive, "stub", "original")
    assert archive.execute("SELECT members, original, first, last FROM clusters").fetchall() == [
        (2, identity("original"), DAY(4), DAY(5))
    ]
    assert archive.execute("SELECT source, through, status FROM chains").fetchall() == [
        (identity("original"), identity("stub"), "asserted")
    ]
    assert chains(archive) == {identity("copy"): path("copy", "original")}
    archive.execute("DELETE FROM resolutions")
    assert archive.execute("SELECT members, last FROM clusters").fetchall() == [(3, DAY(30))]


def test_a_chain_goes_to_the_farthest_source_and_round_no_circle(archive: sqlite3.Connection) -> None:
    for name in "abcde":
        put(archive, name, "a")
    for one, other in ("ab", "bc", "ca", "ad", "de"):
        link(archive, one, other)
    found = chains(archive)
    assert found[identity("b")] == path("b", "c", "a", "d", "e")
    assert found[identity("d")] == path("d", "e")
    assert all(len(set(chain)) == len(chain) for chain in found.values())


def test_chains_are_bounded_in_length_and_breadth(archive: sqlite3.Connection) -> None:
    for number in range(40):
        link(archive, f"n{number}", f"n{number + 1}")
    for number in range(1000):
        link(archive, "wide", f"w{number}")
        link(archive, f"w{number}", "wide")
    found = chains(archive)
    assert found[identity("n0")] == path(*(f"n{number}" for number in range(17)))
    assert len(found[identity("w3")]) == 3


def test_counting_and_paging_take_an_index_alone(empty: Path) -> None:
    archive = connections.connect(empty)
    for sql in (
        "SELECT count(*) FROM clusters",
        "SELECT * FROM clusters ORDER BY last DESC LIMIT 51 OFFSET 50000",
        "SELECT count(*) FROM chains",
        "SELECT * FROM chains ORDER BY article LIMIT 51 OFFSET 50000",
        "SELECT * FROM chains WHERE article = 'a' LIMIT 51",
    ):
        plan = [(parent, words) for _, parent, _, words in archive.execute(f"EXPLAIN QUERY PLAN {sql}")]
        outside = [words for parent, words in plan if parent == 0 and "SUBQUERY" not in words]
        assert len(outside) == 1, (sql, plan)
        assert "INDEX works_by_last" in outside[0] or "INDEX relations_upwards" in outside[0], (sql, plan)
    archive.close()


NAMES = "abcdef"
ACTS = some.one_of(
    some.tuples(some.just("put"), some.sampled_from(NAMES), some.sampled_from("xyz"), some.integers(1, 9)),
    some.tuples(some.just("drop"), some.sampled_from(NAMES)),
    some.tuples(some.just("move"), some.sampled_from(NAMES), some.sampled_from("xyz")),
    some.tuples(some.just("date"), some.sampled_from(NAMES), some.none() | some.integers(1, 9)),
    some.tuples(some.just("resolve"), some.sampled_from(NAMES), some.sampled_from(NAMES)),
    some.tuples(some.just("unresolve"), some.sampled_from(NAMES)),
)


@given(some.lists(ACTS, max_size=25))
@settings(max_examples=150, deadline=None)
def test_works_stay_counted_whatever_is_written(empty: Path, acts: list[tuple[str, ...]]) -> None:
    for archive in _opened(empty):
        for act in acts:
            try:
                _do(archive, *act)
            except sqlite3.IntegrityError:
                continue  # there already, or the stub of itself
        told = archive.execute("SELECT id, members, last FROM works ORDER BY id").fetchall()
        own = "articles.work = works.id AND articles.id NOT IN (SELECT stub FROM resolutions)"
        counted = archive.execute(
            f"SELECT id, (SELECT count(*) FROM articles WHERE {own}),"
            f" (SELECT max(published_earliest) FROM articles WHERE {own}) FROM works ORDER BY id"
        ).fetchall()
        assert told == counted


def _do(archive: sqlite3.Connection, act: str, name: str, *more: str) -> None:
    one = identity(name)
    if act == "put":
        put(archive, name, more[0], int(more[1]))
    elif act == "drop":
        archive.execute("DELETE FROM articles WHERE id = ?", [one])
    elif act == "move":
        archive.execute("INSERT INTO works (id) VALUES (?) ON CONFLICT DO NOTHING", [identity(more[0])])
        archive.execute("UPDATE articles SET work = ? WHERE id = ?", [identity(more[0]), one])
    elif act == "date":
        day = DAY(int(more[0])) if more[0] else None
        archive.execute("UPDATE articles SET published_earliest = ? WHERE id = ?", [day, one])
    elif act == "resolve":
        resolve(archive, name, more[0])
    else:
        archive.execute("DELETE FROM resolutions WHERE stub = ?", [one])
