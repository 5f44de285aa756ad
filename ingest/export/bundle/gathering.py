"""Gathers what an archive and its log have of one article."""

from collections.abc import Iterator

import zstandard

from ...archive.logged import Log
from ...archive.proofs import Proofs
from ...archive.query import Query
from ...errors import ArchiveError, UsageError
from ...log import checkpoint
from ...log.bundle.members import Bundle, BundleError, content
from ...log.checkpoint import Checkpoint
from ...log.entries import EntryError
from ...log.merkle import ProofError
from ...log.note import Note, NoteError, Verifier


def gathered(query: Query, article: str, given: Note | None = None) -> Bundle:
    """The proofs of an article by its id, up to a checkpoint.

    Args:
        query: a connection to the archive.
        article: its id.
        given: the checkpoint that the proofs shall lead to. Without one it is the newest that the archive
            keeps since the article last changed; without any, the log's own as it is.

    Raises:
        UsageError: if the given checkpoint is none of this log, or the article changed after it.
        ArchiveError: if rows or log are not as they were written.
    """
    try:
        return _gathered(query, article, given)
    except ProofError as error:
        raise UsageError(f"{article}: {error}") from error
    except (EntryError, NoteError, BundleError, zstandard.ZstdError) as error:
        raise ArchiveError(f"{article}: {error}; check the archive with `ingest audit`") from error


def identity(query: Query, given: str) -> str:
    """The id of the article that a person means, also where only a removal is left of it.

    Raises:
        UsageError: if there is none.
    """
    return given if query.removed(given) else query.resolve(given)


def _gathered(query: Query, article: str, given: Note | None) -> Bundle:
    log = Log(query.connection)
    note = given or _note(query, log, article)
    said = checkpoint.read(note.text)
    if not log.knows_checkpoint(said):
        raise UsageError("this is no checkpoint of the archive as it is; `ingest audit --since` tells more")
    proofs = Proofs(query.connection, said.size)
    records = list(proofs.article(article))
    numbers = {0, *proofs.events(article), *_telling(log, note, said)}
    entries = [proofs.entry(number) for number in sorted(numbers)]
    contents = dict(_contents(query, [(one.form, one.owner) for one in records]))
    stamps = [reply for written, reply in log.timestamps(said.size) if _same(written, note)]
    return Bundle.of(note, entries, records, contents, stamps)


def _note(query: Query, log: Log, article: str) -> Note:
    """The newest checkpoint that is kept since an article last changed, else that of the log as it is."""
    events = Proofs(query.connection, log.size()).events(article)
    kept = log.kept(events[-1] + 1) if events else []
    return checkpoint.opened(kept[0])[1] if kept else Note(log.checkpoint().body())


def _telling(log: Log, note: Note, said: Checkpoint) -> Iterator[int]:
    """The numbers of the entries that tell of the keys by which a checkpoint is signed for the archive."""
    signed = {one.id for one in note.signatures if one.name == said.origin}
    for vkey in log.signing_keys():
        number = log.told_key(vkey)
        if number is not None and number < said.size and Verifier.read(vkey).id in signed:
            yield number


def _contents(query: Query, groups: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """The payloads, parts and texts that records tell of, by the names of their files."""
    for form, owner in groups:
        if form == "payloads/1":
            yield content("payloads", owner), query.payload(owner) or b""
        elif form == "texts/1":
            yield content("texts", owner), (query.text(owner) or "").encode()
        elif form == "parts/1":
            for name, sha256 in query.parts(owner):
                yield content("parts", sha256), query.part(owner, name) or b""


def _same(written: str, note: Note) -> bool:
    """Whether a kept checkpoint has the text of another."""
    return checkpoint.opened(written)[1].text == note.text
