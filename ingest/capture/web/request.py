"""What travels between the parts of retrieval: a request, its answer, and why there is none.

Holds no logic and touches nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ...errors import SourceError
from ...records import Response


@dataclass(frozen=True, slots=True)
class Posted:
    """What is sent along to a service: bytes, their media type, and the one that the answer is to have."""

    body: bytes
    kind: str
    answer: str


@dataclass(frozen=True, slots=True)
class Request:
    """An address to ask. Its validators are those of the last answer, as received, or None.

    `seen_at` is the address that gave that answer, where redirects led to another one than `url`.
    With `posted` it is asked by POST, wherever redirects lead: by GET it would be another question.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    seen_at: str | None = None
    posted: Posted | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address answered, its payload (empty for a 304) and when, an ISO 8601 instant."""

    response: Response
    payload: bytes
    captured_at: str


class UnreachableError(SourceError):
    """No answer came.

    Args:
        source: the address asked.
        reason: what went wrong and what to do.
        temporary: whether asking again makes sense.
    """

    def __init__(self, source: str, reason: str, temporary: bool = False) -> None:
        super().__init__(source, reason)
        self.temporary = temporary


# Called with each address before it is asked, redirects' targets too; what it raises ends the retrieval.
BeforeHop = Callable[[str], None]
# One retrieval: every status is an answer; raises UnreachableError, and whatever BeforeHop raises.
Fetch = Callable[[Request, BeforeHop], Answer]
