"""Tells who is named in an author's line: persons, agencies, organisations, each where it stands.

Takes off what is no name: "By", roles, places, handles, addresses. Adds nothing of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from . import sites
from .knowledge import Knowledge
from .phrases import fold
from .plain.names import is_person

Kind = Literal["person", "organisation", "unknown"]
Field = Literal["author", "agency", "organisation"]

# Beside commas and words for "and": what stands between a name and what is said of it.
_ASIDE = re.compile(r"\s*[|｜•·、，()\[\]<>]\s*|\s+[-–—]{1,2}\s+")
_BEHIND = re.compile(r"(?i)\s(?:for|für|pour|para|per|voor|in|aus|at|from|reports?|berichtet)\s.*$")
_HANDLE = re.compile(r"\s*(?:@\w+|\S+@\S+\.\w+)\s*")
_GLUED = re.compile(r"(?<=[^\W\d_])(?:Twitter|Facebook|LinkedIn|Instagram|E-?[Mm]ail|Bluesky)$")
_NO_NAME = re.compile(r"https?:|/|www\.|@|[{}=<>\"]|\d{3}")
# One word up to the next sign.
_LAST_NAME = re.compile(r"[^\s,;/|]+\s*(?:$|[,;/|])")
_INVERTED = re.compile(r"[^\W\d_][\w’'.-]+,\s+[^\W\d_][\w’'.-]+(?:\s[^\W\d_]\.)?")
# Scripts with capitals; in others (Arabic, Hebrew, Chinese, Japanese, Korean, ...) one word may be a name.
_CASED = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ԰-֏Ḁ-ỿ]")
_LONGEST, _MOST_WORDS = 60, 6
# Longer lists name nobody who wrote one text.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named at the characters from `start` to `end`, and the rule that gives the name."""

    start: int
    end: int
    field: Field
    rule: str = "text/1"


def kind(types: str) -> Kind:
    """What a thing is by the names of its schema.org types."""
    return "organisation" if "Organization" in types else "person" if "Person" in types else "unknown"


def named(text: str, kind: Kind, knowledge: Knowledge, called: frozenset[str]) -> Iterator[Named]:
    """Who an author's line names.

    Args:
        text: the line.
        kind: what the page says that it names; "unknown" where it says nothing.
        knowledge: outlets and phrases.
        called: the keys of the names of the page's site.
    """
    start = _after_cue(text, 0, len(text), knowledge)
    whole = organised(text[start:].strip(), knowledge, called)
    if whole or (kind == "organisation" and not _NO_NAME.match(text)):
        yield Named(start, len(text), whole or "organisation")
        return
    if _INVERTED.fullmatch(text, start) and not any(
        organised(part, knowledge, called) or _is_role(part, knowledge) for part in text[start:].split(", ")
    ):
        yield Named(start, len(text), "author", "forename-first/1")
        return
    yield from _listed(text, start, kind, knowledge, called)


def _listed(text: str, start: int, kind: Kind, knowledge: Knowledge, called: frozenset[str]) -> Iterator[Named]:
    """The names of a list; what follows a name and is none ("Berlin") says something of it."""
    full = signed = False
    for number, (first, last) in enumerate(_parted(text, start, knowledge)):
        if number == _MOST:
            return
        first, last = _trimmed(text, first, last, knowledge)
        part = text[first:last]
        field = organised(part, knowledge, called)
        if field:
            signed = True
            yield Named(first, last, field)
        elif _may_be_name(part, knowledge):
            several = len(part.split()) > 1 or not _CASED.search(part)
            if several and (not signed or is_person(part, knowledge.phrases)):
                full = True
                yield Named(first, last, "author")
            elif not full and not signed and (kind == "person" or number == 0 or part[0].isupper()):
                yield Named(first, last, "author")


def _parted(text: str, start: int, knowledge: Knowledge) -> Iterator[tuple[int, int]]:
    """The parts between commas, brackets and words for "and"."""
    stops = [*knowledge.phrases.conjunction.finditer(text, start), *_ASIDE.finditer(text, start)]
    for stop in sorted(stops, key=lambda stop: stop.start()):
        if stop.start() > start and not _one_name(text, start, stop):
            yield start, stop.start()
            start = stop.end()
        elif stop.start() <= start:
            start = max(start, stop.end())
    if start < len(text):
        yield start, len(text)


def _one_name(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a word of one letter stands within a name ("Ortega y Gasset") rather than between two."""
    word = stop[0].strip()
    if len(word) != 1 or not word.isalpha():
        return False
    return " " not in text[start : stop.start()] or _LAST_NAME.match(text, stop.end()) is not None


def unglued(text: str, first: int, last: int) -> int:
    """Where a name ends that a link to the writer's network stands behind ("Jane RoeTwitter")."""
    found = _GLUED.search(text, first, last)
    return found.start() if found and " " in text[first : found.start()] else last


def _after_cue(text: str, first: int, last: int, knowledge: Knowledge) -> int:
    """Where the words begin that "By" announces."""
    cue = knowledge.phrases.byline.match(text, first, last)
    return cue.end() if cue else first


def _trimmed(text: str, first: int, last: int, knowledge: Knowledge) -> tuple[int, int]:
    """A name without "By", handles, and what it is said to do where."""
    first = _after_cue(text, first, last, knowledge)
    last = unglued(text, first, last)
    for pattern in (_HANDLE, _BEHIND):
        found = pattern.search(text, first, last)
        if found and found.start() > first and (pattern is not _BEHIND or " " in text[first : found.start()]):
            last = found.start()
    words = list(re.finditer(r"\S+", text[first:last]))
    is_role = knowledge.phrases.is_role
    while len(words) > 2 and is_role(words[0][0]):
        words.pop(0)
    while len(words) > 2 and is_role(words[-1][0]):
        words.pop()
    return (first + words[0].start(), first + words[-1].end()) if words else (first, first)


def organised(part: str, knowledge: Knowledge, called: frozenset[str]) -> Field | None:
    """Whether a name is an agency's or an organisation's, the site's among them.

    Args:
        part: the name.
        knowledge: outlets and phrases.
        called: the keys of the names of the page's site.
    """
    bare = part.strip(" .,:;")
    outlet = knowledge.registry.named(bare) or knowledge.registry.named(bare.lower())
    if outlet is None:
        # "AFP Deutschland", "dpa/lni", "Reuters Staff": a part of an agency.
        first = re.split(r"[\s/-]", bare, maxsplit=1)[0]
        begun = knowledge.registry.named(first) if len(bare.split()) < 3 and first != bare else None
        outlet = begun if begun and begun.kind == "agency" else None
    if outlet:
        return "agency" if outlet.kind == "agency" else "organisation"
    if not bare or len(bare) > _LONGEST:
        return None
    words = {fold(word) for word in re.split(r"[\s-]+", bare)}
    return "organisation" if sites.is_site(bare, called) or words & knowledge.phrases.desks else None


def _is_role(part: str, knowledge: Knowledge) -> bool:
    return any(knowledge.phrases.is_role(word) for word in part.split())


def _may_be_name(part: str, knowledge: Knowledge) -> bool:
    """Whether a part can be a name at all: letters, few words, none of them of another trade."""
    words = [fold(word) for word in part.split()]
    if not 1 <= len(words) <= _MOST_WORDS or not 2 <= len(part) <= _LONGEST or _NO_NAME.search(part):
        return False
    phrases = knowledge.phrases
    if phrases.is_furniture(part) or any(map(phrases.is_role, words)):
        return False
    strange = phrases.not_names if len(words) > 1 else phrases.not_names | phrases.furniture
    return any(map(str.isalpha, part)) and not all(word in strange for word in words)
