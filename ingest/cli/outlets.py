"""Commands on outlets: which domains are unknown, and what they are called."""

from pathlib import Path

import click

from .. import pipeline, terminal
from ..archive import files as archives
from ..archive.hosts import unknown
from ..archive.query import Query
from ..archive.store import Store
from ..export import lines
from ..resources import knowledge
from . import shared

KINDS = ("agency", "newspaper", "magazine", "broadcaster", "site", "blog", "aggregator")


@click.group(invoke_without_command=True)
@click.option(
    "--limit", type=click.IntRange(1), metavar="NUMBER", help="So many only, those with most articles."
)
@shared.as_json
@click.pass_context
def outlets(ctx: click.Context, limit: int | None, as_json: bool) -> None:
    """List the domains that the registry does not know, by number of articles, so that you can name them.

    `ingest outlets name DOMAIN NAME` names one.
    """
    if ctx.invoked_subcommand is not None:
        return
    with archives.readable(ctx.obj) as database:
        found = unknown(Query(database.conn), limit)
        for one in found:
            if as_json:
                click.echo(lines.dumps(lines.unknown_host(one)))
            else:
                terminal.unknown_host(one)
    if not as_json:
        click.echo("name one with `ingest outlets name DOMAIN NAME`" if found else "every domain is known")


@outlets.command("name")
@click.argument("domain")
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), help="What the outlet is.")
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def name_domain(
    archive: Path, domain: str, name: str, kind: str | None, by: str, because: str | None, as_json: bool
) -> None:
    """Say that the outlet at a DOMAIN, and at those below it, is called NAME.

    Its articles are decided again at once. An empty NAME takes back what was said before.
    """
    with archives.existing(archive) as database:
        known, act = knowledge(), pipeline.Act(shared.now(), by, because)
        outlet = " ".join(name.split()) or None
        decided = pipeline.name(
            Store(database, known.registry, shared.pen(by)), domain, outlet, kind, known, act
        )
    if as_json:
        click.echo(
            lines.dumps({"domain": domain, "outlet": outlet, "kind": kind, "by": by, "articles": decided})
        )
    else:
        click.echo(
            f"{terminal.safe(domain)}: {terminal.safe(outlet or 'no name')}, says {terminal.safe(by)};"
            f" decided again: {decided:,} article{'' if decided == 1 else 's'}"
        )
