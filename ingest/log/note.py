"""Signed notes as C2SP signed-note has them: text under Ed25519 signatures, keys as Go writes them. Pure.

A key's line is "NAME+ID+KEY", a secret key's "PRIVATE+KEY+NAME+ID+KEY"; the id is the beginning of a hash
over name, kind and public key, so that one key can serve as two. Kinds are those of C2SP signed-note:
plain signatures of a log, and cosignatures of witnesses, which state their time.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

# Loaded where a signature is made or checked: it takes much that no other command needs.
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE, COSIGNATURE = 1, 4
# More of either is no note of ours (the format asks for sixteen signatures at least).
_MOST_SIGNATURES, _LONGEST = 100, 1_000_000
_NAME = re.compile(r"[^\s+]+")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\n")


class NoteError(ValueError):
    """A note or a key that is malformed, or signed by nobody who is trusted."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose signature it is, by name and id (four bytes), and its bytes."""

    name: str
    id: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a line break, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def written(self) -> str:
        """The note as it is kept in a file."""
        lines = (f"— {one.name} {_coded(one.id + one.data)}\n" for one in self.signatures)
        return f"{self.text}\n{''.join(lines)}"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Whose signatures are trusted: a name, the kind of its signatures, the public key (32 bytes)."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of SHA-256 over name, kind and key."""
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public).digest()[:4]

    def written(self) -> str:
        """The key's line."""
        return f"{self.name}+{self.id.hex()}+{_coded(bytes([self.kind]) + self.public)}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether a signature (64 bytes) is this key's over a message."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    @classmethod
    def read(cls, line: str) -> "Verifier":
        """The key of a line.

        Raises:
            NoteError: if it is none.
        """
        name, kind, public = _key(line.strip().split("+", 2), line)
        verifier = cls(name, kind, public)
        if f"+{verifier.id.hex()}+" not in line:
            raise NoteError(f"{line.strip()[:80]!r} is no key: its id is not that of its name and bytes")
        return verifier


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key (32 bytes), with its name and the kind of its signatures."""

    name: str
    kind: int
    secret: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.kind, self._key().public_key().public_bytes_raw())

    def written(self) -> str:
        """The secret key's line."""
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{_coded(bytes([self.kind]) + self.secret)}"

    def signature(self, message: bytes) -> bytes:
        """The 64 bytes over a message (RFC 8032)."""
        return self._key().sign(message)

    def sign(self, text: str) -> Signature:
        """The signature of a note's text."""
        return Signature(self.name, self.verifier.id, self.signature(text.encode()))

    def _key(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.secret)

    @classmethod
    def make(cls, name: str, secret: bytes, kind: int = SIGNATURE) -> "Signer":
        """A key from 32 random bytes.

        Raises:
            NoteError: if the name has spaces or plus signs.
        """
        if not _NAME.fullmatch(name) or len(secret) != 32:
            raise NoteError(f"{name!r} can name no key: leave out spaces and plus signs")
        return cls(name, kind, secret)

    @classmethod
    def read(cls, line: str) -> "Signer":
        """The secret key of a line; its bytes are never repeated in an error.

        Raises:
            NoteError: if it is none.
        """
        private, key, *rest = f"{line.strip()}++".split("+", 2)
        if (private, key) != ("PRIVATE", "KEY"):
            raise NoteError("this is no secret key: one begins with PRIVATE+KEY+")
        fields = rest[0].removesuffix("++").split("+", 2)
        name, kind, secret = _key(fields, "the secret key")
        signer = cls(name, kind, secret)
        if signer.verifier.id.hex() != fields[1]:
            raise NoteError("this is no secret key: its id is not that of its name and bytes")
        return signer


def parsed(written: str) -> Note:
    """A note out of a file, its signatures not yet verified.

    Raises:
        NoteError: if it is none.
    """
    if len(written) > _LONGEST or any(char < " " and char != "\n" for char in written):
        raise NoteError("this is no note: it is too long, or has control characters")
    text, blank, rest = written.rpartition("\n\n")
    lines = rest.splitlines(keepends=True)
    if not blank or not lines or len(lines) > _MOST_SIGNATURES:
        raise NoteError("this is no signed note: signatures follow its last empty line")
    return Note(f"{text}\n", tuple(map(_signature, lines)))


def verified(note: Note, verifiers: Iterable[Verifier]) -> list[Verifier]:
    """Who of those that are trusted signed a note's text; signatures of others say nothing.

    Raises:
        NoteError: if one of their signatures is wrong, or there is none.
    """
    trusted = {(one.name, one.id): one for one in verifiers if one.kind == SIGNATURE}
    found = []
    for signature in note.signatures:
        verifier = trusted.get((signature.name, signature.id))
        if verifier is None or verifier in found:
            continue
        if not verifier.verifies(note.text.encode(), signature.data):
            raise NoteError(f"the signature of {signature.name} is not over this text")
        found.append(verifier)
    if not found:
        raise NoteError("nobody whose key was given signed this")
    return found


def _signature(line: str) -> Signature:
    match = _LINE.fullmatch(line)
    data = _decoded(match[2]) if match else None
    if match is None or data is None or len(data) < 5:
        raise NoteError(f"{line.strip()[:80]!r} is no signature: one has a dash, a name and base64")
    return Signature(match[1], data[:4], data[4:])


def _key(fields: Sequence[str], line: str) -> tuple[str, int, bytes]:
    """The name, kind and 32 bytes of a key's fields: name, id, key."""
    data = _decoded(fields[2]) if len(fields) == 3 else None
    if data is None or len(data) != 33 or not _NAME.fullmatch(fields[0]):
        raise NoteError(f"{line.strip()[:80]!r} is no key: one is a name, an id and base64 with + between them")
    if data[0] not in (SIGNATURE, COSIGNATURE):
        raise NoteError(f"{line.strip()[:80]!r} is a key of a kind that is not known here")
    return fields[0], data[0], data[1:]


def _coded(data: bytes) -> str:
    return b64encode(data).decode()


def _decoded(written: str) -> bytes | None:
    """The bytes of base64 as it is written canonically, None where it is not."""
    try:
        data = b64decode(written, validate=True)
    except (Error, ValueError):
        return None
    return data if _coded(data) == written else None
