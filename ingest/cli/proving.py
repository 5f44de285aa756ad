"""The command prove: bundles that prove an article to people without the archive, made and checked."""

import sys
from pathlib import Path

import click

from ..archive import files as archives
from ..archive.query import Query
from ..capture import zipped
from ..errors import ArchiveError, UsageError
from ..export.bundle.gathering import gathered, identity
from ..export.bundle.packing import members, packed, remarks
from ..export.lines import dumps
from ..log.bundle.check import check
from ..log.bundle.members import Bundle
from ..terminal import proofs
from . import shared
from .signing import opened

# Larger ones are neither made nor read: they are held in memory.
_LARGEST = 256 * 1024 * 1024
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("article", metavar="[ID]", required=False)
@click.option("-o", "--output", metavar="FILE", type=_FILE, help="Where to write the bundle, a new zip file.")
@click.option(
    "--checkpoint", metavar="FILE", type=_FILE,
    help="The checkpoint to prove against, such as one that the reader kept; default: the newest that the"
    " archive keeps since the article changed, else the log as it is.",
)  # fmt: skip
@click.option("--check", "bundle", metavar="FILE", type=_FILE, help="Check the bundle in FILE instead.")
@click.option("--since", metavar="FILE", type=_FILE, help="With --check: a checkpoint that you kept.")
@shared.as_json
@click.pass_obj
def prove(
    archive: Path, article: str | None, output: Path | None, checkpoint: Path | None, bundle: Path | None,
    since: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Write a bundle that proves to others that an article is unchanged since it was logged.

    It holds payload, text and records, the proofs that lead from them to a checkpoint of the log, a page for
    people, and a script that checks it all without this program. Or check such a bundle.
    """
    if bundle:
        if article or output or checkpoint:
            raise UsageError("--check goes with --since and --json only")
        _check(bundle, since, as_json)
    elif article is None or output is None or since:
        raise UsageError("name an article and, with -o, a file for its bundle; or give one to --check")
    else:
        _prove(archive, article, output, checkpoint, as_json)


def _prove(archive: Path, article: str, output: Path, checkpoint: Path | None, as_json: bool) -> None:
    given = opened(checkpoint)[1] if checkpoint else None
    with archives.snapshot(archive) as database:
        query = Query(database.conn)
        bundle = gathered(query, identity(query, article), given)
    made = members(bundle)
    # What is told to others must hold, also where a row was changed past the log.
    for step in check(made):
        if step.holds is False:
            raise ArchiveError(f"{bundle.article}: {step.said}; check the archive with `ingest audit`")
    if sum(map(len, made.values())) > _LARGEST:
        raise UsageError(
            f"{bundle.article}: its files have over {_LARGEST:,} bytes together, too many for one bundle"
        )
    _write(output, packed(made, bundle))
    _tell(bundle, output, as_json)


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise UsageError(f"{path}: is there already; give the bundle another name") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def _tell(bundle: Bundle, output: Path, as_json: bool) -> None:
    checkpoint, records, events = bundle.checkpoint, len(bundle.records), len(bundle.entries)
    signatures = [one.name for one in bundle.note.signatures]
    if as_json:
        click.echo(dumps({
            "id": bundle.article, "file": str(output), "records": records, "events": events,
            "checkpoint": {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()},
            "signatures": signatures, "timestamps": len(bundle.timestamps),
        }))  # fmt: skip
        return
    click.echo(
        f"{output}: {records} records of {bundle.article}, proved by {events} entries of the log up to the"
        f" checkpoint of {checkpoint.size} entries"
    )
    if checkpoint.origin not in signatures:
        click.echo("the checkpoint is not signed; readers must compare it with a copy of their own", err=True)


def _check(path: Path, since: Path | None, as_json: bool) -> None:
    kept = opened(since)[0] if since else None
    files = zipped.contents(str(path), _LARGEST)
    steps = list(check(files, kept))
    failures = sum(step.holds is False for step in steps)
    for step in (*steps, *(() if failures else remarks(files))):
        proofs.tell(step, as_json)
    if not as_json:
        click.echo(proofs.verdict(failures))
    sys.exit(1 if failures else 0)
