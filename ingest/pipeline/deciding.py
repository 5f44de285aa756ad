"""From claims to an article's fields: what its page, its address and people say of it. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from ..errors import SourceError, UsageError
from ..read import addresses, dates, decide
from ..read.beside import Answer, of_address, of_answer
from ..read.html.glimpse import glimpse
from ..read.knowledge import Knowledge
from ..read.reading import is_page
from ..read.walls import Wall, wall
from ..records import Assertion, Capture, Claim, Origin, Reading, Response, Visit
from .acts import Act

# Why a manifest's statements are believed where neither it nor the archivist says.
_STATED = "stated in the manifest"
# Bytes of a page from the web. News pages have less than two million, with all their scripts.
_LARGEST_PAGE = 3_000_000


def origin(capture: Capture) -> Origin:
    """Where a capture's payload was had: as retrieved or, for a file, as its manifest states."""
    if capture.response:
        return Origin(capture.response.url, capture.response.header("Content-Type"))
    stated = (one.value for one in capture.assertions if one.field == "url")
    return Origin(next(stated, None))


def readable(capture: Capture) -> None:
    """Nothing, where a page can be read in the memory that a batch of foreign pages may take.

    Raises:
        SourceError: if it is larger.
    """
    size = len(capture.payload)
    if capture.response and size > _LARGEST_PAGE and is_page(capture.payload, origin(capture).content_type):
        said = f"a page of {size / 1e6:,.1f} MB; of those from the web the largest read have 3 MB"
        raise SourceError(capture.source, f"{said}: save it with a browser and add the file")


def dated(capture: Capture, reading: Reading) -> Capture:
    """The capture with the time at which a browser saved the page, where no other is known."""
    return replace(capture, captured_at=capture.captured_at or reading.saved_at)


def walled(capture: Capture, reading: Reading, knowledge: Knowledge, before: str | None = None) -> Wall | None:
    """What stands in front of an article that was asked for on the web, if something does.

    Args:
        capture: what came; a file is what the archivist says that it is.
        reading: what it says.
        knowledge: its phrases.
        before: the article's text as archived earlier.
    """
    if capture.response is None:
        return None
    title = headline(reading)
    asked, final = capture.response.asked, capture.response.url
    return wall(reading.text, knowledge, title=title, asked=asked, final=final, before=before)


def instead(capture: Capture, origin: Origin, knowledge: Knowledge) -> Wall | None:
    """What stands where an article was asked for, of a page in which none was found."""
    if capture.response is None or not is_page(capture.payload, origin.content_type):
        return None
    title, shown = glimpse(capture.payload, capture.source, origin)
    asked, final = capture.response.asked, capture.response.url
    return wall(shown, knowledge, title=title, asked=asked, final=final)


def headline(reading: Reading) -> str | None:
    """The title that a page gives itself."""
    return decide.value(decide.decide(reading.claims, None, None), "title")


def decided(
    machine: Iterable[Claim],
    stated: Iterable[Claim],
    captured_at: str | None,
    knowledge: Knowledge,
    answered: Answer | None = None,
) -> tuple[Claim, ...]:
    """All claims about an article with the chosen ones marked.

    What its address says by itself follows from the address that was chosen for it.

    Args:
        machine: what was read from the payload.
        stated: what people said, in the order they said it.
        captured_at: when the payload was retrieved, None where unknown.
        knowledge: outlets and phrases.
        answered: the address that the payload came from, and with which headers; None for a file.
    """
    read, said = (*machine, *of_answer(answered, knowledge)), tuple(stated)
    address = chosen_address((*read, *said))
    url = address.value if address else None
    from_address = of_address(url, address.basis, knowledge) if address and url else ()
    return decide.decide((*read, *from_address, *said), captured_at, url)


def chosen_address(claims: Iterable[Claim]) -> Claim | None:
    """The claim that decides an article's address."""
    of_url = (claim for claim in claims if claim.field == "url")
    return next((claim for claim in decide.decide(of_url, None, None) if claim.chosen), None)


def answer(response: Response | None) -> Answer | None:
    """What an answer says of what came with it."""
    return Answer(response.url, response.headers) if response else None


def assertions(capture: Capture | Visit, act: Act) -> tuple[Claim, ...]:
    """What a manifest states.

    Raises:
        SourceError: if a value cannot be one of its field's.
    """
    try:
        stated = [Assertion(one.field, checked(one.field, one.value)) for one in capture.assertions]
    except UsageError as error:
        raise SourceError(capture.source, str(error)) from error
    basis = capture.basis or act.because or _STATED
    return tuple(asserted(one, "manifest", basis, act) for one in stated)


def asserted(stated: Assertion, where: str | None, basis: str | None, act: Act) -> Claim:
    """A person's word as a claim."""
    return Claim(
        stated.field, stated.value, "assertion", where=where, basis=basis, by=act.by, asserted_at=act.now
    )


def unsaid(stated: Collection[Claim], said: Iterable[Claim]) -> list[Claim]:
    """The assertions that nobody made before in the same words.

    Values of one field hold together: with a new author, the list it stands in is said as a whole.
    """
    known = {(claim.field, claim.value, claim.basis) for claim in said}
    new = {claim.field for claim in stated if (claim.field, claim.value, claim.basis) not in known}
    return [claim for claim in stated if claim.field in new]


def checked(field: str, value: str | None) -> str | None:
    """A stated value, if it can be one of the field's.

    Raises:
        UsageError: if it cannot.
    """
    if field not in decide.FIELDS:
        raise UsageError(f"{field}: no such field; known are {', '.join(decide.FIELDS)}")
    if value is None or field not in ("url", "published", "modified"):
        return value
    if field == "url":
        try:
            addresses.key(addresses.check(value))
        except ValueError as error:
            raise UsageError(f"{value!r} is no web address: {error}") from error
        return value
    if not dates.is_edtf(value):
        raise UsageError(f"{value!r} is no date; write 2026-02-06, 2026-02, 2026 or an instant with its offset")
    return value
