"""Timestamps as RFC 3161 has them: what an authority is asked, and what its answer proves. Pure.

An authority signs the hash of a message with the time, and so says that the message existed then. Its answer
is kept as it came: whoever trusts the authority can check it with other programs, too.

Written over cryptography, not rfc3161-client, which the tests ask for a second opinion: that one refuses
answers with a chain (DER wants the set of certificates in order), drops fractions of a second, takes no nonce,
says nothing without a trusted root, and hides the attributes that name the certificate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import Certificate, ObjectIdentifier

from . import authority, cms
from .der import Algorithm, TimestampError, decoded, name

# Answers have 1 to 10 KB, by the number of certificates that come along.
LONGEST = 64_000
# As many as RFC 3161, 2.4.2 has everybody take.
_SERIAL_BITS = 160
# In seconds, ten years: who is off by more dates nothing.
_LONGEST_DOUBT = 10 * 366 * 24 * 3600

_SIGNED_DATA = ObjectIdentifier("1.2.840.113549.1.7.2")
_TST_INFO = ObjectIdentifier("1.2.840.113549.1.9.16.1.4")
_GRANTED = (0, 1)  # and granted with modifications: what counts is checked all the same
_STATUS = {2: "rejection", 3: "waiting", 4: "revocation warning", 5: "revocation notification"}
_REASONS = {
    0: "it does not know SHA-256",
    2: "it does not take such requests",
    5: "it could not read the request",
    14: "its clock is not available",
    15: "it does not sign under that policy",
    16: "it does not know an extension",
    17: "it lacks information that was asked for",
    25: "it has failed",
}


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What an authority says of a message, by a signature that holds.

    Attributes:
        instant: when it saw the message's hash, ISO 8601 in UTC.
        accuracy: by how many microseconds it may be off, None where the authority does not say.
        authority: its name, as its certificate has it (RFC 4514).
        certificate: SHA-256 of that certificate, in hex.
        expires: when that certificate does, ISO 8601.
        policy: the number of the rules that the authority follows, dotted.
        serial: the number that it gave to the timestamp.
        hash: what it signed with: "sha256", "sha384" or "sha512". The message's hash is always SHA-256.
        trusted: whether a certificate that was given as trusted vouches for the authority. Where not, anyone
            may have made the timestamp under that name.
    """

    instant: str
    accuracy: int | None
    authority: str
    certificate: str
    expires: str
    policy: str
    serial: int
    hash: str
    trusted: bool

    def told(self) -> str:
        """The same in words."""
        doubt = "" if self.trusted else ", whose certificate nobody vouched for"
        return f"stamped {self.instant} by {self.authority[:200]!r}{doubt}"


# What follows is laid out as in RFC 3161, 2.4. A field that is not looked at is a TLV, and an optional one a
# list of them, which reads whatever stands under its tag.
@asn1.sequence
class _Imprint:
    hash: Algorithm
    value: bytes


@asn1.sequence
class _AlgorithmOfRequest:
    name: ObjectIdentifier
    parameters: asn1.Null


@asn1.sequence
class _ImprintOfRequest:
    hash: _AlgorithmOfRequest
    value: bytes


@asn1.sequence
class _Request:
    version: int
    imprint: _ImprintOfRequest
    nonce: int
    certificates: bool


@asn1.sequence
class _Status:
    status: int
    words: list[str] | None
    reasons: asn1.BitString | None


@asn1.sequence
class _Token:
    kind: ObjectIdentifier
    content: Annotated[cms.SignedData, asn1.Explicit(0)]


@asn1.sequence
class _Response:
    status: _Status
    token: _Token | None


@asn1.sequence
class _Accuracy:
    seconds: int | None
    millis: Annotated[int | None, asn1.Implicit(0)]
    micros: Annotated[int | None, asn1.Implicit(1)]


@asn1.sequence
class _Extension:
    kind: ObjectIdentifier
    critical: Annotated[bool, asn1.Default(False)]
    value: bytes


@asn1.sequence
class _Info:
    """TSTInfo: what is signed."""

    version: int
    policy: ObjectIdentifier
    imprint: _Imprint
    serial: int
    instant: asn1.GeneralizedTime
    accuracy: _Accuracy | None
    ordering: Annotated[bool, asn1.Default(False)]
    nonce: int | None
    authority: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    extensions: Annotated[list[_Extension] | None, asn1.Implicit(1)]


def request(message: bytes, nonce: int) -> bytes:
    """What to ask an authority: the DER of a TimeStampReq, with the message's SHA-256 and nothing else of it.

    Its certificate is asked for, as nothing can be checked without.

    Args:
        message: what is to be stamped.
        nonce: a random number of 64 bits, by which the answer is known to be to this request.
    """
    hash = _AlgorithmOfRequest(name=cms.SHA256, parameters=asn1.Null())
    imprint = _ImprintOfRequest(hash=hash, value=sha256(message).digest())
    return asn1.encode_der(_Request(version=1, imprint=imprint, nonce=nonce, certificates=True))


def opened(
    response: bytes, message: bytes, roots: Sequence[Certificate] = (), nonce: int | None = None
) -> Timestamp:
    """What an authority's answer proves of a message (RFC 3161, 2.2 and 2.4.2).

    Args:
        response: the DER of a TimeStampResp, as it came.
        message: what was stamped.
        roots: the certificates that are trusted (`authority.listed` reads them). Without any, the timestamp
            that is returned says that nobody vouches for it.
        nonce: that of the request, where it is known.

    Raises:
        TimestampError: if it proves nothing: it is refused, malformed, altered, of another message or request,
            or signed with a certificate that may not, or that none of the roots vouches for.
    """
    if len(response) > LONGEST:
        raise TimestampError(
            f"the authority's answer has {len(response):,} bytes; {LONGEST:,} are read at most"
        )
    token = _granted(decoded(_Response, response, "the authority's answer"))
    signed = cms.opened(token.content, _TST_INFO)
    info = decoded(_Info, signed.content, "what the authority signed")
    _check(info, message, nonce)
    instant = info.instant.as_datetime()
    authority.check(signed.signer, instant)
    if roots:
        authority.vouch(signed.signer, signed.others, roots, instant)
    return Timestamp(
        instant=instant.isoformat(),
        accuracy=_micros(info.accuracy),
        authority=authority.name(signed.signer),
        certificate=signed.signer.fingerprint(hashes.SHA256()).hex(),
        expires=signed.signer.not_valid_after_utc.isoformat(),
        policy=info.policy.dotted_string,
        serial=info.serial,
        hash=signed.hash,
        trusted=bool(roots),
    )


def _granted(response: _Response) -> _Token:
    """The token of an answer that has one."""
    status, token = response.status, response.token
    if status.status not in _GRANTED:
        said = "; ".join([*_reasons(status), *(repr(word[:80]) for word in (status.words or [])[:3])])
        raise TimestampError(
            f"the authority gave no timestamp ({_STATUS.get(status.status, 'of unknown status')}"
            f"{f': {said}' if said else ''}); ask again, or another authority"
        )
    if token is None or token.kind != _SIGNED_DATA:
        raise TimestampError("the authority's answer holds no timestamp")
    return token


def _reasons(status: _Status) -> list[str]:
    """Why an authority refuses, by the bits that it set, the first of which is the highest."""
    bits = "".join(f"{byte:08b}" for byte in status.reasons.as_bytes()) if status.reasons else ""
    return [reason for at, reason in _REASONS.items() if bits[at : at + 1] == "1"]


def _check(info: _Info, message: bytes, nonce: int | None) -> None:
    if info.version != 1 or any(one.critical for one in info.extensions or ()):
        raise TimestampError("the timestamp is of a kind that is not known here")
    if name(info.imprint.hash) != cms.SHA256 or info.imprint.value != sha256(message).digest():
        raise TimestampError("the timestamp is of another message, or of another hash than SHA-256")
    if nonce is not None and info.nonce != nonce:
        raise TimestampError("the timestamp answers another request: its nonce is not the one that was sent")
    if info.serial.bit_length() > _SERIAL_BITS:
        raise TimestampError(f"the timestamp's serial number has more than {_SERIAL_BITS} bits")


def _micros(accuracy: _Accuracy | None) -> int | None:
    """The sum of what is stated."""
    if accuracy is None:
        return None
    seconds, millis, micros = accuracy.seconds or 0, accuracy.millis or 0, accuracy.micros or 0
    if not (0 <= seconds < _LONGEST_DOUBT and 0 <= millis < 1000 and 0 <= micros < 1000):
        raise TimestampError("the timestamp's accuracy is out of bounds")
    return (seconds * 1000 + millis) * 1000 + micros
