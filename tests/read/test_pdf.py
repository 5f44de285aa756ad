"""PDF: text in reading order with its evidence, what the file says of itself, and files made to harm."""

import json
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof import KNOWLEDGE, prove

from ingest.errors import NoArticleError, SourceError
from ingest.read import decide
from ingest.read.container import pdf, pdfium
from ingest.read.container.opening import opened
from ingest.read.container.pdfium import Line, bound, paragraphs
from ingest.read.reading import read
from ingest.read.rules import apply
from ingest.records import Reading

CHROME = (Path(__file__).parents[1] / "containers/printed-by-chrome.pdf").read_bytes()
COLUMN = """\
The council of Ghent met on Tues-
day to hear what the engineers
had found under the old bridge.
Nobody in the room expected that
it would be read aloud from its
first page on.""".split("\n")


def written(content: bytes, info: str = "", extra: str = "", pages: int = 1, trailer: str = "") -> bytes:
    """A PDF of the smallest kind, each page with the same content stream."""
    kids = " ".join(f"{5 + number} 0 R" for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        f"<<{extra}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *[
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
        ] * pages,
        f"<<{info}>>".encode("latin-1"),
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R{trailer}>>\n"
    return out + end.encode() + b"startxref\n%d\n%%%%EOF\n" % start


def lines(*printed: str, size: int = 12) -> bytes:
    shown = "".join(f"({line}) Tj T* " for line in printed)
    return f"BT /F 18 Tf 14 TL 50 700 Td (The Bridge Stays) Tj 0 -30 Td /F {size} Tf {shown} ET".encode()


def chosen(reading: Reading, field: str) -> str | None:
    return decide.value(decide.decide(reading.claims, None, None), field)


def test_lines_become_paragraphs_and_hyphenated_words_whole() -> None:
    payload = written(lines(*COLUMN))
    reading = read(payload, "a.pdf", KNOWLEDGE)
    assert reading.text == (
        "The council of Ghent met on Tuesday to hear what the engineers had found under the old bridge."
        " Nobody in the room expected that it would be read aloud from its first page on."
    )
    assert chosen(reading, "title") == "The Bridge Stays"
    assert reading.parts[0].data.decode().split("\n")[2:4] == [
        "The council of Ghent met on Tues- ", "day to hear what the engineers ",
    ]  # fmt: skip
    assert reading.parts[0].rule == f"pdf-text/pypdfium2 {reading.parts[0].rule.split()[-1]}" == pdf.RULE
    prove(payload, reading)


def test_a_page_printed_by_chrome() -> None:
    reading = read(CHROME, "a.pdf", KNOWLEDGE)
    assert reading.text.startswith("The council of Ghent met on Tuesday to hear")
    assert reading.text.endswith("read aloud from its first page on.")
    assert chosen(reading, "title") == "Ghent keeps its bridge"
    assert chosen(reading, "author") == "Jane Doe"
    # When it was printed is no publication date.
    assert chosen(reading, "published") is None
    container = opened(CHROME, "a.pdf", KNOWLEDGE)
    assert container is not None
    assert container.saved_at == "2026-11-22T04:59:36+00:00"
    prove(CHROME, reading)


def test_what_the_file_says_of_itself_is_claimed_last() -> None:
    info = "/Title(Bridges \\\\ Quays)/Author(J. Doe)/CreationDate(D:20250304080000+01'00')/Producer(InDesign)"
    payload = written(lines(*COLUMN), info)
    reading = read(payload, "a.pdf", KNOWLEDGE)
    stated = json.loads(reading.parts[1].data)
    assert stated["Title"] == "Bridges \\ Quays"
    assert [line[:1] for line in reading.parts[1].data.decode().splitlines()] == ["{", *'"' * 4, "}"]
    found = {claim.method: claim.value for claim in reading.claims if claim.where == "document-info"}
    assert found == {
        "pdf-title": "Bridges \\ Quays", "pdf-author": "J. Doe", "pdf-created": "2025-03-04T08:00:00+01:00",
    }  # fmt: skip
    assert chosen(reading, "title") == "The Bridge Stays"
    assert chosen(reading, "published") == "2025-03-04T08:00:00+01:00"
    prove(payload, reading)


@pytest.mark.parametrize(
    ("rule", "said", "value"),
    [
        ("pdf-title/1", "Microsoft Word - draft3.doc", None),
        ("pdf-title/1", "untitled", None),
        ("pdf-title/1", "front_page_4.indd", None),
        ("pdf-title/1", "A report on bridges", "A report on bridges"),
        ("pdf-date/1", "D:20250304080000Z", "2025-03-04T08:00:00+00:00"),
        ("pdf-date/1", "D:20250304080000-05'30'", "2025-03-04T08:00:00-05:30"),
        ("pdf-date/1", "D:20250304080000", "2025-03-04"),
        ("pdf-date/1", "D:202503", "2025-03"),
        ("pdf-date/1", "D:2025", "2025"),
        ("pdf-date/1", "D:20251304", None),
        ("pdf-date/1", "D:20250304080000+99'00'", None),
        ("pdf-date/1", "4 March", None),
    ],
)
def test_what_entries_say(rule: str, said: str, value: str | None) -> None:
    assert apply(rule, json.dumps(said), KNOWLEDGE) == value


def printed(text: str, left: float = 50, top: float = 700, right: float = 300, size: float = 12) -> Line:
    hyphen = text.endswith("-")
    return Line(text.removesuffix("-"), hyphen, left, top - size, right, top, 30)


@pytest.mark.parametrize(
    ("second", "parted"),
    [
        (printed("goes on here", top=686), False),
        (printed("After a gap", top=672), True),
        (printed("Set in", left=65, top=686), True),
        (printed("A heading", top=686, size=16), True),
        (printed("the next column", left=320, top=700, right=560), False),
    ],
)
def test_where_paragraphs_begin(second: Line, parted: bool) -> None:
    before = [printed("one line", top=728), printed("another line", top=714), printed("a third line", top=700)]
    assert (len(paragraphs([*before, second])) == 2) is parted


def test_a_sentence_that_leaves_room_on_its_line_ends_a_paragraph() -> None:
    page = [printed("a full line", top=714), printed("The end.", top=700, right=120), printed("New", top=686)]
    assert paragraphs(page) == ["a full line \nThe end.", "New"]


def test_a_line_that_fills_half_its_column_is_a_last_one() -> None:
    page = [printed("By Jane Doe", top=714, right=120), printed("A full line", top=700)]
    assert paragraphs(page) == ["By Jane Doe", "A full line"]


def test_paragraphs_go_on_over_the_page_and_headers_do_not() -> None:
    goes_on, ends = ["two \nlines that"], ["go on \nhere."]
    assert bound([goes_on, ends, ends]) == "two \nlines that \fgo on \nhere.\n\n\fgo on \nhere."
    assert bound([["Page 1"], [], ends]) == "Page 1\n\n\fgo on \nhere."


def deflated(content: bytes, pages: int = 1) -> bytes:
    return written(zlib.compress(content, 9), extra="/Filter/FlateDecode", pages=pages)


BOMB = deflated(bytes(400_000_000))
ENCRYPTED = written(
    lines("secret"),
    trailer=f"/Encrypt<</Filter/Standard/V 1/R 2/P -1/O<{'00' * 32}>/U<{'11' * 32}>>>/ID[<00><00>]",
)


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (ENCRYPTED, "an encrypted PDF; remove its password"),
        (b"%PDF-1.7\nnothing of it", "a broken PDF"),
        (CHROME[:3000], "a broken PDF"),
        (written(lines(*COLUMN), pages=501), "more than 500 pages"),
        (deflated(b"BT /F 1 Tf " + b"(word word) Tj " * 10_000 + b"ET", 25), "more than 2,000,000 characters"),
        (BOMB, "and 300 MB"),
    ],
    ids=["encrypted", "broken", "truncated", "pages", "characters", "bomb"],
)  # fmt: skip
def test_what_cannot_be_read_is_named(payload: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(payload, "a.pdf", KNOWLEDGE)


def test_pictures_only_hold_no_article() -> None:
    with pytest.raises(NoArticleError, match="run OCR first"):
        read(written(b""), "a.pdf", KNOWLEDGE)


def test_the_program_keeps_within_its_memory() -> None:
    """The limit holds for the process itself, whatever the library would like to take."""
    script = (
        "import subprocess, sys; from resource import RUSAGE_CHILDREN, getrusage\n"
        "payload = sys.stdin.buffer.read()\n"
        "subprocess.run([sys.executable, '-I', sys.argv[1]], input=payload, capture_output=True)\n"
        "print(getrusage(RUSAGE_CHILDREN).ru_maxrss)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, pdfium.__file__], input=BOMB, capture_output=True, check=True, timeout=60
    )
    assert int(ended.stdout) * 1024 <= pdfium.MAX_MEMORY


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_a_broken_pdf_is_read_with_evidence_or_refused(data: st.DataObject) -> None:
    payload = bytearray(written(lines(*COLUMN), "/Title(Bridges)"))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(5, len(payload)))
        payload[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=10))
    try:
        reading = read(bytes(payload), "a.pdf", KNOWLEDGE)
    except SourceError as error:
        refusal = error.reason
    else:
        prove(bytes(payload), reading)
        return
    assert "please report it" not in refusal
