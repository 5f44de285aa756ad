"""What the log says of one article: the groups of rows that belong to it, each with its proof."""

import sqlite3
from collections.abc import Iterator, Sequence

from ..log.commitments import canonical
from ..log.merkle import ProofError, leaf_hash, prove_consistency, tiled
from ..log.proofs import Logged, Proven, prove_commitment, prove_entry
from .forms import FORMS, Form
from .logged import Log

_FORMS = {form.name: form for form in FORMS}
_PAYLOADS = (
    "SELECT payload FROM captures WHERE article = :a AND payload IS NOT NULL"
    " UNION SELECT payload FROM versions WHERE article = :a"
)
_VERSIONS = "SELECT id FROM versions WHERE article = :a"
_RELATIONS = 'SELECT id FROM relations WHERE "from" = :a OR "to" = :a'
# Whose groups belong to an article :a, by form.
_OWNERS = {
    "payloads/1": _PAYLOADS,
    "parts/1": _PAYLOADS,
    "captures/1": "SELECT id FROM captures WHERE article = :a",
    "texts/1": "SELECT DISTINCT text FROM versions WHERE article = :a",
    "versions/1": _VERSIONS,
    "passages/1": _VERSIONS,
    "links/1": _VERSIONS,
    "attributions/1": _VERSIONS,
    "articles/1": "SELECT :a",
    "claims/1": "SELECT :a",
    "assertions/1": "SELECT :a",
    "decisions/1": "SELECT :a",
    "addresses/1": "SELECT :a",
    "collection_articles/1": "SELECT :a",
    "compared/1": "SELECT CAST(number AS TEXT) FROM articles WHERE id = :a",
    "works/1": "SELECT work FROM articles WHERE id = :a",
    "stub_titles/1": "SELECT :a",
    "candidates/1": "SELECT :a UNION SELECT stub FROM candidates WHERE article = :a",
    "resolutions/1": "SELECT :a UNION SELECT stub FROM resolutions WHERE article = :a",
    "acts/1": "SELECT id FROM acts WHERE article = :a OR other = :a",
    "relations/1": _RELATIONS,
    "evidence/1": _RELATIONS,
    "removals/1": "SELECT :a",
}


def groups(connection: sqlite3.Connection, article: str) -> Iterator[tuple[Form, str]]:
    """The groups that belong to an article, in the order of forms and owners."""
    for name, owners in _OWNERS.items():
        found = connection.execute(f"SELECT * FROM ({owners}) ORDER BY 1", {"a": article}).fetchall()
        for (owner,) in found:
            yield _FORMS[name], str(owner)


class Proofs:
    """Makes proofs for a log as it was with a number of entries."""

    def __init__(self, connection: sqlite3.Connection, size: int) -> None:
        self._connection, self._size = connection, size
        self._log = Log(connection)
        # The tree of each event's commitments, as levels of tiles.
        self._events: dict[int, list[Sequence[bytes]]] = {}

    def article(self, article: str) -> Iterator[Proven]:
        """The proofs of all groups of an article that have rows.

        Raises:
            ProofError: if rows are not as the log says, or the log is younger than they are.
        """
        for form, owner in groups(self._connection, article):
            proven = self.group(form, owner)
            if proven:
                yield proven

    def group(self, form: Form, owner: str) -> Proven | None:
        """The proof of a group, None where it has no rows.

        Raises:
            ProofError: as for `article`.
        """
        proven = self.claimed(form, owner)
        if proven and leaf_hash(proven.leaf()) != self._event(proven.event)[0][proven.position]:
            raise ProofError(f"{form.table} row {owner}: not as it was logged; check with `ingest audit`")
        return proven

    def claimed(self, form: Form, owner: str) -> Proven | None:
        """What should prove a group, for others to check; None where it has no rows, and should have none.

        Raises:
            ProofError: if nothing can: the rows are not in the log, or the log is younger than they are.
        """
        rows = self._connection.execute(form.group(), [owner]).fetchall()
        found = self._connection.execute(
            "SELECT event, position, salt, marks FROM commitments WHERE form = ? AND owner = ?"
            " ORDER BY event DESC LIMIT 1",
            [form.name, owner],
        ).fetchone()
        if found is None:
            if not rows:
                return None
            raise ProofError(f"{form.table} row {owner}: not in the log; check with `ingest audit`")
        event, position, salt, marks = found
        if event >= self._size:
            raise ProofError(
                f"{form.table} row {owner}: changed after the checkpoint of {self._size} entries;"
                " take a later one"
            )
        if not rows and not marks:
            return None
        levels = self._event(event)
        return Proven(
            form.name, owner, canonical(form.name, owner, rows), salt, marks, event, position, len(levels[0]),
            prove_commitment(levels, position),
        )  # fmt: skip

    def entry(self, number: int) -> Logged:
        """The proof of an entry.

        Raises:
            ProofError: if the log has none with this number.
        """
        row = self._connection.execute("SELECT entry FROM log WHERE number = ?", [number]).fetchone()
        if row is None:
            raise ProofError(f"the log has no entry {number}; check with `ingest audit`")
        return prove_entry(self._log.hashes, number, row[0].encode(), self._size)

    def consistency(self, old: int) -> list[bytes]:
        """Why the log with so many entries is the beginning of this one.

        Raises:
            ProofError: if this one is smaller.
        """
        return prove_consistency(self._log.hashes, old, self._size)

    def events(self, article: str) -> list[int]:
        """The numbers of all events that told of an article's groups as they are, in order."""
        found: set[int] = set()
        for form, owner in groups(self._connection, article):
            rows = self._connection.execute(
                "SELECT event FROM commitments WHERE form = ? AND owner = ?", [form.name, owner]
            )
            found.update(event for (event,) in rows)
        return sorted(event for event in found if event < self._size)

    def _event(self, number: int) -> list[Sequence[bytes]]:
        """The tree of an event's commitments."""
        if number not in self._events:
            self._events[number] = tiled([leaf_hash(leaf) for leaf in self._log.leaves(number)])
        return self._events[number]
