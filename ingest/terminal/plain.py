"""Foreign text made fit for a terminal: it must not drive it."""

import unicodedata

import click


def safe(text: str) -> str:
    """Text from outside on one line, without control and direction characters."""
    return "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )


def short(text: str, most: int) -> str:
    """The beginning of a text that is longer than so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def heading(text: str) -> None:
    """The head of a section."""
    click.secho(text, bold=True)


def aside(text: str) -> None:
    """A line of lesser weight; its indent stays."""
    click.secho(safe(text), dim=True)
