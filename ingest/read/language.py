"""The language a text is written in, by character n-grams (py3langid)."""

from importlib.metadata import version

VERSION = f"py3langid {version('py3langid')}"
# Shorter texts are anybody's guess.
_ENOUGH = 60


def detect(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None where the text is too short to tell.

    A guess from the text itself, which is why its claims rank below anything a page states.
    """
    if sum(1 for char in text if char.isalpha()) < _ENOUGH:
        return None
    # Loading the model takes most of a second; commands that read nothing need not wait for it.
    from py3langid import classify

    return str(classify(text)[0])
