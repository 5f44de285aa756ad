"""What is furniture follows from all pages of an outlet, whichever came first: one more can end it too."""

import sqlite3
from itertools import permutations

import pytest
from sqlite_utils import Database

from ingest.archive import schema
from ingest.archive.fingerprints import Compared, Index

# Sixteen parts, one fingerprint in each; the first is the line that all pages print.
LINE = 1 << 8 | 0
PARTS = range(1, 16)


def page(*of: int) -> set[int]:
    """A page's fingerprints: in each part those of one of several texts."""
    return {LINE, *((text + 2) << 8 | part for part, text in zip(PARTS, of, strict=True))}


# The first two have ten parts in common, which are two texts; the last is like both, which makes them one.
ONE, OTHER = page(*[0] * 15), page(*[0] * 9, *[1] * 6)
THIRD, BETWEEN = page(*[2] * 15), page(*[0] * 9, *[0] * 3, *[1] * 3)


def index() -> tuple[Index, sqlite3.Connection]:
    database = Database(memory=True)
    schema.apply(database)
    return Index(database.conn), database.conn


def furniture(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT fingerprint FROM furniture ORDER BY 1")]


def test_three_texts_make_it() -> None:
    made, connection = index()
    for number, fingerprints in enumerate((ONE, OTHER, THIRD)):
        made.put(number, Compared("v", "Foo Daily", None), fingerprints)
    assert furniture(connection) == [LINE]


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_a_page_between_two_ends_it_in_any_order(order: tuple[int, ...]) -> None:
    made, connection = index()
    pages = (ONE, OTHER, THIRD, BETWEEN)
    for number in order:
        again = made.put(number, Compared("v", "Foo Daily", None), pages[number])
    assert furniture(connection) == []
    assert order[-1] != 3 or again.articles == {0, 1, 2, 3}


def test_when_it_goes_the_line_is_furniture_again() -> None:
    made, connection = index()
    for number, fingerprints in enumerate((ONE, OTHER, THIRD, BETWEEN)):
        made.put(number, Compared("v", "Foo Daily", None), fingerprints)
    again = made.drop(3, BETWEEN)
    assert furniture(connection) == [LINE]
    assert again.articles == {0, 1, 2}
