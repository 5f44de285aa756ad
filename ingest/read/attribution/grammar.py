"""The compiled phrases, and which of them can match in a sentence. Reads nothing of what they name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...records import RelationKind
from ..outlets import Outlet, Registry, spellings
from ..phrases import Phrases
from .notation import UNSPACED, hints, needs, pattern, spelled_out, words

# What a phrase says of a text's source: a relation, or only more about one that another phrase tells.
Kind = RelationKind | str
DETAILS = "details"
# The words of the names of outlets, by the longest one of each.
Names = Mapping[str, tuple[frozenset[str], ...]]
_WIRES, _KNOWN = frozenset(("wire", "wires")), frozenset(("wire", "wires", "known", "service"))


@dataclass(frozen=True)
class Form:
    """One phrase: its kind, its pattern as written, and groups of words: it needs one of each to match.

    `first` says that it stands at the beginning of a sentence, `opens` that this sentence opens its
    passage, `closes` that it ends it; `known` that an outlet of the registry is in it, `wires` that
    an agency is.
    """

    kind: Kind
    written: str
    hints: tuple[frozenset[str], ...]
    first: bool = False
    opens: bool = False
    closes: bool = False
    known: bool = False
    wires: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a sentence first has the words for it: all of them take seconds."""
        return re.compile(self.written)


@dataclass(frozen=True, slots=True)
class Said:
    """What of a text phrases are looked up by: its words, and whether it may name an outlet or an agency."""

    words: frozenset[str]
    known: bool
    wires: bool


@dataclass(frozen=True)
class Grammar:
    """The compiled phrases of all languages, the most telling kinds first.

    `outlets` and `agencies` have the words of each name of the registry.
    """

    forms: tuple[Form, ...]
    outlets: Names
    agencies: Names
    phrases: Phrases

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, form in enumerate(self.forms):
            for word in min(form.hints, key=len, default=()):
                found.setdefault(word, []).append(number)
        return found

    @cached_property
    def _wordless(self) -> tuple[int, ...]:
        return tuple(number for number, form in enumerate(self.forms) if not form.hints)

    @cached_property
    def _hinted(self) -> frozenset[str]:
        return frozenset().union(*(group for form in self.forms for group in form.hints))

    def said(self, text: str) -> Said:
        """What of a text phrases are looked up by."""
        found = set(words(text))
        folded = self._hinted.intersection(map(str.casefold, found))
        known = _names_any(found, self.outlets)
        return Said(folded, known, known and _names_any(found, self.agencies))

    def likely(self, said: Said, *, opens: bool = True, closes: bool = True) -> list[Form]:
        """The phrases that may match in a sentence or passage that says this, in their order."""
        numbers = {number for word in said.words & self._by_word.keys() for number in self._by_word[word]}
        if said.known:
            numbers.update(self._wordless)
        return [
            form
            for form in map(self.forms.__getitem__, sorted(numbers))
            if (said.known or not form.known)
            and (said.wires or not form.wires)
            and (opens or not form.opens)
            and (closes or not form.closes)
            and not any(map(said.words.isdisjoint, form.hints))
        ]

    @classmethod
    def load(cls, phrases: Phrases, registry: Registry) -> "Grammar":
        """Take in the attribution phrases; the registry tells which words name outlets.

        Raises:
            ValueError: if a phrase is malformed, naming it.
        """
        forms: list[Form] = []
        for kind, said in phrases.attributions.items():
            forms += [_form(kind, spelled_out(phrase, phrases.attribution_words)) for phrase in said]
        return cls(
            tuple(forms),
            _names(registry.outlets),
            _names(one for one in registry.outlets if one.kind == "agency"),
            phrases,
        )


def _names(outlets: Iterable[Outlet]) -> Names:
    """The words of every name by which a sentence mentions one of some outlets."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for outlet in outlets:
        for name in (name for name in spellings(outlet) if not outlet.common or name in outlet.aliases):
            if said := [word for word in words(name) if len(word) == 1 or word[0] < UNSPACED]:
                longest = max(said, key=len)
                found[longest] = (*found.get(longest, ()), frozenset(said) - {"The", "the"})
    return found


def _names_any(said: set[str], names: Names) -> bool:
    """Whether all words of a name are among those of a text."""
    return any(name <= said for word in said & names.keys() for name in names[word])


def _form(kind: Kind, phrase: str) -> Form:
    return Form(
        kind,
        pattern(phrase),
        hints(phrase),
        first=phrase.lstrip("([")[:1] in ("^", "<") and "|^" not in phrase,
        opens=phrase.startswith("<"),
        closes=phrase.endswith(">"),
        known=needs(phrase, _KNOWN),
        wires=needs(phrase, _WIRES),
    )
