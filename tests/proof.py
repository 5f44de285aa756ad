"""What must hold of everything that is read: it stands in the bytes and says what is claimed."""

from ingest.errors import SourceError
from ingest.read.attribution import same
from ingest.read.container.opening import derive, encoding
from ingest.read.html.spelling import ATTRIBUTE, words
from ingest.read.reading import read
from ingest.read.requoted import again
from ingest.read.rules import apply
from ingest.read.spans import quoted
from ingest.records import Claim, Origin, Reading
from ingest.resources import knowledge

KNOWLEDGE = knowledge()


def prove(payload: bytes, reading: Reading) -> None:
    """Every passage, link, claim and attribution stands in the bytes and says what is claimed.

    Of a container, the parts are made again from the payload.
    """
    parts = {part.name: part.data for part in reading.parts}
    assert {part.name: derive(payload, part.rule, part.name) for part in reading.parts} == parts
    page = parts[reading.part] if reading.part else payload
    for passage in reading.passages:
        for run in passage.runs:
            shown = passage.text[run.at : run.at + run.chars]
            assert quoted(page, reading.encoding, run.start, run.end) == shown
        if passage.text_start is not None:
            assert reading.text[passage.text_start :].startswith(passage.text)
    for link in reading.links:
        stands = quoted(page, reading.encoding, link.span.start, link.span.end)
        assert link.url in (stands, words(stands, ATTRIBUTE))
        assert 0 <= link.text_start < link.text_end <= len(reading.text)
    for claim in reading.claims:
        _prove(
            claim, parts.get(claim.where or "", payload), encoding(reading.encoding, reading.part, claim.where)
        )
    language = next((claim.value for claim in reading.claims if claim.field == "language"), None)
    for found in reading.attributions:
        assert quoted(page, reading.encoding, found.start, found.end) == found.quote
        assert any(same(found, other) for other in again(found.quote, KNOWLEDGE, language))


def _prove(claim: Claim, place: bytes, code: str) -> None:
    assert claim.start is not None
    assert claim.end is not None
    assert claim.rule is not None
    assert claim.quote is not None
    assert quoted(place, code, claim.start, claim.end) == claim.quote
    assert apply(claim.rule, claim.quote, KNOWLEDGE) == claim.value


def proved(payload: bytes, origin: Origin) -> Reading | None:
    """What is read of a payload, which must be proved; None for what is refused, by its name and in words."""
    try:
        reading = read(payload, "page", KNOWLEDGE, origin)
    except SourceError as error:
        refusal = str(error)
    else:
        prove(payload, reading)
        return reading
    assert refusal.startswith("page: ")
    assert "please report" not in refusal
    return None
