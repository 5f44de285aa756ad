"""Timestamps of a real authority, and those that no authority would sign.

Needs openssl; skipped where it is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha1, sha256
from itertools import count
from pathlib import Path

import authority as maker
import pytest
import rfc3161_client
from authority import STAMPS, Authority, Holder, der, made
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from ingest.log.authority import listed
from ingest.log.timestamp import LONGEST, Timestamp, TimestampError, opened, request

pytestmark = maker.NEEDED
MESSAGE = b"archive.example/log\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
NONCE = 0xD2ECA90770E7DACA
QUERY = request(MESSAGE, NONCE)
# The end of a request: its nonce, and that the certificate is asked for.
STATED, TRUE = der(2, b"\x00" + NONCE.to_bytes(8)), b"\x01\x01\xff"
IMPRINT = QUERY.removesuffix(STATED + TRUE)[5:]
NAME = "CN=Harbour Time,O=Harbour"
AT = datetime.now(UTC)
SERVERS = ExtendedKeyUsageOID.SERVER_AUTH
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
# The first says nothing of the hash, which stands beside it; the others have one each.
RSA = tuple(f"1.2.840.113549.1.1.{number}" for number in (1, 11, 12, 13))
ECDSA = tuple(f"1.2.840.10045.4.3.{number}" for number in (2, 3, 4))
RIGHT = {"rsa": RSA[1], "ec": ECDSA[0], "ec384": ECDSA[0]}
VERSION_1, VERSION_2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"


def stated(
    more: bytes = b"", version: int = 1, serial: int = 7, at: str = f"{AT:%Y%m%d%H%M%SZ}", accuracy: bytes = b""
) -> bytes:
    """What an authority may state: the DER of a TSTInfo, with `more` at its end."""
    number = serial.to_bytes(serial.bit_length() // 8 + 1)
    begin = der(2, bytes([version])) + der(6, b"\x2a\x03\x04") + IMPRINT + der(2, number)
    return der(0x30, begin + der(0x18, at.encode()) + accuracy + STATED + more)


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


def test_a_request_is_what_openssl_asks(one: Authority) -> None:
    theirs = one.query(MESSAGE, "-sha256", "-cert", "-no_nonce")
    assert theirs.endswith(TRUE)
    assert der(0x30, theirs[2 : -len(TRUE)] + STATED + TRUE) == QUERY


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("chain", ["", "middle", "all"])
def test_an_answer_is_opened_here_and_by_openssl(each: Authority, chain: str, digest: str) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    answer = each.answer(QUERY, chain, digest)
    missing = [] if chain else [each.middle]
    found = opened(answer, MESSAGE, roots(each.root, *missing), NONCE)
    assert before <= datetime.fromisoformat(found.instant) <= datetime.now(UTC)
    certificate = each.signer.certificate
    assert found == Timestamp(
        instant=found.instant,
        accuracy=1_500_100,
        authority=NAME,
        certificate=certificate.fingerprint(hashes.SHA256()).hex(),
        expires=certificate.not_valid_after_utc.isoformat(),
        policy="1.2.3.4.1",
        serial=found.serial,
        hash=digest,
        trusted=True,
    )
    assert found.told() == f"stamped {found.instant} by '{NAME}'"
    assert each.verifies(answer, MESSAGE, missing)
    assert not each.verifies(answer, MESSAGE + b"\n", missing)


@pytest.mark.parametrize("chain", ["", "all"])
def test_without_roots_nobody_vouches(one: Authority, chain: str) -> None:
    answer = one.answer(QUERY, chain)
    found = opened(answer, MESSAGE)
    assert found.trusted is False
    assert found.told().endswith(f"by '{NAME}', whose certificate nobody vouched for")
    assert replace(found, trusted=True) == opened(answer, MESSAGE, roots(one.root, one.middle))


def test_the_authoritys_own_certificate_may_be_trusted(one: Authority) -> None:
    assert opened(one.answer(QUERY), MESSAGE, roots(one.signer)).trusted


def test_another_implementation_says_the_same(each: Authority) -> None:
    """rfc3161-client, over OpenSSL. It reads no chain out of an answer, and no fractions of a second."""
    theirs = rfc3161_client.decode_timestamp_response(each.answer(QUERY))
    verifier = rfc3161_client.VerifierBuilder(
        roots=list(roots(each.root)), intermediates=list(roots(each.middle)), nonce=NONCE
    ).build()
    assert verifier.verify_message(theirs, MESSAGE)
    ours = opened(theirs.as_bytes(), MESSAGE, roots(each.root, each.middle), NONCE)
    info = theirs.tst_info
    assert (ours.instant, ours.serial) == (info.gen_time.isoformat(), info.serial_number)
    assert ours.policy == info.policy.dotted_string


def test_fractions_of_a_second_are_told(one: Authority) -> None:
    for fraction, told in (("", ""), (".5", ".500000"), (".123456", ".123456")):
        forged = one.forged(stated(at=f"{AT:%Y%m%d%H%M%S}{fraction}Z"), one.signer, "-cades")
        assert opened(forged, MESSAGE).instant == f"{AT:%Y-%m-%dT%H:%M:%S}{told}+00:00"
    finer = one.forged(stated(at=f"{AT:%Y%m%d%H%M%S}.1234567Z"), one.signer, "-cades")
    assert "what the authority signed cannot be read" in refused(finer)


@pytest.mark.parametrize(
    ("naming", "named"), [("sha1", False), ("sha1", True), ("sha256", True), ("sha384", True), ("sha512", True)]
)
def test_every_way_to_name_a_certificate(one: Authority, naming: str, named: bool) -> None:
    answer = one.answer(QUERY, "all", naming=naming, named=named)
    assert opened(answer, MESSAGE, roots(one.root), NONCE).trusted
    assert one.verifies(answer, MESSAGE)


def test_a_signer_known_by_the_identifier_of_its_key(one: Authority) -> None:
    forged = one.forged(INFO, one.signer, "-cades", "-keyid", others=[one.middle])
    assert opened(forged, MESSAGE, roots(one.root), NONCE).trusted


def test_of_another_message_or_request(one: Authority) -> None:
    answer = one.answer(QUERY)
    assert "another request" in refused(answer, nonce=NONCE + 1)
    assert "another request" in refused(one.answer(one.query(MESSAGE, "-sha256", "-cert", "-no_nonce")))
    assert "another message" in refused(one.answer(request(b"other", NONCE)))
    assert "another hash" in refused(one.answer(one.query(MESSAGE, "-sha512", "-cert")), nonce=None)


def test_one_that_is_refused(one: Authority) -> None:
    said = refused(one.answer(QUERY, digests="sha512"))
    assert said.startswith("the authority gave no timestamp (rejection: it does not know SHA-256;")
    words = der(0x30, der(0x0C, b"closed\x1b[2J" + b"." * 500))
    for status, named in ((2, "rejection"), (3, "waiting"), (9, "of unknown status")):
        bare = der(0x30, der(0x30, der(2, bytes([status])) + words))
        assert f"gave no timestamp ({named}: 'closed\\x1b[2J" in refused(bare)
    assert "of unknown status" in refused(der(0x30, der(0x30, der(2, b"\x7f" * 5000))))
    assert "holds no timestamp" in refused(der(0x30, der(0x30, der(2, b"\0"))))


def test_granted_with_modifications(one: Authority) -> None:
    answer = one.forged(INFO, one.signer, "-cades")
    modified = answer.replace(der(0x30, der(2, b"\0")), der(0x30, der(2, b"\1")), 1)
    assert modified != answer
    assert opened(modified, MESSAGE, nonce=NONCE) == opened(answer, MESSAGE, nonce=NONCE)


def test_without_its_certificate(one: Authority) -> None:
    assert "not in its authority's answer" in refused(one.answer(one.query(MESSAGE, "-sha256")), nonce=None)


def test_under_none_of_the_roots(one: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path)
    answer = one.answer(QUERY, "all")
    # Of the same name, but not the same.
    said = refused(answer, roots(other.root))
    assert said.startswith(f"no valid chain leads from the certificate of '{NAME}' to a trusted one (")
    assert "no valid chain" in refused(one.answer(QUERY), roots(one.root))
    assert opened(answer, MESSAGE, roots(other.root, one.root)).trusted


def stamped(one: Authority, **chosen: object) -> str:
    """Why what a certificate of such a kind signs is refused, trusted or not."""
    signer = made("Harbour Time", one.middle, **{"purposes": STAMPS, **chosen})  # type: ignore[arg-type]
    forged = one.forged(INFO, signer, "-cades", others=[one.middle])
    said = refused(forged)
    assert refused(forged, roots(one.root)) == said
    return said


def test_certificates_that_are_for_something_else(one: Authority) -> None:
    alone = "not for timestamps alone"
    assert alone in stamped(one, purposes=())
    assert alone in stamped(one, critical=False)
    assert alone in stamped(one, purposes=(SERVERS,))
    assert alone in stamped(one, purposes=(*STAMPS, SERVERS))
    assert "not for signatures" in stamped(one, usage="key_encipherment")


def test_certificates_that_were_not_valid_then(one: Authority) -> None:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    said = stamped(one, days=(day, day.replace(year=2021)))
    assert "valid from 2020-01-01T00:00:00+00:00 to 2021-01-01T00:00:00+00:00" in said
    assert "valid from 2040" in stamped(one, days=(day.replace(year=2040), day.replace(year=2041)))


def test_a_certificate_that_expired_since(tmp_path: Path) -> None:
    days = datetime(2019, 1, 1, tzinfo=UTC), datetime(2022, 6, 1, tzinfo=UTC)
    old = Authority(tmp_path, days=days)
    info = stated(at="20210101120000Z")
    answer = old.forged(info, old.signer, "-cades", others=[old.middle])
    found = opened(answer, MESSAGE, roots(old.root), NONCE)
    assert found.instant == "2021-01-01T12:00:00+00:00"
    assert found.expires == "2022-06-01T00:00:00+00:00"
    # Others have to be told when it was.
    assert old.verifies(answer, MESSAGE, at=found.instant)
    assert not old.verifies(answer, MESSAGE)
    # The signer's was valid then; the one above it had expired.
    expired = made("Middle", old.root, issues=True, days=(days[0], days[0].replace(year=2020)))
    signer = made("Harbour Time", expired, purposes=STAMPS, days=days)
    late = old.forged(info, signer, "-cades", others=[expired])
    assert "not valid at" in refused(late, roots(old.root))
    assert not old.verifies(late, MESSAGE, at=found.instant)


def test_chains_that_do_not_hold(one: Authority) -> None:
    def under(middle: Holder, *others: Holder, more: Sequence[x509.UnrecognizedExtension] = ()) -> str:
        signer = made("Harbour Time", middle, purposes=STAMPS, more=more)
        forged = one.forged(INFO, signer, "-cades", others=[middle, *others])
        assert opened(forged, MESSAGE).trusted is False
        return refused(forged, roots(one.root))

    assert "cA must be asserted" in under(made("Middle", one.root, usage="key_cert_sign"))
    assert "may not sign certificates" in under(made("Middle", one.root, issues=True, usage="crl_sign"))
    assert "not for timestamps" in under(made("Middle", one.root, issues=True, purposes=[SERVERS]))
    last = made("Last", one.root, issues=True, depth=0)
    assert "path length" in under(made("Middle", last, issues=True), last)
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    assert "critical" in under(one.middle, more=[unknown])
    assert "critical" in under(made("Middle", one.root, issues=True, more=[unknown]))


def test_only_the_chain_that_is_named_may_be_used(one: Authority) -> None:
    """RFC 5035, 3. The twin has the same name and key, and would vouch for the signer as well."""
    twins = (made("Middle", one.root, key=one.middle.key, issues=True) for _ in count())
    twin = next(twin for twin in twins if len(twin.der()) == len(one.middle.der()))
    alone, both = (one.answer(QUERY, "middle", named=named) for named in (False, True))
    assert opened(alone.replace(one.middle.der(), twin.der()), MESSAGE, roots(one.root)).trusted
    assert opened(both, MESSAGE, roots(one.root)).trusted
    assert "no valid chain" in refused(both.replace(one.middle.der(), twin.der()), roots(one.root))


def test_not_one_signature(one: Authority) -> None:
    other = made("Second", one.middle, purposes=STAMPS)
    assert "has 2 signatures" in refused(one.forged(INFO, one.signer, "-cades", *one.signing(other, "second")))


def test_what_is_signed_is_no_timestamp(one: Authority) -> None:
    assert "does not name its authority's certificate" in refused(one.forged(INFO, one.signer))
    assert "no timestamp" in refused(one.forged(INFO, one.signer, "-cades", kind="1.2.840.113549.1.7.1"))
    assert "cannot be read" in refused(one.forged(b"<html>", one.signer, "-cades"))
    assert "cannot be read" in refused(one.forged(INFO, one.signer, "-noattr"))
    assert "hash 1.3.14.3.2.26 is not taken" in refused(one.forged(INFO, one.signer, "-cades", "-md", "sha1"))


def oid(dotted: str) -> bytes:
    return asn1.encode_der(x509.ObjectIdentifier(dotted))


def attribute(kind: str, *values: bytes) -> bytes:
    """A signed attribute (RFC 5652, 5.3)."""
    return der(0x30, oid(kind) + der(0x31, b"".join(values)))


def naming(*names: bytes) -> bytes:
    """The certificates that a signer means (RFC 5035, 3), each a hash's name, if any, and a hash."""
    return der(0x30, der(0x30, b"".join(der(0x30, name) for name in names)))


def assembled(one: Authority, info: bytes = INFO, **other: bytes) -> bytes:
    """An answer made by hand and signed by the authority, each of its parts as it ought to be or another."""
    part = {
        "kind": attribute(CONTENT_TYPE, oid(maker.TST_INFO)),
        "digest": attribute(MESSAGE_DIGEST, der(4, sha256(info).digest())),
        "version2": attribute(VERSION_2, naming(der(4, sha256(one.signer.der()).digest()))),
        "version1": b"",
        "hash": oid("2.16.840.1.101.3.4.2.1"),
        "algorithm": oid(RIGHT[one.kind]),
        "content": oid(maker.TST_INFO),
        "certificates": one.signer.der(),
        "token": oid("1.2.840.113549.1.7.2"),
    } | other
    attributes = part["kind"] + part["digest"] + part["version2"] + part["version1"]
    signature = one.signer.signature(der(0x31, attributes))
    signer = der(2, b"\3") + der(0x80, b"") + der(0x30, part["hash"]) + der(0xA0, attributes)
    signer += der(0x30, part["algorithm"]) + der(4, part.get("signature", signature))
    data = der(2, b"\3") + der(0x31, b"") + der(0x30, part["content"] + der(0xA0, der(4, info)))
    data += der(0xA0, part["certificates"]) + der(0x31, der(0x30, signer))
    return der(0x30, der(0x30, der(2, b"\0")) + der(0x30, part["token"] + der(0xA0, der(0x30, data))))


def test_what_is_signed_must_fit_together(each: Authority) -> None:
    name, other = (sha256(holder.der()).digest() for holder in (each.signer, each.middle))
    assert opened(assembled(each), MESSAGE, roots(each.signer), NONCE).trusted

    def said(**other: bytes) -> str:
        return refused(assembled(each, **other))

    data = "1.2.840.113549.1.7.1"
    assert "what was signed is no timestamp" in said(kind=attribute(CONTENT_TYPE, oid(data)))
    assert "what was signed is no timestamp" in said(content=oid(data))
    assert "holds no timestamp" in said(token=oid(data))
    assert "the hash is another" in said(digest=attribute(MESSAGE_DIGEST, der(4, other)))
    assert f"the signed attribute {MESSAGE_DIGEST} is missing" in said(digest=b"")
    digest = der(4, sha256(INFO).digest())
    for wrong in ([attribute(MESSAGE_DIGEST)], [attribute(MESSAGE_DIGEST, digest, digest)],
                  [attribute(MESSAGE_DIGEST, digest)] * 2):  # fmt: skip
        assert "does not have one value" in said(digest=b"".join(wrong))
    assert "signature does not hold" in said(signature=each.signer.signature(b"else"))
    assert "signature does not hold" in said(signature=b"")
    for algorithm in {*RSA, *ECDSA, "1.2.3"} - {RIGHT[each.kind], RSA[0] if each.kind == "rsa" else ""}:
        assert f"a signature {algorithm} does not go with" in said(algorithm=oid(algorithm))
    assert "names no algorithm" in said(algorithm=b"")
    assert "not in its authority's answer" in said(version2=attribute(VERSION_2, naming(der(4, other))))
    assert "not in its authority's answer" in said(version2=attribute(VERSION_2, naming()))
    assert "hash 1.2.3 is not taken" in said(
        version2=attribute(VERSION_2, naming(der(0x30, oid("1.2.3")) + der(4, name)))
    )


def test_two_versions_of_a_name_must_mean_the_same(one: Authority) -> None:
    first, second = (
        attribute(VERSION_1, naming(der(4, sha1(holder.der()).digest()))) for holder in (one.signer, one.middle)
    )
    both = one.signer.der() + one.middle.der()
    assert opened(assembled(one, certificates=both, version1=first), MESSAGE)
    assert opened(assembled(one, certificates=both, version1=first, version2=b""), MESSAGE)
    assert "not in its authority's answer" in refused(assembled(one, certificates=both, version1=second))


def test_certificates_of_other_kinds_are_passed_over(one: Authority) -> None:
    """Attribute certificates, for instance (RFC 5652, 10.2.2)."""
    assert opened(assembled(one, certificates=one.signer.der() + der(0xA2, b"")), MESSAGE)
    damaged = one.signer.der() + der(0x30, b"")
    assert "certificate in the authority's answer cannot be read" in refused(
        assembled(one, certificates=damaged)
    )


def test_a_hash_of_another_name(one: Authority) -> None:
    """SHA3-256 has as many bytes."""
    other = IMPRINT.replace(oid("2.16.840.1.101.3.4.2.1"), oid("2.16.840.1.101.3.4.2.8"))
    assert "another hash than SHA-256" in refused(assembled(one, INFO.replace(IMPRINT, other)))


def test_names_do_not_drive_the_terminal(one: Authority) -> None:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    signer = made("\x1b[2JHarbour", one.middle, purposes=STAMPS, more=[unknown])
    forged = one.forged(INFO, signer, "-cades", others=[one.middle])
    assert "'CN=\\x1b[2JHarbour,O=Harbour'" in refused(forged, roots(one.root))
    assert opened(forged, MESSAGE).told().isprintable()


def test_what_an_authority_may_say_and_what_not(one: Authority) -> None:
    def signed(info: bytes) -> bytes:
        return one.forged(info, one.signer, "-cades")

    kind, value = der(6, b"\x2a\x03"), der(4, b"")
    assert opened(signed(stated(der(0xA1, der(0x30, kind + value)))), MESSAGE)
    assert "kind that is not known" in refused(signed(stated(der(0xA1, der(0x30, kind + TRUE + value)))))
    assert "kind that is not known" in refused(signed(stated(version=2)))
    assert opened(signed(stated(serial=2**160 - 1)), MESSAGE).serial == 2**160 - 1
    assert "serial number has more than 160 bits" in refused(signed(stated(serial=2**160)))
    assert opened(signed(INFO), MESSAGE).accuracy is None
    for good, told in ((der(2, b"\2"), 2_000_000), (der(0x81, b"\7"), 7), (b"", 0)):
        assert opened(signed(stated(accuracy=der(0x30, good))), MESSAGE).accuracy == told
    for bad in (der(2, b"\x7f" * 9), der(2, b"\xff"), der(0x80, b"\x7f\xff"), der(0x81, b"\xff")):
        assert "accuracy is out of bounds" in refused(signed(stated(accuracy=der(0x30, bad))))


NO_DER = (
    b"",
    b"<html>",
    MESSAGE,
    bytes(1000),
    b"\x30" * LONGEST,
    b"\x30\x80" * 30_000,
    b"\x30\x84" + b"\xff" * 4,
)


@pytest.mark.parametrize("data", NO_DER, ids=len)
def test_what_is_no_answer(data: bytes) -> None:
    assert "cannot be read: it is damaged, or no DER" in refused(data)


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


def turned(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The data with each of its bits turned, and in which byte."""
    for at, byte in enumerate(data):
        for bit in range(8):
            yield at, data[:at] + bytes([byte ^ 1 << bit]) + data[at + 1 :]


@pytest.mark.parametrize(("kind", "vouched"), [("ec", True), ("rsa", False)])
@pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")
def test_no_bit_can_be_turned_that_changes_what_is_told(tmp_path: Path, kind: str, vouched: bool) -> None:
    one = Authority(tmp_path, kind)
    answer = one.answer(QUERY, "middle")
    trusted = roots(one.root) if vouched else ()
    told = opened(answer, MESSAGE, trusted, NONCE)
    passed = set()
    for at, altered in turned(answer):
        try:
            assert opened(altered, MESSAGE, trusted, NONCE) == told
            passed.add(at)
        except TimestampError:
            continue
    # What passes is not signed: numbers of versions, for instance, or a second name for who signed.
    for proof in (one.signer.der(), IMPRINT, STATED):
        start = answer.index(proof)
        assert not passed & set(range(start, start + len(proof)))


@pytest.mark.parametrize("inside", [b"", b"AAAA", b"\xff"])
def test_files_without_certificates(inside: bytes) -> None:
    for data in (inside, b"-----BEGIN CERTIFICATE-----\n%b\n-----END CERTIFICATE-----\n" % inside):
        with pytest.raises(TimestampError, match="no certificates can be read"):
            listed(data)
