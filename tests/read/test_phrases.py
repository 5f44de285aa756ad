"""What a line is taken for: notices and credits of the page, and the news that only sounds like them."""

import pytest

from ingest.resources import knowledge

PHRASES = knowledge().phrases


@pytest.mark.parametrize(
    "line",
    [
        "Netflix lost 200,000 subscribers in the US and Canada last year.",
        "The company now has 3 million subscribers.",
        "Twitter said the account violated its terms of service.",
        "Residents can sign up for the programme at the town hall.",
        "Nobody could say what stood in the file.",
        "The picture agency was bought by Getty Images.",
        "“We lost many of our subscribers,” he said on Monday.",
        "Judge unseals the Epstein file",
        "Sie kündigten im Mai das Abonnement.",
        "Related to this, the minister resigned.",
        "The charity received a donation of $3 million.",
    ],
)
def test_news_is_kept(line: str) -> None:
    assert not PHRASES.is_furniture(line)
    assert not PHRASES.is_credit(line)
    assert not PHRASES.is_end(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our newsletter",
        "Subscribe now to read your city's news.",
        "Please log in to leave a comment",
        "By signing up you agree to our terms of use.",
        "We use cookies to improve this site.",
        "ADVERTISEMENT",
        "Related: Ferry fares to rise",
        "3 Comments",
    ],
)
def test_notices_are_furniture(line: str) -> None:
    assert PHRASES.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "People walk by the river. Getty Images",
        "A man in Rome (AP Photo/Jo Doe)",
        "Photo: Jane Doe",
        "Photo by Jo",
    ],
)
def test_credits_are_credits(line: str) -> None:
    assert PHRASES.is_credit(line)
