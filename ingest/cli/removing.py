"""The command remove."""

import secrets
from pathlib import Path

import click

from .. import pipeline
from ..archive import files as archives
from ..archive.store import Store
from ..export import lines
from ..resources import knowledge
from . import shared


@click.command()
@click.argument("article", metavar="ID")
@shared.by
@click.option(
    "--because", metavar="TEXT", callback=shared.said, required=True,
    help="Why; it is kept and shown, so do not repeat there what is to go.",
)  # fmt: skip
@shared.as_json
@click.pass_obj
def remove(archive: Path, article: str, by: str, because: str, as_json: bool) -> None:
    """Remove an article for good: its bytes, text, claims, and what people said of it, from the file itself.

    A tombstone stays, with your name and reason, and the log goes on to verify. It cannot be undone. Copies and
    backups of the archive still have the article.
    """
    with archives.existing(archive) as database:
        known = knowledge()
        store = Store(database, known.registry, shared.pen(by))
        act = pipeline.Act(shared.now(), by, because)
        done = pipeline.remove(store, article, known, act, secrets.token_bytes)
    gone = done.removal
    if as_json:
        click.echo(lines.dumps({**lines.removal(gone), "status": "done" if done.new else "unchanged"}))
    elif done.new:
        click.echo(f"removed; what is left is the tombstone {gone.article}. Mind your backups")
    else:
        click.echo(f"unchanged: removed on {gone.removed_at[:10]} (tombstone {gone.article})")
