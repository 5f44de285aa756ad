"""What an audit found, for people and for programs."""

import sys
from dataclasses import asdict

import click
from tqdm import tqdm

from ..archive.counts import counts, in_words
from ..archive.query import Query
from ..export.lines import dumps
from ..records import Finding
from .plain import safe


def tell(found: Finding, as_json: bool) -> None:
    """One finding of an audit."""
    with tqdm.external_write_mode(file=sys.stdout):
        click.echo(as_line(found) if as_json else _in_words(found), nl=False)


def as_line(found: Finding) -> str:
    """A finding as a line of JSON."""
    return f"{dumps(asdict(found))}\n"


def _in_words(found: Finding) -> str:
    told = [
        f"{click.style(found.code, fg='red')}  {safe(found.subject)}",
        f"    expected  {safe(found.expected)}",
        f"    found     {safe(found.found)}",
        *([f"    to do     {found.advice}"] if found.advice else []),
    ]
    return "".join(f"{line}\n" for line in told)


def verdict(findings: int, query: Query, level: str, since: bool) -> str:
    """The audit's last line, which says how much was looked at, and no more."""
    if findings:
        return f"{findings} finding{'s' if findings > 1 else ''}; docs/findings.md says what each code means"
    grown = "; the log only grew since the checkpoint" if since else ""
    return f"audited {in_words(counts(query))} ({level}): no findings{grown}"
