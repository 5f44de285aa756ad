"""Elements among a page's tags, against the same looked up one by one."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.read.html.elements import between, closing, containing, line_at, named
from ingest.read.html.tokens import scan

PIECES = st.lists(
    st.sampled_from(
        ["<div class=author>", "</div>", "<p>", "</p>", "<a href=/author/x>", "</a>", "<br>", "author", "<h1>",
         "</h1>", "<b>", "</b>", " text ", "<!-- author -->", "<script>author</script>", "<"]
    ),
    max_size=25,
)  # fmt: skip


@given(PIECES, st.integers(0, 60), st.integers(0, 200))
def test_tags_are_found_by_their_words(pieces: list[str], start: int, end: int) -> None:
    markup = scan("".join(pieces))
    found = [*containing(markup, ("author", "<h1"), start, end)]
    # A word that begins in the stretch and a tag that does.
    expected = []
    for tag in markup.tags:
        stretch = markup.text[tag.start : min(tag.end, end)]
        if not tag.closing and tag.start >= start and ("author" in stretch or "<h1" in stretch):
            expected.append(tag)
    assert found == expected


@given(PIECES)
def test_an_element_closes_after_it_opens(pieces: list[str]) -> None:
    markup = scan("".join(pieces))
    for tag in between(markup, 0, len(markup.text)):
        if not tag.closing:
            assert tag.end <= closing(markup, tag) <= len(markup.text)
    assert named(markup, "p")["p"] == [*markup.named("p")]


@given(PIECES, st.integers(0, 200))
def test_a_line_holds_its_place(pieces: list[str], place: int) -> None:
    markup = scan("".join(pieces))
    start, end = line_at(markup, place)
    assert start <= place < end


def test_elements_close_where_their_like_does() -> None:
    markup = scan("<div>a<div>b</div>c</div><p>one<p>two</p><br>x<span>open")
    texts = [markup.text[tag.end : closing(markup, tag)] for tag in markup.tags if not tag.closing]
    assert texts == ["a<div>b</div>c", "b", "one", "two", "", ""]
