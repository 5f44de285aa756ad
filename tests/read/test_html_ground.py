"""Finding a text again in the page it was taken from."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.read.html.ground import Ground, find
from ingest.read.html.tokens import scan

LONG = "The council of the town met on Tuesday to hear what the engineers had found"


def found(page: str, *pieces: str) -> list[str | None]:
    return [spanned.text if spanned else None for spanned in find(pieces, Ground(scan(page)))]


def test_tags_entities_and_spaces_between_letters_do_not_matter() -> None:
    page = "<p>“The <b>coun</b>cil   met&rsquo;s</p><p>caf&eacute; (<i>old</i>).</p>"
    assert found(page, "“The council met’s", "café (old).") == ["“The council met’s", "café (old)."]


def test_signs_come_as_the_piece_has_them() -> None:
    page = "<p>(“Good,” she said.) More.</p>"
    assert found(page, "“Good,” she said.") == ["“Good,” she said."]
    assert found(page, "Good,” she said") == ["Good,” she said"]


def test_the_text_is_the_pages_own() -> None:
    assert found("<p>Crème-brûlée · 3,50</p>", "Crème brûlée 350") == ["Crème-brûlée · 3,50"]


def test_a_short_piece_is_looked_for_between_its_neighbours() -> None:
    page = f"<ul><li>More</li></ul><p>{LONG} one</p><h2 id=x>More</h2><p>{LONG} two</p><p>More</p>"
    places = [
        spanned.start for spanned in find((f"{LONG} one", "More", f"{LONG} two"), Ground(scan(page))) if spanned
    ]
    assert places == [page.index(LONG), page.index("More</h2>"), page.rindex(LONG)]


def test_repeated_pieces_stand_one_after_another() -> None:
    page = "<p>Ha.</p><p>Ha.</p><p>Ha.</p>"
    places = [spanned.start for spanned in find(("Ha.", "Ha.", "Ha."), Ground(scan(page))) if spanned]
    assert places == [3, 13, 23]


def test_what_was_left_out_of_a_piece_is_left_out_again() -> None:
    page = f"<p>{LONG} <time>on the 3rd of March 2025</time> under the old bridge, which nobody expected.</p>"
    assert found(page, f"{LONG} under the old bridge, which nobody expected.") == [
        f"{LONG} under the old bridge, which nobody expected."
    ]


def test_what_does_not_stand_there_is_not_found() -> None:
    assert found("<p>Nothing of the kind.</p>", LONG, "—", "") == [None, None, None]


@given(
    st.lists(st.text(alphabet="abc é,.", min_size=1, max_size=20), min_size=1, max_size=6), st.integers(0, 5)
)
def test_every_paragraph_of_a_page_is_found_in_it(paragraphs: list[str], number: int) -> None:
    page = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    wanted = " ".join(paragraphs[number % len(paragraphs)].split())
    (again,) = found(page, wanted)
    letters = "".join(filter(str.isalpha, wanted))
    assert ("".join(filter(str.isalpha, again)) if again else "") == letters
