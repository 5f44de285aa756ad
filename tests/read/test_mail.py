"""Mails: which part is the article, what the headers say, and mails made to break their reader."""

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof import KNOWLEDGE, prove

from ingest.errors import NoArticleError, SourceError
from ingest.read import decide
from ingest.read.container.opening import Opened, opened
from ingest.read.reading import read
from ingest.read.rules import apply
from ingest.records import Reading

BODY = (
    "The council of Gdańsk met on Tuesday to hear what the engineers had found under the old bridge.\r\n\r\n"
    "Nobody in the room expected that the report would be read aloud from its first page on.\r\n"
)
TEXT = BODY.strip().replace("\r\n", "\n")
HEAD = {
    "Received": "from mail.foo.example by mx.bar.example; Tue, 4 Mar 2025 08:00:02 +0100",
    "Message-ID": "<1@foo.example>",
    "From": "Jane Doe from Foo Weekly <jane@foo.example>",
    "To": "reader@bar.example",
    "Subject": "The bridge stays",
    "Date": "Tue, 4 Mar 2025 08:00:00 +0100",
    "MIME-Version": "1.0",
}
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


def entity(headers: dict[str, str], body: str | bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode() + b"\r\n" + (body if isinstance(body, bytes) else body.encode())


def multipart(kind: str, *parts: bytes, boundary: str = "b") -> tuple[dict[str, str], bytes]:
    between = f"--{boundary}\r\n".encode()
    body = b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return {"Content-Type": f'multipart/{kind};\r\n boundary="{boundary}"'}, body


def mail(content: tuple[dict[str, str], str | bytes] = (PLAIN, BODY), **changed: str) -> bytes:
    headers = HEAD | {name.replace("_", "-"): value for name, value in changed.items()}
    return entity(headers | content[0], content[1])


def opened_mail(payload: bytes) -> Opened:
    container = opened(payload, "a.eml", KNOWLEDGE)
    assert container is not None
    return container


def chosen(reading: Reading, field: str) -> tuple[str, ...]:
    return decide.values(decide.decide(reading.claims, None, None), field)


def test_a_mail_is_read_in_its_part_and_described_by_its_headers() -> None:
    payload = mail(Archived_At="\r\n <https://foo.example/p/bridge>")
    reading = read(payload, "a.eml", KNOWLEDGE)
    assert reading.text == TEXT
    assert (reading.part, reading.parts[0].rule, reading.reader) == (
        "1 text/plain", "mail-part/1", "mail/1+plain/2",
    )  # fmt: skip
    assert chosen(reading, "title") == ("The bridge stays",)
    assert chosen(reading, "author") == ("Jane Doe",)
    assert chosen(reading, "outlet") == ("Foo Weekly",)
    assert chosen(reading, "published") == ("2025-03-04T08:00:00+01:00",)
    assert chosen(reading, "url") == ("https://foo.example/p/bridge",)
    prove(payload, reading)
    assert opened_mail(payload).url == "https://foo.example/p/bridge"


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("quoted-printable", quopri.encodestring(BODY.encode())),
        ("base64", base64.encodebytes(BODY.encode())),
        ("BASE64", base64.b64encode(BODY.encode())[:-1]),
        ("8bit", BODY.encode()),
        ("nonsense", BODY.encode()),
    ],
)
def test_the_transfer_coding_is_undone(coding: str, coded: bytes) -> None:
    payload = mail((PLAIN | {"Content-Transfer-Encoding": coding}, coded))
    reading = read(payload, "a.eml", KNOWLEDGE)
    assert reading.text == TEXT
    prove(payload, reading)


def test_the_charset_is_left_as_it_is_and_told() -> None:
    content = {"Content-Type": 'text/plain; charset="iso-8859-2"; format=flowed'}, BODY.encode("iso-8859-2")
    container = opened_mail(mail(content))
    assert container.parts[0].data == BODY.encode("iso-8859-2")
    assert container.content_type == "text/plain; charset=iso-8859-2; format=flowed"


def test_soft_line_breaks_are_undone() -> None:
    flowed = BODY.replace("to hear", "\r\nto hear").replace("expected that", "expected \r\nthat")
    payload = mail(({"Content-Type": "text/plain; charset=utf-8; format=flowed"}, flowed))
    reading = read(payload, "a.eml", KNOWLEDGE)
    assert reading.text == TEXT
    prove(payload, reading)


SHORT = entity(PLAIN, "View this mail in your browser\r\n")
FULL = entity(PLAIN, BODY)
PAGE = entity({"Content-Type": "text/html; charset=utf-8"}, f"<p>{BODY}</p>")
PICTURE = entity({"Content-Type": "image/png"}, b"\x89PNG" + bytes(4000))
ATTACHED = entity({"Content-Type": "message/rfc822"}, mail((PLAIN, "Another mail. " * 100)))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (multipart("alternative", FULL, PAGE), "2 text/html"),
        (multipart("alternative", PAGE, FULL), "1 text/html"),
        (multipart("mixed", FULL, SHORT), "1 text/plain"),
        (multipart("mixed", SHORT, PAGE, PICTURE), "2 text/html"),
        (multipart("mixed", FULL, ATTACHED), "1 text/plain"),
        (multipart("related", PAGE, PICTURE), "1 text/html"),
        (
            multipart("mixed", entity(*multipart("alternative", FULL, PAGE, boundary="bb")), PICTURE),
            "1.2 text/html",
        ),
        (({"Content-Type": "text/html"}, PAGE), "1 text/html"),
        (({}, BODY), "1 text/plain"),
    ],
)
def test_the_part_that_holds_the_article_is_found(content: tuple[dict[str, str], bytes], name: str) -> None:
    container = opened_mail(mail(content))
    assert container.parts[0].name == name
    assert b"engineers had found" in container.parts[0].data


@pytest.mark.parametrize(
    ("sender", "author", "outlet"),
    [
        ('"The New York Times" <nytdirect@nytimes.com>', (), "The New York Times"),
        ("Morning Briefing <mail@e.nytimes.com>", (), "The New York Times"),
        ("Jane Doe via Foo Weekly <x@bar.example>", ("Jane Doe",), "Foo Weekly"),
        ("=?utf-8?B?SsO8cmdlbiBIYWJlcm1hbm4=?= <x@bar.example>", ("Jürgen Habermann",), None),
        ("The Ghent Bridge Letter <x@bar.example>", (), "The Ghent Bridge Letter"),
        ("news@bar.example", (), None),
        ("(" * 3000, (), None),
        ("=?nonsense?Q?Jane_Doe?= <x@bar.example>", (), None),
    ],
)
def test_senders_are_authors_or_outlets(sender: str, author: tuple[str, ...], outlet: str | None) -> None:
    payload = mail(From=sender)
    reading = read(payload, "a.eml", KNOWLEDGE)
    prove(payload, reading)
    assert chosen(reading, "author") == author
    assert next(iter(chosen(reading, "outlet")), None) == outlet


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("Tue, 4 Mar 2025 08:00:00 +0100", "2025-03-04T08:00:00+01:00"),
        ("4 Mar 2025 08:00 GMT (a comment)", "2025-03-04T08:00:00+00:00"),
        ("Tue, 4 Mar 2025 08:00:00 -0000", "2025-03-04"),
        ("Tue, 4 Mar 2025 08:00:00", "2025-03-04"),
        ("Tue, 34 Mar 2025 08:00:00 +0100", None),
        ("yesterday", None),
        ("Tue, 4 Mar 99999999999 08:00:00 +0100", None),
    ],
)
def test_dates(date: str, edtf: str | None) -> None:
    assert apply("mail-date/1", date, KNOWLEDGE) == edtf


def test_a_forwarded_mail_is_not_its_forwarders() -> None:
    reading = read(mail(Subject="Fwd: AW: The bridge stays"), "a.eml", KNOWLEDGE)
    assert chosen(reading, "title") == ("The bridge stays",)
    assert chosen(reading, "author") == chosen(reading, "published") == chosen(reading, "outlet") == ()


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?Q?Br=C3=BCcke?=\r\n =?utf-8?Q?_in_Gent?=", "Brücke in Gent"),
        ("Brücke in Gent", "Brücke in Gent"),
        ("=?iso-8859-1?Q?Br=FCcke?= in Gent", "Brücke in Gent"),
        ("=?utf-8?Q?Br=FCcke?=", None),
        ("Resist: what comes next", "Resist: what comes next"),
        ("x" * 100_000, None),
        ("", None),
    ],
)
def test_subjects(subject: str, title: str | None) -> None:
    reading = read(mail(Subject=subject), "a.eml", KNOWLEDGE)
    assert decide.value(decide.decide(reading.claims, None, None), "title") == title


@pytest.mark.parametrize(
    "text",
    [
        "From: Jane\nDate: Tuesday\nSubject: Bridges\n\n" + BODY,
        "Title: Bridges\nDate: 2025-03-04\n\n" + BODY,
        "He said: nothing\n\n" + BODY,
        BODY,
    ],
)
def test_plain_text_printed_like_a_mail_is_none(text: str) -> None:
    assert opened(text.encode(), "a.txt", KNOWLEDGE) is None


@pytest.mark.parametrize(
    "payload",
    [
        mail(({"Content-Type": "image/png"}, b"\x89PNG")),
        mail(multipart("mixed", PICTURE, ATTACHED)),
        mail(multipart("mixed")),
        mail(({"Content-Type": "multipart/mixed"}, BODY)),
        mail((PLAIN, "  \r\n")),
    ],
)
def test_a_mail_without_text_holds_no_article(payload: bytes) -> None:
    with pytest.raises(NoArticleError, match=r"a\.eml: a mail without readable text"):
        read(payload, "a.eml", KNOWLEDGE)


def check(payload: bytes) -> None:
    """It is read with evidence, or refused by name."""
    try:
        reading = read(payload, "a.eml", KNOWLEDGE)
    except SourceError as error:
        refusal = error.reason
    else:
        if reading.parts:
            prove(payload, reading)
        return
    assert "please report it" not in refusal


def nested(depth: int) -> bytes:
    inner = FULL
    for level in range(depth):
        inner = entity(*multipart("mixed", inner, boundary=f"b{level}"))
    return inner


def test_a_truncated_mail_is_read_to_its_end() -> None:
    headers, body = multipart("alternative", FULL)
    payload = mail((headers, body[: body.rfind(b"--b--") - 40]))
    assert read(payload, "a.eml", KNOWLEDGE).text.startswith("The council of Gdańsk")


def test_a_boundary_that_begins_like_another_parts_nothing() -> None:
    inner = entity(*multipart("alternative", FULL, boundary="ab"))
    payload = mail(multipart("mixed", inner, boundary="a"))
    assert opened_mail(payload).parts[0].name == "1.1 text/plain"


@pytest.mark.parametrize(
    "payload",
    [
        b"Message-ID: <1>\r\nFrom: x\r\n" + nested(2000),
        b"Message-ID: <1>\r\nFrom: x\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n" + BODY.encode(),
        mail(({"Content-Type": "multipart/mixed; boundary=b"}, b"--b\r\n" * 300_000)),
        mail(({"Content-Type": "text/plain" + ";" * 500_000}, BODY)),
        mail(({"Content-Type": 'multipart/mixed; boundary="' + "(" * 3000}, BODY)),
        mail((PLAIN | {"Content-Transfer-Encoding": "base64"}, "=" * 1_000_000)),
        mail((PLAIN, BODY), From="<" * 3900, Subject="=?utf-8?q?" * 390, Date="," * 3900),
    ],
    ids=["deep", "headers", "parts", "parameters", "boundary", "padding", "values"],
)
def test_mails_made_to_break_their_reader_are_read_or_refused(payload: bytes) -> None:
    check(payload)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_broken_mail_is_read_with_evidence_or_refused(data: st.DataObject) -> None:
    inner = entity(*multipart("alternative", FULL, SHORT, boundary="bb"))
    payload = bytearray(mail(multipart("mixed", inner, PICTURE[:200])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(payload)))
        noise = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"--b", b"\r\n", b"--bb--", b":"])))
        payload[at : at + data.draw(st.integers(0, 30))] = noise
    check(bytes(payload))
