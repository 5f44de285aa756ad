"""Checkpoints of the log as C2SP tlog-checkpoint has them, and cosignatures of those who saw them. Pure.

A checkpoint says of a log, by its origin, how many entries it has and which root their tree. Who keeps
one can show later that the log changed otherwise than by growing. A cosignature (C2SP tlog-cosignature)
says of a checkpoint that it was seen at a time, and that no other was seen which contradicts it.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from .note import COSIGNATURE, Note, NoteError, Signature, Signer, Verifier, parsed

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ROOT = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree of a log: its origin, its number of entries, its root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """What is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def read(body: str) -> Checkpoint:
    """The checkpoint of a note's text; lines after the third are left to those who know them.

    Raises:
        NoteError: if it is none.
    """
    lines = body.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise NoteError("this is no checkpoint: one has three lines, an origin, a number and a root")
    try:
        root = b64decode(lines[2], validate=True)
    except ValueError:
        root = b""
    if len(root) != _ROOT or b64encode(root).decode() != lines[2]:
        raise NoteError("this is no checkpoint: its third line is no SHA-256 in base64")
    return Checkpoint(lines[0], int(lines[1]), root)


def opened(written: str) -> tuple[Checkpoint, Note]:
    """A checkpoint out of a file, with its note: signed, or its bare lines.

    Raises:
        NoteError: if it is none.
    """
    note = parsed(written) if "\n\n" in written else Note(written)
    return read(note.text), note


def cosigned(signer: Signer, body: str, time: int) -> Signature:
    """A witness's signature of a checkpoint's lines, at a time in seconds since 1970.

    Raises:
        NoteError: if the key is not one of a witness.
    """
    if signer.kind != COSIGNATURE:
        raise NoteError(f"{signer.name} is no key for cosignatures; make one with `ingest key new --witness`")
    data = time.to_bytes(8) + signer.signature(_witnessed(body, time))
    return Signature(signer.name, signer.verifier.id, data)


def witnessed(verifier: Verifier, body: str, signature: Signature) -> int | None:
    """The time that a witness states with a valid signature of a checkpoint's lines, None where it has none."""
    if (verifier.kind, verifier.name, verifier.id) != (COSIGNATURE, signature.name, signature.id):
        return None
    time = int.from_bytes(signature.data[:8])
    return time if verifier.verifies(_witnessed(body, time), signature.data[8:]) else None


def _witnessed(body: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{body}".encode()
