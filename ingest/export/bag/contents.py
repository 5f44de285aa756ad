"""Which files a bag has: payloads and parts byte for byte, and all that is known of them as JSON Lines.

Names are made of hashes and of words of ours alone, never of anything that a page says.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from ...archive import decided, payloads
from ...archive.collections import collections
from ...archive.crossposts import Crossposts
from ...archive.query import Query
from .. import lines
from ..lines import Line
from ..media import media
from .readme import README

File = tuple[str, Iterable[bytes]]


def files(query: Query) -> Iterator[File]:
    """The files' paths below `data`, with their bytes.

    Raises:
        ArchiveError: if a payload or part is damaged.
    """
    yield "README.txt", [README.encode()]
    for known in payloads.payloads(query):
        yield _path(query, known), [payloads.intact(query, known.sha256)]
    for part in payloads.parts(query):
        yield f"parts/{part.sha256}", [payloads.intact_part(query, part)]
    for name, told in _LISTS.items():
        yield f"{name}.jsonl", (f"{lines.dumps(line)}\n".encode() for line in told(query))


def _path(query: Query, known: payloads.Payload) -> str:
    return f"payloads/{known.sha256}{media(query, known).extension}"


def _payloads(query: Query) -> Iterator[Line]:
    for known in payloads.payloads(query):
        yield {
            "sha256": known.sha256,
            "size": known.size,
            "media_type": media(query, known).type,
            "file": _path(query, known),
        }


def _parts(query: Query) -> Iterator[Line]:
    for part in payloads.parts(query):
        yield {**asdict(part), "file": f"parts/{part.sha256}"}


def _captures(query: Query) -> Iterator[Line]:
    for identity, kept in payloads.captures(query):
        yield {"id": identity, "article": kept.article, "listing": kept.listing, **lines.capture(kept)}


def _versions(query: Query) -> Iterator[Line]:
    for article in query.articles():
        for version in query.versions(article):
            yield {
                "id": version.id,
                "article": article,
                "title": version.title,
                "text": query.text(version.text_sha256),
                "text_sha256": version.text_sha256,
                "raw_sha256": version.payload,
                "part": version.part,
                "encoding": version.encoding,
                "reader": version.reader,
                "url": version.url,
                "content_type": version.content_type,
                "captured_at": version.captured_at,
            }


def _outlets(query: Query) -> Iterator[Line]:
    for outlet in query.registry().outlets:
        yield {
            "name": outlet.name,
            "kind": outlet.kind or None,
            "domains": list(outlet.domains),
            "aliases": list(outlet.aliases),
        }


def _acts(query: Query) -> Iterator[Line]:
    for identity, act in Crossposts(query).acts():
        yield {"id": identity, **asdict(act)}


def _namings(query: Query) -> Iterator[Line]:
    for identity, naming in decided.namings(query):
        yield {"id": identity, **asdict(naming)}


def _collections(query: Query) -> Iterator[Line]:
    for name, articles in collections(query):
        yield {"name": name, "articles": articles}


_LISTS: dict[str, Callable[[Query], Iterator[Line]]] = {
    **lines.EXPORTS,
    "acts": _acts,
    "captures": _captures,
    "collections": _collections,
    "namings": _namings,
    "outlets": _outlets,
    "parts": _parts,
    "payloads": _payloads,
    "versions": _versions,
}
