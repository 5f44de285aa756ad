"""What all commands share: options, the clock, interrupts, and errors in words with their exit codes."""

import getpass
import io
import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType
from typing import Any, NoReturn

import click

from .. import terminal
from ..archive.logbook import Pen
from ..errors import IngestError


class Group(click.Group):
    """Errors of ours end in one line and exit 2, as usage errors do."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except IngestError as error:
            fail(str(error))
        except UnicodeEncodeError as error:
            # A word of the command line that is no UTF-8; Python keeps its bytes as half characters.
            fail(f"{error.object!a}: not UTF-8; write it in UTF-8")
        except BrokenPipeError:
            # The reader of our output has seen enough (`ingest export claims | head`).
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except OSError as error:
            # Not about one input: no room for temporary files, no descriptors left.
            fail(f"{error}; what was reported as added is safe")


def fail(message: str) -> NoReturn:
    click.echo(f"ingest: {terminal.safe(message)}", err=True)
    sys.exit(2)


def now() -> str:
    """The clock, or SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org/specs/source-date-epoch/)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch is not None else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        fail(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds since 1970")
    return moment.isoformat(timespec="seconds")


def pen(by: str | None = None) -> Pen:
    """Who writes into the log, with the clock and the system's random bytes."""
    return Pen(now, secrets.token_bytes, by)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def said(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """What is given for an option, if it says anything."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty")
    return value


by = click.option(
    "--by",
    metavar="NAME",
    callback=said,
    envvar="INGEST_BY",
    default=_user,
    help="Who says so; default from INGEST_BY, then the login name.",
)
because = click.option("--because", metavar="TEXT", callback=said, help="Why it is so; kept with what is said.")
as_json = click.option("--json", "as_json", is_flag=True, help="Report as JSON Lines.")
always_json = click.option("--json", is_flag=True, expose_value=False, help="JSON Lines is the only form.")
manifest = click.option(
    "--manifest", "manifests", metavar="FILE", multiple=True, help="A manifest: .jsonl, .csv or .yaml."
)


@contextmanager
def interrupts(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Collects interrupts, so that the article at hand is finished; a second one stops at once.

    Args:
        stop: called at the first one, to end what is waited for.
    """
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        stop()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def utf8_output() -> None:
    """Whatever the terminal's own encoding: JSON is UTF-8, and old articles use all of Unicode."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
