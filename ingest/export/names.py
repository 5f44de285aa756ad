"""Names by which the archive's things are known in other formats: each is a URN, made of kind and id.

No address, since an archive may be served anywhere or nowhere. The same article has the same name in every
archive, as its id is the same.
"""

from urllib.parse import quote

BASE = "urn:x-provenance-archive:"
# Bytes are the same wherever they are: their name is their hash alone.
BYTES = "urn:sha256:"


def local(*words: str) -> str:
    """Words as the end of a name: letters and digits stay, everything else is escaped (RFC 3986, 2.1)."""
    return "/".join(quote(word, safe="") for word in words)


def urn(kind: str, identity: str) -> str:
    """A thing's name: `urn:x-provenance-archive:article:litiqqkkj6zoi3yq`."""
    return f"{BASE}{kind}:{local(identity)}"
