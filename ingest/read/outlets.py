"""The registry of outlets: from a domain or a printed name to the outlet's one name.

The registry itself is data (`metadata/outlets.yaml`); this file only looks things up in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. `kind` is agency, newspaper, magazine, broadcaster, site, blog or aggregator.

    An `ordinary` name is a word that may also begin a sentence ("Nature", "Reason"). A `common` one
    means something else, or somebody else, too often for a sentence to mention the outlet by it.
    """

    name: str
    kind: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ordinary: bool = False
    common: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet named at the characters from `start` to `end`."""

    start: int
    end: int
    outlet: Outlet


@dataclass(frozen=True)
class Registry:
    """Outlets by domain and by name. Of two entries that claim a name or domain, the first has it."""

    outlets: tuple[Outlet, ...]
    _domains: dict[str, Outlet] = field(init=False, repr=False, compare=False, default_factory=dict)
    _names: dict[str, Outlet] = field(init=False, repr=False, compare=False, default_factory=dict)
    _first_words: dict[str, list[tuple[str, str]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for outlet in self.outlets:
            for domain in outlet.domains:
                self._domains.setdefault(domain, outlet)
            for name in spellings(outlet):
                self._names.setdefault(name, outlet)
        telling = (name for name, outlet in self._names.items() if not outlet.common or name in outlet.aliases)
        for name in sorted(telling, key=len, reverse=True):
            # By the word after the article: half the outlets of the world begin with "The".
            article = name[:4] if name[:4] in ("The ", "the ") else ""
            word = _WORD.match(name, len(article))
            if word:
                self._first_words.setdefault(word[0], []).append((article, name))

    @classmethod
    def load(cls, entries: Iterable[Mapping[str, Any]]) -> "Registry":
        """Build from the parsed YAML list.

        Raises:
            KeyError: if an entry lacks its name or kind.
        """
        return cls(
            tuple(
                Outlet(
                    entry["name"],
                    entry["kind"],
                    tuple(entry.get("domains") or ()),
                    tuple(entry.get("aliases") or ()),
                    entry.get("ordinary") == "true",
                    entry.get("common") == "true",
                )
                for entry in entries
            )
        )

    def at(self, host: str) -> Outlet | None:
        """The outlet that publishes at a host or at a domain above it."""
        labels = host.lower().rstrip(".").split(".")
        for index in range(len(labels) - 1):
            outlet = self._domains.get(".".join(labels[index:]))
            if outlet:
                return outlet
        return None

    def named(self, printed: str) -> Outlet | None:
        """The outlet of a printed name, alias or domain."""
        printed = printed.strip()
        return self._names.get(printed) or (self.at(printed.lower()) if "." in printed else None)

    def mentions(self, text: str) -> Iterator[Mention]:
        """The outlets named in a sentence, left to right, the longest name where several begin.

        A name that is an ordinary word counts only inside the sentence, where its capital tells.
        """
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end:
                continue
            for article, name in self._first_words.get(word[0], ()):
                start = word.start() - len(article)
                stop = start + len(name)
                if start < end or not text.startswith(name, start) or text[stop : stop + 1].isalnum():
                    continue
                outlet = self._names[name]
                if outlet.ordinary and not any(map(str.isalnum, text[:start])):
                    continue
                yield Mention(start, stop, outlet)
                end = stop
                break


# "Fars News Agency" is printed "the Fars news agency".
_SORT = re.compile(r"(?<=\w )(?:News|Press) Agency$")


def spellings(outlet: Outlet) -> Iterator[str]:
    """Name and aliases; an article or what sort of agency it is also in small letters. Names, not domains."""
    for name in (outlet.name, *outlet.aliases):
        yield name
        if said := _SORT.search(name):
            yield name[: said.start()] + said[0].lower()
        if name.startswith("The "):
            yield "the " + name[4:]
