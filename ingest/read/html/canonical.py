"""The addresses that a page gives as its own."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from ...records import Claim
from .. import addresses
from ..outlets import Registry
from .claiming import Claiming, Place
from .meta import Meta
from .spelling import ATTRIBUTE, TEXT
from .tokens import Markup, Tag, Value

# What a page's address may have more of than the article's own: its print, its mobile form, a page.
_FORMS = frozenset(("amp", "print", "index", "m", "mobile", "page", "single", "full"))
# A page has one canonical link; what has many means none of them.
_MANY = 5
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
_SINGLE_FILE = "Page saved with SingleFile"


def claims(
    claiming: Claiming,
    markup: Markup,
    canonical: Sequence[tuple[Tag, Value]],
    metas: Sequence[Meta],
    origin: str | None,
) -> Iterator[Claim]:
    """The page's own address by its canonical link, by OpenGraph, and by whoever saved it."""
    for _, value in canonical:
        yield from _own(claiming, Place(value.start, value.end, ATTRIBUTE), "canonical-link", origin)
    for meta in metas:
        if meta.name == "og.url":
            yield from _own(claiming, meta.place, "og-url", origin)
    for start, end in _saved(markup):
        yield from _own(claiming, Place(start, end, TEXT), "singlefile-url", origin)


def own(canonical: Sequence[tuple[Tag, Value]], origin: str | None) -> frozenset[str]:
    """The keys of the addresses that the page stands at or gives as its own."""
    found = [value.text for _, value in canonical] + ([origin] if origin else [])
    return frozenset(addresses.key(url) for url in found if addresses.cleaned(url))


def sane(url: str, origin: str | None, registry: Registry) -> bool:
    """Whether a page at `origin` may give this address as its own.

    Not the front page or a section, where the page itself stands deeper; not another's site.
    """
    steps = _steps(url)
    if origin is not None and not addresses.same_site(origin, url, registry):
        return False
    if not steps:
        return bool(urlsplit(url).query)
    own = _steps(origin) if origin else []
    if len(steps) >= len(own):
        return True
    if own[: len(steps)] == steps:
        return all(step in _FORMS or (step.isdigit() and len(step) < 3) for step in own[len(steps) :])
    return any(char.isdigit() or char in "-_." for char in steps[-1])


def _steps(url: str) -> list[str]:
    return [step for step in urlsplit(url).path.lower().removesuffix(".html").split("/") if step]


def _own(claiming: Claiming, place: Place, method: str, origin: str | None) -> Iterator[Claim]:
    said = claiming.said(place).text
    relative = not _SCHEME.match(said)
    if relative and not origin:
        return
    rule = f"href/1:{origin}" if relative else "href/1"
    for claim in claiming.claim(place, "url", method, rule):
        if claim.value and sane(claim.value, origin, claiming.knowledge.registry):
            yield claim


def links(markup: Markup, tags: Sequence[Tag]) -> Iterator[tuple[Tag, Value]]:
    """The canonical links of a page with where they lead."""
    found = 0
    for tag in tags:
        if found == _MANY:
            return
        if "canonical" not in markup.written(tag).lower():
            continue
        attributes = markup.attributes(tag)
        rel, href = attributes.get("rel"), attributes.get("href")
        if rel and href and "canonical" in rel.text.lower().split():
            found += 1
            yield tag, href


def _saved(markup: Markup) -> Iterator[tuple[int, int]]:
    """Where SingleFile's comment gives the address of the page it saved."""
    for start, end in markup.comments[:3]:
        comment = markup.text[start:end]
        at = comment.find("url:")
        if _SINGLE_FILE in comment and at >= 0:
            words = comment[at + 4 :].split(None, 1)
            first = comment.find(words[0], at + 4) if words else -1
            if first >= 0:
                yield start + first, start + first + len(words[0])
