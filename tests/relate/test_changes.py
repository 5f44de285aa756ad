"""What changed between versions: laws for any two texts, readable results for likely ones."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.relate.changes import Change, Piece, Summary, after, before, changes, summary

WORDS = st.lists(
    st.sampled_from("a b bridge Ghent the “the” it's 12.5 , . ! ? \n \xa0 —".split(" ")), max_size=12
)
PARAGRAPHS = st.lists(st.one_of(WORDS.map(" ".join), st.text(max_size=20)), max_size=8)
TEXTS = PARAGRAPHS.map("\n\n".join)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_deleting_and_inserting_turns_the_old_text_into_the_new_one(old: str, new: str) -> None:
    found = changes(old, new)
    assert found == changes(old, new)
    if old == new:
        assert found == ()
    else:
        assert before(found) == old
        assert after(found) == new


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_the_way_back_has_the_same_ends(old: str, new: str) -> None:
    back = changes(new, old)
    assert (before(back), after(back)) == ((new, old) if old != new else ("", ""))


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_changes_are_made_of_what_their_kind_says(old: str, new: str) -> None:
    for change in changes(old, new):
        kinds = {piece.kind for piece in change.pieces}
        assert kinds - {"same"} if change.kind == "replaced" else kinds == {change.kind}
        assert change.kind == "same" or change.paragraphs == 1
        assert not change.moved or change.kind in ("inserted", "deleted")


@given(st.permutations([f"Paragraph {name} stays what it was." for name in "abcdefg"]))
@settings(deadline=None)
def test_shuffled_paragraphs_are_moved(shuffled: list[str]) -> None:
    found = changes("\n\n".join(sorted(shuffled)), "\n\n".join(shuffled))
    assert {change.kind for change in found if not change.moved} <= {"same"}


MAYOR = "The mayor of Ghent said on Tuesday that the bridge would stay."
THIRD = "A third paragraph that nobody touched."
LAST = "Engineers measured every stone over the winter."


def test_words_inside_a_paragraph() -> None:
    new = MAYOR.replace("Tuesday", "Wednesday").replace("stay.", "stay open.")
    found = changes(f"{THIRD}\n\n{LAST}\n\n{MAYOR}", f"{THIRD}\n\n{LAST}\n\n{new}")
    assert found == (
        Change("same", (Piece("same", THIRD), Piece("same", LAST))),
        Change(
            "replaced",
            (
                Piece("same", "The mayor of Ghent said on "),
                Piece("deleted", "Tuesday"),
                Piece("inserted", "Wednesday"),
                Piece("same", " that the bridge would stay"),
                Piece("inserted", " open"),
                Piece("same", "."),
            ),
        ),
    )
    assert found[0].paragraphs == 2
    assert summary(found) == Summary(words_added=2, words_removed=1, paragraphs_moved=0)


def test_inserted_deleted_and_moved_paragraphs() -> None:
    added = "Something that was not known before."
    found = changes(f"{LAST}\n\n{MAYOR}\n\n{THIRD}", f"{MAYOR}\n\n{added}\n\n{THIRD}\n\n{LAST}")
    assert [(change.kind, change.moved) for change in found] == [
        ("deleted", True), ("same", False), ("inserted", False), ("same", False), ("inserted", True),
    ]  # fmt: skip
    assert summary(found) == Summary(words_added=6, words_removed=0, paragraphs_moved=1)


@pytest.mark.parametrize(
    "new",
    [
        MAYOR.replace("the bridge", "“the bridge”"),
        MAYOR.replace("said on", "said  on"),
        MAYOR.replace(".", "!"),
    ],
)
def test_marks_and_spaces_are_shown_and_count_no_words(new: str) -> None:
    found = changes(MAYOR, new)
    assert [change.kind for change in found] == ["replaced"]
    assert summary(found) == Summary(0, 0, 0)


def test_changed_words_with_a_mark_between_are_one_change() -> None:
    found = changes("The bridge cost ten, twenty euros.", "The bridge cost five, thirty euros.")
    shown = [(piece.kind, piece.text) for piece in found[0].pieces]
    assert shown[1:3] == [("deleted", "ten, twenty"), ("inserted", "five, thirty")]


def test_a_text_from_nothing_and_to_nothing() -> None:
    assert changes("", "") == ()
    assert changes("", "a") == (Change("inserted", (Piece("inserted", "a"),)),)
    assert changes("a", "") == (Change("deleted", (Piece("deleted", "a"),)),)


def test_an_endless_paragraph_is_compared_by_sentences() -> None:
    old = [f"Stone {number} of the bridge weighs much." for number in range(1000)]
    new = [*old[:500], "Nobody counted on.", *old[501:]]
    old[10] = "Another beginning."
    found = changes(" ".join(old), " ".join(new))
    deleted = "".join(piece.text for piece in found[0].pieces if piece.kind == "deleted").strip()
    assert deleted.startswith("Another beginning.")
    assert deleted.endswith("Stone 500 of the bridge weighs much.")
    assert len(deleted) < 100


def numbered(words: str) -> str:
    return "\n\n".join(f"{number} {words}" for number in range(1000))


def growing(unit: str) -> str:
    return "\n\n".join(unit * number for number in range(300))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 50_000 + "x", "y" + " b a" * 50_000),
        ("a. b. " * 50_000 + "x", "y" + " b. a." * 50_000),
        ("a\n\nb\n\n" * 5_000 + "x", "y\n\n" + "b\n\na\n\n" * 5_000),
        (growing("ab"), growing("ba")),
        (numbered("a b a c " * 20), numbered("b a c a " * 20)),
        ("\n\n" * 20_000, "\n" * 20_000),
    ],
    ids=["words", "sentences", "paragraphs", "growing", "numbered", "blank"],
)
def test_texts_made_to_take_long_are_compared_coarsely(old: str, new: str) -> None:
    """Finely compared, some of these would take hours."""
    found = changes(old, new)
    assert (before(found), after(found)) == (old, new)


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_words_in_any_disorder(seed: int) -> None:
    order = random.Random(seed)
    texts = [" ".join(order.choices("a b c d e".split(), k=100)) for _ in range(2)]
    found = changes(*texts)
    assert [before(found), after(found)] == texts
