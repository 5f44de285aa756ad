"""Why the chosen values are chosen: a sentence, a confidence and what a person should look at."""

from collections.abc import Iterable, Sequence

from ...records import Claim, Decision
from . import dates, reasons, titles
from .policy import RIVALS, WANTED, guesses, ranked
from .values import values
from .witnesses import Witnesses, witnesses

# The codes of doubts, the worst first.
DOUBTS = (
    "no-value", "conflict", "after-capture", "before-web", "modified-for-published",
    "modified-before-published", "guess",
)  # fmt: skip
_CERTAIN = 1000


def explain(claims: Iterable[Claim], captured_at: str | None, url: str | None) -> tuple[Decision, ...]:
    """Why each field has its value, sorted by field; of claims that are decided already.

    What every article should have is among them also where no claim speaks of it.

    Args:
        claims: as `decide` gave them.
        captured_at: as it was given.
        url: as it was given.
    """
    claims = tuple(claims)
    fields = sorted({claim.field for claim in claims}.union(WANTED))
    return tuple(_explained(field, claims, captured_at, url) for field in fields)


def _explained(field: str, claims: Sequence[Claim], captured_at: str | None, url: str | None) -> Decision:
    held = [claim for claim in claims if claim.field == field and claim.chosen]
    if held and held[0].asserted:
        return Decision(field, values(claims, field), reasons.asserted(held[0]), _CERTAIN)
    found = witnesses(claims, held) if held else None
    doubts = _doubts(field, claims, captured_at, url, found)
    reason = reasons.read(held[0], found) if found else reasons.nothing(claims, field)
    notes = reasons.notes(doubts, _is_searched(field, claims, held))
    return Decision(
        field, values(claims, field), "; ".join((reason, *notes)), found.confidence if found else 0, doubts
    )


def _is_searched(field: str, claims: Sequence[Claim], held: Sequence[Claim]) -> bool:
    return field == "title" and bool(held) and titles.searched(claims, held[0])


def _doubts(
    field: str, claims: Sequence[Claim], captured_at: str | None, url: str | None, found: Witnesses | None
) -> tuple[str, ...]:
    read = ranked(claims, field)
    doubts = {dates.impossible(claim, captured_at, url) for claim in read if not guesses(claim)}
    if found is None and field in WANTED:
        doubts.add("no-value")
    if found and field in RIVALS and found.split:
        doubts.add("conflict")
    if found and not found.agreeing:
        doubts.add("guess")
    if found and field == "published" and _changed(claims, captured_at, url):
        doubts.add("modified-for-published")
    if found and field == "modified" and _backwards(claims):
        doubts.add("modified-before-published")
    return tuple(code for code in DOUBTS if code in doubts)


def _changed(claims: Sequence[Claim], captured_at: str | None, url: str | None) -> bool:
    """Whether what the page gives as its publication is its last change."""
    believed = [claim for claim in claims if not dates.impossible(claim, captured_at, url)]
    return bool(dates.rather_modified(believed))


def _backwards(claims: Sequence[Claim]) -> bool:
    """Whether an article was changed on a day before it was published."""
    changed, published = values(claims, "modified"), values(claims, "published")
    return bool(changed and published) and dates.earlier(changed[0], published[0])
