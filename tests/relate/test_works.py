"""A work of any size is told by few rows, each true, whatever order its members came in."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ingest.relate.matching import Match
from ingest.relate.works import Groups, Tie, Work, original, ties, works

COPY = Match("republication", 900)
Dates = dict[str, tuple[str | None, str | None]]


def work(
    members: str, pairs: Iterable[str] = (), edges: Iterable[str] = (), dates: Dates | None = None
) -> Work:
    """Members are letters; small ones have a text, capitals are stubs; pairs and edges two letters each."""
    texts = {one: (dates or {}).get(one, (None, None)) for one in members if one.islower()}
    matches = {(min(pair), max(pair)): COPY for pair in pairs}
    return Work(texts, {one: f"Outlet {one}" for one in members}, tuple((a, b) for a, b in edges), matches)


def none(a: str, b: str) -> None:
    return None


def told(tied: list[Tie]) -> list[tuple[str, str, str, bool]]:
    return [(tie.article, tie.source, tie.kind, tie.directed) for tie in tied]


def test_copies_of_unknown_source_hang_on_the_smallest() -> None:
    pairs = ("ab", "ac", "bc", "cd", "ad")
    assert told(ties(work("abcd", pairs), none)) == [
        ("a", "b", "republication", False),
        ("a", "c", "republication", False),
        ("a", "d", "republication", False),
    ]


def test_copies_hang_on_the_source_that_one_of_them_names() -> None:
    tied = ties(work("abc", ("ab", "ac", "bc"), ("bc",)), none)
    assert told(tied) == [("a", "c", "republication", True)]
    assert tied[0].named_by == "b"


def test_what_was_out_before_the_source_is_not_made_from_it() -> None:
    dates: Dates = {"a": ("2025-03-01", "2025-03-01"), "c": ("2025-03-02", "2025-03-02")}
    assert told(ties(work("abc", ("ab", "ac", "bc"), ("bc",), dates), none)) == [
        ("a", "c", "republication", False)
    ]


def test_where_one_names_a_source_that_is_not_here_the_others_share_it() -> None:
    assert told(ties(work("abS", ("ab",), ("bS",)), none)) == [("a", "b", "shared-source", False)]


def test_what_is_the_same_as_another_is_no_copy_of_it() -> None:
    one = work("abcd", ("ab", "cd", "bc"))
    tied = ties(replace(one, same={"b": "a"}), none)
    assert original(one) is None
    assert told(tied) == [("b", "c", "republication", False), ("c", "d", "republication", False)]


def test_a_copy_leads_to_the_source_that_it_shows() -> None:
    found = work("abc", ("ac",))
    matches = {
        **found.matches,
        ("a", "b"): Match("adaptation", 800, "b"),
        ("b", "c"): Match("republication", 700, "b", True),
    }
    tied = ties(Work(found.texts, found.outlets, (), matches), none)
    assert told(tied) == [("b", "c", "republication", True), ("a", "c", "republication", True)]
    assert tied[0].asserted
    assert tied[1].named_by == "b"


def test_what_the_index_did_not_bring_together_is_compared() -> None:
    asked = []

    def compare(a: str, b: str) -> Match | None:
        asked.append((a, b))
        return COPY if (a, b) == ("a", "c") else None

    tied = ties(work("abcd", ("ab", "bc", "cd")), compare)
    assert told(tied) == [
        ("a", "b", "republication", False),
        ("a", "c", "republication", False),
        ("c", "d", "republication", False),
    ]
    assert asked == [("a", "c"), ("a", "d")]


letters = st.sampled_from("abcdefgh")
drawn = st.lists(st.tuples(letters, letters).filter(lambda pair: pair[0] != pair[1]), max_size=20)


@given(drawn, drawn)
def test_every_work_is_told_by_one_row_less_than_it_has_members(
    pairs: list[tuple[str, str]], edges: list[tuple[str, str]]
) -> None:
    joined = works("abcdefgh", [*pairs, *edges])
    members = "".join(one for one, root in joined.items() if root == joined["a"])
    inside = [a + b for a, b in pairs if a in members]
    known = [a + b for a, b in edges if a in members]
    tied = ties(work(members, inside, known), none)
    groups = Groups(members)
    for a, b in [*((tie.article, tie.source) for tie in tied), *((a, b) for a, b in known)]:
        groups.join(a, b)
    assert len(set(groups.roots().values())) == 1, "the rows join all of it"
    assert len(tied) <= len(members) - 1
    assert all(tie.article < tie.source for tie in tied if not tie.directed)


@given(drawn)
def test_the_order_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in reversed(pairs)]
    assert works("abcdefgh", pairs) == works("hgfedcba", turned)
