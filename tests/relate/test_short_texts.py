"""Texts with fewer words than a fingerprint takes: they have none, and stop nothing."""

import pytest

from ingest.relate.compare import compare
from ingest.relate.fingerprints import GRAM, fingerprints
from ingest.relate.texts import Text
from ingest.relate.words import words


@pytest.mark.parametrize("count", range(GRAM))
def test_it_has_none(count: int) -> None:
    text = " ".join(["word"] * count)
    assert fingerprints(words(text)) == {}
    assert compare(Text.of(text), Text.of(text)) is None


def test_from_five_words_on_it_has_one() -> None:
    assert len(fingerprints(words("one two three four five"))) == 1
