"""Finds the passages in which an article names its source.

The phrases are data (`metadata/phrases.yaml`); this file turns each into a pattern and reads
what its slots hold. Outlets of the registry are found first and stand in the sentence as a
marker of the same length, so that a phrase can say "a known outlet" without listing them all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..records import Attribution, RelationKind
from . import addresses, dates
from .outlets import Mention, Registry
from .phrases import Phrases

# Private-use characters: what begins and what fills the place of a known outlet's name.
_BEGIN, _FILL = "\ue000", "\ue001"
_KNOWN = f"(?:[Tt]he )?{_BEGIN}{_FILL}*"
_QUOTED = r"(?:“[^”]{3,300}”|\"[^\"]{3,300}\"|«[^»]{3,300}»|„[^“”]{3,300}[“”]|‘.{3,300}?’(?!\w))"
_NAME_WORD = r"[A-Z0-9ÀÁÂÄÇÈÉÊËÍÎÑÓÔÖØÚÜŠŽА-Я][\w&’'-]*(?:\.(?=\w)[\w-]+)*"
_NAME = rf"(?-i:{_NAME_WORD}(?:(?: (?:of|the|and|for|de|du|des|del|la|le|der|die|das))* {_NAME_WORD}){{0,6}})"
_DOMAIN = r"(?:[a-z0-9-]+\.)+[a-z]{2,12}"
_SLOTS = {
    "outlet": rf"(?P<outlet{{n}}>{_KNOWN}|{_QUOTED}|(?:[Tt]he )?{_NAME}|{_DOMAIN})",
    "agency": rf"(?P<outlet{{n}}>{_KNOWN})",
    "via": rf"(?P<via{{n}}>{_KNOWN})",
    "title": rf"(?P<title{{n}}>{_QUOTED})",
    "date": r"(?P<date{n}>(?:19|20)\d\d-\d\d-\d\d|(?:[\w.,/ -]{2,40}?[ /.,-])?(?:19|20)\d\d)",
    "author": rf"(?P<author{{n}}>{_NAME})",
    "url": r"(?P<url{n}>https?://[^\s<>\"“”]+[^\s<>\"“”.,;:)\]])",
}
# At the beginning of a sentence, whatever opens it.
_SIGNS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "^": r"(?<![\w,;:])(?<![\w,;:] )"}
_TOKEN = re.compile(r"\{(?P<slot>\w+)\}|(?P<sign>[\[\]()|^])|(?P<many>\.\.\.)|(?P<word>[^\[\]()|^{}.]+|\.)")
_ABBREVIATION = re.compile(
    r"(?:(?<!\w)[^\W\d]|(?<!\w)(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Sen|Rep|Gov|Lt|Sgt|Inc|Corp|Co|Ltd|No|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bzw|z|u|d|ca|etc))\.$"
)
# A slot, and what of a phrase may be left out.
_SLOT, _OPTIONAL = re.compile(r"\{\w+\}"), re.compile(r"\[[^\[\]]*\]")
_BOUNDARY = re.compile(r"""[.!?…]["'”’»)\]]*\s+(?=["'“‘«„(\[¿¡—–-]*[^\W_a-z])""")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(("the", "der", "die", "das", "den", "les", "del", "het", "for", "and", "about", "that"))
_OPENERS, _CLOSERS = '“"«„‘', '”“"»’'


@dataclass(frozen=True)
class Form:
    """One phrase: its kind, its pattern, and groups of words: a sentence must have one of each to match."""

    kind: RelationKind
    pattern: re.Pattern[str]
    hints: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Grammar:
    """The compiled phrases of all languages, most telling kinds first."""

    forms: tuple[Form, ...]
    excluded: tuple[str, ...]

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, form in enumerate(self.forms):
            for word in min(form.hints, key=len, default=()):
                found.setdefault(word, []).append(number)
        return found

    def likely(self, folded: str) -> list[Form]:
        """The phrases that may match in a case-folded sentence, in their order."""
        said = set(_WORD.findall(folded))
        numbers = {number for word in said & self._by_word.keys() for number in self._by_word[word]}
        forms = (self.forms[number] for number in sorted(numbers))
        return [form for form in forms if not any(map(said.isdisjoint, form.hints))]

    @classmethod
    def load(cls, phrases: Phrases) -> "Grammar":
        """Compile the attribution phrases.

        Raises:
            ValueError: if a phrase is malformed, naming it.
        """
        text = rf"(?:{'|'.join(map(re.escape, phrases.texts))})"
        slots = {**_SLOTS, "text": text}
        forms: list[Form] = []
        for kind, said in phrases.attributions.items():
            forms += [Form(kind, _compile(phrase, slots), _hints(phrase)) for phrase in said]
        return cls(tuple(forms), phrases.not_attribution)


def find(text: str, grammar: Grammar, registry: Registry, language: str | None = None) -> Iterator[Attribution]:
    """Every attribution in a text, sentence by sentence, each outlet once a sentence and kind.

    The quote is the whole sentence; `start` and `end` are its characters in `text`.
    """
    for start, end in sentences(text):
        seen = set()
        for named in _in_sentence(text[start:end], grammar, registry, language):
            identity = (named.kind, (named.outlet or "").casefold())
            if identity not in seen:
                seen.add(identity)
                yield replace(named, quote=text[start:end], start=start, end=end)


def same(one: Attribution, other: Attribution) -> bool:
    """Whether two attributions say the same, wherever they stand."""
    return replace(one, quote="", start=0, end=0) == replace(other, quote="", start=0, end=0)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Character ranges of a text's sentences, without the white space between them."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        if text[match.start()] == "." and _ABBREVIATION.search(text, start, match.start() + 1):
            continue
        end = match.start() + len(match[0].rstrip())
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _in_sentence(
    sentence: str, grammar: Grammar, registry: Registry, language: str | None
) -> Iterator[Attribution]:
    folded = sentence.casefold()
    forms = grammar.likely(folded)
    if not forms or any(said in folded for said in grammar.excluded):
        return
    mentions = {mention.start: mention for mention in registry.mentions(sentence)}
    shadow = _shadow(sentence, mentions.values())
    for form in forms:
        for match in form.pattern.finditer(shadow):
            yield from _named(form.kind, sentence, match, mentions, registry, language)


def _shadow(sentence: str, mentions: Iterable[Mention]) -> str:
    """The sentence with each known outlet's name replaced, character for character."""
    chars = list(sentence)
    for mention in mentions:
        chars[mention.start : mention.end] = _BEGIN + _FILL * (mention.end - mention.start - 1)
    return "".join(chars)


def _named(
    kind: RelationKind,
    sentence: str,
    match: re.Match[str],
    mentions: Mapping[int, Mention],
    registry: Registry,
    language: str | None,
) -> Iterator[Attribution]:
    def slot(name: str) -> str | None:
        span = _filled(match, name)
        return _unquoted(sentence[slice(*span)]) if span else None

    url = slot("url")
    outlet = _outlet(sentence, _filled(match, "outlet"), mentions, registry) or _host(url, registry)
    date = slot("date")
    published = dates.first(date, language) if date else None
    if outlet is None or dates.first(outlet) or outlet.split()[0].isdigit():
        return
    via = _outlet(sentence, _filled(match, "via"), mentions, registry)
    span = match.span()
    yield Attribution(kind, match[0], *span, outlet, slot("title"), published, slot("author"), url, via)
    if via:
        yield Attribution(kind, match[0], *span, via)


def _host(url: str | None, registry: Registry) -> str | None:
    """The outlet of an address that stands for its name."""
    host = addresses.host(url) if url else ""
    known = registry.at(host)
    return known.name if known else host or None


def _unquoted(words: str) -> str:
    """Words without the one pair of quotation marks around them."""
    words = words.strip()
    quoted = len(words) > 2 and words[0] in _OPENERS and words[-1] in _CLOSERS
    return words[1:-1].strip() if quoted else words


def _filled(match: re.Match[str], slot: str) -> tuple[int, int] | None:
    """The characters that a slot took; a phrase may have the same slot in several places."""
    for name, value in match.groupdict().items():
        if value and name.rstrip("0123456789") == slot:
            return match.span(name)
    return None


def _outlet(
    sentence: str, span: tuple[int, int] | None, mentions: Mapping[int, Mention], registry: Registry
) -> str | None:
    """The outlet in a slot: the registry's name for it, or what is printed."""
    if span is None:
        return None
    for at, mention in mentions.items():
        if span[0] <= at < span[1]:
            return mention.outlet.name
    printed = _unquoted(sentence[slice(*span)])
    known = registry.named(printed)
    return known.name if known else printed.removeprefix("the ") or None


def _hints(phrase: str) -> tuple[frozenset[str], ...]:
    """The words without which a phrase cannot be, each with those that may stand in its place.

    Very short words and articles are in every sentence. A phrase that can do without any of its
    words needs one of them at least.
    """
    groups = [_telling(part) for part in _parts(_SLOT.sub(" ", phrase).casefold()) if part]
    return tuple(group for group in groups if group) or (_own(phrase),)


def _parts(phrase: str) -> Iterator[str]:
    """A phrase's words and choices that may not be left out, one by one."""
    depth, begun = 0, 0
    for at, sign in enumerate(f"{phrase} "):
        if not depth and sign in "[( ":
            yield phrase[begun:at]
            begun = at
        depth += (sign in "[(") - (sign in "])")
        if not depth and sign in ")]":
            if sign == ")":
                yield phrase[begun + 1 : at]
            begun = at + 1


def _telling(part: str) -> frozenset[str]:
    """One word of each choice that a part gives; nothing where one of them has none."""
    choices = [_own(_OPTIONAL.sub(" ", choice)) for choice in _outer(part)]
    return frozenset().union(*choices) if all(choices) else frozenset()


def _outer(part: str) -> Iterator[str]:
    """The choices of a part, with the choices in them."""
    depth, begun = 0, 0
    for at, sign in enumerate(f"{part}|"):
        depth += (sign in "[(") - (sign in "])")
        if not depth and sign == "|":
            yield part[begun:at]
            begun = at + 1


def _own(phrase: str) -> frozenset[str]:
    """The longer words of a phrase, folded."""
    said = _SLOT.sub(" ", phrase).casefold()
    return frozenset(word for word in _WORD.findall(said) if len(word) > 2) - _COMMON


def _compile(phrase: str, patterns: Mapping[str, str]) -> re.Pattern[str]:
    """A phrase of the data file as a pattern; see the comment there for its signs."""
    parts: list[str] = []
    slots: dict[str, int] = {}
    for token in _TOKEN.finditer(phrase):
        if slot := token["slot"]:
            if slot not in patterns:
                raise ValueError(f"unknown slot {{{slot}}} in the attribution phrase {phrase!r}")
            slots[slot] = slots.get(slot, 0) + 1
            parts.append(patterns[slot].replace("{n}", str(slots[slot])))
        elif token["sign"]:
            parts.append(_SIGNS[token["sign"]])
        elif token["many"]:
            parts.append(r"(?:\s+\S+){0,12}?\s+")
        else:
            parts.append(re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(token["word"])))
    try:
        return re.compile(rf"(?i)(?<!\w){''.join(parts)}(?!\w)")
    except re.error as error:
        raise ValueError(f"the attribution phrase {phrase!r} is malformed: {error}") from error
