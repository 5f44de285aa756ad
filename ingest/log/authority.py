"""Certificates: whether one is that of a timestamp authority, and who vouches for it. Pure.

At the time of the timestamp: a certificate that expired since was good when it was used. Whether one was
revoked is not known here; only the network knows.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from .der import TimestampError

E = TypeVar("E", bound=x509.ExtensionType)

_PURPOSE = ExtendedKeyUsageOID.TIME_STAMPING
# What cryptography raises where a certificate, or the part of it that is asked for, is malformed.
_MALFORMED = (
    ValueError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
)


def loaded(data: bytes) -> x509.Certificate:
    """A certificate out of its DER.

    Raises:
        TimestampError: if it is none.
    """
    try:
        return x509.load_der_x509_certificate(data)
    except _MALFORMED as error:
        raise TimestampError("a certificate in the authority's answer cannot be read") from error


def listed(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a file, as an auditor keeps those that are trusted.

    Raises:
        TimestampError: if there is none, or one that cannot be read.
    """
    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except _MALFORMED as error:
        raise TimestampError(
            "no certificates can be read; they stand between lines -----BEGIN CERTIFICATE----- and -----END"
        ) from error


def key(certificate: x509.Certificate) -> CertificatePublicKeyTypes:
    """The public key.

    Raises:
        TimestampError: if it cannot be read.
    """
    try:
        return certificate.public_key()
    except _MALFORMED as error:
        raise TimestampError("the key of the authority's certificate cannot be read") from error


def name(certificate: x509.Certificate) -> str:
    """Whom a certificate is for, as RFC 4514 writes it: "CN=Harbour Time,O=Harbour".

    Raises:
        TimestampError: if it cannot be read.
    """
    try:
        return certificate.subject.rfc4514_string()
    except _MALFORMED as error:
        raise TimestampError("the name in the authority's certificate cannot be read") from error


def check(certificate: x509.Certificate, at: datetime) -> None:
    """Whether timestamps may be signed with a certificate at a time, and nothing else (RFC 3161, 2.3).

    Raises:
        TimestampError: if not.
    """
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise TimestampError(
            f"the timestamp is of {at.isoformat()}, but its authority's certificate was valid from "
            f"{certificate.not_valid_before_utc.isoformat()} to {certificate.not_valid_after_utc.isoformat()}"
        )
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    if purposes is None or not purposes.critical or list(purposes.value) != [_PURPOSE]:
        raise TimestampError("the timestamp was signed with a certificate that is not for timestamps alone")
    usage = _extension(certificate, x509.KeyUsage)
    if usage and not (usage.value.digital_signature or usage.value.content_commitment):
        raise TimestampError("the timestamp was signed with a certificate that is not for signatures")


def vouch(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> None:
    """Whether a chain leads from a certificate to one that is trusted, all of it valid at a time.

    Args:
        certificate: the authority's.
        others: those that may stand between.
        roots: those that are trusted; the authority's own may be among them.
        at: when.

    Raises:
        TimestampError: if none does.
    """
    policy = (
        PolicyBuilder().store(Store(list(roots))).time(at)
        .extension_policies(ca_policy=_above(), ee_policy=ExtensionPolicy.permit_all())
    )  # fmt: skip
    try:
        policy.build_client_verifier().verify(certificate, list(others))
    except VerificationError as error:
        # What follows in its words is the certificate, with foreign text.
        why = str(error).partition(" (encountered")[0]
        raise TimestampError(
            f"no valid chain leads from the certificate of {name(certificate)[:200]!r} to a trusted one "
            f"({why}); give the certificates that the authority publishes"
        ) from error


def _above() -> ExtensionPolicy:
    """What a certificate must be to vouch for others, beside an authority (RFC 5280, 4.2.1.3, 4.2.1.12).

    Where it says what for, timestamps must be among it: so are those bound that an authority gives to others.
    """
    return (
        ExtensionPolicy.permit_all()
        .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)  # whose cA is then required, too
        .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _signs_certificates)
        .may_be_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, _for_timestamps)
    )


def _signs_certificates(policy: Policy, certificate: x509.Certificate, found: x509.KeyUsage | None) -> None:
    if found and not found.key_cert_sign:
        raise ValueError("one in the chain may not sign certificates")


def _for_timestamps(policy: Policy, certificate: x509.Certificate, found: x509.ExtendedKeyUsage | None) -> None:
    if found and not {_PURPOSE, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & set(found):
        raise ValueError("one in the chain is not for timestamps")


def _extension(certificate: x509.Certificate, kind: type[E]) -> x509.Extension[E] | None:
    try:
        return certificate.extensions.get_extension_for_class(kind)
    except x509.ExtensionNotFound:
        return None
    except _MALFORMED as error:
        raise TimestampError("the authority's certificate cannot be read") from error
