"""The command `ingest` and what all of it shares."""

from importlib import import_module
from pathlib import Path

import click

from .. import __version__
from . import shared

# Each command's file, loaded when it is asked for: to read pages takes much that the others don't need.
_FILES = {
    "add": "taking", "attributions": "passages", "audit": "auditing", "checkpoint": "signing",
    "correct": "saying", "export": "exporting", "inspect": "taking", "key": "signing", "link": "relating",
    "merge": "relating", "outlets": "outlets", "prove": "proving", "refresh": "taking",
    "remove": "removing", "renormalise": "renormalising", "serve": "looking", "show": "looking",
    "split": "relating", "timestamp": "stamping", "undo": "relating", "unlink": "relating",
}  # fmt: skip


class _Commands(shared.Group):
    """The commands by their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_FILES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _FILES:
            return None
        found = getattr(import_module(f".{_FILES[name]}", __package__), name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
