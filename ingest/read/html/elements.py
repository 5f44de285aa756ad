"""Finds elements among a page's tags: those between two places, and where each of them closes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from .tokens import Markup, Tag

# So many tags after an opening one are looked at for the one that closes it.
_FAR = 400
# Elements that never stand in one of their kind: the next one closes the one before.
_FLAT = frozenset("a button h1 h2 h3 h4 h5 h6 li p time title".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def index(markup: Markup, place: int) -> int:
    """The number of the first tag at a place or after it."""
    return bisect_left(markup.tags, place, key=lambda tag: tag.start)


def places(text: str, words: tuple[str, ...], start: int, end: int) -> list[int]:
    """Where any of some words stands in a text, in order."""
    found = []
    for word in words:
        at = text.find(word, start, end)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + len(word), end)
    return sorted(found)


def line_at(markup: Markup, place: int) -> tuple[int, int]:
    """Where the line of visible text begins and ends that has a character; an empty stretch where none has."""
    chunks = markup.chunks
    at = bisect_right(chunks, place, key=lambda chunk: chunk.start) - 1
    if at < 0 or chunks[at].end <= place:
        return place, place + 1
    first = last = at
    while first and chunks[first - 1].block == chunks[at].block:
        first -= 1
    while last + 1 < len(chunks) and chunks[last + 1].block == chunks[at].block:
        last += 1
    return chunks[first].start, chunks[last].end


def named(markup: Markup, *names: str) -> Mapping[str, list[Tag]]:
    """The start tags of elements with these names, by name: in one pass."""
    found: dict[str, list[Tag]] = {name: [] for name in names}
    for tag in markup.tags:
        if tag.name in found and not tag.closing:
            found[tag.name].append(tag)
    return found


def stretches(markup: Markup, name: str) -> Iterator[tuple[Tag, int]]:
    """The elements of a name that never stand in each other, with the place where each ends."""
    opened: Tag | None = None
    for tag in markup.tags:
        if tag.name != name:
            continue
        if opened:
            yield opened, tag.start
        opened = None if tag.closing else tag


def containing(markup: Markup, words: tuple[str, ...], start: int, end: int) -> Iterator[Tag]:
    """The start tags between two characters of the page in which one of some words stands, as written here."""
    numbers = {number for word in words for number in _having(markup, word, start, end)}
    return (markup.tags[number] for number in sorted(numbers))


def _having(markup: Markup, word: str, start: int, end: int) -> Iterator[int]:
    """The numbers of the start tags with a word in them."""
    text, tags = markup.text, markup.tags
    at = text.find(word, start, end)
    while at >= 0:
        number = bisect_right(tags, at, key=lambda tag: tag.start) - 1
        tag = tags[number] if number >= 0 else None
        inside = tag is not None and at < tag.end
        if tag and inside and not tag.closing and tag.start >= start:
            yield number
        following = tag.end if tag and inside else at + len(word)
        at = text.find(word, following, end)


def between(markup: Markup, start: int, end: int) -> Iterator[Tag]:
    """The tags that begin between two characters of the page."""
    for number in range(index(markup, start), len(markup.tags)):
        tag = markup.tags[number]
        if tag.start >= end:
            return
        yield tag


def closing(markup: Markup, tag: Tag, far: int = _FAR) -> int:
    """Where the element that a tag opens is closed; its own end where it is empty or nothing closes it."""
    if tag.name in _VOID:
        return tag.end
    at = index(markup, tag.start) + 1
    deep = 1
    for number in range(at, min(at + far, len(markup.tags))):
        other = markup.tags[number]
        if other.name == tag.name:
            deep += 1 if not other.closing and tag.name not in _FLAT else -1
            if not deep:
                return other.start
    return tag.end


def shown(markup: Markup, start: int, end: int, most: int) -> int:
    """How many characters of text stand between two places; counted until there are more than `most`."""
    chunks, said = markup.chunks, 0
    for number in range(bisect_left(chunks, start, key=lambda chunk: chunk.start), len(chunks)):
        chunk = chunks[number]
        if chunk.start >= end or said > most:
            break
        said += len(markup.text[chunk.start : min(end, chunk.end)].strip())
    return said
