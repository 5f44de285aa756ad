"""Timestamps as RFC 3161 has them: what an authority's answer proves of a message. Pure.

An authority signs the hash of a message with the time, and so says that the message existed then. Its answer
is kept as it came: whoever trusts the authority can check it with other programs, too. It is read, and
signature and certificates are checked, by rfc3161-client; `token` has what is left to do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import (
    Certificate,
    DuplicateExtension,
    InvalidVersion,
    UnsupportedGeneralNameType,
    load_der_x509_certificate,
    load_pem_x509_certificates,
)
from rfc3161_client import (
    PKIStatus,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.verify import SHA256_OID

from .token import ordered, signer

# Answers have 1 to 10 KB, by the number of certificates that come along.
LONGEST = 64_000
# What rfc3161-client, cryptography and `token` raise where a part of an answer is malformed.
_MALFORMED = (
    ValueError,
    LookupError,
    TypeError,
    OverflowError,
    InvalidVersion,
    DuplicateExtension,
    UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
)
# What OpenSSL says of a chain or a signature, out of all that it says.
_REASON = re.compile(r'(?:reason|data): "(?:Verify error: ?)?([^"]+)"')


class TimestampError(Exception):
    """A timestamp that is malformed, refused, of something else, or signed by nobody who may."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What an authority says of a message.

    Attributes:
        instant: when it saw the message's hash, ISO 8601 in UTC, to the second: rfc3161-client drops fractions.
        authority: its name, as its certificate has it (RFC 4514).
        certificate: SHA-256 of that certificate, in hex.
        trusted: whether the signature holds, and a root that was given vouches for the authority. Where
            not, neither was checked: anyone may have made the timestamp under that name.
    """

    instant: str
    authority: str
    certificate: str
    trusted: bool

    def told(self) -> str:
        """The same in words."""
        doubt = "" if self.trusted else ", so it says; no root certificate was given that vouches for it"
        return f"stamped {self.instant} by {self.authority[:200]!r}{doubt}"


def opened(
    answer: bytes, message: bytes, roots: Sequence[Certificate] = (), nonce: int | None = None
) -> Timestamp:
    """What an authority's answer proves of a message (RFC 3161, 2.2 and 2.4.2).

    Args:
        answer: the DER of a TimeStampResp, as it came.
        message: what was stamped, by its SHA-256.
        roots: the certificates that are trusted (`listed` reads them), with those between them and the
            authority's if it does not send them. Without any, the answer is read and nothing vouches for it.
        nonce: that of the request, where it is known.

    Raises:
        TimestampError: if it proves nothing: it is refused, malformed, of another message or request; or,
            with roots, altered, or signed with a certificate that may not, or that none of them vouches for.
    """
    if len(answer) > LONGEST:
        raise TimestampError(f"the authority's answer has {len(answer):,} bytes; {LONGEST:,} are read at most")
    try:
        response = decode_timestamp_response(ordered(answer))
        _granted(response)
        _of(response, message, nonce)
        if roots:
            _vouched(response, message, roots)
        return _read(response, load_der_x509_certificate(signer(answer)), bool(roots))
    except _MALFORMED as error:
        raise TimestampError(f"the authority's answer cannot be read ({str(error)[:200]!r})") from error


def listed(pem: bytes) -> tuple[Certificate, ...]:
    """The certificates of a file, as an auditor keeps those that are trusted.

    Raises:
        TimestampError: if there is none, or one that cannot be read.
    """
    try:
        return tuple(load_pem_x509_certificates(pem))
    except _MALFORMED as error:
        raise TimestampError(
            "no certificates can be read; they stand between lines -----BEGIN CERTIFICATE----- and -----END"
        ) from error


def _granted(response: TimeStampResponse) -> None:
    if response.status != PKIStatus.GRANTED:
        said = "; ".join(repr(word[:80]) for word in response.status_string[:3])
        status = PKIStatus(response.status).name.lower().replace("_", " ")
        raise TimestampError(
            f"the authority gave no timestamp ({status}{f': {said}' if said else ''});"
            " ask again, or another authority"
        )


def _of(response: TimeStampResponse, message: bytes, nonce: int | None) -> None:
    """Whether it is of this message and of this request, whoever signed it."""
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != SHA256_OID or imprint.message != sha256(message).digest():
        raise TimestampError("the timestamp is of another message, or of another hash than SHA-256")
    if nonce is not None and response.tst_info.nonce != nonce:
        raise TimestampError("the timestamp answers another request: its nonce is not the one that was sent")


def _vouched(response: TimeStampResponse, message: bytes, roots: Sequence[Certificate]) -> None:
    """Whether the signature holds, and its certificate is for timestamps and under a root, as it was then."""
    try:
        VerifierBuilder(roots=list(roots)).build().verify_message(response, message)
    except VerificationError as error:
        *_, why = _REASON.findall(str(error)) or [str(error)]
        raise TimestampError(
            f"the timestamp is altered, or no valid chain leads from its authority to a root ({why});"
            " give the certificates that the authority publishes"
        ) from error


def _read(response: TimeStampResponse, certificate: Certificate, trusted: bool) -> Timestamp:
    return Timestamp(
        instant=response.tst_info.gen_time.isoformat(timespec="seconds"),
        authority=certificate.subject.rfc4514_string(),
        certificate=certificate.fingerprint(hashes.SHA256()).hex(),
        trusted=trusted,
    )
