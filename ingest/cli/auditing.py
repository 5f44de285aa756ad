"""The command audit."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from typing import TextIO

import click

from .. import terminal
from ..archive import files as archives
from ..archive.logged import Log
from ..archive.query import Query
from ..audit import LEVELS, Draw, Kept, Level
from ..audit import audit as findings_of
from ..errors import UsageError
from ..log import checkpoint as checkpoints
from ..log.note import COSIGNATURE, Note, Signer
from ..resources import knowledge
from ..terminal import findings
from . import shared
from .signing import opened, roots, signer


@click.command()
@click.option(
    "--level", type=click.Choice(LEVELS), default="stored", show_default=True,
    help="stored: the file, the log, and every row against it. raw: payloads too, and what is quoted of them."
    " replay: all that follows from payloads and people's word, made again and compared.",
)  # fmt: skip
@click.option(
    "--sample", metavar="NUMBER", type=click.IntRange(1),
    help="With --level replay: make so many articles again, drawn at random, instead of all.",
)  # fmt: skip
@click.option(
    "--since", "since", metavar="FILE", multiple=True, type=click.Path(path_type=Path, dir_okay=False),
    help="A checkpoint that you kept (`ingest checkpoint`): the log must only have grown since.",
)  # fmt: skip
@click.option(
    "--tsa-roots", "pem", metavar="PEM", type=click.Path(path_type=Path, dir_okay=False),
    help="Certificates of those who vouch for the authorities of your timestamps: each must be under one.",
)  # fmt: skip
@click.option("--fail-fast", is_flag=True, help="Stop at the first finding.")
@click.option(
    "--report", metavar="FILE", type=click.File("w", "utf-8", lazy=False, atomic=True),
    help="Write the findings there as well, as JSON Lines; it is empty where there are none.",
)  # fmt: skip
@click.option(
    "--cosign", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Your witness key: where nothing is found, print the log's checkpoint with your cosignature.",
)  # fmt: skip
@shared.as_json
@click.pass_obj
def audit(
    archive: Path, level: Level, sample: int | None, since: tuple[Path, ...], pem: Path | None, fail_fast: bool,
    report: TextIO | None, cosign: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Check the archive against its log, its bytes and your checkpoints, and report every difference."""
    if sample and level != "replay":
        raise UsageError("--sample says how much to make again; give --level replay with it")
    kept = [Kept(str(path), *opened(path)) for path in since]
    trusted = roots(pem) if pem else ()
    witness = signer(cosign, COSIGNATURE) if cosign else None
    found = 0
    with archives.readable(archive, damaged=True) as database:
        query = Query(database.conn)
        draw = _drawing(sample) if sample else None
        for finding in findings_of(query, knowledge(), level, kept, trusted, draw, terminal.watched):
            found += 1
            findings.tell(finding, as_json)
            if report:
                report.write(findings.as_line(finding))
            if fail_fast:
                break
        if witness and not found:
            click.echo(_witnessed(Log(database.conn), witness, kept), nl=False)
        elif not as_json:
            depth = f"{level} of {sample} drawn at random" if sample else level
            click.echo(findings.verdict(found, query, depth, bool(kept)))
    sys.exit(1 if found else 0)


def _drawing(number: int) -> Draw:
    """Draws so many articles, or all where there are fewer; nobody can know beforehand which."""
    return lambda articles: SystemRandom().sample(articles, min(number, len(articles)))


def _witnessed(log: Log, witness: Signer, kept: Sequence[Kept]) -> str:
    """The log's checkpoint with a cosignature, beside the signatures under it if it is one that was given."""
    body = log.checkpoint().body()
    before = next((one.note.signatures for one in kept if one.note.text == body), ())
    seconds = int(datetime.fromisoformat(shared.now()).timestamp())
    return Note(body, (*before, checkpoints.cosigned(witness, body, seconds))).written()
