"""What people said of relations and identity, and which articles stubs are: as JSON and in words.

Composed from acts, corrections, resolutions and candidates; nothing here decides anything.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..archive import acts as said
from ..archive import decided, originals
from ..archive.acts import Spoken
from ..archive.query import Query
from ..read import addresses
from ..records import Act, Claim

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on a field of an article with its id, and the act by which it was taken back."""

    id: str
    claim: Claim
    taken_back_by: str | None = None


def act(spoken: Spoken) -> Line:
    """An act."""
    one = spoken.act
    return {
        "id": spoken.id,
        "act": one.act,
        "article": one.article,
        "kind": one.kind,
        "other": one.other,
        "undoes": one.undoes,
        "by": one.by,
        "asserted_at": one.asserted_at,
        "because": one.basis,
        "taken_back_by": spoken.taken_back_by,
    }


def in_words(one: Act) -> str:
    """An act as a sentence: who says what of which articles, and why."""
    told = {
        "link": f"{one.article} has {one.other} as its source ({one.kind})",
        "unlink": f"{one.article} and {one.other} have nothing to do with each other",
        "merge": f"{one.article} is the same as {one.other}",
        "split": f"{one.article} is no other article",
        "undo": f"{one.undoes} is taken back",
    }[one.act]
    if one.kind in ("shared-quotation", "shared-source"):
        told = f"{one.article} and {one.other} are related ({one.kind})"
    return f"{told}, says {one.by}" + (f" ({one.basis})" if one.basis else "")


def corrections(query: Query, article: str) -> list[Correction]:
    """What people said of an article's fields, in the order in which they said it."""
    found = [(identity, claim) for identity, _, claim in query.claims_in_place(article) if claim.asserted]
    acts_of = {(claim.field, claim.asserted_at): by.id for identity, claim in found
               if (by := said.taken_back_by(query, identity))}  # fmt: skip
    return [Correction(identity, claim, acts_of.get((claim.field, claim.asserted_at)))
            for identity, claim in found]  # fmt: skip


def correction(one: Correction) -> Line:
    """A correction, in the shape of an act."""
    return {
        "id": one.id,
        "act": "correct",
        "field": one.claim.field,
        "value": one.claim.value,
        "by": one.claim.by,
        "asserted_at": one.claim.asserted_at,
        "because": one.claim.basis,
        "taken_back_by": one.taken_back_by,
    }


def namings(query: Query, article: str) -> Iterator[Line]:
    """What people said of the domain at which an article stands, and of those above it."""
    known = query.article(article)
    host = addresses.host(known.url) if known and known.url else ""
    for identity, one in decided.namings(query):
        if f".{host}".endswith(f".{one.domain}"):
            by = said.taken_back_by(query, identity)
            yield {
                "id": identity,
                "act": "name",
                "domain": one.domain,
                "outlet": one.outlet,
                "kind": one.kind,
                "by": one.by,
                "asserted_at": one.asserted_at,
                "because": one.basis,
                "taken_back_by": by.id if by else None,
            }


def resolution(query: Query, article: str) -> Line | None:
    """Which article a stub or article was found or said to be, and why; None where it is none."""
    found = originals.resolution(query, article)
    return {**asdict(found), "same_as": query.resolution(article)} if found else None


def candidates(query: Query, stub: str) -> list[Line]:
    """The articles that an open stub might be, the likeliest first."""
    return [asdict(one) for one in originals.candidates(query, stub)]


def identity(query: Query, article: str) -> Line:
    """What is known and said of which article one is, and of its relations."""
    told = [*map(act, said.of_article(query, article)), *map(correction, corrections(query, article)),
            *namings(query, article)]  # fmt: skip
    return {
        "same_as": query.resolution(article),
        "resolved": resolution(query, article),
        "candidates": candidates(query, article),
        "acts": sorted(told, key=lambda one: (one["asserted_at"], one["id"])),
    }


def stubs(query: Query) -> Iterator[Line]:
    """Every stub: what is said of it, who names it, and which article it is or might be."""
    for stub in decided.stubs(query):
        yield {
            "id": stub.id,
            "url": stub.url,
            "title": stub.title,
            "authors": list(stub.authors),
            "outlet": stub.outlet,
            "published": stub.published,
            "named_by": originals.namers(query, stub.id),
            "resolved": resolution(query, stub.id),
            "candidates": candidates(query, stub.id),
        }
