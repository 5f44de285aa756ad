"""The command renormalise."""

import sys
from pathlib import Path

import click

from .. import pipeline, terminal
from ..archive import files as archives
from ..archive.query import Query
from ..archive.store import Store
from . import shared
from .deadline import limited
from .taking import prepared


@click.command()
@click.argument("articles", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Also what the readers of this version read.")
@shared.as_json
@click.pass_obj
def renormalise(archive: Path, articles: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Read payloads again that an older version of ingest read, of the articles named or of all.

    A text that is read otherwise now is a new version; the old one stays, and the log tells of both.
    """
    with archives.existing(archive) as database, shared.interrupts(lambda: None) as interrupted:
        known, query = prepared(), Query(database.conn)
        store = Store(database, known.registry, shared.pen())
        wanted = [query.resolve(one) for one in articles] or list(query.articles())
        with terminal.Progress(lambda: len(wanted), as_json) as progress:
            for outcome in pipeline.renormalise(store, wanted, known, everything, limited):
                progress.tell(outcome)
                if interrupted:
                    break
    sys.exit(1 if progress.tally["failed"] or interrupted else 0)
