"""Commands by which a person relates articles or says which are one: link, unlink, merge, split, undo."""

from collections.abc import Callable
from pathlib import Path

import click

from .. import pipeline, terminal
from ..archive import files as archives
from ..archive.store import Store
from ..export import acts, lines
from ..pipeline import KINDS, Saying, Word
from ..resources import knowledge
from . import shared


@click.command(help=f"""Say that article A has article B as its source, and what A has from it: KIND.

    Known are {", ".join(KINDS)}; the last two have no direction. Articles and stubs are given by id, by the
    beginning of one, or by address.
    """)  # fmt: skip
@click.argument("a")
@click.argument("kind")
@click.argument("b")
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def link(archive: Path, a: str, kind: str, b: str, by: str, because: str | None, as_json: bool) -> None:
    _say(archive, by, because, as_json, lambda saying: saying.link(a, kind, b))


@click.command()
@click.argument("a")
@click.argument("b")
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def unlink(archive: Path, a: str, b: str, by: str, because: str | None, as_json: bool) -> None:
    """Say that articles A and B have nothing to do with each other.

    What the archive finds between them stays visible as rejected, and a link said before is taken back.
    """
    _say(archive, by, because, as_json, lambda saying: saying.unlink(a, b))


@click.command()
@click.argument("a")
@click.argument("b")
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def merge(archive: Path, a: str, b: str, by: str, because: str | None, as_json: bool) -> None:
    """Say that A, an article or a stub, is the same article as B.

    A keeps its id, versions and retrievals, and is shown as the same as B. If B is a stub and A is not, it is
    the stub that becomes the same as A.
    """
    _say(archive, by, because, as_json, lambda saying: saying.merge(a, b))


@click.command()
@click.argument("article", metavar="ID")
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def split(archive: Path, article: str, by: str, because: str | None, as_json: bool) -> None:
    """Say that an article or stub is no other one: takes a merge or a found original back, for good."""
    _say(archive, by, because, as_json, lambda saying: saying.split(article))


@click.command()
@click.argument("event")
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def undo(archive: Path, event: str, by: str, because: str | None, as_json: bool) -> None:
    """Take back an EVENT: an act, a found original, a correction, the naming of a domain, or an undoing.

    `ingest show ID` lists events with their ids. Nothing is deleted: it is told as taken back, and by whom.
    """
    _say(archive, by, because, as_json, lambda saying: saying.undo(event))


def _say(archive: Path, by: str, because: str | None, as_json: bool, act: Callable[[Saying], Word]) -> None:
    """Act on an archive, and tell what was said and how to take it back."""
    with archives.existing(archive) as database:
        known = knowledge()
        store = Store(database, known.registry, shared.pen(by))
        word = act(Saying(store, known, pipeline.Act(shared.now(), by, because)))
    spoken = word.spoken
    if as_json:
        click.echo(lines.dumps({**acts.act(spoken), "status": "done" if word.new else "unchanged"}))
        return
    said = terminal.safe(acts.in_words(spoken.act))
    if word.new:
        click.echo(f"{said}; take it back with `ingest undo {spoken.id}`")
    else:
        click.echo(f"unchanged: {said}, on {spoken.act.asserted_at[:10]} (act {spoken.id})")
