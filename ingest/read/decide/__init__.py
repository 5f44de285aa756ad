"""Decides which of an article's claims hold, and says why. Pure: from claims to claims."""

from .policy import MANY, ORDER, POLICY, authors, decide, explain, value, values

FIELDS = tuple(ORDER)

__all__ = ["FIELDS", "MANY", "POLICY", "authors", "decide", "explain", "value", "values"]
