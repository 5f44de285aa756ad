"""The files of an evidence bundle, written and read. `docs/proofs.md` specifies them. Pure.

Records and entries stand one a line, as they were hashed. Beside each of the two files is another one with a
line for each of its lines: the way from there up to the log's root. So that a shell can read both.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .. import checkpoint, entries
from ..checkpoint import Checkpoint
from ..commitments import MARK, SALT
from ..entries import Entry, EntryError
from ..note import Note, NoteError
from ..proofs import Logged, Proven

CHECKPOINT, LISTING, PAGE, SCRIPT = "checkpoint.txt", "SHA256SUMS", "index.html", "verify.sh"
ENTRIES, ENTRY_PROOFS = "entries.jsonl", "entries.proof"
RECORDS, RECORD_PROOFS = "records.jsonl", "records.proof"
_NAMES = frozenset((CHECKPOINT, LISTING, PAGE, SCRIPT, ENTRIES, ENTRY_PROOFS, RECORDS, RECORD_PROOFS))
_CONTENT = re.compile(r"(?:payloads|parts)/[0-9a-f]{64}\.bin|texts/[0-9a-f]{64}\.txt")
_TIMESTAMP = re.compile(r"timestamp-[1-9][0-9]{0,14}\.tsr")

_NUMBER = r"(0|[1-9][0-9]{0,14})"
_PATH = r"((?: [0-9a-f]{64})*)"
_MARK = f"[0-9a-f]{{{2 * MARK}}}"
_ENTRY_PROOF = re.compile(f"{_NUMBER}{_PATH}")
_RECORD_PROOF = re.compile(f"{_NUMBER} {_NUMBER} ([0-9a-f]{{{2 * SALT}}}) ({_MARK}(?:,{_MARK})*){_PATH}")
# The beginning of a record of an article: none of these has an owner with other characters.
_RECORD = re.compile(rb'\["([a-z_]+/[1-9][0-9]*)","([A-Za-z0-9_.-]+)",\[')

Members = Mapping[str, bytes]
Rows = Sequence[Sequence[Any]]
Groups = Mapping[tuple[str, str], Rows]


class BundleError(ValueError):
    """Files that are no evidence bundle; says which one and why."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Proofs about one article, by its id.

    `note` is the checkpoint that they lead to, as it is written and as it is read. `contents` are payloads,
    parts and texts by the names of their files, `timestamps` replies of authorities (RFC 3161) over the
    note's text. `events` are the entries by their numbers, `groups` the rows of the records by form and owner.
    """

    article: str
    note: Note
    checkpoint: Checkpoint
    entries: tuple[Logged, ...]
    events: Mapping[int, Entry]
    records: tuple[Proven, ...]
    groups: Groups
    contents: Members
    timestamps: tuple[bytes, ...]

    @classmethod
    def of(
        cls, note: Note, logged: Iterable[Logged], proven: Iterable[Proven], contents: Members,
        timestamps: Iterable[bytes],
    ) -> "Bundle":  # fmt: skip
        """A bundle of its parts, which are put in order.

        Raises:
            BundleError: if a part cannot be read, or they are of no article or of several.
        """
        logged = tuple(sorted(logged, key=lambda one: one.number))
        proven = tuple(sorted(proven, key=lambda one: (one.form, one.owner)))
        groups = {(one.form, one.owner): _rows(one.record) for one in proven}
        found = {owner for form, owner in groups if form in ("articles/1", "removals/1")}
        if len(found) != 1:
            raise BundleError(f"{RECORDS}: records of {len(found)} articles; a bundle is of one")
        with _told(CHECKPOINT):
            said = checkpoint.read(note.text)
        events = _events(logged)
        return cls(found.pop(), note, said, logged, events, proven, groups, contents, tuple(timestamps))


def content(folder: str, sha256: str) -> str:
    """The name of the file with a payload, part or text; folders are `payloads`, `parts`, `texts`."""
    return f"{folder}/{sha256}.{'txt' if folder == 'texts' else 'bin'}"


def timestamp(number: int) -> str:
    """The name of the file with a timestamp, counted from 1."""
    return f"timestamp-{number}.tsr"


def known(name: str) -> bool:
    """Whether a bundle may have a file of this name."""
    return bool(name in _NAMES or _CONTENT.fullmatch(name) or _TIMESTAMP.fullmatch(name))


def listing(members: Members) -> bytes:
    """The list of all other files with their SHA-256, as `sha256sum` writes it, in the order of names."""
    names = sorted(members.keys() - {LISTING})
    return "".join(f"{sha256(members[name]).hexdigest()}  {name}\n" for name in names).encode()


def written(bundle: Bundle) -> dict[str, bytes]:
    """The files of a bundle without those that are made for readers: page, script, list."""
    note = bundle.note
    return {
        CHECKPOINT: (note.written() if note.signatures else note.text).encode(),
        ENTRIES: _lines(one.entry for one in bundle.entries),
        ENTRY_PROOFS: _lines(f"{one.number}{_path(one.path)}".encode() for one in bundle.entries),
        RECORDS: _lines(one.record for one in bundle.records),
        RECORD_PROOFS: _lines(_proof(one).encode() for one in bundle.records),
        **bundle.contents,
        **{timestamp(number): reply for number, reply in enumerate(bundle.timestamps, 1)},
    }


def read(members: Members) -> Bundle:
    """The bundle that files are. Nothing is proved by reading it.

    Raises:
        BundleError: if they are none.
    """
    missing = sorted(_NAMES - members.keys())
    if missing:
        raise BundleError(f"{missing[0]}: not here; without it this is no bundle")
    with _told(CHECKPOINT):
        said, note = checkpoint.opened(members[CHECKPOINT].decode())
    logged = [_logged(said.size, *both) for both in _beside(members, ENTRIES, ENTRY_PROOFS)]
    events = _events(logged)
    proven = [_proven(events, *both) for both in _beside(members, RECORDS, RECORD_PROOFS)]
    stamps = sorted(filter(_TIMESTAMP.fullmatch, members), key=lambda name: (len(name), name))
    contents = {name: members[name] for name in filter(_CONTENT.fullmatch, members)}
    bundle = Bundle.of(note, logged, proven, contents, (members[name] for name in stamps))
    if len(bundle.events) != len(logged) or list(bundle.entries) != logged:
        raise BundleError(f"{ENTRIES}: not in the order of their numbers, each once")
    if len(bundle.groups) != len(proven) or list(bundle.records) != proven:
        raise BundleError(f"{RECORDS}: not in the order of forms and owners, each once")
    return bundle


def _logged(size: int, entry: bytes, proof: str) -> Logged:
    found = _matched(_ENTRY_PROOF, ENTRY_PROOFS, proof)
    return Logged(int(found[1]), entry, size, _hashes(found[2]))


def _proven(events: Mapping[int, Entry], record: bytes, proof: str) -> Proven:
    named = _RECORD.match(record)
    if named is None:
        raise BundleError(f"{RECORDS}: a line that begins with no form and owner")
    form, owner = named[1].decode(), named[2].decode()
    found = _matched(_RECORD_PROOF, RECORD_PROOFS, proof)
    event = events.get(int(found[1]))
    if event is None:
        raise BundleError(f"{ENTRIES}: entry {found[1]} is not here, which {form} {owner} leads to")
    return Proven(
        form, owner, record, bytes.fromhex(found[3]), bytes.fromhex(found[4].replace(",", "")), event.number,
        int(found[2]), event.size, _hashes(found[5]),
    )  # fmt: skip


def _proof(one: Proven) -> str:
    marks = one.marks.hex(",", MARK)
    return f"{one.event} {one.position} {one.salt.hex()} {marks}{_path(one.path)}"


def _path(path: Iterable[bytes]) -> str:
    return "".join(f" {one.hex()}" for one in path)


def _hashes(path: str) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, path.split()))


def _events(logged: Iterable[Logged]) -> dict[int, Entry]:
    with _told(ENTRIES):
        return {one.number: entries.read(one.entry) for one in logged}


def _rows(record: bytes) -> Rows:
    """The rows of a record.

    Raises:
        BundleError: if it is no list of a form, an owner, and rows that are lists.
    """
    try:
        _, _, rows = json.loads(record.decode("utf-8", "surrogateescape"))
    except (ValueError, TypeError, RecursionError) as error:
        raise BundleError(f"{RECORDS}: a line that is no record") from error
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BundleError(f"{RECORDS}: a line that is no record")
    return rows


def _lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _beside(members: Members, name: str, proofs: str) -> Iterator[tuple[bytes, str]]:
    """The lines of two files, pair by pair."""
    first, second = (members[one].split(b"\n") for one in (name, proofs))
    if first.pop() or second.pop() or len(first) != len(second):
        raise BundleError(f"{proofs}: has not a line for each line of {name}")
    with _told(proofs):
        yield from zip(first, (line.decode() for line in second), strict=True)


def _matched(form: re.Pattern[str], name: str, line: str) -> re.Match[str]:
    found = form.fullmatch(line)
    if found is None:
        raise BundleError(f"{name}: a line that is no proof")
    return found


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Errors of what a file holds, with its name."""
    try:
        yield
    except (NoteError, EntryError, UnicodeDecodeError) as error:
        raise BundleError(f"{name}: {error}") from error
