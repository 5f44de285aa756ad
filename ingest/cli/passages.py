"""The command that reads the attributions in passages, one a line, without an archive."""

import sys
from collections.abc import Iterator
from typing import BinaryIO

import click

from .. import terminal
from ..errors import SourceError
from ..export import lines
from ..read.attribution import find
from ..read.knowledge import Knowledge
from . import shared

# Longer lines are no passages; in bytes.
_LONGEST = 1_000_000


@click.command()
@click.argument("file", type=click.File("rb"))
@shared.always_json
def attributions(file: BinaryIO) -> None:
    """Print what sources each line of FILE names; `-` reads standard input.

    One JSON line for each line, in their order: {"attributions": [...]}, with byte offsets into the line.
    """
    from ..resources import knowledge

    known = knowledge()
    failed = False
    for number, line in enumerate(_lines(file), 1):
        try:
            passage = _decoded(line, f"{file.name}, line {number}")
        except SourceError as error:
            click.echo(f"ingest: {terminal.safe(str(error))}", err=True)
            failed, passage = True, ""
        click.echo(lines.dumps({"attributions": list(_named(passage, known))}))
    sys.exit(1 if failed else 0)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file without their ends; of one that is too long, as much as tells that it is."""
    while line := file.readline(_LONGEST + 2):
        rest = line
        while not rest.endswith(b"\n") and len(rest) == _LONGEST + 2:
            rest = file.readline(_LONGEST + 2)
        yield line.removesuffix(b"\n").removesuffix(b"\r")


def _decoded(line: bytes, name: str) -> str:
    if len(line) > _LONGEST:
        said = f"longer than {_LONGEST:,} bytes; give one passage a line"
        raise SourceError(name, said)
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        said = f"no UTF-8 at byte {error.start}; convert the file to UTF-8"
        raise SourceError(name, said) from error


def _named(passage: str, known: Knowledge) -> Iterator[lines.Line]:
    """The attributions of a passage in the form of `ingest inspect`, their offsets in bytes of its UTF-8."""
    for found in find(passage, known.grammar, known.registry):
        start, end = (len(passage[:at].encode()) for at in (found.start, found.end))
        yield {**lines.attribution(found), "start": start, "end": end}
