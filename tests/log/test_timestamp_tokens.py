"""Timestamps of a real authority, and those that no authority would sign.

Needs openssl; skipped where it is missing.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import authority as maker
import pytest
from authority import STAMPS, Authority, Holder, der, made
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import VerifierBuilder, decode_timestamp_response

from ingest.capture.timestamping import query
from ingest.log.timestamp import LONGEST, Timestamp, TimestampError, listed, opened
from ingest.log.token import ordered

pytestmark = maker.NEEDED
MESSAGE = b"archive.example/log\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
ASKED = query(MESSAGE)
QUERY, NONCE = ASKED.as_bytes(), ASKED.nonce or 0


def number(value: int) -> bytes:
    """An INTEGER in DER."""
    return der(2, value.to_bytes(value.bit_length() // 8 + 1))


# The end of a request: its nonce, and that the certificate is asked for.
END = number(NONCE) + b"\x01\x01\xff"
IMPRINT = QUERY.removesuffix(END)[5:]
NAME = "CN=Harbour Time,O=Harbour"
AT = datetime.now(UTC)
SERVERS = ExtendedKeyUsageOID.SERVER_AUTH


def stated(at: str = f"{AT:%Y%m%d%H%M%SZ}", imprint: bytes = IMPRINT) -> bytes:
    """What an authority may state: the DER of a TSTInfo."""
    begin = number(1) + der(6, b"\x2a\x03\x04") + imprint + number(7)
    return der(0x30, begin + der(0x18, at.encode()) + number(NONCE))


INFO = stated()


@pytest.fixture(scope="module", params=sorted(maker.KEYS))
def each(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Authorities with each kind of key."""
    return Authority(tmp_path_factory.mktemp(request.param), request.param)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("one"))


def roots(*holders: Holder) -> tuple[x509.Certificate, ...]:
    return listed(b"".join(holder.pem() for holder in holders))


def refused(answer: bytes, trusted: Sequence[x509.Certificate] = (), nonce: int | None = NONCE) -> str:
    """Why an answer proves nothing."""
    with pytest.raises(TimestampError) as caught:
        opened(answer, MESSAGE, trusted, nonce)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 600
    return str(caught.value)


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("chain", ["", "middle", "all"])
def test_an_answer_is_opened_here_and_by_openssl(each: Authority, chain: str, digest: str) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    answer = each.answer(QUERY, chain, digest)
    missing = [] if chain else [each.middle]
    found = opened(answer, MESSAGE, roots(each.root, *missing), NONCE)
    assert before <= datetime.fromisoformat(found.instant) <= datetime.now(UTC)
    fingerprint = each.signer.certificate.fingerprint(hashes.SHA256()).hex()
    assert found == Timestamp(found.instant, NAME, fingerprint, trusted=True)
    assert found.told() == f"stamped {found.instant} by '{NAME}'"
    assert each.verifies(answer, MESSAGE, missing)
    assert not each.verifies(answer, MESSAGE + b"\n", missing)


@pytest.mark.parametrize("chain", ["", "all"])
def test_without_roots_nobody_vouches(one: Authority, chain: str) -> None:
    answer = one.answer(QUERY, chain)
    found = opened(answer, MESSAGE, nonce=NONCE)
    assert found.trusted is False
    assert found.told().endswith(f"by '{NAME}', so it says; no root certificate was given that vouches for it")
    assert replace(found, trusted=True) == opened(answer, MESSAGE, roots(one.root, one.middle))


def test_fractions_of_a_second_are_dropped(one: Authority) -> None:
    for fraction in ("", ".5", ".999999"):
        forged = one.forged(stated(f"{AT:%Y%m%d%H%M%S}{fraction}Z"), one.signer, "-cades", others=[one.middle])
        assert opened(forged, MESSAGE, roots(one.root)).instant == f"{AT:%Y-%m-%dT%H:%M:%S}+00:00"


@pytest.mark.parametrize(
    ("naming", "named"), [("sha1", False), ("sha1", True), ("sha256", True), ("sha384", True), ("sha512", True)]
)
def test_every_way_to_name_a_certificate(one: Authority, naming: str, named: bool) -> None:
    answer = one.answer(QUERY, "all", naming=naming, named=named)
    assert opened(answer, MESSAGE, roots(one.root), NONCE).trusted
    assert one.verifies(answer, MESSAGE)


def test_of_another_message_or_request(one: Authority) -> None:
    answer = one.answer(QUERY)
    assert "another request" in refused(answer, nonce=NONCE + 1)
    assert "another request" in refused(one.answer(one.query(MESSAGE, "-sha256", "-cert", "-no_nonce")))
    assert "another message" in refused(one.answer(query(b"other").as_bytes()))
    assert "another hash" in refused(one.answer(one.query(MESSAGE, "-sha512", "-cert")), nonce=None)
    # SHA3-256 has as many bytes as SHA-256.
    other = IMPRINT.replace(bytes.fromhex("608648016503040201"), bytes.fromhex("608648016503040208"))
    assert other != IMPRINT
    assert "another hash" in refused(one.forged(stated(imprint=other), one.signer, "-cades"))


def test_one_that_is_refused(one: Authority) -> None:
    said = refused(one.answer(QUERY, digests="sha512"))
    assert said.startswith("the authority gave no timestamp (rejection: 'Message digest algorithm is not supp")
    words = der(0x30, der(0x0C, b"closed\x1b[2J" + b"." * 500))
    for status, named in ((1, "granted with mods"), (2, "rejection"), (3, "waiting")):
        bare = der(0x30, der(0x30, number(status) + words))
        assert f"gave no timestamp ({named}: 'closed\\x1b[2J" in refused(bare)
    for status in (9, 2**40, 2**5000):
        assert "cannot be read" in refused(der(0x30, der(0x30, number(status))))
    assert "cannot be read" in refused(der(0x30, der(0x30, number(0))))


def test_without_its_certificate(one: Authority) -> None:
    alone = one.answer(one.query(MESSAGE, "-sha256"))
    assert "comes without" in refused(alone, nonce=None)
    assert "altered, or no valid chain" in refused(alone, roots(one.root, one.middle), nonce=None)


def test_under_none_of_the_roots(one: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path)
    answer = one.answer(QUERY, "all")
    # Of the same name, but not the same.
    assert "(certificate signature failure); give the certificates" in refused(answer, roots(other.root))
    assert "(unable to get local issuer certificate)" in refused(one.answer(QUERY), roots(one.root))
    # What is above the authority, but is not its own root, vouches for nobody.
    assert "(unable to get issuer certificate)" in refused(one.answer(QUERY), roots(one.middle))
    # Nor does what comes along with the answer.
    unrelated = made("Unrelated", issues=True)
    assert "(self-signed certificate in certificate chain)" in refused(answer, roots(unrelated))
    assert opened(answer, MESSAGE, roots(unrelated, one.root)).trusted


def stamped(one: Authority, **chosen: object) -> str:
    """Why what a certificate of such a kind signs is refused."""
    signer = made("Harbour Time", one.middle, **{"purposes": STAMPS, **chosen})  # type: ignore[arg-type]
    return refused(one.forged(INFO, signer, "-cades", others=[one.middle]), roots(one.root))


def test_certificates_that_are_for_something_else(one: Authority) -> None:
    unsuitable = "(unsuitable certificate purpose)"
    assert unsuitable in stamped(one, purposes=())
    assert unsuitable in stamped(one, critical=False)
    assert unsuitable in stamped(one, purposes=(SERVERS,))
    assert unsuitable in stamped(one, purposes=(*STAMPS, SERVERS))
    assert unsuitable in stamped(one, usage="key_encipherment")


def test_certificates_that_were_not_valid_then(one: Authority) -> None:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    assert "has expired" in stamped(one, days=(day, day.replace(year=2021)))
    assert "not yet valid" in stamped(one, days=(day.replace(year=2040), day.replace(year=2041)))


def test_a_certificate_that_expired_since(tmp_path: Path) -> None:
    days = datetime(2019, 1, 1, tzinfo=UTC), datetime(2022, 6, 1, tzinfo=UTC)
    old = Authority(tmp_path, days=days)
    info = stated(at="20210101120000Z")
    answer = old.forged(info, old.signer, "-cades", others=[old.middle])
    found = opened(answer, MESSAGE, roots(old.root), NONCE)
    assert (found.instant, found.trusted) == ("2021-01-01T12:00:00+00:00", True)
    # Others have to be told when it was.
    assert old.verifies(answer, MESSAGE, at=found.instant)
    assert not old.verifies(answer, MESSAGE)
    # The signer's was valid then; the one above it had expired.
    expired = made("Middle", old.root, issues=True, days=(days[0], days[0].replace(year=2020)))
    signer = made("Harbour Time", expired, purposes=STAMPS, days=days)
    late = old.forged(info, signer, "-cades", others=[expired])
    assert "has expired" in refused(late, roots(old.root))
    assert not old.verifies(late, MESSAGE, at=found.instant)


def test_chains_that_do_not_hold(one: Authority) -> None:
    def under(middle: Holder, *others: Holder) -> str:
        signer = made("Harbour Time", middle, purposes=STAMPS)
        forged = one.forged(INFO, signer, "-cades", others=[middle, *others])
        assert opened(forged, MESSAGE).trusted is False
        return refused(forged, roots(one.root))

    assert "invalid CA certificate" in under(made("Middle", one.root, usage="key_cert_sign"))
    assert "no valid chain" in under(made("Middle", one.root, issues=True, usage="crl_sign"))
    last = made("Last", one.root, issues=True, depth=0)
    assert "path length" in under(made("Middle", last, issues=True), last)


def test_another_certificate_of_the_same_key_is_not_the_signers(one: Authority) -> None:
    """Anyone can put it in the place of the one that is named under the signature; the package takes it."""
    answer = one.answer(QUERY, "middle")
    twins = (made("Harbour Tide", one.middle, key=one.signer.key, purposes=STAMPS) for _ in count())
    right, wrong = one.signer, next(
        twin for twin in twins
        if len(twin.der()) == len(one.signer.der())
        and len(number(twin.certificate.serial_number)) == len(number(one.signer.certificate.serial_number))
    )  # fmt: skip
    exchanged = answer.replace(right.der(), wrong.der()).replace(
        number(right.certificate.serial_number), number(wrong.certificate.serial_number)
    )
    theirs = VerifierBuilder(roots=list(roots(one.root))).build()
    assert theirs.verify_message(decode_timestamp_response(ordered(exchanged)), MESSAGE)
    assert "does not name its authority's certificate" in refused(exchanged, roots(one.root))
    assert not one.verifies(exchanged, MESSAGE)


def test_what_is_signed_is_no_timestamp(one: Authority) -> None:
    for forged in (
        one.forged(INFO, one.signer, others=[one.middle]),  # names no certificate
        one.forged(INFO, one.signer, "-noattr", others=[one.middle]),
        one.forged(INFO, one.signer, "-cades", kind="1.2.840.113549.1.7.1", others=[one.middle]),
        one.forged(b"<html>", one.signer, "-cades", others=[one.middle]),
        one.forged(INFO, one.signer, "-cades", *one.signing(one.middle, "second")),  # two signatures
        one.forged(INFO, one.signer, "-cades", "-keyid", others=[one.middle]),  # which the package cannot read
    ):
        assert "cannot be read" in refused(forged)
        refused(forged, roots(one.root))


def test_names_do_not_drive_the_terminal(one: Authority) -> None:
    signer = made("\x1b[2JHarbour", one.middle, purposes=STAMPS)
    forged = one.forged(INFO, signer, "-cades", others=[one.middle])
    assert opened(forged, MESSAGE, roots(one.root)).told().isprintable()


NO_DER = (
    b"",
    b"<html>",
    MESSAGE,
    bytes(1000),
    b"\x30" * LONGEST,
    b"\x30\x80" * 30_000,
    b"\x30\x84" + b"\xff" * 4,
    b"\x30\xff" + b"\xff" * 300,
)


@pytest.mark.parametrize("data", NO_DER, ids=len)
def test_what_is_no_answer(data: bytes) -> None:
    assert "the authority's answer cannot be read" in refused(data)


def test_what_is_too_long() -> None:
    assert "has 64,001 bytes; 64,000 are read at most" in refused(bytes(LONGEST + 1))


def test_what_is_cut_short_or_has_more(one: Authority) -> None:
    answer = one.answer(QUERY, "all")
    for size in range(0, len(answer), 7):
        refused(answer[:size])
    refused(answer + b"\0")


def test_certificates_without_end(one: Authority) -> None:
    """Sixty authorities of one name and key, each of which could stand above each: looking for a chain ends."""
    ring = made("Ring", issues=True)
    again = [made("Ring", ring, key=ring.key, issues=True) for _ in range(60)]
    signer = made("Harbour Time", ring, purposes=STAMPS)
    forged = one.forged(INFO, signer, "-cades", others=again)
    assert len(forged) < LONGEST
    assert "no valid chain" in refused(forged, roots(one.root))


def turned(data: bytes, bits: Sequence[int] = range(8)) -> Iterator[tuple[int, bytes]]:
    """The data with each of its bits turned, or some of each byte, and in which byte."""
    for at, byte in enumerate(data):
        for bit in bits:
            yield at, data[:at] + bytes([byte ^ 1 << bit]) + data[at + 1 :]


@pytest.mark.parametrize(("kind", "bits"), [("ec", range(8)), ("rsa", [0]), ("rsa", [5])])
@pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")
def test_no_bit_can_be_turned_that_changes_what_is_told(tmp_path: Path, kind: str, bits: Sequence[int]) -> None:
    one = Authority(tmp_path, kind)
    answer = one.answer(QUERY, "middle")
    told = opened(answer, MESSAGE, roots(one.root), NONCE)
    passed = set()
    for at, altered in turned(answer, bits):
        try:
            assert opened(altered, MESSAGE, roots(one.root), NONCE) == told
            passed.add(at)
        except TimestampError:
            continue
    # What passes is not signed: numbers of versions, for instance.
    for proof in (one.signer.der(), IMPRINT, number(NONCE)):
        start = answer.index(proof)
        assert not passed & set(range(start, start + len(proof)))


@pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")
def test_without_roots_an_altered_answer_is_trusted_by_nobody(one: Authority) -> None:
    """The signature is not looked at then; but whatever is turned, it is read, or refused in words."""
    answer = one.answer(QUERY, "middle")
    day = opened(answer, MESSAGE).instant[:10]
    other = answer.replace(day.replace("-", "").encode(), b"19990101")
    assert opened(other, MESSAGE, nonce=NONCE).instant.startswith("1999-01-01")
    assert "altered" in refused(other, roots(one.root))
    for _, altered in turned(answer, [0, 5]):
        with suppress(TimestampError):
            assert opened(altered, MESSAGE, nonce=NONCE).trusted is False


@pytest.mark.parametrize("inside", [b"", b"AAAA", b"\xff"])
def test_files_without_certificates(inside: bytes) -> None:
    for data in (inside, b"-----BEGIN CERTIFICATE-----\n%b\n-----END CERTIFICATE-----\n" % inside):
        with pytest.raises(TimestampError, match="no certificates can be read"):
            listed(data)
