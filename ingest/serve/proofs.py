"""What a browser needs to check an article against the log, as JSON: `docs/verify.md` says what stands in it.

Hands out the records with their proofs and judges nothing: whoever asks hashes all of it again.
"""

import re
import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Any

from ..archive.connections import snapshot
from ..archive.forms import Form
from ..archive.logged import Log
from ..archive.proofs import Proofs, groups
from ..errors import UsageError
from ..log.merkle import ProofError
from ..log.proofs import Logged, Proven

# What a browser checks in a few seconds; articles have some thirty groups, hubs of many copies a few hundred.
_MOST = 5_000
_SIZE = re.compile(r"[0-9]{1,15}")


def proof(connection: sqlite3.Connection, article: str, since: int | None) -> dict[str, Any]:
    """An article's records with their proofs in the log as it is, and the log's checkpoint.

    Args:
        connection: to the archive.
        article: its id.
        since: the number of entries of an earlier checkpoint, since which the log is shown to have only grown.

    Raises:
        UsageError: if there is more to prove than a browser should be given.
        ProofError: if the log lacks entries.
        EntryError: if its first entry cannot be read.
    """
    with snapshot(connection):
        log = Log(connection)
        checkpoint = log.checkpoint()
        proofs = Proofs(connection, checkpoint.size)
        found = list(islice(groups(connection, article), _MOST + 1))
        if len(found) > _MOST:
            raise UsageError(f"{article}: more than {_MOST} records; use `ingest prove {article}` instead")
        shown = [one for form, owner in found if (one := _group(proofs, form, owner))]
        told = (log.told_key(vkey) for vkey in log.signing_keys())
        numbers = {
            0,
            *(one["event"] for one in shown if "event" in one),
            *(at for at in told if at is not None),
        }
        return {
            "checkpoint": checkpoint.body(),
            # Of a log that was cut nothing can be shown; whoever compares the sizes sees that.
            "consistency": None
            if since is None or since > checkpoint.size
            else _hexed(proofs.consistency(since)),
            "entries": [_entry(proofs.entry(number)) for number in sorted(numbers)],
            "groups": shown,
        }


def size(given: str | None) -> int | None:
    """A number of entries out of an address.

    Raises:
        UsageError: if it is none.
    """
    if given is None:
        return None
    if not _SIZE.fullmatch(given):
        raise UsageError(f"since={given[:20]}: no number of entries; give the second line of a checkpoint")
    return int(given)


def _group(proofs: Proofs, form: Form, owner: str) -> dict[str, Any] | None:
    """A group with what should prove it, or with why nothing does; None where it has no rows."""
    try:
        proven = proofs.claimed(form, owner)
    except ProofError as error:
        return {"form": form.name, "owner": owner, "wrong": str(error)}
    return _proven(proven) if proven else None


def _proven(one: Proven) -> dict[str, Any]:
    # The record itself tells form and owner, and the entry how many commitments it has.
    return {
        "record": one.record.decode("utf-8", "replace"),
        "salt": one.salt.hex(),
        "marks": one.marks.hex(),
        "event": one.event,
        "position": one.position,
        "path": _hexed(one.path),
    }


def _entry(one: Logged) -> dict[str, Any]:
    return {"entry": one.entry.decode("utf-8", "replace"), "path": _hexed(one.path)}


def _hexed(hashes: Iterable[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
