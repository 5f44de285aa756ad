"""What the entries commit to: each event's commitments make up the root that its entry states."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ...archive.logged import leaf
from ...archive.query import Query
from ...log import entries
from ...log.commitments import SEAL
from ...records import Finding
from ..guard import guarded
from ..look import Look
from .tree import Tree

# Whether the values of a commitment have the types that the schema gives them.
TYPED = """
typeof(event) || typeof(position) || typeof(record) || typeof(seal) = 'integerintegerblobblob' AND
typeof(form) || typeof(owner) || typeof(salt) || typeof(marks) IN ('texttextblobblob', 'nullnullnullnull')
"""
_WORDS = {int: "integer", float: "real", str: "text", bytes: "blob", type(None): "null"}
CODES = ("commitment-altered", "commitment-missing", "commitment-unlogged", "event-root")


def check(look: Look, tree: Tree) -> Iterator[Finding]:
    """Findings on commitments, event by event."""
    query = look.query
    yield from guarded("what the log commits to", _strange(query))
    try:
        findings = list(_in_one_go(look, tree))
    except sqlite3.Error:  # damaged somewhere: of each event what can be read
        for event in range(tree.size):
            yield from guarded(f"commitments row {event}", _by_itself(query, tree, event))
        return
    yield from findings


def _strange(query: Query) -> Iterator[Finding]:
    """Commitments with values of other types: STRICT keeps nobody from writing bytes of the file."""
    for row in query.rows(f"SELECT * FROM commitments WHERE NOT ({TYPED}) ORDER BY event, position"):
        found = ", ".join(f"{name} {_WORDS[type(value)]}" for name, value in row.items())
        yield _finding(
            "commitment-altered", row["event"], row["position"], "values of the schema's types", found
        )


def _in_one_go(look: Look, tree: Tree) -> Iterator[Finding]:
    stored = look.query.rows(f"SELECT * FROM commitments WHERE {TYPED} ORDER BY event, position")
    found = look.watched(stored, " commitments")
    last = -1
    for event, rows in groupby(found, key=lambda row: row["event"]):
        for between in range(last + 1, min(event, tree.size)):
            yield from _event(tree, between, [])
        yield from _event(tree, event, list(rows))
        last = max(last, event)
    for after in range(last + 1, tree.size):
        yield from _event(tree, after, [])


def _by_itself(query: Query, tree: Tree, event: int) -> Iterator[Finding]:
    try:
        of_event = f"SELECT * FROM commitments WHERE event = ? AND {TYPED} ORDER BY position"
        rows = list(query.rows(of_event, [event]))
    except sqlite3.Error as error:
        row, expected = str(event), "rows that can be read"
        yield Finding("commitment-altered", f"commitments row {row}", expected, str(error), "commitments", row)
        return
    yield from _event(tree, event, rows)


def _event(tree: Tree, event: int, rows: list[dict[str, Any]]) -> Iterator[Finding]:
    known = 0 <= event < tree.size
    stated = tree.events[event] if known else None
    if stated is None:
        if not known:
            yield from (
                _finding("commitment-unlogged", event, row["position"], "an event that the log has", "none")
                for row in rows
            )
        return  # found as log-entry or log-missing
    broken = False
    for positions in _missing({row["position"] for row in rows}, stated.size):
        broken = True
        yield _finding("commitment-missing", event, positions, "a commitment", "none")
    leaves = []
    for row in rows:
        if row["position"] >= stated.size:
            broken = True
            yield _finding("commitment-unlogged", event, row["position"], f"{stated.size} commitments", "more")
        found = leaf(row)
        leaves.append(found)
        if found[:SEAL] != row["seal"]:
            broken = True
            expected = f"{row['seal'].hex() if isinstance(row['seal'], bytes) else row['seal']!r}"
            yield _finding(
                "commitment-altered", event, row["position"], f"a seal {found[:SEAL].hex()}", expected
            )
    if not broken and entries.root(leaves) != stated.root:
        yield Finding("event-root", f"log row {event}", f"root {stated.root.hex()}",
                      f"root {entries.root(leaves).hex()} of its commitments", "log", str(event))  # fmt: skip


def _missing(here: set[int], size: int) -> Iterator[str]:
    """The positions below a size that are not here, each by itself or from one to another."""
    start = 0
    for at in [*sorted(one for one in here if 0 <= one < size), size]:
        if at > start:
            yield str(start) if at - start == 1 else f"{start} to {at - 1}"
        start = at + 1


def _finding(code: str, event: object, position: object, expected: str, found: str) -> Finding:
    row = f"{event} {position}"
    return Finding(code, f"commitments row {row}", expected, found, "commitments", row)
