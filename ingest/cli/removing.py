"""The command remove."""

import secrets
from pathlib import Path

import click

from .. import pipeline
from ..archive import files as archives
from ..archive.query import Query
from ..archive.store import Store
from ..export import lines
from ..resources import knowledge
from ..terminal.plain import safe
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
    backups of the archive still have the article, and so may other articles, which are named.
    """
    with archives.existing(archive) as database:
        known = knowledge()
        store = Store(database, known.registry, shared.pen(by))
        act = pipeline.Act(shared.now(), by, because)
        done = pipeline.remove(store, article, known, act, secrets.token_bytes)
        _tell(done, Query(database.conn), as_json)


def _tell(done: pipeline.Removed, query: Query, as_json: bool) -> None:
    gone = done.removal
    if as_json:
        status = "done" if done.new else "unchanged"
        told = {"status": status, "listings": done.listings, "related": done.related}
        click.echo(lines.dumps({**lines.removal(gone), **told}))
    elif done.new:
        click.echo(f"removed; what is left is the tombstone {gone.article}. Mind your backups")
        if done.listings:
            click.echo(f"gone with it: feeds, sitemaps or front pages that spoke of it, {done.listings} in all")
        for one in filter(None, map(query.article, done.related)):
            click.echo(f"still here, and had to do with it: {one.id}  {safe(one.title or '(no title)')}")
    else:
        click.echo(f"unchanged: removed on {gone.removed_at[:10]} (tombstone {gone.article})")
