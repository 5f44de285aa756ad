"""The command export: articles, claims, events, relations, stubs; bag, prov, tiles, warc."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from .. import __version__, terminal
from ..archive import files as archives
from ..archive.logged import Log
from ..archive.query import Query
from ..export import acts, lines
from . import shared, signing

# Named in what is written, so that a reader knows what made it.
SOFTWARE = f"provenance-archive {__version__}"
into_directory = click.option(
    "-o", "--output", "target", metavar="DIR", required=True, type=click.Path(path_type=Path),
    help="A new or empty directory.",
)  # fmt: skip


@click.group()
def export() -> None:
    """Write the archive out, for other programs and other archives.

    Articles, claims, events, relations and stubs go to standard output as JSON Lines, sorted by id. The
    others are written whole or not at all, and never over anything.
    """


@export.command()
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "jsonld"]), default="jsonl", show_default=True,
    help="jsonld: in schema.org's words, for search engines and others.",
)  # fmt: skip
@shared.always_json
@click.pass_obj
def articles(archive: Path, form: str) -> None:
    """Print the articles that are at hand.

    Each has its chosen values, its text, all claims, and under `decisions` why each value was chosen. In
    JSON-LD, each is a NewsArticle of schema.org with its text, its hashes and the articles that it comes from.
    """
    if form == "jsonl":
        _print(archive, lines.articles)
    else:
        from ..export import jsonld

        _print(archive, jsonld.articles)


@export.command()
@shared.always_json
@click.pass_obj
def claims(archive: Path) -> None:
    """Print what is said of articles, with the bytes that say so."""
    _print(archive, lines.claims)


@export.command()
@shared.always_json
@click.pass_obj
def relations(archive: Path) -> None:
    """Print how articles are related, with the evidence."""
    _print(archive, lines.relations)


@export.command()
@shared.always_json
@click.pass_obj
def stubs(archive: Path) -> None:
    """Print the articles that are known by name only."""
    _print(archive, acts.stubs)


@export.command()
@shared.always_json
@click.pass_obj
def events(archive: Path) -> None:
    """Print the log: what happened when, and of which rows each entry tells."""
    from ..export import logged

    _print(archive, logged.events)


def _print(archive: Path, told: Callable[[Query], Iterator[lines.Line]]) -> None:
    with archives.snapshot(archive) as database:
        for line in told(Query(database.conn)):
            click.echo(lines.dumps(line))


@export.command()
@into_directory
@shared.as_json
@click.pass_obj
def bag(archive: Path, target: Path, as_json: bool) -> None:
    """Write everything into a directory with checksums (BagIt).

    It holds all bytes that came in as files, all that is known of them as JSON Lines, and a README.txt that
    explains them: what one needs to go on without this program. Check it with `bagit.py --validate DIR`.
    """
    from ..export import bag as bags

    with archives.snapshot(archive) as database:
        query = Query(database.conn)
        files = terminal.watched(bags.files(query), " files")
        bags.export(query, files, target, SOFTWARE, shared.now()[:10])
    _tell(target, as_json)


@export.command()
@click.option(
    "-o", "--output", "target", metavar="FILE", required=True, type=click.Path(path_type=Path),
    help="A new file; its ending tells the form: .warc.gz, .warc or .wacz.",
)  # fmt: skip
@shared.as_json
@click.pass_obj
def warc(archive: Path, target: Path, as_json: bool) -> None:
    """Write all retrievals as a web archive (WARC or WACZ).

    It can be replayed, indexed, or added to another archive. A WARC file has a record for each answer and file
    that came in, with the bytes as they are kept; bytes that came again are referred to. A WACZ is the same
    with an index, for ReplayWeb.page and the like.
    """
    from ..export import warc as web_archives

    with archives.snapshot(archive) as database:
        query = Query(database.conn)
        records = terminal.watched(web_archives.records(query, SOFTWARE), " records")
        web_archives.export(query, records, target, SOFTWARE)
    _tell(target, as_json)


@export.command()
@click.option(
    "-o", "--output", "target", metavar="FILE", required=True, type=click.Path(path_type=Path, allow_dash=True),
    help="A new file, or - for standard output.",
)  # fmt: skip
@shared.as_json
@click.pass_obj
def prov(archive: Path, target: Path, as_json: bool) -> None:
    """Write where everything comes from, for provenance tools (PROV).

    One document of W3C PROV in PROV-JSON: articles, versions and bytes; how they were retrieved and read; who
    published them; which text comes from which; what people said. Rejected relations are left out.
    """
    from ..export import prov as provenance

    with archives.snapshot(archive) as database:
        statements = terminal.watched(provenance.statements(Query(database.conn)), " documents")
        if str(target) == "-":
            provenance.write(statements, sys.stdout)
            return
        provenance.export(statements, target)
    _tell(target, as_json)


@export.command()
@into_directory
@signing.with_key
@shared.as_json
@click.pass_obj
def tiles(archive: Path, target: Path, key: Path | None, as_json: bool) -> None:
    """Write the log for others to follow (C2SP tlog-tiles).

    A checkpoint, the hashes of its tree and the entries, as files that any web server can publish. Whoever
    follows them, with programs made for such logs, sees that the log only grows. They tell nothing of what
    articles say: entries commit to that by salted hashes.
    """
    from ..export import tiles as published

    with archives.snapshot(archive) as database:
        log = Log(database.conn)
        checkpoint = signing.written(log, None, key)
        published.export(checkpoint, terminal.watched(published.files(log), " tiles"), target)
    _tell(target, as_json)


def _tell(target: Path, as_json: bool) -> None:
    """Say what was written and how large it is."""
    files = [path for path in (target, *target.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    if as_json:
        click.echo(lines.dumps({"path": str(target), "files": len(files), "bytes": size}))
        return
    counted = f"{len(files):,} files, " if target.is_dir() else ""
    click.echo(f"wrote {terminal.safe(str(target))}, {counted}{size:,} bytes")
