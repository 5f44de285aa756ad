"""Signed messages as CMS has them (RFC 5652), as far as timestamps use them. Pure.

One signer, attributes under its signature, and among these, by its hash, the certificate that the signer
means (RFC 5035, 5816). Says whether the signature holds; not whether the certificate is to be trusted.

RSA with PKCS #1 v1.5 and ECDSA, over SHA-256, SHA-384 or SHA-512: what authorities sign with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import new
from typing import Annotated, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, ObjectIdentifier
from cryptography.x509.oid import PublicKeyAlgorithmOID, SignatureAlgorithmOID

from . import authority
from .der import Algorithm, TimestampError, decoded, name

T = TypeVar("T")
_SEQUENCE, _SET = b"\x30", b"\x31"
_CONTENT_TYPE = ObjectIdentifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")
# Both versions (RFC 5035, 3 and RFC 2634, 5.4), and the hash that each assumes where it names none.
_SIGNING_CERTIFICATE = {
    ObjectIdentifier("1.2.840.113549.1.9.16.2.47"): "sha256",
    ObjectIdentifier("1.2.840.113549.1.9.16.2.12"): "sha1",
}
SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_HASHES: dict[ObjectIdentifier, hashes.HashAlgorithm] = {
    SHA256: hashes.SHA256(),
    ObjectIdentifier("2.16.840.1.101.3.4.2.2"): hashes.SHA384(),
    ObjectIdentifier("2.16.840.1.101.3.4.2.3"): hashes.SHA512(),
}
# The hash in a signature's name (RFC 5754, 3); with the first, it is the one that the signer names beside it.
_RSA = {
    PublicKeyAlgorithmOID.RSAES_PKCS1_v1_5: None,
    SignatureAlgorithmOID.RSA_WITH_SHA256: "sha256",
    SignatureAlgorithmOID.RSA_WITH_SHA384: "sha384",
    SignatureAlgorithmOID.RSA_WITH_SHA512: "sha512",
}
_ECDSA = {
    SignatureAlgorithmOID.ECDSA_WITH_SHA256: "sha256",
    SignatureAlgorithmOID.ECDSA_WITH_SHA384: "sha384",
    SignatureAlgorithmOID.ECDSA_WITH_SHA512: "sha512",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, by whom, and under which hash (as hashlib calls it).

    `others` are the certificates that came along and may lead from the signer's to a trusted one.
    """

    content: bytes
    signer: Certificate
    hash: str
    others: tuple[Certificate, ...]


# What follows is laid out as the RFCs have it. A field that is of several kinds, or not looked at, is a TLV.
# DER wants sets in order, yet authorities send certificates from the signer's upwards, and OpenSSL writes
# them so. Under an implicit tag a list reads the same bytes in any order.
@asn1.sequence
class _Attribute:
    """RFC 5652, 5.3."""

    kind: ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class _SignerInfo:
    """RFC 5652, 5.3. Who signed is not read from `sid`, which anyone can change: a signed attribute says it."""

    version: int
    sid: asn1.TLV
    hash: Algorithm
    attributes: Annotated[list[_Attribute], asn1.Implicit(0)]
    algorithm: Algorithm
    signature: bytes
    unsigned: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]


@asn1.sequence
class _Content:
    """EncapsulatedContentInfo (RFC 5652, 5.2)."""

    kind: ObjectIdentifier
    content: Annotated[bytes, asn1.Explicit(0)]


@asn1.sequence
class SignedData:
    """RFC 5652, 5.1."""

    version: int
    hashes: asn1.TLV
    content: _Content
    certificates: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    revoked: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.SetOf[_SignerInfo]


@asn1.sequence
class _Attributes:
    """The signed attributes alone, to be written as they came."""

    attributes: Annotated[list[_Attribute], asn1.Implicit(0)]


@asn1.sequence
class _CertificateName:
    """ESSCertIDv2 (RFC 5035, 4), or ESSCertID (RFC 2634, 5.4.1), which has no `hash`.

    The issuer says nothing that `value`, the hash of the whole certificate, does not.
    """

    hash: Algorithm | None
    value: bytes
    issuer: list[asn1.TLV] | None


@asn1.sequence
class _SigningCertificate:
    """Of either version (RFC 5035, 3; RFC 2634, 5.4)."""

    certificates: list[_CertificateName]
    policies: list[asn1.TLV] | None


def opened(data: SignedData, kind: ObjectIdentifier) -> Signed:
    """The content of a signed message whose signature holds.

    Args:
        data: the message.
        kind: what its content must be.

    Raises:
        TimestampError: if it is something else, or is not signed by one signer, who is named.
    """
    signers = data.signers.as_list()
    if len(signers) != 1:
        raise TimestampError(f"the timestamp has {len(signers)} signatures; it must have one (RFC 3161, 2.4.2)")
    signer = signers[0]
    attributes = _signed(signer.attributes)
    if data.content.kind != kind or _read(ObjectIdentifier, attributes, _CONTENT_TYPE) != kind:
        raise TimestampError("what was signed is no timestamp")
    hash = _hash(signer.hash)
    if _read(bytes, attributes, _MESSAGE_DIGEST) != new(hash.name, data.content.content).digest():
        raise TimestampError("the timestamp is not what its authority signed: the hash is another")
    certificate, others = _meant(attributes, list(map(asn1.encode_der, data.certificates or ())))
    _check(signer, certificate, hash)
    return Signed(data.content.content, certificate, hash.name, others)


def _signed(found: Sequence[_Attribute]) -> dict[ObjectIdentifier, asn1.TLV]:
    """The value of each attribute: those asked here stand once and have one (RFC 5652, 11; RFC 5035, 3)."""
    values = {one.kind: one.values.as_list() for one in found}
    if len(values) < len(found) or any(len(each) != 1 for each in values.values()):
        raise TimestampError("a signed attribute of the timestamp does not have one value")
    return {kind: each[0] for kind, each in values.items()}


def _read(kind: type[T], attributes: Mapping[ObjectIdentifier, asn1.TLV], of: ObjectIdentifier) -> T:
    what = f"the signed attribute {of.dotted_string}"
    if of not in attributes:
        raise TimestampError(f"{what} is missing")
    return decoded(kind, asn1.encode_der(attributes[of]), what)


def _hash(algorithm: Algorithm) -> hashes.HashAlgorithm:
    named = name(algorithm)
    if named not in _HASHES:
        raise TimestampError(f"the hash {named.dotted_string} is not taken; SHA-256, SHA-384 and SHA-512 are")
    return _HASHES[named]


def _meant(
    attributes: Mapping[ObjectIdentifier, asn1.TLV], carried: Sequence[bytes]
) -> tuple[Certificate, tuple[Certificate, ...]]:
    """The certificate of the signer, and those that may stand above it.

    Where both versions of the attribute stand, both must hold.
    """
    versions = [version for version in _SIGNING_CERTIFICATE if version in attributes]
    if not versions:
        raise TimestampError("the timestamp does not name its authority's certificate (RFC 3161, 2.4.2)")
    signers, others = set(), [one for one in carried if one.startswith(_SEQUENCE)]
    for version in versions:
        names = _read(_SigningCertificate, attributes, version).certificates
        found = [_found(one, _SIGNING_CERTIFICATE[version], carried) for one in names]
        signers.add(found[0] if found else None)
        # The first is the signer's; where more follow, no others may be used (RFC 5035, 3).
        others = [one for one in others if len(found) == 1 or one in found]
    signer = signers.pop()
    if signer is None or signers:
        raise TimestampError("the certificate that the timestamp names is not in its authority's answer")
    return authority.loaded(signer), tuple(authority.loaded(one) for one in others if one != signer)


def _found(named: _CertificateName, assumed: str, carried: Sequence[bytes]) -> bytes | None:
    """The certificate that is named, as it came.

    SHA-1 (RFC 2634) may name one still: a forger would have to hit the hash of a given certificate.
    """
    hash = assumed if named.hash is None else _hash(named.hash).name
    return next((one for one in carried if new(hash, one).digest() == named.value), None)


def _check(signer: _SignerInfo, certificate: Certificate, hash: hashes.HashAlgorithm) -> None:
    """Whether the signature is over the attributes, with the certificate's key.

    They are signed as the set that they are, not under the tag that they have in the message (RFC 5652, 5.4).
    """
    written = asn1.encode_der(_Attributes(attributes=signer.attributes))
    message = _SET + bytes(asn1.decode_der(asn1.TLV, written).data)[1:]
    algorithm, key = name(signer.algorithm), authority.key(certificate)
    try:
        if isinstance(key, RSAPublicKey) and _RSA.get(algorithm, "") in (None, hash.name):
            key.verify(signer.signature, message, PKCS1v15(), hash)
        elif isinstance(key, EllipticCurvePublicKey) and _ECDSA.get(algorithm) == hash.name:
            key.verify(signer.signature, message, ECDSA(hash))
        else:
            raise TimestampError(
                f"a signature {algorithm.dotted_string} does not go with its authority's key and hash"
            )
    except InvalidSignature as error:
        raise TimestampError("the authority's signature does not hold: the timestamp was altered") from error
