"""Prints which article one is, what it might be, and what people said of it, with ids to take it back by."""

from collections.abc import Iterable

import click

from ..export.lines import Line
from ..terminal import safe


def tell(identity: Line) -> None:
    """What `export.acts.identity` knows, for a reader at the terminal."""
    _resolved(identity)
    _candidates(identity["candidates"])
    _acts(identity["acts"])


def _resolved(identity: Line) -> None:
    found = identity["resolved"]
    if found is None:
        return
    click.secho("The same as", bold=True)
    by = "" if found["act"] else f", score {found['score']}"
    click.echo(f"  {found['article']}  {safe(found['reason'])}{by}")
    if identity["same_as"] != found["article"]:
        click.echo(f"  which is the same as {identity['same_as']}")
    click.echo(click.style(f"    take it back with `ingest undo {found['act'] or found['id']}`", dim=True))
    click.echo()


def _candidates(listed: Iterable[Line]) -> None:
    found = list(listed)
    if not found:
        return
    click.secho("May be", bold=True)
    for one in found:
        click.echo(f"  {one['article']}  score {one['score']}: {safe(one['reason'])}")
    click.echo(click.style("    say so with `ingest merge ID ARTICLE`", dim=True))
    click.echo()


def _acts(listed: Iterable[Line]) -> None:
    found = list(listed)
    if not found:
        return
    click.secho("Said by people", bold=True)
    for one in found:
        undone = f"; taken back by act {one['taken_back_by']}" if one["taken_back_by"] else ""
        because = f" ({one['because']})" if one["because"] else ""
        said = safe(f"{_said(one)}, says {one['by']}{because}")
        click.echo(click.style(f"  {one['id']}  {one['asserted_at'][:10]}  {said}{undone}", dim=bool(undone)))
    click.echo()


def _said(one: Line) -> str:
    """What an act says, a correction, or the naming of a domain."""
    told = {
        "correct": lambda: f"{one['field']}: {one['value'] or 'none'}",
        "name": lambda: f"{one['domain']}: {one['outlet'] or 'no name'}",
        "undo": lambda: f"undo {one['undoes']}",
    }
    plain = (one.get(part) for part in ("act", "article", "kind", "other"))
    return told.get(one["act"], lambda: " ".join(part for part in plain if part))()
