"""DER read strictly, with one error for all that is wrong with a timestamp. Pure.

The reading is cryptography's: its parser bounds depth and length by the structure that is asked for.
"""

from typing import TypeVar

from cryptography.hazmat import asn1
from cryptography.x509 import ObjectIdentifier

T = TypeVar("T")
# AlgorithmIdentifier (RFC 5280, 4.1.1.2): its first part is the name, and those known here need no other.
Algorithm = list[asn1.TLV]


class TimestampError(ValueError):
    """A timestamp that is malformed, refused, of something else, or signed by nobody who may."""


def decoded(kind: type[T], data: bytes, what: str) -> T:
    """A structure out of its DER.

    Raises:
        TimestampError: if the bytes are not `what` they should be.
    """
    try:
        return asn1.decode_der(kind, data)
    except ValueError as error:
        raise TimestampError(f"{what} cannot be read: it is damaged, or no DER") from error


def name(algorithm: Algorithm) -> ObjectIdentifier:
    """Which algorithm it is.

    Raises:
        TimestampError: if it has no name.
    """
    if not algorithm:
        raise TimestampError("the timestamp names no algorithm where one belongs")
    return decoded(ObjectIdentifier, asn1.encode_der(algorithm[0]), "the name of an algorithm")
