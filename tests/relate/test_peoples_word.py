"""Of what people said the last word holds; what was undone was never said."""

from typing import Any

from ingest.records import Act, ActKind
from ingest.relate.people import Said, standing


def act(
    number: int, said: ActKind, article: str | None = None, other: str | None = None, **more: Any
) -> tuple[str, Act]:
    day = f"2025-03-{number:02}T00:00:00+00:00"
    return f"act{number}", Act(said, "ana", day, article, other=other, **more)


def held(said: Said) -> list[list[str]]:
    return [
        sorted(identity for identity, _ in one.values())
        for one in (said.linked, said.unlinked, said.same, said.apart)
    ]


LINK, UNLINK = act(1, "link", "b", "a", kind="republication"), act(2, "unlink", "a", "b")
MERGE, SPLIT = act(3, "merge", "c", "a"), act(4, "split", "c")


def test_the_last_word_holds() -> None:
    assert held(standing([LINK])) == [["act1"], [], [], []]
    assert held(standing([LINK, UNLINK])) == [[], ["act2"], [], []]
    assert held(standing([MERGE])) == [[], [], ["act3"], []]
    assert held(standing([MERGE, SPLIT])) == [[], [], [], ["act4"]]


def test_a_pair_is_one_whichever_is_named_first() -> None:
    assert list(standing([LINK]).linked) == [("a", "b")]


def test_what_was_undone_was_never_said() -> None:
    undo = act(5, "undo", undoes="act2")
    assert held(standing([LINK, UNLINK, undo])) == [["act1"], [], [], []]
    assert standing([LINK, UNLINK, undo]).taken_back == {"act2"}


def test_the_undoing_of_an_undoing_brings_it_back() -> None:
    undo, again = act(5, "undo", undoes="act2"), act(6, "undo", undoes="act5")
    assert held(standing([LINK, UNLINK, undo, again])) == [[], ["act2"], [], []]
