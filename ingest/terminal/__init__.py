"""What the command line prints for people, and the same for programs.

Text from pages is shown without control characters: it must not drive the terminal.
"""

import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Self, TypeVar

import click
from tqdm import tqdm

from ..archive.hosts import Unknown
from ..archive.query import Query
from ..export import lines, words
from ..export.crossposts import Crossposted
from ..export.history import Event, Step
from ..export.logged import Told
from ..records import Claim, Decision, Entry, Removal, Retrieval
from ..relate.changes import Change, PieceKind
from . import crossposts
from .plain import heading, short
from .plain import safe as safe

if TYPE_CHECKING:
    from ..pipeline import Outcome

_T = TypeVar("_T")

# By default tqdm shares its lock with forked processes; one that is killed while it holds it would
# stop all others for ever. The bar is drawn by one process only.
tqdm.set_lock(threading.RLock())

_SIGNS = {
    "added": "green", "changed": "yellow", "unchanged": None, "gone": "magenta", "replaced": "magenta",
    "followed": "blue", "passed-over": None, "failed": "red",
}  # fmt: skip


# So many claims of one field are told; a page may repeat itself without end.
_CLAIMS = 12
# Entries of the log that are shown.
_ENTRIES = 20


class Progress:
    """Tells outcomes as they come and counts them; on a terminal, with a bar that says how much is left.

    Args:
        left: how many addresses are still to be asked.
        as_json: whether to tell outcomes as JSON Lines.
    """

    def __init__(self, left: Callable[[], int], as_json: bool) -> None:
        self.tally = dict.fromkeys(_SIGNS, 0)
        self._left, self._as_json = left, as_json
        self._bar = tqdm(unit=" sources", disable=not sys.stderr.isatty(), leave=False, file=sys.stderr)

    def tell(self, done: "Outcome") -> None:
        """One source's outcome: to stdout, failures for people to stderr."""
        self.tally[done.status] += 1
        with self._bar.external_write_mode(file=sys.stdout):
            outcome(done, self._as_json)
        self._bar.total = sum(self.tally.values()) + self._left()
        self._bar.set_postfix_str(f"{self.tally['failed']} failed", refresh=False)
        self._bar.update()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.close()


def watched(things: Iterable[_T], unit: str) -> Iterable[_T]:
    """The same things; on a terminal, with a line that counts them while they go by.

    Args:
        things: what is gone through.
        unit: what to call many of them, with a space before it.
    """
    seen: Iterable[_T] = tqdm(things, unit=unit, disable=not sys.stderr.isatty(), leave=False, file=sys.stderr)
    return seen


def summary(tally: Mapping[str, int], passed_over: Mapping[str, int], dry_run: bool, held: str) -> str:
    """What became of all sources, by outcome, and what the archive holds now.

    Args:
        tally: the number of sources by outcome.
        passed_over: the number of records of web archives that are no pages, by reason.
        dry_run: whether all this would only be so.
        held: what the archive holds, in words.
    """
    would = "would be " if dry_run else ""
    records = ", ".join(f"{number:,} {reason}" for reason, number in sorted(passed_over.items()))
    done = ", ".join(
        f"{number} {would}{status.replace('-', ' ')}" for status, number in tally.items() if number
    )
    done += f"; records of web archives left out: {records}" if records else ""
    return f"{done or 'nothing to add'}; the archive {'would hold' if dry_run else 'holds'} {held}"


def outcome(done: "Outcome", as_json: bool) -> None:
    """One source's outcome: to stdout, failures for people to stderr."""
    if as_json:
        failed = done.status == "failed"
        click.echo(lines.dumps({"source": done.source, "status": done.status, "id": done.article,
                                "title": done.title, "error": done.note if failed else None,
                                "note": None if failed else done.note}))  # fmt: skip
        return
    status = click.style(f"{done.status:<11}", fg=_SIGNS[done.status])
    if done.article is None:
        click.echo(f"{status}  {safe(f'{done.source}: {done.note}')}", err=done.status == "failed")
    else:
        why = f" ({done.note})" if done.note else ""
        click.echo(f"{status}  {done.article}  {safe(done.title or '(no title)')}{safe(why)}")


def entry(
    query: Query, known: Entry, told: Crossposted, steps: Sequence[Step], events: Iterable[Event]
) -> None:
    """One article for a reader at the terminal."""
    article = known.article
    click.secho(safe(article.title or "(no title)"), bold=True)
    kind = (
        "stub: known only because another article names it"
        if article.stub
        else article.url or "no address known"
    )
    click.echo(f"{article.id}  {safe(kind)}")
    listed = list(events)
    if listed and listed[-1].retrieval.version is None:
        last = listed[-1].retrieval
        click.echo(f"{words.retrieval(last, again=False)} when last looked at, {last.captured_at}")
    click.echo()
    _fields(known)
    _attributions(known)
    crossposts.tell(query, told)
    _versions(steps)
    _retrievals(listed)
    _bytes(known)


def tombstone(gone: Removal) -> str:
    """What is left of an article that was removed."""
    return safe(f"{gone.article}  removed on {gone.removed_at} by {gone.by}, because: {gone.because}")


def logged(told: Sequence[Told]) -> None:
    """The entries of the log on an article; of very many the last."""
    if not told:
        return
    click.echo()
    heading("In the log")
    if len(told) > _ENTRIES:
        click.secho(f"  {len(told) - _ENTRIES} before these; --json lists all", dim=True)
    for one in told[-_ENTRIES:]:
        by = safe(f"  by {one.by}") if one.by else ""
        click.echo(click.style(f"  {one.number:>6}  {one.at}  {one.event}{by}", dim=True))


def unknown_host(one: Unknown) -> None:
    """A host whose outlet is not known, and what its pages call it."""
    names = ", ".join(f"“{safe(name)}” ({articles:,})" for name, articles in one.names)
    said = f"its pages say {names}" if names else "its pages name nobody"
    click.echo(f"{one.articles:>7,}  {safe(one.host):<32}  {said}; as in {one.example}")


def _fields(known: Entry) -> None:
    heading("What is known, and how")
    click.secho("  + chosen, = the same value, - another value, ! to be looked at", dim=True)
    outdated = None if known.article.stub else words.outdated(known.article.policy)
    if outdated:
        click.secho(f"  ! {outdated}", fg="yellow")
    reasons = {one.field: one for one in known.decisions}
    for field in words.FIELDS:
        claims = [claim for claim in known.claims if claim.field == field]
        if claims or field in words.ASKED:
            absent = "none" if any(claim.chosen for claim in claims) else "unknown"
            click.echo(f"  {field:<12} {safe(words.value(known, field) or absent)}")
            if field in reasons:
                _decision(reasons[field])
            _claims(claims)
    click.echo()


def _decision(decided: Decision) -> None:
    click.echo(click.style(f"    {safe(words.certainty(decided))}", italic=True))
    for doubt in words.doubted(decided):
        click.secho(f"    ! {safe(doubt)}", fg="yellow")


def _claims(claims: Sequence[Claim]) -> None:
    """The claims of a field, each value once; of very many the first."""
    held = {claim.value for claim in claims if claim.chosen}
    before = None
    for claim in sorted(claims, key=words.by_standing(claims))[:_CLAIMS]:
        mark = "+" if claim.chosen else "=" if claim.value in held else "-"
        how, dim = _how(claim), not claim.chosen
        if {claim.value} == held:
            click.echo(click.style(f"    {mark} {how}", dim=dim))
            continue
        if before != (mark, claim.value):
            click.echo(click.style(f"    {mark} {safe(claim.value or 'none')}", dim=dim))
        click.echo(click.style(f"        {how}", dim=dim))
        before = mark, claim.value
    if len(claims) > _CLAIMS:
        click.echo(click.style(f"    and {len(claims) - _CLAIMS} more; --json lists all", dim=True))


def _how(claim: Claim) -> str:
    """Who says so, or where it stands; the bytes where they are not the value itself."""
    if claim.asserted:
        because = f", because: {claim.basis}" if claim.basis else ""
        return safe(f"asserted by {claim.by} on {(claim.asserted_at or '')[:10]}{because}")
    quote = "" if claim.quote == claim.value else f": “{short(safe(claim.quote or ''), 90)}”"
    place = f"bytes {claim.start} to {claim.end} of the {claim.where}"
    return f"{safe(f'{words.known_from(claim)}, {place}')}{quote}"


def _attributions(known: Entry) -> None:
    if not known.attributions:
        return
    heading("Sources it names")
    for found in known.attributions:
        parts = [
            found.kind,
            found.outlet,
            found.title and f"“{found.title}”",
            found.published,
            found.via and f"via {found.via}",
        ]
        click.echo(f"  {safe(', '.join(part for part in parts if part))}")
        click.echo(
            click.style(f"    bytes {found.start} to {found.end}: “{short(safe(found.quote), 160)}”", dim=True)
        )
    click.echo()


def _bytes(known: Entry) -> None:
    if known.text is None:
        return
    heading("Bytes")
    click.echo(f"  payload    {known.raw_sha256}  ({known.encoding})")
    click.echo(f"  text       {known.text_sha256}  (read by {known.reader})")
    click.echo(
        "  A hash shows that nothing changed since it was added; not who published it, nor that it is true."
    )


def _retrievals(listed: Sequence[Event]) -> None:
    if not listed:
        return
    heading("Retrievals")
    for event in listed:
        kept = event.retrieval
        when = kept.captured_at or "at an unknown time"
        click.echo(f"  {when}  {words.retrieval(kept, event.again)}, from {safe(_whence(kept))}")
        click.echo(click.style(f"    added {kept.added_at}", dim=True))
    click.echo()


def _whence(kept: Retrieval) -> str:
    if kept.response is None:
        return kept.path or kept.source
    hops = "".join(f"{hop.url} ({hop.status}) → " for hop in kept.response.hops)
    return f"{hops}{kept.response.url}" + (f" in {kept.path}" if kept.path else "")


def _versions(steps: Sequence[Step]) -> None:
    if len(steps) < 2:
        return
    heading("Versions")
    for number, step in enumerate(steps, 1):
        one = step.stretch
        until = f" until {one.last}" if one.last != one.first else ""
        click.echo(f"  {number}  {one.first or 'at an unknown time'}{until}  {one.version.id}")
        if step.title_before is not None:
            click.echo(
                f"     headline   {_removed(step.title_before)} {_added(one.version.title or '(no title)')}"
            )
        if step.summary:
            click.echo(f"     text       {words.changed(step.summary)}")
        for change in step.changed:
            _change(change)
    click.echo()


def _change(change: Change) -> None:
    """A paragraph with what was taken out and put in; those that stayed the same are counted."""
    if change.kind == "same":
        click.echo(click.style(f"       … {words.count(change.paragraphs, 'paragraph')} as before", dim=True))
        return
    shown = "".join(_SHOWN[piece.kind](_middle(piece.text)) for piece in change.pieces)
    click.echo(f"       {'moved: ' if change.moved else ''}{shown}")


def _middle(text: str) -> str:
    """Words that stayed the same, without those far from a change."""
    text = safe(text)
    return text if len(text) <= 160 else f"{text[:70]} … {text[-70:]}"


def _removed(text: str) -> str:
    return click.style(f"[-{safe(text)}-]", fg="red")


def _added(text: str) -> str:
    return click.style(f"{{+{safe(text)}+}}", fg="green")


_SHOWN: Mapping[PieceKind, Callable[[str], str]] = {"same": str, "deleted": _removed, "inserted": _added}
