"""A timestamp authority for tests, out of certificates made here and the openssl on this machine.

    authority = Authority(folder)                       # root, intermediate and signer
    answer = authority.answer(query, chain="all")       # what `openssl ts -reply` makes of a request
    answer = authority.forged(info, signer)             # what it would never sign
    assert authority.verifies(answer, message)          # what `openssl ts -verify` says

Certificates are valid from yesterday for a month, unless `days` says otherwise.
"""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NEEDED = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
KEYS: dict[str, Callable[[], Key]] = {
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
    "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ec384": lambda: ec.generate_private_key(ec.SECP384R1()),
}
TST_INFO = "1.2.840.113549.1.9.16.1.4"
STAMPS = (ExtendedKeyUsageOID.TIME_STAMPING,)
_CONFIGURATION = """
[tsa]
default_tsa = made
[made]
serial = {folder}/serial
crypto_device = builtin
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1, millisecs:500, microsecs:100
tsa_name = yes
ess_cert_id_chain = {named}
ess_cert_id_alg = {naming}
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Key

    def pem(self) -> bytes:
        """The certificate as files have it."""
        return self.certificate.public_bytes(Encoding.PEM)

    def der(self) -> bytes:
        """The certificate as messages have it."""
        return self.certificate.public_bytes(Encoding.DER)


def made(
    name: str,
    above: Holder | None = None,
    kind: str = "ec",
    *,
    key: Key | None = None,
    issues: bool = False,
    depth: int | None = None,
    purposes: Sequence[x509.ObjectIdentifier] = (),
    critical: bool = True,
    days: tuple[datetime, datetime] | None = None,
    usage: str = "",
) -> Holder:
    """A certificate, from one above or, without, from itself; with the key given, or one of its own.

    Those that issue others may have `depth` more between themselves and a signer; others have one `usage`.
    """
    key = key or KEYS[kind]()
    subject = _name(name)
    now = datetime.now(UTC)
    start, end = days or (now - timedelta(days=1), now + timedelta(days=30))
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(issues, depth), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(usage or ("key_cert_sign" if issues else "digital_signature")), critical=True)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical)
    return Holder(builder.sign(above.key if above else key, hashes.SHA256()), key)


def _name(name: str) -> x509.Name:
    parts = ((NameOID.ORGANIZATION_NAME, "Harbour"), (NameOID.COMMON_NAME, name))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _usage(chosen: str) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
        " crl_sign encipher_only decipher_only"
    ).split()
    return x509.KeyUsage(**{name: name == chosen for name in names})


@dataclass
class Authority:
    """A root, an intermediate certificate under it, and a signer under that; all with keys of one kind."""

    folder: Path
    kind: str = "ec"
    days: tuple[datetime, datetime] | None = None
    root: Holder = field(init=False)
    middle: Holder = field(init=False)
    signer: Holder = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "serial").write_text("A0\n")
        self.root = made("Root", None, self.kind, issues=True, days=self.days)
        self.middle = made("Middle", self.root, self.kind, issues=True, days=self.days)
        self.signer = made("Harbour Time", self.middle, self.kind, purposes=STAMPS, days=self.days)

    def answer(
        self,
        query: bytes,
        chain: str = "",
        digest: str = "sha256",
        *,
        signer: Holder | None = None,
        digests: str = "sha256, sha384, sha512",
        named: bool = False,
        naming: str = "sha256",
    ) -> bytes:
        """What the authority answers.

        Args:
            query: the DER of a request.
            chain: which certificates come along beside the signer's: none, `middle`, or `all`.
            digest: what it signs with.
            signer: instead of its own.
            digests: for which hashes of a message it gives timestamps.
            named: whether it names the chain's certificates under its signature.
            naming: the hash in these names; with `sha1` by the first version of the attribute.
        """
        settings = _CONFIGURATION.format(
            folder=self.folder, digest=digest, digests=digests,
            named="yes" if named else "no", naming=naming,
        )  # fmt: skip
        above = {"": [], "middle": [self.middle], "all": [self.middle, self.root]}[chain]
        words = ["ts", "-reply", "-config", self._file("settings", settings.encode()),
                 "-queryfile", self._file("query", query), *self.signing(signer or self.signer)]  # fmt: skip
        if above:
            words += ["-chain", self._file("chain", b"".join(one.pem() for one in above))]
        return self._made(*words)

    def forged(
        self, info: bytes, signer: Holder, *options: str, others: Sequence[Holder] = (), kind: str = TST_INFO
    ) -> bytes:
        """An answer with whatever is to be signed, by whoever: `openssl cms` looks at neither.

        Options are those of `openssl cms`; -cades has the signer's certificate named.
        """
        words = ["cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256", "-nosmimecap",
                 "-econtent_type", kind, "-in", self._file("info", info),
                 *self.signing(signer), *options]  # fmt: skip
        if others:
            words += ["-certfile", self._file("others", b"".join(one.pem() for one in others))]
        return der(0x30, b"\x30\x03\x02\x01\x00" + self._made(*words))

    def query(self, message: bytes, *options: str) -> bytes:
        """A request for a message, as openssl makes it."""
        return self._made("ts", "-query", "-data", self._file("message", message), *options)

    def verifies(self, answer: bytes, message: bytes, untrusted: Sequence[Holder] = (), at: str = "") -> bool:
        """Whether openssl finds that an answer proves a message, under the root: now, or at an instant."""
        words = ["openssl", "ts", "-verify", "-in", self._file("answer", answer), "-data",
                 self._file("message", message), "-CAfile", self._file("root", self.root.pem())]  # fmt: skip
        if untrusted:
            words += ["-untrusted", self._file("untrusted", b"".join(one.pem() for one in untrusted))]
        if at:
            words += ["-attime", str(int(datetime.fromisoformat(at).timestamp()))]
        return subprocess.run(words, check=False, capture_output=True).returncode == 0

    def signing(self, signer: Holder, name: str = "signer") -> list[str]:
        """The options that say who signs; the name is for files."""
        key = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return ["-signer", self._file(f"{name}.pem", signer.pem()), "-inkey", self._file(f"{name}.key", key)]

    def _made(self, *words: str) -> bytes:
        out = self.folder / "out"
        done = subprocess.run(["openssl", *words, "-out", out], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return out.read_bytes()

    def _file(self, name: str, data: bytes) -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)


def der(tag: int, content: bytes) -> bytes:
    """One value in DER."""
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size) + content
