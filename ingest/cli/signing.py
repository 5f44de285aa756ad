"""Commands by which checkpoints are made, signed and kept: checkpoint, key."""

import os
from pathlib import Path

import click
from cryptography.x509 import Certificate

from ..archive import files as archives
from ..archive.logged import Log
from ..archive.store import Store
from ..errors import UsageError
from ..log import checkpoint as checkpoints
from ..log.checkpoint import Checkpoint
from ..log.note import COSIGNATURE, SIGNATURE, Note, NoteError, Signer
from ..log.timestamp import TimestampError, listed
from ..resources import knowledge
from . import shared

with_key = click.option(
    "--key", "key", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), envvar="INGEST_KEY",
    help="The secret key to sign the checkpoint with; default from INGEST_KEY.",
)  # fmt: skip


@click.command()
@with_key
@click.option(
    "--size", type=click.IntRange(0), help="Of the log as it was with so many entries; default: all there are."
)
@click.option(
    "--keep", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Keep a checkpoint with its signatures in the archive, for proofs, rather than print one.",
)  # fmt: skip
@click.pass_obj
def checkpoint(archive: Path, key: Path | None, size: int | None, keep: Path | None) -> None:
    """Print the log's checkpoint: three lines that fix all that was ever logged. Keep it where others cannot
    change it, and give it to `ingest audit --since`.
    """
    if keep:
        _keep(archive, keep)
        return
    with archives.readable(archive) as database:
        log = Log(database.conn)
        if size is not None and size > log.size():
            raise UsageError(f"{size}: the log has {log.size()} entries")
        click.echo(written(log, size, key), nl=False)


@click.group()
def key() -> None:
    """Make keys for signing checkpoints, and tell the archive of its own."""


@key.command("new")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--name", help="Whose key it is; default: the archive's origin, which is the name for its own key."
)
@click.option("--witness", is_flag=True, help="A key for cosigning the checkpoints of others' archives.")
@click.pass_obj
def new(archive: Path, path: Path, name: str | None, witness: bool) -> None:
    """Make a secret key in FILE, which only you may read, and print its public half.

    It never goes into an archive: that is told of an archive's own key with `ingest key set FILE`. A
    witness uses its key with `ingest audit --cosign FILE`.
    """
    if name is None:
        if witness:
            raise UsageError("a witness needs a name: give one with --name, such as auditor.example")
        with archives.readable(archive) as database:
            name = Log(database.conn).origin()
    try:
        made = Signer.make(name, os.urandom(32), COSIGNATURE if witness else SIGNATURE)
    except NoteError as error:
        raise UsageError(str(error)) from error
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made.written() + "\n")
    except FileExistsError as error:
        raise UsageError(f"{path}: is there already; keys are never written over") from error
    click.echo(made.verifier.written())


@key.command("set")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@shared.by
@click.pass_obj
def set_(archive: Path, path: Path, by: str) -> None:
    """Tell in the log that checkpoints are signed with the key in FILE from now on, no longer with another."""
    secret = signer(path, SIGNATURE)
    with archives.existing(archive) as database:
        store = Store(database, knowledge().registry, shared.pen(by))
        log = Log(database.conn)
        if secret.name != log.origin():
            raise UsageError(f"{path}: a key of {secret.name}; this archive signs as {log.origin()}")
        if secret.verifier.written() in log.signing_keys():
            click.echo("unchanged: the archive knows this key")
            return
        store.key(secret.verifier.written(), shared.now())
    click.echo(f"set; checkpoints are signed with {secret.verifier.written()} from now on")


def _keep(archive: Path, path: Path) -> None:
    with archives.existing(archive) as database:
        store = Store(database, knowledge().registry, shared.pen())
        found, note = fitting(Log(database.conn), path)
        kept = store.checkpoint(found.size, note.written() if note.signatures else note.text, shared.now())
    click.echo(f"{'kept' if kept else 'unchanged: kept before'}: the checkpoint of {found.size} entries")


def opened(path: Path) -> tuple[Checkpoint, Note]:
    """The checkpoint in a file.

    Raises:
        UsageError: if there is none.
    """
    try:
        return checkpoints.opened(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, NoteError) as error:
        raise UsageError(f"{path}: {error}") from error


def fitting(log: Log, path: Path) -> tuple[Checkpoint, Note]:
    """The checkpoint in a file, of a log that only grew since.

    Raises:
        UsageError: if there is none, or one that does not fit.
    """
    found, note = opened(path)
    if not log.knows_checkpoint(found):
        raise UsageError(
            f"{path}: no checkpoint of this archive as it is; `ingest audit --since {path}` tells more"
        )
    return found, note


def written(log: Log, size: int | None, key: Path | None) -> str:
    """The checkpoint of a log, signed with the key in a file; without one it is bare, and that is said."""
    body = log.checkpoint(size).body()
    if key:
        return signed(log, body, key).written()
    click.echo("not signed: give a key with --key FILE (`ingest key new` makes one)", err=True)
    return body


def signed(log: Log, body: str, key: Path) -> Note:
    """A checkpoint's lines, signed with the key in a file.

    Raises:
        UsageError: if the archive does not know the key.
    """
    secret = signer(key, SIGNATURE)
    if secret.verifier.written() not in log.signing_keys():
        raise UsageError(f"{key}: the archive does not know this key; set it with `ingest key set {key}`")
    return Note(body, (secret.sign(body),))


def roots(path: Path) -> tuple[Certificate, ...]:
    """The certificates in a file, of those who vouch for timestamp authorities.

    Raises:
        UsageError: if there are none.
    """
    try:
        return listed(path.read_bytes())
    except (OSError, TimestampError) as error:
        raise UsageError(f"{path}: {error}") from error


def signer(path: Path, kind: int) -> Signer:
    """The secret key in a file, of a kind.

    Raises:
        UsageError: if there is none of that kind.
    """
    try:
        found = Signer.read(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, NoteError) as error:
        raise UsageError(f"{path}: {error}") from error
    if found.kind != kind:
        use = "signs an archive's own checkpoints" if found.kind == SIGNATURE else "cosigns those of others"
        raise UsageError(f"{path}: a key that {use}; `ingest key new` makes one of the other kind")
    return found
