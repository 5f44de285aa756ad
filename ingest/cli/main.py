"""The command `ingest` and what all of it shares."""

from pathlib import Path

import click

from .. import __version__
from . import looking, outlets, saying, shared, taking


@click.group(cls=shared.Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-a", "--archive", type=click.Path(path_type=Path), default=Path("archive.db"), show_default=True,
    envvar="INGEST_ARCHIVE", help="The archive's file.",
)  # fmt: skip
@click.version_option(__version__, prog_name="ingest")
@click.pass_context
def main(ctx: click.Context, archive: Path) -> None:
    """A news archive in one SQLite file, with evidence for every value."""
    shared.utf8_output()
    ctx.obj = archive


for _room in (taking, looking, saying, outlets):
    for _command in _room.COMMANDS:
        main.add_command(_command)
