"""Entries of the log: one event each, as RFC 8785 canonical JSON. Pure.

An entry tells when something happened, of which kind it was and by whom, and commits to what was written:
`commitments` has the number of commitments and the root of their Merkle tree (RFC 6962, a leaf each, in the
order of their positions). `docs/log-format.md` specifies it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from .merkle import folded, leaf_hash

FORMAT = "provenance-archive/entry/1"
# Longer ones are not written, and not read.
LONGEST = 65_535
_HASH = 32
EventKind = Literal[
    "archive", "migration", "capture", "seen-again", "version", "decision", "relation", "assertion", "link",
    "removal", "renormalisation", "key", "checkpoint", "timestamp",
]  # fmt: skip
EVENTS: tuple[EventKind, ...] = get_args(EventKind)


class EntryError(ValueError):
    """Bytes that are no entry of this format."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its number from 0, its kind, when (an instant) and by whom, and what it commits to.

    `size` is the number of commitments, `root` the root of their tree (32 bytes). `told` is what the entry
    says in the open: the origin of an archive, a public key.
    """

    number: int
    event: EventKind
    at: str
    by: str | None
    size: int
    root: bytes
    told: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        """The entry as it stands in the log.

        Raises:
            EntryError: if it is too long.
        """
        said: dict[str, object] = {
            "format": FORMAT,
            "number": self.number,
            "event": self.event,
            "at": self.at,
            "by": self.by,
            "commitments": {"root": self.root.hex(), "size": self.size},
            **self.told,
        }
        data = _canonical(said)
        if len(data) > LONGEST:
            raise EntryError(f"an entry of {len(data)} bytes is too long; {LONGEST} are allowed")
        return data


_OWN = {"format", "number", "event", "at", "by", "commitments"}


def read(data: bytes) -> Entry:
    """An entry out of its bytes.

    Raises:
        EntryError: if they are none of this format, or not in canonical form.
    """
    if len(data) > LONGEST:
        raise EntryError(f"{len(data)} bytes; an entry has {LONGEST} at most")
    try:
        said = json.loads(data)
        made_of = said["commitments"]
        told = {key: value for key, value in said.items() if key not in _OWN}
        entry = Entry(
            said["number"], said["event"], said["at"], said["by"], made_of["size"],
            bytes.fromhex(made_of["root"]), told,
        )  # fmt: skip
        same = said["format"] == FORMAT and entry.written() == data and _is_sound(entry)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EntryError("no canonical JSON of an entry") from error
    if not same:
        raise EntryError(f"no entry of the format {FORMAT}, or not in its canonical form")
    return entry


def _is_sound(entry: Entry) -> bool:
    """Whether all values are of an entry's types and forms.

    Raises:
        ValueError, TypeError: also where they are not.
    """
    counts = all(type(one) is int and one >= 0 for one in (entry.number, entry.size))
    words = isinstance(entry.by, str | None) and all(isinstance(one, str) for one in entry.told.values())
    dated = datetime.fromisoformat(entry.at).tzinfo is not None
    return counts and words and dated and len(entry.root) == _HASH and entry.event in EVENTS


def root(leaves: Sequence[bytes]) -> bytes:
    """The root of an event's commitments, by their leaves (32 bytes each)."""
    return folded([leaf_hash(one) for one in leaves])


def _canonical(said: Mapping[str, object]) -> bytes:
    """RFC 8785 of text, integers, null under ASCII names, for which Python's own encoder writes the same."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
