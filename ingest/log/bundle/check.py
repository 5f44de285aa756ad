"""The check of an evidence bundle, step by step. Pure.

Nothing in a bundle is believed that does not follow from its checkpoint; whether that is the true one, only
the archive's signature or a reader's own copy can tell. The script `verify.sh` takes the same steps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from ..checkpoint import Checkpoint
from ..merkle import ProofError
from ..note import NoteError, Verifier
from ..proofs import check_entry, check_record
from . import belonging
from .members import CHECKPOINT, LISTING, Bundle, BundleError, Members, content, known, listing, read, timestamp


@dataclass(frozen=True, slots=True)
class Step:
    """What a check looked at, in words, and whether it holds; None for what nothing here can tell."""

    said: str
    holds: bool | None


def check(members: Members, kept: Checkpoint | None = None) -> Iterator[Step]:
    """All steps of the check of a bundle's files, by name. `kept` is a checkpoint of the reader's own."""
    yield from _steps(f"files: {len(members) - 1}, all as {LISTING} has them", _unlisted(members))
    try:
        bundle = read(members)
    except BundleError as error:
        yield Step(str(error), False)
        return
    yield from _proved(bundle)
    yield from _signed(bundle)
    yield _compared(bundle.checkpoint, kept)
    for number in range(1, len(bundle.timestamps) + 1):
        yield Step(f"{timestamp(number)}: check it with `openssl ts -verify`, as the page says", None)


def _proved(bundle: Bundle) -> Iterator[Step]:
    contents, records, entries = len(bundle.contents), len(bundle.records), len(bundle.entries)
    size, origin = bundle.checkpoint.size, bundle.checkpoint.origin
    yield from _steps(f"entries: {entries}, all in the log of {size} entries", _unlogged(bundle))
    yield from _steps(f"the log: {origin}, as its first entry says", _unnamed(bundle))
    yield from _steps(f"records: {records}, all of the article {bundle.article}", _strange(bundle))
    yield from _steps(f"records: {records}, all committed to by entries of the log", _unproved(bundle))
    yield from _steps(f"payloads, parts and texts: {contents}, all as their records state", _altered(bundle))


def _steps(said: str, failures: Iterable[str]) -> Iterator[Step]:
    """That something is so or, in its place, all that speaks against it."""
    found = [Step(failure, False) for failure in failures]
    yield from found or [Step(said, True)]


def _unlisted(members: Members) -> Iterator[str]:
    stated, found = (set(lines.splitlines()) for lines in (members.get(LISTING, b""), listing(members)))
    for name in sorted(members):
        if not known(name):
            yield f"{name}: no file of a bundle"
    for line in sorted(found - stated):
        yield f"{line[66:].decode()}: not as {LISTING} has it"
    if found <= stated and members.get(LISTING) != listing(members):
        yield f"{LISTING}: lists files that are not here, or is altered"


def _altered(bundle: Bundle) -> Iterator[str]:
    stated = set(_stated(bundle))
    for name, data in bundle.contents.items():
        if name not in stated:
            yield f"{name}: no record tells of it"
        if sha256(data).hexdigest() not in name:
            yield f"{name}: has another SHA-256"
    for name in sorted(stated - bundle.contents.keys()):
        yield f"{name}: not here, though a record tells of it"
    for (form, owner), rows in bundle.groups.items():
        name = content("texts", owner)
        text = bundle.contents.get(name, b"").decode("utf-8", "surrogateescape")
        if form == "texts/1" and rows != [[owner, text]]:
            yield f"{name}: another text than that of its record"


def _stated(bundle: Bundle) -> Iterator[str]:
    """The names of the files with payloads, parts and texts that records tell of."""
    for (form, owner), rows in bundle.groups.items():
        if form in ("payloads/1", "texts/1"):
            yield content(form.removesuffix("/1"), owner)
        elif form == "parts/1":
            yield from (content("parts", str(row[3])) for row in rows if len(row) > 3)


def _strange(bundle: Bundle) -> Iterator[str]:
    for form, owner in belonging.strangers(bundle.article, bundle.groups):
        yield f"the record {form} {owner}: nothing ties it to the article {bundle.article}"
    for form, owner in belonging.missing(bundle.groups):
        yield f"the record {form} {owner}: not here, though others name it"


def _unproved(bundle: Bundle) -> Iterator[str]:
    logged = {one.number: one for one in bundle.entries}
    for one in bundle.records:
        try:
            check_record(one, logged[one.event])
        except ProofError as error:
            yield f"the record {one.form} {one.owner}: {error}"


def _unlogged(bundle: Bundle) -> Iterator[str]:
    for one in bundle.entries:
        try:
            check_entry(one, bundle.checkpoint)
        except ProofError as error:
            yield f"entry {one.number}: {error}"
        if bundle.events[one.number].number != one.number:
            yield f"entry {one.number}: numbered {bundle.events[one.number].number} in itself"


def _unnamed(bundle: Bundle) -> Iterator[str]:
    first = bundle.events.get(0)
    if first is None:
        yield "entry 0: not here, which tells the log's name"
    elif first.told.get("origin") != bundle.checkpoint.origin:
        yield f"{CHECKPOINT}: of the log {bundle.checkpoint.origin}, which is not the name in entry 0"


def signing(bundle: Bundle) -> dict[bytes, tuple[int, Verifier]]:
    """The keys that the entries of a bundle tell of, with the number of the entry, by the keys' ids."""
    found = {}
    for number, entry in bundle.events.items():
        if entry.event == "key":
            try:
                verifier = Verifier.read(entry.told.get("vkey", ""))
            except NoteError:
                continue
            found[verifier.id] = number, verifier
    return found


def _signed(bundle: Bundle) -> Iterator[Step]:
    keys, origin, own = signing(bundle), bundle.checkpoint.origin, 0
    for one in bundle.note.signatures:
        if one.name != origin:
            yield Step(f"{CHECKPOINT}: the signature of {one.name}; ask them for their key", None)
            continue
        own += 1
        number, key = keys.get(one.id, (None, None))
        if key is None:
            yield Step(f"{CHECKPOINT}: signed with a key that no entry here tells of", False)
        else:
            holds = key.name == origin and key.verifies(bundle.note.text.encode(), one.data)
            words = "signed with" if holds else "its signature is not by"
            yield Step(f"{CHECKPOINT}: {words} the key that entry {number} tells of", holds)
    if not own:
        yield Step(f"{CHECKPOINT}: not signed by the archive; compare it with a copy of your own", None)


def _compared(said: Checkpoint, kept: Checkpoint | None) -> Step:
    if kept is None:
        return Step("no checkpoint of your own was compared", None)
    if kept == said:
        return Step(f"{CHECKPOINT}: the one that you kept", True)
    if kept.origin == said.origin and kept.size != said.size:
        return Step(
            f"{CHECKPOINT}: of {said.size} entries, yours of {kept.size}; ask for a bundle made with"
            " `ingest prove --checkpoint` and yours", False,
        )  # fmt: skip
    return Step(f"{CHECKPOINT}: not the one that you kept; this is another log, or one written anew", False)
