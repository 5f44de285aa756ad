"""How an article's fields are known, in the words of the provenance panel.

Says of each claim where it stands and whether it won. Decides nothing: what is chosen, the archive says.
"""

from collections.abc import Iterable

from ..archive.query import Query
from ..export import words
from ..read.decide import policy
from ..records import Claim, Entry, Span
from .views import Field, Known, ShownClaim

Stored = list[tuple[str, str | None, Claim]]


def fields(query: Query, entry: Entry) -> tuple[Field, ...]:
    """Every field of which something is claimed, and those that every article is asked for."""
    stored: dict[str, Stored] = {}
    for row in query.claims_in_place(entry.article.id):
        stored.setdefault(row[2].field, []).append(row)
    asked = (field for field in words.FIELDS if field in words.ASKED or field in stored)
    return tuple(_field(entry, field, stored.get(field, [])) for field in asked)


def _field(entry: Entry, field: str, stored: Stored) -> Field:
    decided = next((one for one in entry.decisions if one.field == field), None)
    shown = tuple(_shown(stored, entry.raw_sha256))
    return Field(
        name=words.FIELDS[field],
        decided=words.value(entry, field),
        why=words.certainty(decided) if decided else None,
        doubts=words.doubted(decided) if decided else (),
        chosen=tuple(claim for claim in shown if claim.chosen),
        others=tuple(claim for claim in shown if not claim.chosen),
    )


def known(claims: Iterable[Claim], field: str) -> Known | None:
    """How the decided value of a field is known, in a phrase."""
    chosen = {claim.field: claim for claim in reversed(list(claims)) if claim.chosen}
    claim = chosen.get(field)
    if claim is None:
        return None
    if claim.asserted:
        return Known(_assertion(claim))
    if policy.family(claim.method) == "print":
        return Known(f"printed on the page ({words.known_from(claim)})", claim.quote)
    address = chosen.get("url")
    asserted = claim.where == "address" and address is not None and address.asserted
    given = f", which {address.by} asserts" if address and asserted else ""
    # What is written for machines says nothing to readers.
    quote = claim.quote if claim.where == "address" else None
    return Known(f"read from {words.known_from(claim)}{given}", quote)


def _assertion(claim: Claim) -> str:
    return f"asserted by {claim.by} on {words.date((claim.asserted_at or '')[:10])}"


def _shown(stored: Stored, newest: str | None) -> Iterable[ShownClaim]:
    """Claims as they were read or made, those of one value together, earlier versions' last."""
    claims = [claim for _, _, claim in stored]
    winners, order = {claim.value for claim in claims if claim.chosen}, words.by_standing(claims)
    current = (None, newest)
    for identity, payload, claim in sorted(stored, key=lambda row: (row[1] not in current, order(row[2]))):
        span = None
        if claim.start is not None and claim.end is not None:
            span = Span(claim.start, claim.end)
        yield ShownClaim(
            id=identity,
            value=claim.value,
            chosen=claim.chosen,
            standing=_standing(claim, winners, payload in current),
            how=_assertion(claim) if claim.asserted else words.known_from(claim),
            asserted=claim.asserted,
            rule=claim.rule,
            where=claim.where,
            span=span,
            payload=payload,
            quote=claim.quote,
            basis=claim.basis,
        )


def _standing(claim: Claim, winners: set[str | None], current: bool) -> str:
    if claim.chosen:
        return "chosen"
    if not current:
        return "of an earlier version"
    return "the same value" if claim.value in winners else "another value"
