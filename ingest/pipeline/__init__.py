"""Composes the rooms: read a capture, decide what it is, write it.

Deciding is pure and comes first; what is decided for `inspect` is what `add` writes.
"""

from .acts import Act, Outcome, Status
from .adding import add
from .correcting import correct
from .inspecting import inspect

__all__ = ["Act", "Outcome", "Status", "add", "correct", "inspect"]
