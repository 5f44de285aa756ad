"""When two claims name one outlet. Pure; the registry has spoken already, through the claims' rules."""

from ...records import Claim
from .spelling import bare

# Rules that give the registry's one name of an outlet.
_REGISTERED = ("name/1", "domain/1", "mail-outlet/1")


def same(one: Claim, other: Claim) -> bool | None:
    """Whether two claims name one outlet, whatever capitals, articles and ends of domains.

    None where they differ and the registry does not know both: a site, its owner and its domain may
    well be called differently.
    """
    if _squeezed(one) == _squeezed(other):
        return True
    return False if _registered(one) and _registered(other) else None


def _squeezed(claim: Claim) -> str:
    return bare(claim.value or "").replace(" ", "")


def _registered(claim: Claim) -> bool:
    return (claim.rule or "").endswith(_REGISTERED)
