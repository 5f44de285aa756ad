"""Who says the words of a text: marks of many kinds, lost ones, and how a quotation is led in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relate import speech
from ingest.relate.words import words


def said(text: str) -> str:
    found = words(text)
    return " ".join(
        word for word, inside in zip(found.folded, speech.quoted(text, found), strict=True) if inside
    )


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “we are late” and left.", "we are late"),
        ('He said "we are late" and left.', "we are late"),
        ('He said ""we are late"" and left.', "we are late"),
        ("Er sagte: „Wir sind spät“, und ging.", "wir sind spat"),
        ("Er sagte: »Wir sind spät«, und ging.", "wir sind spat"),
        ("Il a dit : « Nous sommes en retard », puis partit.", "nous sommes en retard"),
        ("He said ‘we are very late today’ and left.", "we are very late today"),
        ("The farmers' market and the miners' hall are open.", ""),
        ("She's here, it isn't over, they're late.", ""),
        ("He told us ?we are late now,? and left. ?Go home,? he added.", "we are late now go home"),
        ("Is it late? Nobody knows. Are they gone? Yes.", ""),
        ("“We are late.\n\n“We go home.” He left.", "we are late we go home"),
        ("The mayor said:\n\nWe are late and go home.\n\nThen he left.", "we are late and go home"),
        ("Nothing is quoted here.", ""),
        ("Rest in peace. — Jane Doe (@jane) May 5, 2020", "rest in peace jane doe jane"),
    ],
)  # fmt: skip
def test_quotation_is_told_from_prose(text: str, quoted: str) -> None:
    assert said(text) == quoted


def test_what_the_page_marks_is_quoted() -> None:
    text = "He wrote.\n\nWe are late."
    found = words(text)
    assert speech.quoted(text, found, [(11, len(text))]) == (False, False, True, True, True)


@given(st.text(alphabet="ab “”\"'‘’?«»:\n.—(@)", max_size=200))
def test_any_text_has_one_answer_for_each_word(text: str) -> None:
    assert len(speech.quoted(text, words(text))) == len(words(text))


@pytest.mark.parametrize("text", ["“" * 50_000, "' a" * 50_000, "\n\n".join(["a:"] * 20_000), "?a " * 50_000])
def test_hostile_marks_end(text: str) -> None:
    speech.quoted(text, words(text))


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("We are late, he said. Nobody knows why.", True),
        ("He said “we are late”.", False),
        ("The harbour is closed until March.", False),
    ],
)
def test_a_text_in_which_people_speak_without_a_mark_lost_them(text: str, lost: bool) -> None:
    assert speech.unmarked(text) is lost


def test_speech_sounds_like_speech() -> None:
    assert speech.spoken(words("I told you that we would not leave our houses").folded)
    assert not speech.spoken(words("The council decided on Tuesday to close the harbour").folded)
