"""The command line: arguments to calls. The only room that prints, exits or reads the clock.

Exit 0: done. 1: done, with failures or findings, each named. 2: could not run.
"""

import getpass
import io
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from . import __version__, pipeline, terminal
from .archive import files as archives
from .archive.counts import counts, in_words
from .archive.query import Query
from .archive.store import Store
from .audit import audit as findings_of
from .capture import files, manifest
from .errors import IngestError, SourceError
from .export import lines
from .records import Capture
from .resources import knowledge

Sources = Iterator[Capture | SourceError]


class _Group(click.Group):
    """Errors of ours end in one line and exit 2, as usage errors do."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except IngestError as error:
            _fail(str(error))
        except UnicodeEncodeError as error:
            # A word of the command line that is no UTF-8; Python keeps its bytes as half characters.
            _fail(f"{error.object!a}: not UTF-8; write it in UTF-8")
        except BrokenPipeError:
            # The reader of our output has seen enough (`ingest export claims | head`).
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except OSError as error:
            # Not about one input: no room for temporary files, no descriptors left.
            _fail(f"{error}; what was reported as added is safe")


def _fail(message: str) -> NoReturn:
    click.echo(f"ingest: {terminal.safe(message)}", err=True)
    sys.exit(2)


def now() -> str:
    """The clock, or SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org/specs/source-date-epoch/)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch is not None else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        _fail(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds since 1970")
    return moment.isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _said(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """What is given for an option, if it says anything."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty")
    return value


_by = click.option(
    "--by",
    metavar="NAME",
    callback=_said,
    envvar="INGEST_BY",
    default=_user,
    help="Who says so; default from INGEST_BY, then the login name.",
)
_because = click.option(
    "--because", metavar="TEXT", callback=_said, help="Why it is so; kept with what is said."
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Report as JSON Lines.")
_always_json = click.option("--json", is_flag=True, expose_value=False, help="JSON Lines is the only form.")
_manifest = click.option(
    "--manifest", "manifests", metavar="FILE", multiple=True, help="A manifest: .jsonl, .csv or .yaml."
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-a", "--archive", type=click.Path(path_type=Path), default=Path("archive.db"), show_default=True,
    envvar="INGEST_ARCHIVE", help="The archive's file.",
)  # fmt: skip
@click.version_option(__version__, prog_name="ingest")
@click.pass_context
def main(ctx: click.Context, archive: Path) -> None:
    """A news archive in one SQLite file, with evidence for every value."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Whatever the terminal's own encoding: JSON is UTF-8, and old articles use all of Unicode.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    ctx.obj = archive


@main.command()
@click.argument("sources", nargs=-1)
@_manifest
@click.option(
    "--collection", metavar="NAME", callback=_said, help="Put the articles into a collection as well."
)
@click.option("--dry-run", is_flag=True, help="Tell what would happen and write nothing.")
@_by
@_because
@_as_json
@click.pass_obj
def add(
    archive: Path, sources: tuple[str, ...], manifests: tuple[str, ...], collection: str | None,
    dry_run: bool, by: str, because: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Add files, directories, and the entries of manifests."""
    captures = _sources(sources, manifests)
    known, act = knowledge(), pipeline.Act(now(), by, because, collection)
    tally = {"added": 0, "changed": 0, "unchanged": 0, "failed": 0}
    opened = archives.rehearsal(archive) if dry_run else archives.writable(archive)
    with opened as database, _interrupts() as interrupted:
        store = Store(database, known.registry)
        for outcome in pipeline.add(store, captures, known, act):
            tally[outcome.status] += 1
            terminal.outcome(outcome, as_json)
            if interrupted:
                click.echo("interrupted; what was reported is done, the rest is not", err=True)
                break
        total = counts(Query(database.conn))
    if not as_json:
        would = "would be " if dry_run else ""
        done = ", ".join(f"{number} {would}{status}" for status, number in tally.items() if number)
        click.echo(
            f"{done or 'nothing to add'}; the archive {'would hold' if dry_run else 'holds'} {in_words(total)}"
        )
    sys.exit(1 if tally["failed"] or interrupted else 0)


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Collects interrupts, so that the article at hand is finished; a second one stops at once."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@main.command()
@click.argument("sources", nargs=-1)
@_manifest
@_by
@_because
@_always_json
@click.pass_obj
def inspect(
    archive: Path, sources: tuple[str, ...], manifests: tuple[str, ...], by: str, because: str | None
) -> None:
    """Print the records that `add` would make, as JSON Lines, and write nothing."""
    known, act = knowledge(), pipeline.Act(now(), by, because)
    failed = False
    for source in _sources(sources, manifests):
        try:
            if isinstance(source, SourceError):
                raise source
            click.echo(lines.dumps(lines.article(pipeline.inspect(source, known, act))))
        except SourceError as error:
            failed = True
            click.echo(f"failed     {terminal.safe(str(error))}", err=True)
    sys.exit(1 if failed else 0)


@main.command()
@click.argument("article", metavar="ID")
@_as_json
@click.pass_obj
def show(archive: Path, article: str, as_json: bool) -> None:
    """Show one article: its fields, how they are known, its sources, versions and hashes."""
    with archives.readable(archive) as database:
        query = Query(database.conn)
        identity = query.resolve(article)
        entry = query.entry(identity)
        related = list(lines.relations(query, identity))
        if as_json:
            click.echo(lines.dumps({**lines.article(entry), "relations": related}))
        else:
            terminal.entry(entry, related, list(query.versions(identity)), query.captures(identity))


@main.command()
@click.argument("what", metavar="WHAT", type=click.Choice(sorted(lines.EXPORTS)))
@_always_json
@click.pass_obj
def export(archive: Path, what: str) -> None:
    """Print articles, claims or relations as JSON Lines, sorted by id."""
    with archives.readable(archive) as database:
        for line in lines.EXPORTS[what](Query(database.conn)):
            click.echo(lines.dumps(line))


@main.command()
@click.argument("article", metavar="ID")
@click.argument("field")
@click.argument("value")
@_by
@_because
@_as_json
@click.pass_obj
def correct(
    archive: Path, article: str, field: str, value: str, by: str, because: str | None, as_json: bool
) -> None:
    """Say what a FIELD of an article is: title, author, published, outlet, language or url.

    Several authors are parted by semicolons. An empty VALUE says that there is none.
    """
    field = {"authors": "author"}.get(field, field)
    parts = value.split(";") if field == "author" else [value]
    values: tuple[str | None, ...] = tuple(part.strip() for part in parts if part.strip()) or (None,)
    with archives.existing(archive) as database:
        known = knowledge()
        identity = Query(database.conn).resolve(article)
        act = pipeline.Act(now(), by, because)
        pipeline.correct(Store(database, known.registry), identity, field, values, known, act)
        entry = Query(database.conn).entry(identity)
    if as_json:
        click.echo(lines.dumps(lines.article(entry)))
    else:
        click.echo(f"{identity}  {field}: {'; '.join(part for part in values if part) or 'none'}, says {by}")


@main.command()
@_as_json
@click.pass_obj
def audit(archive: Path, as_json: bool) -> None:
    """Recompute what is stored, and report every difference."""
    found = 0
    with archives.readable(archive) as database:
        query = Query(database.conn)
        for finding in findings_of(query, knowledge()):
            found += 1
            terminal.finding(finding, as_json)
        if not as_json:
            click.echo(terminal.verdict(found, query))
    sys.exit(1 if found else 0)


@main.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one."
)
@click.pass_obj
def serve(archive: Path, port: int) -> None:
    """Serve the archive with Datasette on 127.0.0.1, read-only."""
    from .serve.server import serve as run

    run(archive, port, lambda address: click.echo(f"Serving {archive} on {address} (stop with Ctrl-C)"))


def _sources(sources: Iterable[str], manifests: Iterable[str]) -> Sources:
    """Everything named on the command line, as captures or as what is wrong with it.

    Manifests are read to their ends before anything is done: a broken one adds nothing.
    """
    named = tuple(sources)
    listed = [(path, tuple(manifest.entries(path))) for path in manifests]
    if not named and not listed:
        raise click.UsageError("name files, directories, or a manifest with --manifest FILE")
    return _captures(named, listed)


def _captures(
    sources: Iterable[str], manifests: Iterable[tuple[str, Iterable[manifest.Entry | SourceError]]]
) -> Sources:
    for path, listed in manifests:
        yield from manifest.captures(path, listed)
    for source in sources:
        for found in files.walk(source):
            try:
                yield found if isinstance(found, SourceError) else files.capture(found)
            except SourceError as error:
                yield error
