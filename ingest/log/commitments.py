"""Commitments to rows: what an entry of the log says of a group of rows without telling what they hold. Pure.

A group is all rows of one form that belong to one owner: the links of a version, the claims of an article.
Its record is the RFC 8785 canonical JSON of [form, owner, rows], where a row is the list of its values in the
order of the form's columns, and a blob stands as {"sha256": HEX}. Who does not have the salt cannot try out
what a record might be.

Marks, six bytes for each row, decide nothing: they tell which row of a group is not the one committed to.
`docs/log-format.md` specifies all of this, with test vectors.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

SALT, MARK, SEAL = 16, 6, 4
Value = str | int | float | bytes | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is committed to of one group.

    Its salt (16 bytes), its marks, and the salted hash of its record (32 bytes).
    """

    form: str
    owner: str
    salt: bytes
    marks: bytes
    record: bytes

    def leaf(self) -> bytes:
        """The leaf in the event's tree (32 bytes): all of this, hashed."""
        return sha256(self.salt + self.record + _json([self.form, self.owner]) + self.marks).digest()

    def seal(self) -> bytes:
        """The beginning of the leaf, kept beside the parts so that damage to one of them is told by its row."""
        return self.leaf()[:SEAL]


def commit(form: str, owner: str, rows: Sequence[Row], salt: bytes) -> Commitment:
    """The commitment to a group with a salt. Rows are in the order of their form's key."""
    return Commitment(form, owner, salt, marks(rows, salt), record(form, owner, rows, salt))


def record(form: str, owner: str, rows: Sequence[Row], salt: bytes) -> bytes:
    """SHA-256(salt || canonical record) of a group."""
    hashed = sha256(salt)
    hashed.update(canonical(form, owner, rows))
    return hashed.digest()


def canonical(form: str, owner: str, rows: Sequence[Row]) -> bytes:
    """The canonical record of a group. Text that is no UTF-8 (as surrogate escapes) keeps its bytes."""
    return _json([form, owner, rows])


def marks(rows: Sequence[Row], salt: bytes) -> bytes:
    """The beginnings of SHA-256(salt || row), of each row."""
    return b"".join(_mark(row, salt) for row in rows)


def _mark(row: Row, salt: bytes) -> bytes:
    hashed = sha256(salt)
    hashed.update(_json(row))
    return hashed.digest()[:MARK]


def digest(rows: Sequence[Row]) -> bytes:
    """SHA-256 of some rows as canonical JSON, without salt."""
    return sha256(_json(rows)).digest()


def number(marks: bytes) -> int:
    """How many rows some marks are of."""
    return len(marks) // MARK


def _blob(value: object) -> dict[str, str]:
    assert isinstance(value, bytes), "SQLite gives no other kind of value"
    return {"sha256": sha256(value).hexdigest()}


# RFC 8785 of lists of text, integers, null, for which Python's own encoder writes the same, and faster.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_blob).encode


def _json(value: object) -> bytes:
    return _encode(value).encode("utf-8", "surrogateescape")
