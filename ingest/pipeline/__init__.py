"""Composes the rooms: read a capture, decide what it is, write it.

Deciding is pure and comes first; what is decided for `inspect` is what `add` writes.
"""

from .acts import Act, Outcome, Status
from .adding import add
from .correcting import correct
from .inspecting import inspect
from .known import KnownAddresses, NothingKnown
from .limit import Limit, unlimited
from .naming import name
from .refreshing import due
from .removing import Removed, remove
from .renormalising import renormalise
from .saying import KINDS, Saying, Word
from .settling import renew

__all__ = [
    "KINDS",
    "Act",
    "KnownAddresses",
    "Limit",
    "NothingKnown",
    "Outcome",
    "Removed",
    "Saying",
    "Status",
    "Word",
    "add",
    "correct",
    "due",
    "inspect",
    "name",
    "remove",
    "renew",
    "renormalise",
    "unlimited",
]
