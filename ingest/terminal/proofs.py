"""What the check of an evidence bundle tells, in the words of the script that comes with one."""

import click

from ..export.lines import dumps
from ..log.bundle.check import Step
from .plain import safe

_SIGNS = {True: ("holds", "green"), False: ("FAILS", "red"), None: ("not covered", None)}


def tell(step: Step, as_json: bool) -> None:
    """One step."""
    if as_json:
        click.echo(dumps({"step": step.said, "holds": step.holds}))
        return
    sign, colour = _SIGNS[step.holds]
    click.echo(f"{click.style(f'{sign:<11}', fg=colour)}  {safe(step.said)}")


def verdict(failures: int) -> str:
    """The last line."""
    if failures:
        return f"failures: {failures}; this is not as the archive logged it"
    return "all of this holds: unchanged since it was logged, if the checkpoint is the true one"
