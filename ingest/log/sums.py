"""Digests of tables that change a row here and a row there: sums of their rows' hashes. Pure.

What is kept of texts so that they can be compared can be made again from them at any time. A sum over its
rows, modulo 2^256, tells damage and careless changes without making it again, whatever the order of the rows.
Who is able to look for rows with the same sum can get past it; who makes the table again finds that.
"""

import json
from collections.abc import Iterable
from hashlib import sha256

_MODULUS = 1 << 256
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def of_rows(rows: Iterable[tuple[int | str, ...]]) -> int:
    """The sum of some rows' hashes: SHA-256 of a row's values as canonical JSON, as a number."""
    hashed, number, total = sha256, int.from_bytes, 0
    for row in rows:
        try:
            # Most are pairs of integers, and there are a hundred for each article.
            written = b"[%d,%d]" % row  # type: ignore[str-format]
        except TypeError:
            written = _encode(row).encode("utf-8", "surrogateescape")
        total += number(hashed(written).digest())
    return total


def moved(before: int, come: int, gone: int) -> int:
    """A sum after some rows came and others went, by their own sums."""
    return (before + come - gone) % _MODULUS


def written(total: int) -> str:
    """A sum as 64 hex digits."""
    return f"{total % _MODULUS:064x}"
