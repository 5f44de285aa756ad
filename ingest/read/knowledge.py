"""What a reader knows of the world: outlets, phrases, the grammar of attributions.

Handed to every reading function, so that the same knowledge gives the same reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .attribution import Grammar
from .outlets import Registry
from .phrases import Phrases


@dataclass(frozen=True)
class Knowledge:
    """The registry of outlets and the phrase file, ready for use."""

    registry: Registry
    phrases: Phrases
    grammar: Grammar

    @classmethod
    def load(cls, outlets: Iterable[Mapping[str, Any]], phrases: Mapping[str, Any]) -> "Knowledge":
        """Build from the two parsed YAML files.

        Raises:
            KeyError: if a section is missing.
            ValueError: if an attribution phrase is malformed.
        """
        words = Phrases.load(phrases)
        return cls(Registry.load(outlets), words, Grammar.load(words))
