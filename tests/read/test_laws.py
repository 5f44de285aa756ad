"""Laws of reading that hold for any page: evidence proves itself, nothing is invented."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from proof import KNOWLEDGE, prove

from ingest.errors import SourceError
from ingest.read.reading import read

ROOT = Path(__file__).parents[2]
LINES = [
    line
    for path in sorted([*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/pages/*.txt")])
    for line in path.read_bytes().decode("utf-8", "replace").split("\n")
]
MARKUP = st.text(alphabet="*_[]()\\&;#39amp quot'-Reuters said.", max_size=40)
NOISE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
PAGES = st.lists(st.one_of(st.sampled_from(LINES), NOISE, MARKUP, st.just("")), max_size=30).map("\n".join)


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
