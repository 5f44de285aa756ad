"""Who wrote an article, of all the names that stand on its page; and when two names are one person.

No author is better than a wrong one: what is the outlet's own name, an agency's or a section's is
no person, whoever says so.
"""

from collections.abc import Iterable, Sequence, Set

from ...records import Claim
from .policy import guesses, rank, ranked
from .spelling import bare, plain, words

# Longer lists of names are no bylines.
_TOGETHER = 4
# Elements that are also filled with places and sections, and lines that stand where a name would.
_LOOSE = ("meta-author", "json-ld-page", "name-line", "json-ld-other")


def choose(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that name the persons: those of the most trusted method that names any.

    Of several spellings of a person, by whatever method, the best holds.

    Args:
        claims: what may be believed of an article, of all fields.
    """
    found = _believable(claims)
    if not found:
        return []
    first = [claim for claim in found if claim.method == found[0].method]
    return [_spelled(claim, found) for claim in _distinct([*first, *_joining(first, found)])]


def _joining(first: Sequence[Claim], found: Sequence[Claim]) -> list[Claim]:
    """Whom the page prints beside the one person whom a description names: it may name only the first."""
    printed = [claim for claim in found if claim.method == "author-element"]
    beside = _distinct(printed)
    one = len(_distinct(first)) == 1 < len(beside) <= _TOGETHER
    return beside if one and same(first[0].value or "", beside[0].value or "") else []


def named(claims: Sequence[Claim], field: str) -> list[Claim]:
    """The agencies or organisations that the most trusted method names."""
    found = [claim for claim in ranked(claims, field) if claim.value]
    return _distinct([claim for claim in found if claim.method == found[0].method])


def same(one: str, other: str) -> bool:
    """Whether two names are one person's.

    Accents, capitals and order do not matter; a first name may be an initial; a second surname or a
    job may follow, or be run together with the name.
    """
    a, b = plain(one).split(), plain(other).split()
    if sorted(a) == sorted(b) or _glued(one, other) or _glued(other, one):
        return True
    shared = min(len(a), len(b))
    if shared > 1 and a[:shared] == b[:shared]:
        return True
    return len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and _initialled(a[:-1], b[:-1])


def own_names(claims: Iterable[Claim]) -> frozenset[str]:
    """What the page's outlet is called, as far as the page, its address and the registry say it."""
    said = [claim for claim in claims if claim.field == "outlet" and claim.value]
    # A copyright line may name the agency that the text is from.
    site = [claim for claim in said if claim.method not in ("copyright-line", "printed-domain")]
    return frozenset(bare(claim.value) for claim in site or said if claim.value)


def is_own(name: str, own: Set[str]) -> bool:
    """Whether a name is the outlet's own, or that of a part of it ("MDR THÜRINGEN", "Foo Daily Staff").

    Args:
        name: as printed.
        own: as `own_names` gives them.
    """
    said = bare(name)
    # A word that is no acronym may also be a surname.
    acronym = name.partition(" ")[0].isupper()
    return said in own or any(said.startswith(f"{outlet} ") and (acronym or " " in outlet) for outlet in own)


def _believable(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that can name a person, the most trusted first."""
    found = [claim for claim in ranked(claims, "author") if claim.value]
    taken = {words(claim.value) for claim in claims if claim.value and claim.field in ("agency", "section")}
    firm = {words(claim.value or "") for claim in found if claim.method not in _LOOSE}
    found = [claim for claim in found if words(claim.value or "") not in taken and not _loose(claim, firm)]
    own = own_names(claims)
    others = [claim for claim in found if not is_own(claim.value or "", own)]
    said = any(claim.field in ("agency", "organisation") for claim in claims)
    if any(
        claim.field in ("agency", "organisation") and not is_own(claim.value or "", own) for claim in claims
    ):
        # Who wrote it is stated; a lone name is a guess.
        others = [claim for claim in others if not guesses(claim)]
    return others if others or said else found


def _loose(claim: Claim, firm: Set[str]) -> bool:
    """Whether a single word of an alphabet with capitals is named where sections and places are, too."""
    said = words(claim.value or "")
    cased = said.upper() != said
    return claim.method in _LOOSE and " " not in said and cased and said not in firm


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each person or body."""
    found: list[Claim] = []
    for claim in claims:
        if not any(same(claim.value or "", other.value or "") for other in found):
            found.append(claim)
    return found


def _spelled(claim: Claim, found: Sequence[Claim]) -> Claim:
    """The best spelling of a name: not run together with its neighbour, not cut to initials, the commonest."""
    spellings = [other for other in found if same(claim.value or "", other.value or "")]

    def faults(one: Claim) -> tuple[bool, int, int, int]:
        name = one.value or ""
        run_together = any(_glued(other.value or "", name) for other in spellings)
        initials = sum(len(word) == 1 for word in words(name).split()[:1])
        methods = {other.method for other in spellings if other.value == name}
        return run_together, initials, -len(methods), rank("author", one.method)

    return min(spellings, key=faults)


def _glued(short: str, long: str) -> bool:
    """Whether a name is run together with a word behind it ("Jane DoeReporter")."""
    rest = long.removeprefix(short)
    return " " in short and rest != long and rest[:1].isupper() and not short[-1:].isupper()


def _initialled(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether first names are the same but for initials, and middle initials left out."""
    pairs = zip(a, b, strict=False)
    spare = [*a[len(b) :], *b[len(a) :]]
    return all(_initial(x, y) for x, y in pairs) and all(len(name) == 1 for name in spare)


def _initial(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])
