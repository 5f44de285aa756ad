"""Laws of reading that hold for any page: evidence proves itself, nothing is invented."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.read.attribution import find, same
from ingest.read.plain.inline import plain
from ingest.read.reading import read
from ingest.read.rules import apply
from ingest.read.spans import quoted
from ingest.records import Reading
from ingest.resources import knowledge as packaged

KNOWLEDGE = packaged()
ROOT = Path(__file__).parents[2]
LINES = [
    line
    for path in sorted([*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/pages/*.txt")])
    for line in path.read_bytes().decode("utf-8", "replace").split("\n")
]
MARKUP = st.text(alphabet="*_[]()\\&;#39amp quot'-Reuters said.", max_size=40)
NOISE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
PAGES = st.lists(st.one_of(st.sampled_from(LINES), NOISE, MARKUP, st.just("")), max_size=30).map("\n".join)


def prove(payload: bytes, reading: Reading) -> None:
    """Every passage, link, claim and attribution stands in the bytes and says what is claimed."""
    for passage in reading.passages:
        for run in passage.runs:
            shown = passage.text[run.at : run.at + run.chars]
            assert quoted(payload, reading.encoding, run.start, run.end) == shown
        if passage.text_start is not None:
            assert reading.text[passage.text_start :].startswith(passage.text)
    for link in reading.links:
        assert quoted(payload, reading.encoding, link.span.start, link.span.end) == link.url
        assert 0 <= link.text_start < link.text_end <= len(reading.text)
    for claim in reading.claims:
        assert claim.start is not None
        assert claim.end is not None
        assert claim.rule is not None
        assert claim.quote is not None
        assert quoted(payload, reading.encoding, claim.start, claim.end) == claim.quote
        assert apply(claim.rule, claim.quote, KNOWLEDGE) == claim.value
    for found in reading.attributions:
        assert quoted(payload, reading.encoding, found.start, found.end) == found.quote
        language = next((claim.value for claim in reading.claims if claim.field == "language"), None)
        again = find(plain(found.quote), KNOWLEDGE.grammar, KNOWLEDGE.registry, language)
        assert any(same(found, other) for other in again)


@given(PAGES)
@settings(max_examples=150, deadline=None)
def test_everything_read_from_any_page_is_proved_by_its_bytes(page: str) -> None:
    payload = page.encode()
    try:
        reading = read(payload, "page", KNOWLEDGE)
    except SourceError:
        return
    prove(payload, reading)
    assert reading == read(payload, "page", KNOWLEDGE)


@given(st.binary(max_size=400), st.sampled_from(LINES), st.integers(0, 200))
@settings(max_examples=150, deadline=None)
def test_broken_bytes_are_read_or_refused(noise: bytes, line: str, at: int) -> None:
    payload = line.encode() + b"\n\n"
    payload = payload[:at] + noise + payload[at:]
    try:
        reading = read(payload, "page", KNOWLEDGE)
    except SourceError as error:
        refusal = str(error)
    else:
        assert all(0 <= run.start <= run.end <= len(payload) for p in reading.passages for run in p.runs)
        return
    assert refusal.startswith("page: ")


@given(st.sampled_from(sorted(ROOT.glob("seeds/*.txt"))), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(deadline=None)
def test_line_ends_do_not_matter(path: Path, end: str) -> None:
    text = path.read_text("utf-8")
    payload = text.replace("\n", end).encode()
    reading = read(payload, "page", KNOWLEDGE)
    prove(payload, reading)
    assert reading.text == read(text.encode(), "page", KNOWLEDGE).text


@given(st.sampled_from(sorted(ROOT.glob("seeds/*.txt"))), st.sampled_from(["utf-16", "utf-16-be", "utf-8-sig"]))
@settings(deadline=None)
def test_the_encoding_does_not_matter(path: Path, encoding: str) -> None:
    text = path.read_text("utf-8")
    payload = text.encode(encoding)
    reading = read(payload, "page", KNOWLEDGE)
    prove(payload, reading)
    assert reading.text == read(text.encode(), "page", KNOWLEDGE).text
