"""The command timestamp."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from cryptography.x509 import Certificate

from .. import terminal
from ..archive import files as archives
from ..archive.logged import Log
from ..archive.store import Store
from ..capture.timestamping import LIMITS, ask, query
from ..capture.web.address import redacted
from ..capture.web.request import Answer, Request
from ..errors import SourceError, UsageError
from ..export import lines
from ..log import checkpoint as checkpoints
from ..log.note import Note, NoteError
from ..log.timestamp import Timestamp, TimestampError, opened
from ..resources import knowledge
from . import shared, signing, web

_FILE = click.Path(path_type=Path, dir_okay=False)
# What is logged of checkpoints themselves changes nothing that a checkpoint is wanted for.
_BESIDE = ("checkpoint", "timestamp")


@click.command()
@click.argument("url", metavar="URL")
@click.option(
    "--checkpoint", "given", metavar="FILE", type=_FILE,
    help="The checkpoint to stamp; default: the last one kept, if nothing has changed since, else a new one.",
)  # fmt: skip
@click.option(
    "--roots", "pem", metavar="PEM", type=_FILE,
    help="Certificates of those who vouch for the authority; without them nobody does.",
)  # fmt: skip
@click.option(
    "--key", "key", metavar="FILE", type=_FILE,
    help="Stamp a new checkpoint, and keep it signed with this secret key as well.",
)  # fmt: skip
@web.private
@web.contact
@shared.as_json
@click.pass_obj
def timestamp(
    archive: Path, url: str, given: Path | None, pem: Path | None, key: Path | None,
    allow_private: tuple[str, ...], contact: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Have the timestamp authority at URL (RFC 3161) sign that a checkpoint of the log exists now.

    It gets the SHA-256 of the checkpoint's three lines, nothing else. Its reply is checked and kept as it came;
    `ingest audit` checks it again.
    """
    if given and key:
        raise UsageError("--checkpoint gives one to stamp, and --key makes a new one: give one of them")
    trusted = signing.roots(pem) if pem else ()
    fetch = web.fetcher(allow_private, contact, LIMITS).fetch
    with archives.existing(archive) as database:
        store, log = Store(database, knowledge().registry, shared.pen()), Log(database.conn)
        note = _chosen(log, given, key)
        size = checkpoints.read(note.text).size
        try:
            reply, found = _stamped(url, note.text.encode(), fetch, trusted)
        except SourceError as error:
            click.echo(f"failed: {terminal.safe(str(error))}", err=True)
            sys.exit(1)
        if key:
            store.checkpoint(size, note.written(), shared.now())
        kept = store.timestamp(size, note.text, reply, redacted(url), shared.now())
    if as_json:
        told = {"url": redacted(url), "size": size, "checkpoint": note.text, "kept": kept, **asdict(found)}
        click.echo(lines.dumps(told))
    else:
        status = "kept" if kept else "unchanged: kept before"
        click.echo(f"{status}: the checkpoint of {size} entries, {terminal.safe(found.told())}")


def _stamped(
    url: str, message: bytes, fetch: Callable[[Request], Answer], trusted: Sequence[Certificate]
) -> tuple[bytes, Timestamp]:
    """An authority's reply over a message, and what it proves.

    Raises:
        SourceError: if there is none, or one that proves nothing.
    """
    asked = query(message)
    reply = ask(url, asked.as_bytes(), fetch)
    try:
        return reply, opened(reply, message, trusted, asked.nonce)
    except TimestampError as error:
        raise SourceError(redacted(url), str(error)) from error


def _chosen(log: Log, given: Path | None, key: Path | None) -> Note:
    """The checkpoint to stamp."""
    if given:
        return signing.fitting(log, given)[1]
    body = log.checkpoint().body()
    if key:
        return signing.signed(log, body, key)
    return _standing(log) or Note(body)


def _standing(log: Log) -> Note | None:
    """The newest checkpoint that is kept, if it is of all that the log has now."""
    kept = log.kept()
    if not kept:
        return None
    try:
        found, note = checkpoints.opened(kept[0])
    except NoteError:
        return None  # a damaged one, of which the audit tells
    later = (entry.event for entry in log.entries(found.size))
    whole = log.checkpoint(min(found.size, log.size())) == found
    return note if whole and all(event in _BESIDE for event in later) else None
