"""Makes claims on a page: each with its quote, the quote's place, and a rule that was seen to hold."""

from ..records import Claim
from .knowledge import Knowledge
from .rules import apply
from .spans import Page


def printed(
    page: Page, start: int, end: int, field: str, method: str, rule: str, knowledge: Knowledge
) -> Claim | None:
    """A claim standing at the page's characters from `start` to `end`.

    None where the rule reads nothing there: a claim never says what its bytes don't.
    """
    quote = page.text[start:end]
    value = apply(rule, quote, knowledge)
    if not value:
        return None
    span = page.span(start, end)
    return Claim(field, value, method, rule, "payload", span.start, span.end, quote)
