"""Tells what the archivist named apart by what it is: pages, web archives, lists, addresses."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..errors import SourceError
from ..records import Capture, Visit
from . import files, manifest, warc
from .asked import Asked
from .web import discover
from .web.address import redacted
from .web.client import Client
from .web.follow import Known, Wanted, follow

Taken = Capture | Visit | SourceError
Source = Taken | Asked
Manifests = Iterable[tuple[str, Iterable[manifest.Entry | SourceError]]]
_ADDRESS = re.compile(r"https?://", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
# How a list begins: with an address or a remark.
_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:https?://|#)", re.I)


def taken(sources: Iterable[Source], client: Client, known: Known, wanted: Wanted) -> Iterator[Taken]:
    """What the sources give: files as they are named, then what the addresses among them answer.

    Args:
        sources: what was named.
        client: asks addresses; closed at the end.
        known: what is known of them.
        wanted: how far to follow what leads to more.
    """
    asked: list[Asked] = []
    with client.crawl:
        for source in sources:
            if isinstance(source, Asked):
                asked.append(source)
            else:
                yield source
        yield from follow(asked, client, known, wanted)


def sources(
    named: Iterable[str], manifests: Manifests, typed: Iterable[str], passed_over: Counter[str]
) -> Iterator[Source]:
    """Everything that was named, in its order.

    Args:
        named: paths, addresses, and `-` for the addresses that are typed.
        manifests: path and entries of each manifest.
        typed: the lines of standard input.
        passed_over: counts the records of web archives that are no pages, by reason.
    """
    for path, listed in manifests:
        yield from manifest.captures(path, listed)
    for source in named:
        if source == "-":
            yield from _listed("standard input", typed)
        elif _ADDRESS.match(source):
            yield Asked(source, redacted(source))
        elif _SCHEME.match(source):
            yield SourceError(source, "only addresses that begin with http:// or https:// can be asked")
        else:
            yield from _below(source, passed_over)


def _below(source: str, passed_over: Counter[str]) -> Iterator[Source]:
    """What a path leads to; of a directory, what is in its files."""
    inside = os.path.isdir(source)
    for path in files.walk(source):
        try:
            if isinstance(path, SourceError):
                raise path
            yield from _in_file(path, inside, passed_over)
        except SourceError as error:
            yield error


def _in_file(path: str, found: bool, passed_over: Counter[str]) -> Iterator[Source]:
    head = files.head(path)
    if warc.is_warc(head):
        yield from warc.captures(path, passed_over)
        return
    if head.startswith(b"PK") and warc.is_wacz(path):
        yield from warc.wacz(path, passed_over)
        return
    capture = files.capture(path, found)
    lines = _addresses(capture.payload)
    kind = discover.kind(capture.payload, None, path)
    if lines:
        yield from _listed(capture.source, lines)
    elif kind:
        yield from _entries(capture, kind)
    else:
        yield capture


def _entries(capture: Capture, kind: discover.Kind) -> Iterator[Source]:
    """The addresses that a feed or sitemap saved as a file leads to."""
    listing = discover.entries(capture.payload, kind, capture.source)
    leads = (*listing.listings, *(entry.url for entry in listing.articles))
    if not leads:
        raise SourceError(capture.source, f"a {kind} that leads to no address; nothing was added")
    for url in leads:
        yield Asked(url, redacted(url), found=True)


def _addresses(payload: bytes) -> list[str]:
    """The lines of a text in which every line is an address, a remark (#), or empty."""
    if not _LIST.match(payload):
        return []
    lines = payload.decode("utf-8-sig", "replace").splitlines()
    said = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return said if said and all(_ADDRESS.match(line) and not re.search(r"\s", line) for line in said) else []


def _listed(source: str, lines: Iterable[str]) -> Iterator[Source]:
    """The addresses of a list, one a line."""
    for number, line in enumerate(lines, 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        if _ADDRESS.match(said):
            yield Asked(said, redacted(said))
        else:
            reason = f"{said[:80]!r} is no address; write one a line, with http:// or https://"
            yield SourceError(f"{source}, line {number}", reason)
