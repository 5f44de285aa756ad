"""Marks the claims that hold. Pure: from claims to the same claims; says nothing of the reasons.

Each field is decided by itself, by the policy's order or by its own file's rules.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ...records import Claim
from . import dates, people, titles
from .policy import MANY, ranked

# From all that was read of an article to the claims that hold of one field.
_CHOICES: Mapping[str, Callable[[Sequence[Claim]], list[Claim]]] = {
    "title": titles.choose,
    "author": people.choose,
    "agency": partial(people.named, field="agency"),
    "organisation": partial(people.named, field="organisation"),
    "published": dates.published,
    "modified": dates.modified,
}


def decide(claims: Iterable[Claim], captured_at: str | None, url: str | None) -> tuple[Claim, ...]:
    """The claims in their order, with `chosen` set on those that hold.

    Args:
        claims: everything stated about one article; assertions in the order they were made.
        captured_at: when the payload was retrieved, None where unknown. No date that was still to come holds.
        url: the article's address, None where unknown.
    """
    # New objects, so that one of two equal claims can hold.
    claims = [replace(claim, chosen=False) for claim in claims]
    believed = [claim for claim in claims if not dates.impossible(claim, captured_at, url)]
    held: set[int] = set()
    for field in dict.fromkeys(claim.field for claim in claims):
        held.update(map(id, _asserted(claims, field) or _read(believed, field)))
    return tuple(replace(claim, chosen=True) if id(claim) in held else claim for claim in claims)


def _read(claims: Sequence[Claim], field: str) -> list[Claim]:
    choose = _CHOICES.get(field)
    return choose(claims) if choose else ranked(claims, field)[:1]


def _asserted(claims: Sequence[Claim], field: str) -> list[Claim]:
    """The latest word of a person; of a field with several values, all of that act."""
    said = [claim for claim in claims if claim.field == field and claim.asserted]
    if field not in MANY:
        return said[-1:]
    return [claim for claim in said if _act(claim) == _act(said[-1])]


def _act(claim: Claim) -> tuple[str | None, ...]:
    """What assertions that were made together have in common (the authors of one correction)."""
    return claim.asserted_at, claim.by, claim.where
