"""Commands that take articles in: add, inspect, refresh."""

import gc
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import click

from .. import pipeline, terminal
from ..archive import files as archives
from ..archive.counts import counts, in_words
from ..archive.query import Query
from ..archive.store import Store
from ..capture import manifest
from ..capture.sources import Source, sources, taken
from ..capture.web.follow import Wanted
from ..errors import NoArticleError, SourceError
from ..export import lines
from ..read.knowledge import Knowledge
from ..records import Visit
from ..resources import knowledge
from . import shared, web
from .deadline import limited

_dry_run = click.option("--dry-run", is_flag=True, help="Tell what would happen and write nothing.")


@click.command()
@click.argument("named", metavar="SOURCE...", nargs=-1)
@shared.manifest
@click.option(
    "--collection", metavar="NAME", callback=shared.said, help="Put the articles into a collection as well."
)
@_dry_run
@web.following
@web.asking
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def add(
    archive: Path, /, named: tuple[str, ...], manifests: tuple[str, ...], collection: str | None,
    dry_run: bool, discover: bool, limit: int | None, since: str | None, by: str, because: str | None,
    as_json: bool, **asking: Any,
) -> None:  # fmt: skip
    """Add files, directories, web archives, addresses, and what feeds and sitemaps lead to.

    A SOURCE is told by what it is: a page, a mail, a PDF or a text; a WARC or WACZ; the address of a
    page, a feed or a sitemap; a text with addresses, one a line, or - for those typed. A directory
    stands for its files.
    """
    passed_over: Counter[str] = Counter()
    given = _sources(named, manifests, passed_over)
    act = pipeline.Act(shared.now(), by, because, collection)
    _take(archive, given, Wanted(discover, limit, since), act, dry_run, as_json, asking, passed_over)


@click.command()
@click.argument("articles", metavar="[ID]...", nargs=-1)
@click.option(
    "--older-than", metavar="TIME", callback=web.span,
    help="Only what was not looked at for so long: 12h, 7d, 2w.",
)  # fmt: skip
@_dry_run
@web.asking
@shared.by
@shared.as_json
@click.pass_obj
def refresh(
    archive: Path, /, articles: tuple[str, ...], older_than: timedelta | None, dry_run: bool, by: str,
    as_json: bool, **asking: Any,
) -> None:  # fmt: skip
    """Look again at the addresses of articles, and at feeds and sitemaps.

    A changed text or headline becomes a new version; a page that is gone or has become something else is noted,
    and its archived text stays what it was.
    """
    with archives.readable(archive) as database:
        query = Query(database.conn)
        ids = [query.resolve(given) for given in articles]
        due = list(pipeline.due(query, web.ago(older_than), ids))
    _take(archive, due, Wanted(), pipeline.Act(shared.now(), by), dry_run, as_json, asking, Counter())


@click.command()
@click.argument("named", metavar="SOURCE...", nargs=-1)
@shared.manifest
@web.following
@web.asking
@shared.by
@shared.because
@shared.always_json
def inspect(
    named: tuple[str, ...], manifests: tuple[str, ...], discover: bool, limit: int | None,
    since: str | None, by: str, because: str | None, **asking: Any,
) -> None:  # fmt: skip
    """Print the records that `add` would make, as JSON Lines, and write nothing."""
    known, act, failed = prepared(), pipeline.Act(shared.now(), by, because), False
    client, wanted = web.client(**asking), Wanted(discover, limit, since)
    for source in taken(_sources(named, manifests, Counter()), client, pipeline.NothingKnown(), wanted):
        try:
            if isinstance(source, SourceError):
                raise source
            if not (isinstance(source, Visit) or source.listing):
                entry = limited(source.source, partial(pipeline.inspect, source, known, act))
                click.echo(lines.dumps(lines.article(entry)))
        except SourceError as error:
            passed = isinstance(error, NoArticleError) and getattr(source, "found", False)
            failed = failed or not passed
            click.echo(f"{'passed-over' if passed else 'failed     '}  {terminal.safe(str(error))}", err=True)
    sys.exit(1 if failed else 0)


@cache
def prepared() -> Knowledge:
    """Outlets and phrases for reading many pages.

    They stay for the whole run, and the thousands of small values that each page makes are gone with it:
    the garbage collector need not go through the first ever again, nor through the others so often. That
    is a tenth of the time.
    """
    known = knowledge()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    return known


def _take(
    archive: Path, given: Iterable[Source], wanted: Wanted, act: pipeline.Act, dry_run: bool,
    as_json: bool, asking: dict[str, Any], passed_over: Counter[str],
) -> None:  # fmt: skip
    """Add what is given, tell each outcome and all of them at the end, and exit."""
    known, client = prepared(), web.client(**asking)
    opened = archives.rehearsal(archive) if dry_run else archives.writable(archive)
    with opened as database, shared.interrupts(client.crawl.close) as interrupted:
        query, store = Query(database.conn), Store(database, known.registry, shared.pen(act.by))
        came = taken(given, client, pipeline.KnownAddresses(query), wanted)
        with terminal.Progress(lambda: client.crawl.pending, as_json) as progress:
            for outcome in pipeline.add(store, came, known, act, shared.now, limited):
                progress.tell(outcome)
                if interrupted:
                    break
        if interrupted:
            click.echo("interrupted; what was reported is done, the rest is not", err=True)
        if not as_json:
            click.echo(terminal.summary(progress.tally, passed_over, dry_run, in_words(counts(query))))
    sys.exit(1 if progress.tally["failed"] or interrupted else 0)


def _sources(named: tuple[str, ...], manifests: tuple[str, ...], passed_over: Counter[str]) -> Iterable[Source]:
    """Everything named on the command line.

    Manifests are read to their ends before anything is done: a broken one adds nothing.
    """
    listed = [(path, tuple(manifest.entries(path))) for path in manifests]
    if not named and not listed:
        raise click.UsageError("name files, directories, addresses, or a manifest with --manifest FILE")
    return sources(named, listed, sys.stdin, passed_over)
