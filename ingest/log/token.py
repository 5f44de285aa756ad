"""What rfc3161-client leaves to do in an authority's answer. Pure.

It refuses certificates that are not in order, and does not look at the attribute that names the signer's. The
answer is walked by its places, as far as both need; whether it is sound DER the package's parser tells.

Raises ValueError or LookupError where an answer is not laid out as RFC 3161 and RFC 5652 have it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import new

# Tags, and the attribute in both versions (RFC 5035, 3; RFC 2634, 5.4), as DER writes them.
_OCTETS, _CERTIFICATES = 0x04, 0xA0
_SIGNING_CERTIFICATE = (
    bytes.fromhex("060b2a864886f70d010910022f"),  # 1.2.840.113549.1.9.16.2.47
    bytes.fromhex("060b2a864886f70d010910020c"),  # 1.2.840.113549.1.9.16.2.12
)
# By its number of bytes. The name that may stand beside it is not read: under another one nothing would fit.
_HASHES = {20: "sha1", 32: "sha256", 48: "sha384", 64: "sha512"}


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in DER, by its places in the answer: where it begins, its content does, and where it ends."""

    data: bytes
    start: int
    content: int
    end: int

    def inside(self) -> list["_Value"]:
        """The values that it is made of."""
        return list(_values(self.data, self.content, self.end))

    def tag(self) -> int:
        return self.data[self.start]

    def written(self) -> bytes:
        """With tag and length."""
        return self.data[self.start : self.end]


def ordered(answer: bytes) -> bytes:
    """An answer with its certificates in the order that DER wants of a set (X.690, 11.6).

    CMS asks for no order where nothing is signed (RFC 5652, 2), and OpenSSL puts the signer's first and its
    chain after it. The signature does not cover them: they may be sorted for reading.
    """
    field = _certificates(_signed_data(answer))
    if field is None:
        return answer
    inside = b"".join(sorted(one.written() for one in field.inside()))
    return answer[: field.content] + inside + answer[field.end :]


def signer(answer: bytes) -> bytes:
    """The certificate (DER) that the signature is said to be made with, by the signature itself.

    Which others come along, and which of them is named beside the signature, anyone can change; so
    RFC 3161, 2.2 has the one looked for whose hash was signed.
    """
    fields = _signed_data(answer)
    field = _certificates(fields)
    carried = [one.written() for one in field.inside()] if field else []
    (info,) = fields[-1].inside()  # one signature (RFC 3161, 2.4.2)
    hashes = list(_named(info.inside()[3]))  # the signed attributes (RFC 5652, 5.3)
    for certificate in carried:
        if hashes and all(new(_HASHES[len(one)], certificate).digest() == one for one in hashes):
            return certificate
    raise ValueError("it does not name its authority's certificate, or comes without")


def _named(attributes: _Value) -> Iterator[bytes]:
    """The hash of the signer's certificate, the first that is named, in each version of the attribute."""
    for attribute in attributes.inside():
        kind, values = attribute.inside()
        if kind.written() in _SIGNING_CERTIFICATE:
            (value,) = values.inside()
            first = value.inside()[0].inside()[0]
            (hash,) = (part for part in first.inside() if part.tag() == _OCTETS)
            yield hash.data[hash.content : hash.end]


def _signed_data(answer: bytes) -> list[_Value]:
    """The fields of the SignedData (RFC 5652, 5.1) in an answer (RFC 3161, 2.4.2); none in a refusal."""
    (response,) = _values(answer, 0, len(answer))
    _, *token = response.inside()
    return token[0].inside()[1].inside()[0].inside() if token else []


def _certificates(fields: list[_Value]) -> _Value | None:
    return next((field for field in fields if field.tag() == _CERTIFICATES), None)


def _values(data: bytes, start: int, end: int) -> Iterator[_Value]:
    """The values between two places, each a tag of one byte, a length, and as much content (X.690, 8.1)."""
    while start < end:
        content, length = start + 2, data[start + 1]
        if length >= 0x80:  # so many bytes of length follow
            content += length - 0x80
            length = int.from_bytes(data[start + 2 : content])
        if content + length > end:
            raise ValueError("it is cut short, or no DER")
        yield _Value(data, start, content, content + length)
        start = content + length
