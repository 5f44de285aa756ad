"""Response headers: what a browser may do with pages that show foreign text.

Touches headers only, never a body.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

_SCOPE = "ingest.policy"
_BASE = (
    "default-src 'none'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
)
# Our own pages have no script at all, so that nothing that slips through could run.
_STRICT = _BASE + "style-src 'self'"
# The page that checks has one of our files, which fetches what it checks, and can write no markup.
_SCRIPTED = _STRICT + (
    "; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# Datasette's tables and queries carry scripts and styles in the page (column menu, SQL editor).
_STOCK = _BASE + (
    "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'self'; font-src 'self'"
)
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


@dataclass(slots=True)
class Policy:
    """Which policy a response gets; a template of ours asks for the strict one, `scripted` with our script."""

    strict: bool = False
    scripted: bool = False

    @classmethod
    def of(cls, request: Any) -> "Policy":
        """The policy of a request; one that nobody reads where the request is not wrapped."""
        found = request.scope.get(_SCOPE) if request else None
        return found if isinstance(found, Policy) else cls()


def secured(app: Any, concerned: Callable[[], Awaitable[bool]]) -> Any:
    """The application with our headers, where an archive is among what it serves."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        policy = Policy()

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start" and await concerned():
                message = {**message, "headers": _headers(message.get("headers", []), policy)}
            await send(message)

        await app({**scope, _SCOPE: policy}, receive, send_with_headers)

    return wrapped


def _headers(given: list[tuple[bytes, bytes]], policy: Policy) -> list[tuple[bytes, bytes]]:
    allowed = _SCRIPTED if policy.scripted else _STRICT if policy.strict else _STOCK
    ours = {**_ALWAYS, b"content-security-policy": allowed.encode()}
    kept = [(name, value) for name, value in given if name.lower() not in ours]
    return kept + list(ours.items())
