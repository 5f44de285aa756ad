"""Who agrees with what holds and who contradicts it, and how sure that makes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...records import Claim
from .. import addresses
from . import dates, outlets, people, titles
from .policy import GUESSES, MANY, RIVALS, family, is_variant, ranked, voice

_CERTAIN = 1000


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The methods that say what holds and those that say otherwise, each the most trusted first.

    `agreeing` and `contradicting` count independent witnesses: families of methods that are no guesses.
    A family with one method that agrees, agrees.
    """

    holders: tuple[str, ...]
    dissenters: tuple[str, ...]
    agreeing: int
    contradicting: int

    @property
    def confidence(self) -> int:
        """How far the values can be relied on, from 0 to 1000.

        Laplace's rule of succession: after `a` witnesses for and `c` against, the chance that the next
        independent one would say the same is (a + 1) / (a + c + 2). A guess alone has 500.
        """
        return _CERTAIN * (self.agreeing + 1) // (self.agreeing + self.contradicting + 2)

    @property
    def split(self) -> bool:
        """Whether those who contradict are not outnumbered."""
        return 0 < self.contradicting >= self.agreeing


def witnesses(claims: Sequence[Claim], held: Sequence[Claim]) -> Witnesses:
    """Everyone who speaks on a field of which machine claims hold.

    Args:
        claims: all of an article's claims, decided.
        held: those of one field that hold, at least one.
    """
    field = held[0].field
    said: dict[str, list[Claim]] = {}
    for claim in ranked(claims, field):
        if not is_variant(claim.method):
            said.setdefault(voice(claim.method), []).append(claim)
    verdicts = {method: _verdict(of_method, held) for method, of_method in said.items()}
    holders = tuple(method for method, verdict in verdicts.items() if verdict)
    dissenters = tuple(
        method for method, verdict in verdicts.items() if verdict is False and method not in GUESSES
    )
    agreeing = {family(method) for method in holders if method not in GUESSES}
    contradicting = {family(method) for method in dissenters}
    return Witnesses(holders, dissenters, len(agreeing), len(contradicting - agreeing))


def _verdict(said: Sequence[Claim], held: Sequence[Claim]) -> bool | None:
    """Whether a method says what holds; None where it neither does nor contradicts it."""
    field = held[0].field
    if field in MANY:
        return _same_names(said, held)
    verdicts = [_agrees(field, claim, held[0]) for claim in said]
    if True in verdicts:
        return True
    return False if field in RIVALS and False in verdicts else None


def _same_names(said: Sequence[Claim], held: Sequence[Claim]) -> bool | None:
    """Names agree where one list is a part of the other; lists that share some names are undecided."""
    known = [any(people.same(one.value or "", other.value or "") for other in held) for one in said]
    if all(known):
        return True
    found = [any(people.same(one.value or "", other.value or "") for other in said) for one in held]
    if any(found):
        return True if all(found) else None
    return False if held[0].field in RIVALS else None


def _equal(one: Claim, other: Claim) -> bool:
    return one.value == other.value


def _same_address(one: Claim, other: Claim) -> bool:
    try:
        return addresses.key(one.value or "") == addresses.key(other.value or "")
    except ValueError:
        return one.value == other.value


# Whether two claims of a field say the same; None where they can't be compared.
_AGREEMENTS: Mapping[str, Callable[[Claim, Claim], bool | None]] = {
    "title": titles.same,
    "published": lambda one, other: dates.agree(one.value, other.value),
    "modified": lambda one, other: dates.agree(one.value, other.value),
    "outlet": outlets.same,
    "url": _same_address,
}


def _agrees(field: str, one: Claim, other: Claim) -> bool | None:
    return one.value == other.value or _AGREEMENTS.get(field, _equal)(one, other)
