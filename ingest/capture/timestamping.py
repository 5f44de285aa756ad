"""Asks a timestamp authority over HTTP (RFC 3161, 3.4), as safely as any address is asked.

Here and not in `log` a request is made, because its nonce is random, of rfc3161-client's own choice.

What it answers is not looked into: it proves itself, also where it came over plain http, and is read by
`log.timestamp`.
"""

from collections.abc import Callable

from rfc3161_client import HashAlgorithm, TimeStampRequest, TimestampRequestBuilder

from ..errors import SourceError
from ..log.timestamp import LONGEST
from .web.address import redacted
from .web.failures import printable
from .web.fetch import Limits
from .web.request import Answer, Posted, Request

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
# For the fetcher that asks. An authority answers at once, or sends on to where it has moved.
LIMITS = Limits(max_bytes=LONGEST, deadline=30.0, max_redirects=3)


def query(message: bytes) -> TimeStampRequest:
    """What an authority is asked: to stamp a message's SHA-256, and to send its certificate along.

    The answer must have the nonce that stands in it.
    """
    builder = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256)
    return builder.cert_request(cert_request=True).build()


def ask(url: str, query: bytes, fetch: Callable[[Request], Answer]) -> bytes:
    """An authority's answer, as it came.

    Args:
        url: the authority's address.
        query: the DER of a TimeStampReq.
        fetch: one retrieval, such as that of a `Fetcher` with `LIMITS`.

    Raises:
        SourceError: if there is no answer of the right kind, saying what to do.
    """
    answer = fetch(Request(url, posted=Posted(query, QUERY, REPLY)))
    status = answer.response.status
    if status != 200:
        when = "try again later, or ask" if status == 429 or status >= 500 else "check the address, or ask"
        raise SourceError(
            redacted(url), f"the timestamp authority answered with status {status}; {when} another"
        )
    kind = answer.response.header("Content-Type") or "of no kind that is named"
    if kind.partition(";")[0].strip().lower() != REPLY:
        raise SourceError(
            redacted(url), f"what it answers is {printable(kind)}, no timestamp; check the authority's address"
        )
    return answer.payload
