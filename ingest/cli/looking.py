"""Commands that look into the archive: show, serve."""

from dataclasses import asdict
from pathlib import Path

import click

from .. import terminal
from ..archive import files as archives
from ..archive.query import Query
from ..archive.removals import removal
from ..export import acts, lines, logged
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
        gone = removal(query, article)
        if gone:
            click.echo(lines.dumps(lines.removal(gone)) if as_json else terminal.tombstone(gone))
            return
        identity = query.resolve(article)
        entry = query.entry(identity)
        told, which = crossposts(query, identity), acts.identity(query, identity)
        if as_json:
            related = {
                "relations": list(lines.relations(query, identity)),
                "crossposts": lines.crossposted(told),
            }
            history_ = lines.history(query, identity)
            told_of = {"events": [asdict(one) for one in logged.of_article(query, identity)]}
            click.echo(lines.dumps({**lines.article(entry), **related, **history_, **which, **told_of}))
        else:
            terminal.entry(query, entry, told, history(query, identity), events(query, identity))
            tell(which)
            terminal.logged(logged.of_article(query, identity))


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one."
)
@click.pass_obj
def serve(archive: Path, port: int) -> None:
    """Serve the archive with Datasette on 127.0.0.1, read-only."""
    from ..serve.server import serve as run

    run(archive, port, lambda address: click.echo(f"Serving {archive} on {address} (stop with Ctrl-C)"))
