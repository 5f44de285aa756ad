"""The names that PROV statements are made of: name spaces, and what is called by them."""

from datetime import datetime
from typing import Any

from prov.identifier import Namespace, QualifiedName
from prov.model import ProvDocument

from .. import names

# What is said beside PROV's own words: `archive:status`, `archive:Stub`.
TERM = Namespace("archive", f"{names.BASE}term:")
PAYLOAD = Namespace("payload", names.BYTES)
_KINDS = (
    "act", "article", "author", "capture", "claim", "naming", "outlet", "person", "reading", "relation",
    "removal", "software", "version",
)  # fmt: skip
_SPACES = {kind: Namespace(kind, f"{names.BASE}{kind}:") for kind in _KINDS}
Said = list[tuple[str | QualifiedName, Any]]


def document() -> ProvDocument:
    """An empty document that knows all name spaces."""
    return ProvDocument(namespaces=[TERM, PAYLOAD, *_SPACES.values()])


def name(kind: str, *words: str) -> QualifiedName:
    """What a thing is called, of a kind, by its id or by the words that tell it from others."""
    return _SPACES[kind][names.local(*words)]


def said(type_: str, label: str | None = None, also: QualifiedName | None = None, **facts: object) -> Said:
    """Attributes: a type of ours, a label for people, a type of PROV's, and facts in our own terms.

    What is not known is left out.
    """
    found: Said = [("prov:type", TERM[type_]), ("prov:type", also), ("prov:label", label)]
    found += [(TERM[term], value) for term, value in facts.items()]
    return [(term, value) for term, value in found if value is not None]


def time(stated: str | None) -> datetime | None:
    """An instant of the archive, None where there is none or what is stated is none."""
    try:
        return datetime.fromisoformat(stated) if stated else None
    except ValueError:
        return None
