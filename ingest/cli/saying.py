"""Commands by which a person says something: correct."""

from pathlib import Path

import click

from .. import pipeline
from ..archive import files as archives
from ..archive.query import Query
from ..archive.store import Store
from ..export import acts, lines
from ..read import decide
from ..resources import knowledge
from . import shared


@click.command()
@click.argument("article", metavar="ID")
@click.argument("field")
@click.argument("value")
@shared.by
@shared.because
@shared.as_json
@click.pass_obj
def correct(
    archive: Path, article: str, field: str, value: str, by: str, because: str | None, as_json: bool
) -> None:
    """Say what a FIELD of an article is: title, author, published, outlet, language or url.

    Also subtitle, agency, organisation, modified, section, licence, paywall and image-credit. Several authors,
    agencies or organisations are parted by semicolons. An empty VALUE says that there is none.
    """
    field = {"authors": "author"}.get(field, field)
    parts = value.split(";") if field in decide.MANY else [value]
    values: tuple[str | None, ...] = tuple(part.strip() for part in parts if part.strip()) or (None,)
    with archives.existing(archive) as database:
        known = knowledge()
        identity = Query(database.conn).resolve(article)
        act = pipeline.Act(shared.now(), by, because)
        pipeline.correct(Store(database, known.registry, shared.pen(by)), identity, field, values, known, act)
        entry = Query(database.conn).entry(identity)
        said = acts.corrections(Query(database.conn), identity)[-1].id
    if as_json:
        click.echo(lines.dumps(lines.article(entry)))
    else:
        click.echo(
            f"{identity}  {field}: {'; '.join(part for part in values if part) or 'none'}, says {by};"
            f" take it back with `ingest undo {said}`"
        )
