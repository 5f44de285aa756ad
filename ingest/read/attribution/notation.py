"""The notation of the phrase file: turns a phrase into a pattern, and tells what words it needs.

Knows nothing of sentences or outlets; `metadata/phrases.yaml` explains the signs to archivists.
"""

import re
from collections.abc import Iterator, Mapping

from .slots import SLOTS

# `^` and `<`: whatever signs open a sentence; `>` and `$`: whatever close it.
_SIGNS = {
    "[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "^": r"\A(?:[^\w©\ue000-\ue0ff]|_){0,8}",
    "<": r"\A(?:[^\w©\ue000-\ue0ff]|_){0,8}", ">": r"[^\w\ue000-\ue0ff]{0,8}\Z",
    "$": r"[^\w\ue000-\ue0ff]{0,8}\Z",
}  # fmt: skip
_TOKEN = re.compile(
    r"\{(?P<slot>\w+)\}|(?P<some>\[ ?\.{2,3} ?\])|(?P<sign>[\[\]()|^<>$])|(?P<many>\.\.\.)|(?P<few>\.\.)"
    r"|(?P<word>[^\[\]()|^<>{}.$]+|\.)"
)
_SLOT, _OPTIONAL = re.compile(r"\{(\w+)\}"), re.compile(r"\[[^\[\]]*\]")
_INNERMOST = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
_WORD = re.compile(r"\w+")
# Scripts that put no space between words: there each character is looked for by itself.
UNSPACED = "\u2e80"
_CHARACTER = re.compile(r"[\u2e80-\ud7ff©]")
# A word of which only the beginning is always the same: "publié[e]", "traducid(o|a)".
_STEM = re.compile(r"\w+\(\w[^()]*\)|(?:\w+|\([^()]*\))(?=\[\w)")
# Articles and the like, which are in every sentence.
_COMMON = frozenset(
    "the der die das den les del het for and about that von van der pour por par per des the".split()
)
_SHORTEST = 3
# Short words that are worth a look nevertheless.
_SHORT = frozenset(("by", "ht", "ap", "pm"))


def spelled_out(phrase: str, words: Mapping[str, str]) -> str:
    """A phrase with the named groups of words in their places.

    Raises:
        ValueError: if groups stand in each other without end.
    """
    for _ in range(5):
        spelled = _SLOT.sub(lambda slot: f"({words[slot[1]]})" if slot[1] in words else slot[0], phrase)
        if spelled == phrase:
            return phrase
        phrase = spelled
    raise ValueError(f"the attribution phrase {phrase[:80]!r} holds groups of words that hold each other")


def pattern(phrase: str) -> str:
    """A phrase as a regular expression, which takes a thousand times as long to compile as to write.

    Raises:
        ValueError: if a slot is unknown or a bracket has no other, naming the phrase.
    """
    parts: list[str] = []
    slots: dict[str, int] = {}
    _check(phrase)
    for token in _TOKEN.finditer(phrase.replace("[the ]", "{the}")):
        if slot := token["slot"]:
            slots[slot] = slots.get(slot, 0) + 1
            # Slots of one field have the same group name, which must be told apart.
            parts.append(SLOTS[slot].replace("{n}", f"_{slot}{slots[slot]}"))
        elif token["sign"]:
            parts.append(_SIGNS[token["sign"]])
        elif some := token["some"]:
            # As few of them as may be, none before one.
            space = [r"\s{1,9}" if some[at] == " " else "" for at in (1, -2)]
            parts.append(f"(?:{_any(some.count('.')).join(space)})??")
        elif token["many"] or token["few"]:
            parts.append(_any(len(token[0])))
        else:
            parts.append(_literal(token["word"]))
    begins = "" if phrase.startswith("{stop}") else r"(?<!\w)"
    # It ends with no part of a word; behind a dash or a bracket a word may begin.
    return rf"(?i){begins}(?:{''.join(parts)})(?!(?<=\w)\w)"


def _check(phrase: str) -> None:
    """What an archivist may get wrong: all else is escaped."""
    if unknown := [slot for slot in _SLOT.findall(phrase) if slot not in SLOTS]:
        raise ValueError(f"unknown slot {{{unknown[0]}}} in the attribution phrase {phrase!r}")
    bare = _SLOT.sub("", phrase)
    while (inner := _INNERMOST.sub("", bare)) != bare:
        bare = inner
    if stray := [char for char in bare if char in "()[]{}"]:
        raise ValueError(f"the attribution phrase {phrase!r} is malformed: {stray[0]!r} has no other")


def _any(points: int) -> str:
    """Up to three words for two points, up to twelve for three."""
    return rf"\S{{1,60}}(?:\s{{1,9}}\S{{1,60}}){{0,{11 if points > 2 else 2}}}?"


def _literal(words: str) -> str:
    escaped = re.sub(r"(?:\\?\s)+", r"\\s{1,9}", re.escape(words))
    return escaped.replace("'", "['’]").replace(":", r"\s?[:：]")


def words(text: str) -> list[str]:
    """The words of a text by which phrases are looked up."""
    found = _WORD.findall(text)
    return found if text.isascii() else found + _CHARACTER.findall(text)


def hints(phrase: str) -> tuple[frozenset[str], ...]:
    """The folded words without which a phrase cannot be, each with those that may stand in its place.

    Very short words and articles are in every sentence. A phrase that can do without any of its
    words needs one of them at least; one of slots and signs has none.
    """
    phrase = _STEM.sub(" ", _SLOT.sub(" ", phrase.casefold()))
    return tuple(_groups(phrase)) or tuple(filter(None, (_own(phrase),)))


def needs(phrase: str, slots: frozenset[str]) -> bool:
    """Whether one of some slots stands in a phrase where it cannot be left out."""
    depth, outside = 0, ""
    for char in phrase:
        depth += (char in "([") - (char in ")]")
        outside += "" if depth else char
    return not slots.isdisjoint(_SLOT.findall(outside))


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


def _groups(phrase: str) -> list[frozenset[str]]:
    """For each part of a phrase that may not be left out: the words one of which must be there."""
    return [group for part in _parts(_bare(phrase)) if (group := _telling(part.strip()))]


def _telling(part: str) -> frozenset[str]:
    """One group of words of each choice that a part gives; nothing where one of them has none."""
    if not {"(", "|", " "}.intersection(part):
        return _own(part)
    choices = [max(_groups(choice), key=_rareness, default=frozenset()) for choice in _outer(part)]
    return frozenset().union(*choices) if all(choices) else frozenset()


def _rareness(group: frozenset[str]) -> tuple[int, list[int]]:
    """Few words are rarer than many, long ones than short ones."""
    return -len(group), sorted(map(len, group))


def _bare(phrase: str) -> str:
    """A phrase without what may be left out, from the innermost brackets outwards."""
    while (bare := _OPTIONAL.sub(" ", phrase)) != phrase:
        phrase = bare
    return phrase


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
    found = frozenset(words(_SLOT.sub(" ", phrase).casefold())) - _COMMON
    return frozenset(word for word in found if _is_telling(word))


def _is_telling(word: str) -> bool:
    """Whether a word tells phrases apart; of a script without spaces, only single characters stand alone."""
    if word[0] >= UNSPACED:
        return len(word) == 1
    return len(word) >= _SHORTEST or word in _SHORT or not word.isascii()
