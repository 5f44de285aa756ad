"""Digests as web archives state them: read, compared, brought into one form.

The form is the algorithm in small letters and the value in base 32 (RFC 4648) without padding,
as most tools write it: `sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ`.
"""

import base64
import hashlib
from collections.abc import Iterable

from ...errors import SourceError

_SIZES = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}


def normal(stated: str | None) -> str | None:
    """A stated digest in the one form; None where none is stated, or by an algorithm not known here.

    Hexadecimal and base 32 are told apart by their lengths. What is neither stays as it is written:
    it matches nothing.
    """
    algorithm, _, value = (stated or "").strip().partition(":")
    algorithm, value = algorithm.lower().replace("-", ""), value.strip().rstrip("=")
    size = _SIZES.get(algorithm)
    if size is None:
        return None
    try:
        raw = bytes.fromhex(value) if len(value) == 2 * size else _from_base32(value)
    except ValueError:
        return f"{algorithm}:{value}"
    return written(algorithm, raw)


def of(data: bytes, algorithm: str = "sha1") -> str:
    """The digest of some bytes, in the one form."""
    return written(algorithm, hashlib.new(algorithm, data, usedforsecurity=False).digest())


def check(source: str, header: str, expected: str | None, readings: Iterable[bytes]) -> None:
    """See that a stated digest is that of the bytes, in one of the ways in which tools take them.

    Args:
        source: the record, for the error.
        header: which header states it, for the error.
        expected: its value in the one form; nothing is checked where there is none.
        readings: the bytes that tools may have digested, the usual ones first; asked for only if needed.

    Raises:
        SourceError: if it is the digest of none of them.
    """
    if expected is None:
        return
    algorithm = expected.partition(":")[0]
    found = []
    for reading in readings:
        found.append(of(reading, algorithm))
        if found[-1] == expected:
            return
    raise mismatch(source, header, expected, found[0])


def mismatch(source: str, where: str, expected: str, found: str) -> SourceError:
    """The error for bytes that are not those whose digest is stated somewhere."""
    reason = f"its {where} is {expected[:150]}, but that of its bytes is {found}: they were changed or damaged"
    return SourceError(source, f"{reason}; nothing of it was added")


def written(algorithm: str, raw: bytes) -> str:
    """A digest's value in the one form."""
    return f"{algorithm}:{base64.b32encode(raw).decode().rstrip('=')}"


def _from_base32(value: str) -> bytes:
    return base64.b32decode(value.upper() + "=" * (-len(value) % 8))
