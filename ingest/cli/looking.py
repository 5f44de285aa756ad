"""Commands that look into the archive: show, serve."""

from pathlib import Path

import click

from .. import terminal
from ..archive import files as archives
from ..archive.query import Query
from ..export import acts, lines
from ..export.crossposts import crossposts
from ..export.history import events, history
from . import shared
from .identity import tell


@click.command()
@click.argument("article", metavar="ID")
@shared.as_json
@click.pass_obj
def show(archive: Path, article: str, as_json: bool) -> None:
    """Show one article: its fields, how they are known and what speaks against them, its sources, cross-posts,
    versions, retrievals and hashes, and what people said of it, with ids for `ingest undo`.
    """
    with archives.readable(archive) as database:
        query = Query(database.conn)
        identity = query.resolve(article)
        entry = query.entry(identity)
        told, which = crossposts(query, identity), acts.identity(query, identity)
        if as_json:
            related = {
                "relations": list(lines.relations(query, identity)),
                "crossposts": lines.crossposted(told),
            }
            history_ = lines.history(query, identity)
            click.echo(lines.dumps({**lines.article(entry), **related, **history_, **which}))
        else:
            terminal.entry(query, entry, told, history(query, identity), events(query, identity))
            tell(which)


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one."
)
@click.pass_obj
def serve(archive: Path, port: int) -> None:
    """Serve the archive with Datasette on 127.0.0.1, read-only."""
    from ..serve.server import serve as run

    run(archive, port, lambda address: click.echo(f"Serving {archive} on {address} (stop with Ctrl-C)"))
