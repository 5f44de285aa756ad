"""Options of the commands that ask addresses."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import click

from .. import __version__
from ..capture.web.client import Client, Options
from ..capture.web.fetch import Fetcher, Limits
from ..capture.web.manners import user_agent
from .shared import now

F = TypeVar("F", bound=Callable[..., Any])
_SPANS = {"h": "hours", "d": "days", "w": "weeks"}


private = click.option(
    "--allow-private", metavar="HOST", multiple=True,
    help="Also ask this host, IP address or network, though it is not public.",
)  # fmt: skip
contact = click.option(
    "--contact", metavar="WHO", envvar="INGEST_CONTACT",
    help="Mail or web address that sites may write to; default from INGEST_CONTACT.",
)  # fmt: skip


def asking(command: F) -> F:
    """The options that say how to ask."""
    for option in (
        private,
        contact,
        click.option(
            "--spacing", metavar="SECONDS", type=click.FloatRange(0, 3600), default=Options().spacing,
            show_default=True, envvar="INGEST_SPACING", help="Pause between two requests to one host.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def following(command: F) -> F:
    """The options that say how far to follow what leads to articles."""
    for option in (
        click.option(
            "--discover", is_flag=True, help="Look for feeds and sitemaps on the sites that are named."
        ),
        click.option(
            "--limit", metavar="NUMBER", type=click.IntRange(0),
            help="Ask at most this many articles that feeds and sitemaps name.",
        ),
        click.option(
            "--since", metavar="WHEN", callback=_since,
            help="Pass over what feeds and sitemaps date before: 2026-01-31, or 7d for the last seven days.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def client(allow_private: tuple[str, ...], contact: str | None, spacing: float) -> Client:
    """What asks addresses, as the options say."""
    options = Options(contact, spacing, allow_private)
    return Client(options, __version__, clock=time.monotonic, now=now)


def fetcher(allow_private: tuple[str, ...], contact: str | None, limits: Limits) -> Fetcher:
    """What asks one address for a command that does not crawl, as the options say."""
    agent = user_agent(__version__, contact)
    return Fetcher(agent, allow_private, limits, clock=time.monotonic, now=now)


def span(ctx: click.Context, option: click.Parameter, value: str | None) -> timedelta | None:
    """A stretch of time: 12h, 7d, 2w."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d{1,5})([hdw])", value.strip())
    if match is None:
        raise click.BadParameter(f"{value!r} is no stretch of time; write 12h, 7d or 2w")
    return timedelta(**{_SPANS[match[2]]: int(match[1])})


def ago(stretch: timedelta | None) -> str | None:
    """The instant that lies so far back."""
    if stretch is None:
        return None
    return (datetime.fromisoformat(now()) - stretch).astimezone(UTC).isoformat()


def _since(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A day, or the beginning of a stretch that ends today."""
    if value is None:
        return None
    if re.fullmatch(r"\d{1,5}[hdw]", value.strip()):
        return ago(span(ctx, option, value))
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no day; write 2026-01-31, or 7d") from error
