"""How an article's fields are known, in the words of the provenance panel.

Says of each claim where it stands and whether it won. Decides nothing: what is chosen, the archive says.
"""

from collections.abc import Iterable

from ..archive.query import Query
from ..export import words
from ..records import Article, Claim, Span
from .views import Field, Known, ShownClaim

_NAMES = {
    "title": "Title",
    "author": "Authors",
    "published": "Published",
    "modified": "Modified",
    "outlet": "Outlet",
    "language": "Language",
    "url": "Address",
}


def fields(query: Query, article: Article, newest: str | None) -> tuple[Field, ...]:
    """Every field that the archive knows of, also those about which nothing is claimed."""
    stored = list(query.claims_in_place(article.id))
    return tuple(
        Field(
            name,
            _decided(article, field),
            tuple(_shown([row for row in stored if row[2].field == field], newest)),
        )
        for field, name in _NAMES.items()
        # No article has a column for it; it is shown where something was read.
        if field != "modified" or any(claim.field == field for _, _, claim in stored)
    )


def known(claims: Iterable[Claim], field: str) -> Known | None:
    """How the decided value of a field is known, in a phrase."""
    chosen = {claim.field: claim for claim in reversed(list(claims)) if claim.chosen}
    claim = chosen.get(field)
    if claim is None:
        return None
    if claim.asserted:
        return Known(_assertion(claim))
    if claim.where != "address":
        return Known(f"printed on the page ({words.known_from(claim)})", claim.quote)
    address = chosen.get("url")
    given = f", which {address.by} asserts" if address and address.asserted else ""
    return Known(f"read from {words.known_from(claim)}{given}", claim.quote)


def _assertion(claim: Claim) -> str:
    return f"asserted by {claim.by} on {words.date((claim.asserted_at or '')[:10])}"


def _shown(stored: list[tuple[str, str | None, Claim]], newest: str | None) -> Iterable[ShownClaim]:
    """The chosen first, then as they were read or made."""
    winners = {claim.value for _, _, claim in stored if claim.chosen}
    for identity, payload, claim in sorted(stored, key=lambda row: not row[2].chosen):
        span = None
        if claim.start is not None and claim.end is not None:
            span = Span(claim.start, claim.end)
        yield ShownClaim(
            id=identity,
            value=claim.value,
            chosen=claim.chosen,
            standing=_standing(claim, winners, payload in (None, newest)),
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
    return "says the same" if claim.value in winners else "outvoted"


def _decided(article: Article, field: str) -> str | None:
    if field == "author":
        return "; ".join(article.authors) or None
    value = getattr(article, field, None)
    return None if value is None else str(value)
