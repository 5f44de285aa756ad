"""What a reader knows of the world: outlets, phrases, the grammar of attributions.

Handed to every reading function, so that the same knowledge gives the same reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..records import Naming
from .attribution import Grammar
from .outlets import Outlet, Registry
from .phrases import Phrases


@dataclass(frozen=True)
class Knowledge:
    """The registry of outlets and the phrase file, ready for use.

    `named` has the domains that people of one archive named. Readers leave it alone, so that a
    page says the same whenever it is read; decisions look there before they look in the registry.
    """

    registry: Registry
    phrases: Phrases
    grammar: Grammar
    named: Registry = field(default_factory=lambda: Registry(()))

    def told(self, namings: Iterable[Naming]) -> "Knowledge":
        """The same with what people said of domains, in the order they said it."""
        latest = {naming.domain: naming for naming in namings}
        return replace(
            self,
            named=Registry(
                tuple(
                    Outlet(said.outlet, said.kind or "", (said.domain,))
                    for said in latest.values()
                    if said.outlet
                )
            ),
        )

    @classmethod
    def load(cls, outlets: Iterable[Mapping[str, Any]], phrases: Mapping[str, Any]) -> "Knowledge":
        """Build from the two parsed YAML files.

        Raises:
            KeyError: if a section is missing.
            ValueError: if an attribution phrase is malformed.
        """
        words = Phrases.load(phrases)
        registry = Registry.load(outlets)
        return cls(registry, words, Grammar.load(words, registry))
