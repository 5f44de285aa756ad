"""The scanner of pages: what is a tag, what is text, whatever the page is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.html.lean import lean
from ingest.read.html.tokens import scan

MARKUP = st.text(alphabet="<>/!-=\"' abpscript&;\n", max_size=80)


def texts(page: str) -> list[str]:
    return [page[chunk.start : chunk.end] for chunk in scan(page).chunks]


def names(page: str) -> list[str]:
    return [("/" if tag.closing else "") + tag.name for tag in scan(page).tags]


@pytest.mark.parametrize(
    ("page", "tags", "said"),
    [
        ("<p>a</P>b", ["p", "/p"], ["a", "b"]),
        ("1 < 2 and <3", [], ["1 < 2 and <3"]),
        ("<a title=\"x > y\" b='<p>'>z", ["a"], ["z"]),
        ("<p title=it's>a", ["p"], ["a"]),
        ("<br/>a<p/ >b", ["br", "p"], ["a", "b"]),
        ('<p title="never closed>a</p>b', ["p", "/p"], ["a", "b"]),
        ("a<!-- <p> -->b<!-->c<!--->d<!-- e --!>f", [], ["a", "b", "c", "d", "f"]),
        ("a<!-- never closed", [], ["a"]),
        ("<!doctype html><?php x ?>a</ x>b</>c", [], ["a", "b", "c"]),
        ("<![CDATA[ a ]]>b", [], ["b"]),
        ("<script>if (a<b) '<p>'</script >c", ["script", "/script"], ["c"]),
        ("<script><!-- </script>c", ["script", "/script"], ["c"]),
        ("<script>never closed <p>a", ["script"], []),
        ("<svg><title>a</title></svg>b", ["svg", "/svg"], ["b"]),
        ("<svg>never closed<p>b", ["svg", "p"], ["never closed", "b"]),
        ("<textarea><p>a</textarea>b", ["textarea", "/textarea"], ["b"]),
        ("a<p", ["p"], ["a"]),
    ],
)
def test_tags_and_text(page: str, tags: list[str], said: list[str]) -> None:
    assert (names(page), texts(page)) == (tags, said)


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("<a href=x class='b c' DATA-q>", {"href": "x", "class": "b c", "data-q": ""}),
        ('<a href="first" href="second">', {"href": "first"}),
        ('<a href = "x&amp;y&copy=1&#39;" >', {"href": "x&y&copy=1'"}),
        ("<a / b=c / d>", {"b": "c", "d": ""}),
        ('<meta content="Tom &amp;amp; Jerry&amp;#8217;s">', {"content": "Tom & Jerry’s"}),
        ("<a b='' c>", {"b": "", "c": ""}),
    ],
)
def test_attributes(tag: str, attributes: dict[str, str]) -> None:
    markup = scan(tag)
    assert {name: value.text for name, value in markup.attributes(markup.tags[0]).items()} == attributes


def test_values_know_where_they_stand() -> None:
    page = "ab<a  href = 'x&amp;y' c=d>"
    markup = scan(page)
    found = markup.attributes(markup.tags[0])
    assert [page[value.start : value.end] for value in found.values()] == ["x&amp;y", "d"]


def test_text_is_parted_by_blocks_and_line_breaks_alone() -> None:
    blocks = [chunk.block for chunk in scan("a<b>b</b>c<br>d<div>e</div>").chunks]
    assert [block == blocks[0] for block in blocks] == [True, True, True, False, False]
    assert len(set(blocks)) == 3


@given(MARKUP)
def test_whatever_the_page_nothing_of_it_is_taken_twice(page: str) -> None:
    markup = scan(page)
    taken = sorted(
        [(tag.start, tag.end) for tag in markup.tags]
        + [(chunk.start, chunk.end) for chunk in markup.chunks]
        + [(raw.start, raw.end) for raw in markup.raws]
        + markup.comments
    )
    assert all(0 <= start <= end <= len(page) for start, end in taken)
    assert all(before[1] <= after[0] for before, after in pairwise(taken))


@given(MARKUP)
def test_a_leaner_page_says_the_same(page: str) -> None:
    assert texts(lean(scan(page))) == texts(page)


def test_many_tags_in_one_line_are_thinned_out() -> None:
    page = "<p>" + "<b>word</b> " * 2000 + "</p><p><i>other</i></p>"
    thin = lean(scan(page))
    assert scan(thin).tags[-3:-1] != []
    assert len(scan(thin).tags) < 600
    assert "<i>other</i>" in thin
    assert "".join(texts(thin)) == "".join(texts(page))
