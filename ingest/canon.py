"""Canonical bytes of records and the identities made from them.

Every identity is the SHA-256 of RFC 8785 canonical JSON that begins with a name and a version,
so that no two kinds of record can share one and a new form never changes an old identity.
"""

import hashlib
from base64 import b32encode
from collections.abc import Callable

import rfc8785

from .records import Act, Claim, Naming, RelationKind, Response, Retrieval

# 80 bits: sixteen base-32 characters (RFC 4648), in small letters.
_ID_BYTES = 10
Canonical = str | int | bool | None | list["Canonical"]


def sha256(data: bytes) -> str:
    """Hex SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """Hex SHA-256 of a text's UTF-8."""
    return sha256(text.encode())


def article_id(address_key: str | None, payload_sha256: str) -> str:
    """An article's id: from its address's key or, without address, from its first payload."""
    if address_key is not None:
        return _short("article/1", "address", address_key)
    return _short("article/1", "payload", payload_sha256)


def stub_id(outlet: str | None, title: str) -> str:
    """The id of an article known by title only; a spelling in other capitals is the same one."""
    return _short("stub/1", (outlet or "").casefold(), " ".join(title.casefold().split()))


def version_id(article: str, title: str | None, text: str) -> str:
    """The id of what an article said: its headline as read and its text."""
    return _short("version/1", article, title, text_sha256(text))


def claim_id(article: str, payload_sha256: str | None, claim: Claim) -> str:
    """A claim's id: the same statement, read the same way at the same place, is the same claim."""
    return _short(
        "claim/1", article, payload_sha256, claim.field, claim.value, claim.method, claim.rule,
        claim.where, claim.start, claim.end, claim.quote, claim.basis, claim.by, claim.asserted_at,
    )  # fmt: skip


def relation_id(from_id: str, to_id: str, kind: RelationKind) -> str:
    """A relation's id: its two ends and its kind."""
    return _short("relation/1", from_id, to_id, kind)


def resolution_id(stub: str, article: str) -> str:
    """The id of the finding that a stub is an article."""
    return _short("resolution/1", stub, article)


def act_id(said: Act) -> str:
    """The id of a person's act on articles: from all that it says."""
    return _short("act/1", said.act, said.article, said.kind, said.other, said.undoes, said.by,
                  said.asserted_at, said.basis)  # fmt: skip


def naming_id(said: Naming) -> str:
    """The id of a person's word on a domain: from all that it says."""
    return _short("naming/1", said.domain, said.outlet, said.kind, said.by, said.asserted_at, said.basis)


def capture_id(kept: Retrieval) -> str:
    """A retrieval's id: the same bytes from the same place at the same time are one retrieval.

    Neither who named the source how, nor when it was added, makes another one.
    """
    return _short(
        "capture/1", kept.article, kept.listing, kept.outcome, kept.payload, kept.source_id, kept.path,
        kept.captured_at, kept.coding, kept.digest, _answer(kept.response),
    )  # fmt: skip


def _answer(response: Response | None) -> Canonical:
    if response is None:
        return None
    hops: list[Canonical] = [[hop.url, hop.status] for hop in response.hops]
    headers: list[Canonical] = [[name, value] for name, value in response.headers]
    return [response.asked, response.url, response.status, hops, headers]


def random_id(random: Callable[[int], bytes]) -> str:
    """An id that comes from nothing; `random` gives so many random bytes."""
    return _base32(random(_ID_BYTES))


def _short(*parts: Canonical) -> str:
    return _base32(hashlib.sha256(rfc8785.dumps(list(parts))).digest()[:_ID_BYTES])


def _base32(data: bytes) -> str:
    return b32encode(data).decode().lower()
