"""The page of an evidence bundle, for people: a summary of its records, in one file without scripts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...archive import rows
from ...archive.forms import FORMS
from ...log.bundle.check import signing
from ...log.bundle.members import Bundle, timestamp
from ...log.entries import Entry
from ...records import Claim, Relation
from ...resources import metadata
from .. import words

# So many of each kind are shown, and so many characters of a quotation; all of them are in the records.
_MOST, _LONGEST = 20, 160
_COLUMNS = {form.name: form.columns for form in FORMS}
_KINDS = {"payloads": "Payload", "parts": "Part of a payload", "texts": "Text as read"}
Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """The first ones of many, and how many more there are."""

    shown: Sequence[T]
    more: int

    @classmethod
    def of(cls, found: Sequence[T]) -> "Some[T]":
        return cls(found[:_MOST], max(0, len(found) - _MOST))


@dataclass(frozen=True, slots=True)
class File:
    """A payload, part or text of the bundle, with its size in bytes."""

    name: str
    kind: str
    size: int


def page(bundle: Bundle) -> bytes:
    """The page, in UTF-8. It follows from the bundle alone."""
    own = next(_rows(bundle, "articles/1"), {})
    removed = next(_rows(bundle, "removals/1"), None)
    return (
        _environment()
        .get_template("page.html")
        .render(
            bundle=bundle,
            kind="removed article" if removed else "stub" if own.get("stub") else "article",
            title=own.get("title") or "(no title)",
            url=own.get("url"),
            removed=removed,
            facts=list(_facts(bundle)),
            relations=Some.of(list(_relations(bundle))),
            files=Some.of(list(_files(bundle))),
            events=Some.of(list(_events(bundle))),
            signed=_signed(bundle),
            witnesses=[one.name for one in bundle.note.signatures if one.name != bundle.checkpoint.origin],
            timestamps=[timestamp(number) for number in range(1, len(bundle.timestamps) + 1)],
            lines=bundle.note.text.count("\n"),
        )
        .encode()
    )


def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(metadata() / "bundle"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    found.filters.update(date=words.date, known_from=words.known_from, clipped=_clipped)
    return found


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _rows(bundle: Bundle, form: str) -> Iterator[Row]:
    """The rows of all records of a form, by the names of its columns."""
    for (name, _), listed in bundle.groups.items():
        if name == form:
            yield from (dict(zip(_COLUMNS[form], row, strict=True)) for row in listed)


def _facts(bundle: Bundle) -> Iterator[tuple[str, list[Claim]]]:
    """What was chosen of each field, and how it is known."""
    found = [rows.claim(row) for form in ("assertions/1", "claims/1") for row in _rows(bundle, form)]
    for field, name in words.FIELDS.items():
        claims = [claim for claim in found if claim.field == field and claim.chosen]
        if claims:
            yield name, claims[:_MOST]


def _relations(bundle: Bundle) -> Iterator[tuple[str, str, str]]:
    """How the article stands to which other one, and who says so."""
    for row in _rows(bundle, "relations/1"):
        found = Relation(
            row["from"], row["to"], row["kind"], row["status"], row["score"], (), bool(row["directed"])
        )
        later = found.from_id == bundle.article
        other = found.to_id if later else found.from_id
        yield words.related(found, later), other, words.status(found.status, found.directed)


def _files(bundle: Bundle) -> Iterator[File]:
    for name, data in sorted(bundle.contents.items()):
        yield File(name, _KINDS[name.partition("/")[0]], len(data))


def _events(bundle: Bundle) -> Iterator[tuple[Entry, int]]:
    """The entries, each with the number of records that rest on it."""
    counts: Mapping[int, int] = Counter(one.event for one in bundle.records)
    yield from ((entry, counts[number]) for number, entry in bundle.events.items())


def _signed(bundle: Bundle) -> str | None:
    """The line of the archive's key by which the checkpoint is signed, None where it is not."""
    keys = signing(bundle)
    found = (keys.get(one.id) for one in bundle.note.signatures if one.name == bundle.checkpoint.origin)
    return next((key[1].written() for key in found if key), None)
