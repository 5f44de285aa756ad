"""The rows as they are, against the last commitment to the group that each belongs to."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from ...archive.forms import CACHES, FORMS, Form, known_by
from ...archive.query import Query
from ...log import sums
from ...log.commitments import MARK, Commitment, Row, marks, number, record
from ...records import Finding
from ..guard import guarded
from ..look import Look
from .commitments import TYPED

CODES = ("row-altered", "row-missing", "row-unlogged", "cache-differs")
_Group = tuple[str, list[Row]]


def check(look: Look) -> Iterator[Finding]:
    """Findings on the rows of all forms, and on what is kept of texts for comparing."""
    for form in FORMS:
        yield from guarded(f"table {form.table}", _form(look, form))
    yield from guarded("what is kept for comparing", _caches(look.query))


def _form(look: Look, form: Form) -> Iterator[Finding]:
    query = look.query
    # In one go, and text as SQLite's own decoder gives it; that is how it mostly ends.
    for factory in (str, _exactly):
        try:
            with _text_as(query, factory):
                strays: list[_Group] = []
                groups = iter(look.watched(_groups(query, form, strays), f" groups of {form.table}"))
                found = list(_merged(_latest(query, form), groups, form))
                found += [one for owner, rows in strays for one in _compared(form, owner, None, rows)]
        except (sqlite3.Error, UnicodeError):
            continue
        yield from found
        return
    with _text_as(query, _exactly):
        yield from guarded(f"table {form.table}", _one_by_one(query, form))


def _one_by_one(query: Query, form: Form) -> Iterator[Finding]:
    """Each group by itself: in a damaged table what can be read is checked."""
    known = dict(_latest(query, form))
    present: set[str] = set()
    owners = query.rows(f'SELECT DISTINCT CAST("{form.owner}" AS TEXT) AS owner FROM main.{form.table}')
    try:
        present.update(str(row["owner"]) for row in owners)
    except sqlite3.Error as error:
        yield Finding("row-altered", f"table {form.table}", "rows that can be read", str(error), form.table)
    for owner in sorted(known.keys() | present):
        yield from guarded(f"{form.table} row {owner}", _group(query, form, owner, known.get(owner)))


def _group(query: Query, form: Form, owner: str, known: Commitment | None) -> Iterator[Finding]:
    try:
        rows = query.connection.execute(form.group(), [owner]).fetchall()
    except sqlite3.Error as error:
        yield _finding("row-altered", form, owner, "a row that can be read", str(error))
        return
    yield from _compared(form, owner, known, rows)


def _merged(known: Iterator[tuple[str, Commitment]], groups: Iterator[_Group], form: Form) -> Iterator[Finding]:
    """Commitments and groups side by side, both in the order of owners."""
    commitment, group = next(known, None), next(groups, None)
    while commitment or group:
        if group and (commitment is None or _bytes(group[0]) < _bytes(commitment[0])):
            yield from _compared(form, group[0], None, group[1])
            group = next(groups, None)
        elif commitment and (group is None or _bytes(commitment[0]) < _bytes(group[0])):
            yield from _compared(form, *commitment, [])
            commitment = next(known, None)
        elif commitment and group:
            yield from _compared(form, *commitment, group[1])
            commitment, group = next(known, None), next(groups, None)


def _latest(query: Query, form: Form) -> Iterator[tuple[str, Commitment]]:
    """The last commitment to each group of a form, in the order of owners."""
    found = query.connection.execute(
        f"SELECT owner, salt, marks, record FROM commitments WHERE form = ? AND {TYPED} ORDER BY owner, event",
        [form.name],
    )
    last = None
    for row in found:
        if last and last[0] != row[0]:
            yield last[0], Commitment(form.name, *last)
        last = row
    if last:
        yield last[0], Commitment(form.name, *last)


def _groups(query: Query, form: Form, strays: list[_Group]) -> Iterator[_Group]:
    """The rows by owner, in order; those of owners that are no text sort otherwise, and go to the strays."""
    for owner, rows in groupby(query.connection.execute(form.groups()), key=lambda row: row[0]):
        group = (str(owner), [row[1:] for row in rows])
        if isinstance(owner, str):
            yield group
        else:
            strays.append(group)


def _compared(form: Form, owner: str, known: Commitment | None, rows: Sequence[Row]) -> Iterator[Finding]:
    """What differs between a group and what was committed to, row by row."""
    if known is None:
        for row in rows:
            yield _finding("row-unlogged", form, _name(form, row), "no such row", "a row")
        return
    if record(form.name, owner, rows, known.salt) == known.record:
        return
    stored = [known.marks[at : at + MARK] for at in range(0, len(known.marks), MARK)]
    found = [marks([row], known.salt) for row in rows]
    gone, come = Counter(stored) - Counter(found), Counter(found) - Counter(stored)
    missing = [at for at, one in enumerate(stored) if _drawn(gone, one)]
    strange = [row for row, one in zip(rows, found, strict=True) if _drawn(come, one)]
    for row in strange[: len(missing)]:
        yield _finding("row-altered", form, _name(form, row), "the row that was logged", "another")
    for row in strange[len(missing) :]:
        yield _finding("row-unlogged", form, _name(form, row), "no such row", "a row")
    for at in missing[len(strange) :]:
        which = owner if number(known.marks) == 1 else f"{owner} #{at + 1}"
        yield _finding("row-missing", form, which, f"{len(stored)} rows", f"{len(rows)} rows")
    if not missing and not strange:
        yield _finding("row-altered", form, owner, "the rows that were logged", "others")


def _drawn(left: Counter[bytes], one: bytes) -> bool:
    """Whether one of these is left, which is then taken away."""
    if left[one] > 0:
        left[one] -= 1
        return True
    return False


def _caches(query: Query) -> Iterator[Finding]:
    stored = {row["cache"]: row["sum"] for row in query.rows("SELECT cache, sum FROM sums")}
    for cache, columns in CACHES.items():
        total = _total(query, cache, columns)
        if stored.get(cache) != total:
            yield Finding("cache-differs", f"table {cache}", f"the sum {stored.get(cache)}", total, cache)


def _total(query: Query, cache: str, columns: Sequence[str]) -> str:
    """The sum of a table as it is, or why it has none."""
    try:
        with _text_as(query, _exactly):
            rows = query.connection.execute(f"SELECT {', '.join(columns)} FROM main.{cache}")
            return sums.written(sums.of_rows(rows))
    except (sqlite3.Error, TypeError) as error:
        return f"no sum: {error}"


def _name(form: Form, row: Row) -> str:
    """What a row is known by: its owner and, where that has several, its key."""
    values: dict[str, Any] = dict(zip(form.columns, row, strict=True))
    return " ".join(str(values[column]) for column in known_by(form.table))


def _finding(code: str, form: Form, row: str, expected: str, found: str) -> Finding:
    return Finding(code, f"{form.table} row {row}", expected, found, form.table, row)


@contextmanager
def _text_as(query: Query, factory: Any) -> Iterator[None]:
    """Rows whose text is made of its bytes in another way."""
    before = query.connection.text_factory
    query.connection.text_factory = factory
    try:
        yield
    finally:
        query.connection.text_factory = before


def _exactly(data: bytes) -> str:
    """Text of which no byte is lost, also where it is no UTF-8."""
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    """The bytes of such text, by which SQLite orders it."""
    return text.encode("utf-8", "surrogateescape")
