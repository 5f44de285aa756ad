"""Reads what the slots of a matched phrase name: outlets, title, date, author, address.

An outlet goes through the registry; one that is not known there keeps the name that is printed,
unless that is no name of an outlet. Decides nothing between several phrases.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import addresses, dates
from ..outlets import Mention, Outlet, Registry
from .grammar import Form, Grammar, Kind
from .slots import AGENCY, DATELINE, FILL, OUTLET

_OPENERS, _CLOSERS = "“\"«»„‘『《'", "”“\"»«’』》'"
_ARTICLE = re.compile(r"(?:[Tt]he|[Dd]e[rnm]|[Dd]ie|[Dd]as|[Dd]es|[Ll]['’]|[Ll][ae]s?|[Ee]l|[Oo]) ?$")
_GENERIC = re.compile(
    r"['’]?s?[”\"»’“]?"
    r"(?: (?:[Oo]nline|website|web site|[Mm]agazine|newspaper|blog|Limited|Ltd|LLC|Inc"
    r"|news agency|agency|news))?[”\"»’“]?"
)
# The same at the end of a line in capitals: "THE LAKESIDE COURIER MAGAZINE".
_LARGE_GENERIC = re.compile(r" (?:MAGAZINE|NEWSPAPER|WEBSITE|BLOG|ONLINE)$")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
# A German or Russian name in another case than the first: "der Süddeutschen Zeitung", "«Интерфакса»".
_INFLECTED = re.compile(r"(?<=[a-zäöüß]e)n(?= )|(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|е)$")
# What a page itself has of the characters that mark outlets.
_NO_MARKS = dict.fromkeys(map(ord, (OUTLET, DATELINE, AGENCY, FILL)), "\ufffd")
_MOST_NAMES = 6
# The end of the sentence before a tail.
_STOP = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s*")
_LONGEST_UNSPACED = 12
# "Early Spring", "May and June": so many words stand before a year that is a date by itself.
_SEASON = 3
# So many words of a name in small letters are those of papers.
_TELLING = 2
_SEPARATOR = re.compile(r"\s*[/;|]\s*|\s*[,、]\s+|\s+(?:und|and|et|y|e|en|i|och|og|и|&)\s+")
_FIRST = re.compile(r"[ /–]")
_BREAK = re.compile(r",\s+|\s+[/|–-]\s+|;\s*")
_HOST = re.compile(r"(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12}")
# "e. V." keeps its last point.
_INITIALS = re.compile(r"\w\.\s?\w\.$")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]{1,500}[^\s<>\"“”.,;:)\]]")
_CASED_SMALL = re.compile(r"[a-zß-öø-ÿа-я]")
_LONGEST_NAME = 9
_PLACE = re.compile(r"\W*[^\W\d_][\w-]*(?:[ /-][^\W\d_][\w-]*){0,2}\W*")
_UNLIKE_NAMES = re.compile(r"\d{4}|[:：;?!]|\bet al\b|\bdoi\b|\.\s+[A-ZÄÖÜ]\w*\s+\w+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one phrase says in the sentence from `start` to `end` of a text."""

    kind: Kind
    start: int
    end: int
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    via: str | None = None


@dataclass(frozen=True)
class Scene:
    """A sentence, the outlets that it mentions, and what it is read with."""

    sentence: str
    start: int
    mentions: Sequence[Mention]
    grammar: Grammar
    registry: Registry
    language: str | None

    def shadow(self) -> str:
        """The sentence with each known outlet's name replaced, character for character."""
        chars = list(self.sentence.translate(_NO_MARKS))
        for mention in self.mentions:
            dateline = DATELINE if mention.outlet.name in self.grammar.phrases.dateline_outlets else OUTLET
            sign = AGENCY if self.is_wire(mention.outlet) else dateline
            chars[mention.start : mention.end] = sign + FILL * (mention.end - mention.start - 1)
        return "".join(chars)

    def is_wire(self, outlet: Outlet) -> bool:
        """Whether texts are had from an outlet: an agency, and not only for pictures."""
        return outlet.kind == "agency" and outlet.name not in self.grammar.phrases.pictures


def named(form: Form, scene: Scene, match: re.Match[str]) -> Iterator[Candidate]:
    """What a matched phrase says, once for each outlet that it names; nothing where it names none after all."""
    filled = _filled(match)

    def said(field: str) -> str | None:
        spans = filled.get(field)
        return unquoted(scene.sentence[slice(*spans[0])]) if spans else None

    url, date = said("url"), said("date")
    outlets, published = _outlets(scene, filled), _dated(date, scene.language) if date else None
    if "names" in filled:
        url, published = _told(scene, filled["names"][0])
    if url and not addresses.host(url):
        return
    via = next((_outlet(scene, span) for span in filled.get("via", ())), None)
    start, end = _range(form, scene, match)
    rest = (said("title"), published, said("author"), url)
    unnamed = [_host(url, scene.registry)] if url or not _names_outlets(filled) else []
    for outlet in outlets or unnamed:
        yield Candidate(form.kind, start, end, outlet, *rest, via)
        if via:
            yield Candidate(form.kind, start, end, via)


def _range(form: Form, scene: Scene, match: re.Match[str]) -> tuple[int, int]:
    """The characters that say it: a sentence, or a dateline or tail without the news beside it."""
    if form.hints or not (form.opens or form.closes):
        return scene.start, scene.start + len(scene.sentence)
    ended = _STOP.match(match[0])
    start = match.start() + (ended.end() if ended else 0)
    return scene.start + start, scene.start + match.start() + len(match[0].rstrip())


def _dated(printed: str, language: str | None) -> str | None:
    """A printed date in EDTF; here a year is one, alone or behind a season or two months."""
    *before, year = re.split(r"[ .,]+", printed.strip(" .,()"))
    told = len(before) <= _SEASON and len(year) == 4 and year.isdecimal()
    return dates.first(printed, language) or (year if told else None)


def unquoted(words: str) -> str:
    """Words without the one pair of quotation marks around them."""
    words = words.strip()
    quoted = len(words) > 2 and words[0] in _OPENERS and words[-1] in _CLOSERS
    return words[1:-1].strip(" ,") if quoted else words.strip(" ,")


def _filled(match: re.Match[str]) -> dict[str, list[tuple[int, int]]]:
    """The characters that each slot took; a phrase may have the same slot in several places."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, value in match.groupdict().items():
        if value:
            found.setdefault(name.partition("_")[0], []).append(match.span(name))
    return found


def _names_outlets(filled: Mapping[str, object]) -> bool:
    return not filled.keys().isdisjoint(("outlet", "press", "named", "lower", "han", "wires", "names"))


def _outlets(scene: Scene, filled: Mapping[str, list[tuple[int, int]]]) -> list[str]:
    """The outlets that the slots of a phrase name, each once."""
    found: list[str | None] = [_outlet(scene, span) for span in filled.get("outlet", ())]
    found += [_outlet(scene, span) for span in filled.get("press", ()) if _like_a_paper(scene, span)]
    found += [_registered(scene.registry, scene.sentence[slice(*span)]) for span in filled.get("named", ())]
    found += [_insensitive(scene, span) for span in filled.get("lower", ())]
    found += [_unspaced(scene, span[0]) for span in filled.get("han", ())]
    for span in filled.get("wires", ()):
        found += _wires(scene, span)
    for span in filled.get("names", ()):
        found += listed(scene.sentence[slice(*span)], scene.grammar, scene.registry)
    return list(dict.fromkeys(name for name in found if name))


def _outlet(scene: Scene, span: tuple[int, int]) -> str | None:
    """The outlet in a slot: the registry's name for it, or what is printed; None where that is no outlet."""
    printed = _POSSESSIVE.sub("", unquoted(scene.sentence[slice(*span)]))
    inside = [mention for mention in scene.mentions if span[0] <= mention.start < span[1]]
    if inside and _only(scene.sentence, span, inside[0]):
        name = inside[0].outlet.name
        return None if name.casefold() in scene.grammar.phrases.not_outlets else name
    return _registered(scene.registry, printed) or _as_printed(scene.grammar, printed)


def _only(sentence: str, span: tuple[int, int], mention: Mention) -> bool:
    """Whether a slot holds no more than a known outlet and words for what it is."""
    before = sentence[span[0] : mention.start].lstrip(_OPENERS)
    return (not before or _ARTICLE.match(before) is not None) and _GENERIC.fullmatch(
        sentence[mention.end : span[1]]
    ) is not None


def _registered(registry: Registry, printed: str) -> str | None:
    bare = _POSSESSIVE.sub("", unquoted(printed))
    large = (bare, _LARGE_GENERIC.sub("", bare)) if bare.isupper() else ()
    printed_large = tuple(map(str.title, large)) or (bare.upper(),)
    for name in (bare, bare.removeprefix("the "), _INFLECTED.sub("", bare), f"The {bare}", *printed_large):
        if known := registry.named(name):
            return known.name
    return None


def _like_a_paper(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether a name that nothing else tells to be an outlet's looks like one."""
    printed = scene.sentence[slice(*span)]
    marked = printed[0] in _OPENERS or printed.startswith(("the ", "The ")) or "." in printed.strip(".")
    told = any(word.casefold().endswith(tuple(scene.grammar.phrases.press_words)) for word in printed.split())
    known = any(span[0] <= one.start < span[1] for one in scene.mentions)
    return marked or told or known or _registered(scene.registry, printed) is not None


def _as_printed(grammar: Grammar, printed: str) -> str | None:
    name = re.sub(r"^(?:the |www\.)", "", printed.strip(" .,"))
    first = _FIRST.split(name, maxsplit=1)[0].casefold().rstrip(".,")
    unlike = (
        not first or first[0].isdigit() or first in grammar.phrases.not_outlets or dates.first(name) is not None
    )
    return None if unlike or name.casefold() in grammar.phrases.not_outlets else name


def _insensitive(scene: Scene, span: tuple[int, int]) -> str | None:
    """An outlet in small letters: a known one, or one of words that papers are called by."""
    printed = scene.sentence[slice(*span)].removeprefix("the ")
    folded = printed.casefold()
    for one in scene.registry.outlets:
        if one.name.casefold().removeprefix("the ") == folded:
            return one.name
    telling = sum(word in scene.grammar.phrases.press_words for word in folded.split())
    return printed if telling >= _TELLING else None


def _unspaced(scene: Scene, start: int) -> str | None:
    """The known outlet with the longest name of those that begin at a place where no space tells their ends."""
    ends = range(start + _LONGEST_UNSPACED, start + 1, -1)
    known = (scene.registry.named(scene.sentence[start:end]) for end in ends)
    return next((one.name for one in known if one), None)


def _wires(scene: Scene, span: tuple[int, int]) -> Iterator[str]:
    """The agencies between the brackets of a dateline; none beside one that only pictures are from."""
    inside = [one.outlet.name for one in scene.mentions if span[0] <= one.start < span[1]]
    if not scene.grammar.phrases.pictures.isdisjoint(inside):
        return
    yield from inside
    known = scene.registry.named(scene.sentence[slice(*span)])
    if known and scene.is_wire(known):
        yield known.name


def _host(url: str | None, registry: Registry) -> str | None:
    """The outlet of an address that stands for its name."""
    host = addresses.host(url) if url else ""
    known = registry.at(host)
    return known.name if known else host.removeprefix("www.") or None


def _told(scene: Scene, span: tuple[int, int]) -> tuple[str | None, str | None]:
    """The address and the date in a line of sources."""
    printed = scene.sentence[slice(*span)]
    address = _ADDRESS.search(printed)
    return address[0] if address else None, dates.first(printed, scene.language)


def listed(printed: str, grammar: Grammar, registry: Registry) -> Iterator[str]:
    """Who is named in a line of sources: known outlets, or one name with its date and place.

    A line that cites a study, or that says where numbers come from, names nobody.
    """
    printed = printed.strip(" )]）】»”")
    printed = printed if _INITIALS.search(printed) else printed.rstrip(" .")
    if grammar.phrases.not_sources.search(printed.casefold()):
        return
    address = _ADDRESS.search(printed)
    if address:
        bare = printed.replace(address[0], "").strip(" ,;()-–|")
        host = _host(address[0], registry)
        if host and len(bare.split()) <= _LONGEST_NAME:
            yield _registered(registry, bare) or host
        return
    parts = _SEPARATOR.split(printed)[:_MOST_NAMES]
    known = [_registered(registry, part) for part in parts]
    if any(known):
        yield from (name for name in known if name)
        return
    first, *rest = _BREAK.split(printed)
    if (_like_a_name(first) or _HOST.fullmatch(first)) and all(map(_dated_or_place, rest)):
        yield unquoted(first.removeprefix("www."))


def _dated_or_place(part: str) -> bool:
    return not part.strip() or dates.first(part) is not None or _PLACE.fullmatch(part) is not None


def _like_a_name(printed: str) -> bool:
    words = printed.split()
    small = sum(1 for word in words if _CASED_SMALL.match(word))
    return (
        0 < len(words) <= _LONGEST_NAME
        and not _UNLIKE_NAMES.search(printed)
        and (small == 0 or (small < len(words) and small <= 1 + len(words) // 2))
    )
