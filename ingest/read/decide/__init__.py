"""Decides which of an article's claims hold, and says why. Pure: from claims to claims."""

from .choosing import decide
from .explaining import DOUBTS, explain
from .policy import MANY, ORDER, POLICY
from .values import authors, printed_day, value, values

FIELDS = tuple(ORDER)

__all__ = [
    "DOUBTS",
    "FIELDS",
    "MANY",
    "POLICY",
    "authors",
    "decide",
    "explain",
    "printed_day",
    "value",
    "values",
]
