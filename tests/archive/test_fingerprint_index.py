"""The index is a function of the articles in it, and tells of every earlier pair that a change touches."""

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from ingest.archive import schema
from ingest.archive.carriers import Again
from ingest.archive.fingerprints import Compared, Index
from ingest.canon import article_id
from ingest.relate.people import pair

CUT = 2
ARTICLES = range(1, 8)
OUTLETS = (None, "Echo", "Post")
Step = tuple[int, str | None, frozenset[int]]
Known = dict[int, tuple[str | None, frozenset[int]]]
# Beyond four bytes with a sign as well.
fingerprints = st.frozensets(st.sampled_from([1, 2, 3, 17, (1 << 31) + 5, (1 << 32) - 1]), max_size=5)
steps = st.lists(st.tuples(st.sampled_from(ARTICLES), st.sampled_from(OUTLETS), fingerprints), max_size=14)


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    """An archive with articles that are in no index, written to and rolled back."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.apply(Database(connection))
    for outlet in OUTLETS[1:]:
        connection.execute("INSERT INTO outlets (name) VALUES (?)", [outlet])
    for number in ARTICLES:
        identity = article_id(None, f"{number:064}")
        connection.execute("INSERT INTO works (id) VALUES (?)", [identity])
        connection.execute("INSERT INTO articles (id, number, stub, work) VALUES (?, ?, 1, ?)",
                           [identity, number, identity])  # fmt: skip
    yield connection
    connection.close()


def change(index: Index, known: Known, article: int, outlet: str | None, found: frozenset[int]) -> Again:
    """Put an article in, in the place of what it was."""
    again = Again()
    if article in known:
        again = index.drop(article, known[article][1])
    now = index.put(article, Compared("version", outlet, None), found)
    known[article] = outlet, found
    again.add(now)
    return again


def tables(connection: sqlite3.Connection) -> list[list[object]]:
    names = ("compared", "fingerprints", "common", "furniture")
    return [connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names]


def candidates(index: Index, known: Mapping[int, tuple[str | None, frozenset[int]]]) -> set[tuple[int, int]]:
    return {pair(one, other) for one, (_, found) in known.items() for other in index.candidates(one, found)}


def furniture(index: Index, known: Known) -> dict[int, frozenset[int]]:
    return {one: frozenset(index.furniture(outlet, found)) for one, (outlet, found) in known.items()}


@settings(max_examples=300, deadline=None)
@given(steps)
def test_it_is_as_if_all_had_come_at_once(empty: sqlite3.Connection, taken: list[Step]) -> None:
    empty.execute("BEGIN")
    known: Known = {}
    index = Index(empty, CUT)
    for step in taken:
        change(index, known, *step)
    after = tables(empty)
    empty.execute("ROLLBACK")
    empty.execute("BEGIN")
    fresh = Index(empty, CUT)
    for article, (outlet, found) in sorted(known.items(), reverse=True):
        fresh.put(article, Compared("version", outlet, None), found)
    assert tables(empty) == after
    empty.execute("ROLLBACK")


@settings(max_examples=300, deadline=None)
@given(steps)
def test_whatever_a_change_touches_is_to_be_decided_again(empty: sqlite3.Connection, taken: list[Step]) -> None:
    empty.execute("BEGIN")
    known: Known = {}
    index = Index(empty, CUT)
    for step in taken:
        before, boxes = candidates(index, known), furniture(index, known)
        again = change(index, known, *step)
        moved = before ^ candidates(index, known)
        after = candidates(index, known)
        told = again.pairs | {one for one in moved if again.articles & set(one)}
        assert moved & after <= told, "pairs that are brought together now"
        assert moved <= told | again.lost
        changed = {one for one, had in boxes.items() if furniture(index, known)[one] != had}
        assert changed <= again.articles
    empty.execute("ROLLBACK")


@settings(max_examples=200, deadline=None)
@given(steps)
def test_who_meets_whom_is_one_question_from_both_sides(empty: sqlite3.Connection, taken: list[Step]) -> None:
    empty.execute("BEGIN")
    known: Known = {}
    index = Index(empty, CUT)
    for step in taken:
        change(index, known, *step)
    met = {(one, other) for one, other in combinations(sorted(known), 2)
           if index.meet(one, other, known[one][1] & known[other][1])}  # fmt: skip
    assert met == candidates(index, known)
    empty.execute("ROLLBACK")


def test_so_many_copies_make_so_many_pairs(empty: sqlite3.Connection) -> None:
    empty.execute("BEGIN")
    index, known = Index(empty, CUT), {}
    for article in ARTICLES:
        change(index, known, article, None, frozenset([1, 2, 3]))
    assert len(candidates(index, known)) == len(ARTICLES) - 1
    empty.execute("ROLLBACK")
