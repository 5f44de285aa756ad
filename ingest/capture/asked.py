"""Addresses that are to be asked, with what is stated of them."""

from dataclasses import dataclass

from ..records import Assertion


@dataclass(frozen=True, slots=True)
class Asked:
    """An address to ask. The other fields are those of the capture that it will be.

    `guessed` says that there may be nothing, which is nobody's failure.
    """

    url: str
    source: str
    source_id: str | None = None
    assertions: tuple[Assertion, ...] = ()
    basis: str | None = None
    found: bool = False
    guessed: bool = False
