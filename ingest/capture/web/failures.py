"""What can go wrong on the wire, in words for the archivist, and whether asking again makes sense.

Knows the errors of the libraries below; no other file of this package does. Never repeats an
address, which may hold credentials: the one who catches names the input.
"""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator

from requests.exceptions import RequestException
from urllib3 import exceptions


class RefusalError(Exception):
    """A retrieval ends here.

    Args:
        reason: what is wrong and what to do.
        temporary: whether asking again makes sense.
    """

    def __init__(self, reason: str, temporary: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.temporary = temporary


def refusal(error: BaseException) -> RefusalError:
    """An error of the libraries below as ours: the best name that is known for it or for a cause of it."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, RefusalError):
            return cause
    for kind, reason, temporary in _KNOWN:
        for cause in causes:
            if isinstance(cause, kind):
                return RefusalError(reason.format(_told(cause)), temporary)
    return RefusalError(f"the exchange failed ({type(error).__name__})")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was made of: urllib3 and requests wrap as `reason`, argument, or cause."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, BaseException) and not any(found is known for known in seen):
            seen.append(found)
            waiting += [getattr(found, "reason", None), *found.args, found.__cause__, found.__context__]
    # Those of requests are always made of another's, and all of them system errors by their type.
    yield from (found for found in seen if not isinstance(found, RequestException))


def _told(error: BaseException) -> str:
    """The part of a library's message that says what is wrong, printable and short."""
    if isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message
    elif isinstance(error, (http.client.IncompleteRead, exceptions.IncompleteRead)):
        held = error.partial if isinstance(error.partial, int) else len(error.partial)
        return f"{held:,} bytes came" + (f", {error.expected:,} more were announced" if error.expected else "")
    else:
        said = (error.strerror if isinstance(error, OSError) else None) or " ".join(map(str, error.args))
    return printable(said)


def printable(text: str, most: int = 100) -> str:
    """Foreign words for a message: control characters shown as escapes, and cut where they are long."""
    shown = re.sub(r"[^\x20-\x7e]", lambda found: ascii(found[0])[1:-1], text.strip())
    return shown if len(shown) <= most else f"{shown[:most]}…"


_TLS_ADVICE = "it is not asked without: check the address, or ask the site's owner"
# From special to general; braces take what the error says.
_KNOWN: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, bool], ...] = (
    (ssl.SSLCertVerificationError, f"its TLS certificate does not hold ({{}}); {_TLS_ADVICE}", False),
    (
        (ssl.SSLEOFError, ssl.SSLZeroReturnError),
        "the connection ended within TLS ({}); try again later",
        True,
    ),
    (ssl.SSLError, f"no TLS connection came about ({{}}); {_TLS_ADVICE}", False),
    (TimeoutError, "it did not answer in time; try again later", True),
    (ConnectionRefusedError, "it refuses connections; check the address, or try again later", True),
    (
        http.client.RemoteDisconnected,
        "it closed the connection without an answer; try again later",
        True,
    ),
    (
        (ConnectionResetError, BrokenPipeError, ConnectionAbortedError),
        "the connection broke off; try again later",
        True,
    ),
    (http.client.LineTooLong, "its {} is too long; it cannot be read as HTTP", False),
    (http.client.BadStatusLine, "what it answers is not HTTP ({}); check the address", False),
    (http.client.UnknownProtocol, "it answers in {}, which is not understood; check the address", False),
    (
        exceptions.InvalidChunkLength,
        "its answer comes in chunks of which one has no size; nothing was kept",
        False,
    ),
    (
        (http.client.IncompleteRead, exceptions.IncompleteRead),
        "the answer ended early ({}); nothing was kept; try again later",
        True,
    ),
    (exceptions.InvalidHeader, "a header of its answer contradicts itself ({})", False),
    (http.client.HTTPException, "its answer cannot be read as HTTP ({})", False),
    (socket.gaierror, "the name cannot be looked up ({}); check the address", False),
    (OSError, "it cannot be reached ({}); try again later", True),
    (exceptions.ProtocolError, "its answer cannot be read to its end ({}); nothing was kept", True),
    (UnicodeError, "the name cannot be looked up ({}); check the address", False),
    (ValueError, "its answer cannot be read as HTTP ({})", False),
)
