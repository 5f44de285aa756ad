"""People's acts on relations and identity: written once, never changed; and what can be taken back.

Owns the table `acts`. What holds of them is for `relate.people` to say; nothing here decides anything.
"""

from dataclasses import dataclass
from typing import Any, Literal

from ..canon import act_id
from ..errors import UsageError
from ..records import Act
from . import rows
from .query import Query

EventKind = Literal["act", "resolution", "correction", "naming"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that can be taken back.

    That is a person's act, the finding that a stub is an article, the correction of a field, or the naming
    of a domain. `article` and `other` are whom it is about; `about` is the kind of act, the field or the
    domain; `value` what a correction says. `undoes` is what an undoing took back, `act` by whose word a
    resolution holds.
    """

    id: str
    kind: EventKind
    article: str | None
    other: str | None = None
    about: str | None = None
    value: str | None = None
    undoes: str | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """An act with its id, and the id of the act by which it was taken back, None while it stands."""

    id: str
    act: Act
    taken_back_by: str | None = None


def say(query: Query, said: Act) -> str:
    """Keep an act; its id."""
    identity = act_id(said)
    query.connection.execute(
        "INSERT INTO acts (id, act, article, kind, other, undoes, by, asserted_at, basis)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [identity, said.act, said.article, said.kind, said.other, said.undoes, said.by, said.asserted_at,
         said.basis],
    )  # fmt: skip
    return identity


def latest(query: Query) -> str | None:
    """When the last act was said."""
    found: str | None = query.value("SELECT max(asserted_at) FROM acts")
    return found


def taken_back_by(query: Query, event: str) -> Spoken | None:
    """The standing act by which something was taken back."""
    undone = query.taken_back()
    sql = "SELECT * FROM acts WHERE undoes = ? ORDER BY asserted_at, rowid"
    found = [Spoken(row["id"], rows.act(row)) for row in query.rows(sql, [event]) if row["id"] not in undone]
    return found[-1] if found and event in undone else None


def of_article(query: Query, article: str) -> list[Spoken]:
    """The acts that are about an article, in the order in which they were said."""
    sql = "SELECT * FROM acts WHERE article = :one OR other = :one ORDER BY asserted_at, rowid"
    found = []
    for row in list(query.rows(sql, {"one": article})):
        by = taken_back_by(query, row["id"])
        found.append(Spoken(row["id"], rows.act(row), by.id if by else None))
    return found


def event(query: Query, given: str) -> Event:
    """What a person means to take back: an id, or a beginning of one that fits one event.

    Raises:
        UsageError: if none or several fit.
    """
    found = _beginning(query, given.strip().lower()) if given.strip() else {}
    if not found:
        raise UsageError(
            f"{given}: nothing with this id was said or found that could be taken back;"
            " `ingest show ID` lists what was, with ids"
        )
    if len(found) > 1 and given not in found:
        raise UsageError(f"{given}: several ids begin so: {', '.join(sorted(found))}; give more of it")
    return found.get(given) or next(iter(found.values()))


def root(query: Query, undoing: Event) -> Event:
    """What is taken back or brought back in the end, where undoings undo undoings."""
    while undoing.undoes:
        undoing = event(query, undoing.undoes)
    return undoing


def _beginning(query: Query, given: str) -> dict[str, Event]:
    """The first few events whose ids begin so. Ids are of small letters and digits, which come before `{`."""
    found: dict[str, Event] = {}
    for sql, make in _EVENTS:
        bounds = {"low": given, "high": given + "{"}
        for row in query.rows(f"{sql.format('id >= :low AND id < :high')} ORDER BY id LIMIT 3", bounds):
            found.setdefault(row["id"], make(row))
    return found


def _act(row: dict[str, Any]) -> Event:
    return Event(row["id"], "act", row["article"], row["other"], row["act"], undoes=row["undoes"])


def _resolution(row: dict[str, Any]) -> Event:
    return Event(row["id"], "resolution", row["stub"], row["article"], act=row["act"])


def _correction(row: dict[str, Any]) -> Event:
    return Event(row["id"], "correction", row["article"], about=row["field"], value=row["value"])


def _naming(row: dict[str, Any]) -> Event:
    return Event(row["id"], "naming", None, about=row["domain"])


# Where events are kept. A resolution that was taken back is gone; the act that did so tells what it was.
_EVENTS = (
    ("SELECT * FROM acts WHERE {}", _act),
    ("SELECT id, stub, article, act FROM resolutions WHERE {}", _resolution),
    ("SELECT id, article, field, value FROM claims WHERE by IS NOT NULL AND {}", _correction),
    ("SELECT id, domain FROM namings WHERE {}", _naming),
    (
        "SELECT * FROM (SELECT undoes AS id, article AS stub, other AS article, NULL AS act FROM acts"
        " WHERE act = 'undo' AND other IS NOT NULL) WHERE {}",
        _resolution,
    ),
)
