"""News that never was: any number of made articles, each known by its number and the same every time.

Words are drawn by Zipf's law from 30,000, sentences filled into 200 forms, so that texts have phrases in
common as news has. A text has 300 to 700 words. One in twenty is an edited copy of an earlier one, one in
fifty carries a passage of one, one in fifty a statement that others carry too; every article of an
outlet ends with the outlet's own three paragraphs.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Literal

from ingest.records import Assertion, Capture

Kind = Literal["own", "copy", "excerpt", "statement"]

VOCABULARY, FORMS, OUTLETS = 30_000, 200, 2_000
# Numbers for which every article is a copy of one text, or carries one statement.
COPIES, STATEMENTS = range(10_000_000, 10_000_500), range(20_000_000, 20_000_300)
FURNISHED = range(30_000_000, 30_000_200)
_PARTS = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru sta tre spi".split()


@dataclass(frozen=True, slots=True)
class Made:
    """One article; `source` is the number of the one that it has words from."""

    number: int
    outlet: str
    title: str
    paragraphs: tuple[str, ...]
    kind: Kind = "own"
    source: int | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def url(self) -> str:
        return f"https://{self.outlet}/{self.number}"

    @property
    def day(self) -> str:
        return str(date(2020, 1, 1) + timedelta(days=self.number % 2_000))


def _words(chance: random.Random, known: set[str]) -> Iterator[str]:
    while True:
        word = "".join(chance.choices(_PARTS, k=chance.randint(1, 4)))
        if word not in known:
            known.add(word)
            yield word


_CHANCE = random.Random("vocabulary")
_MADE = _words(_CHANCE, set())
_VOCABULARY = [next(_MADE) for _ in range(VOCABULARY)]
_WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
# Each form begins with a phrase of its own and leaves gaps of some words.
_FORMS = [
    [(_CHANCE.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=_CHANCE.randint(1, 4)), _CHANCE.randint(1, 6))
     for _ in range(_CHANCE.randint(2, 5))]
    for _ in range(FORMS)
]  # fmt: skip


def sentence(chance: random.Random) -> str:
    """One of the forms, filled."""
    form = chance.choice(_FORMS)
    filling = iter(chance.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=sum(gap for _, gap in form)))
    said = [word for phrase, gap in form for word in (*phrase, *(next(filling) for _ in range(gap)))]
    return " ".join(said).capitalize() + "."


def paragraph(chance: random.Random, least: int) -> str:
    """Sentences of so many words or a few more."""
    found: list[str] = []
    while sum(one.count(" ") + 1 for one in found) < least:
        found.append(sentence(chance))
    return " ".join(found)


def furniture(outlet: str) -> tuple[str, ...]:
    """What stands under every article of an outlet."""
    chance = random.Random(f"furniture {outlet}")
    return tuple(paragraph(chance, 20) for _ in range(3))


@lru_cache(maxsize=4096)
def _statement(number: int) -> str:
    return f'"{paragraph(random.Random(f"statement {number}"), 30)}" the minister said.'


def _body(chance: random.Random) -> list[str]:
    length, found = chance.randint(190, 570), list[str]()
    while sum(one.count(" ") + 1 for one in found) < length:
        found.append(paragraph(chance, chance.randint(30, 70)))
    return found


def _edited(chance: random.Random, body: list[str]) -> list[str]:
    """A copy of which a paragraph is cut and some words are others."""
    kept = list(body)
    if len(kept) > 4:
        del kept[chance.randrange(1, len(kept))]
    words = " \n\n ".join(kept).split(" ")
    for at in chance.sample(range(len(words)), k=chance.randint(0, len(words) // 40)):
        words[at] = words[at] if "\n" in words[at] else chance.choice(_VOCABULARY)
    return " ".join(words).split(" \n\n ")


def made(number: int) -> Made:
    """The article of a number, whichever others there are."""
    chance = random.Random(f"article {number}")
    outlet = f"outlet{int(OUTLETS * chance.random() ** 2)}.example"
    title, kind, body, source = sentence(chance), _kind(chance, number), _body(chance), None
    if kind == "copy":
        source = 0 if number in COPIES else chance.randrange(number)
        body = _edited(chance, _own(source))
    elif kind == "excerpt":
        source = chance.randrange(number)
        body.insert(len(body) // 2, chance.choice(_own(source)))
    elif kind == "statement":
        body.insert(1, _statement(-1 if number in STATEMENTS else chance.randrange(1 + number // 200)))
    if number in FURNISHED:
        outlet = "furnished.example"
    return Made(number, outlet, title, (*body, *furniture(outlet)), kind, source)


def _kind(chance: random.Random, number: int) -> Kind:
    drawn = chance.random()
    if number in COPIES or (0 < number < COPIES.start and drawn < 0.05):
        return "copy"
    if number in STATEMENTS:
        return "statement"
    if 0 < number < COPIES.start and drawn < 0.07:
        return "excerpt"
    return "statement" if number < COPIES.start and drawn < 0.09 else "own"


def _own(number: int) -> list[str]:
    """What an article's text is before the outlet adds to it."""
    return list(made(number).paragraphs[:-3])


def capture(article: Made) -> Capture:
    """An article as it comes in: a text with what its manifest states."""
    stated = (("title", article.title), ("outlet", article.outlet), ("published", article.day),
              ("url", article.url))  # fmt: skip
    return Capture(
        article.text.encode(), article.url, f"{article.number}.txt", str(article.number),
        f"{article.day}T12:00:00+00:00", tuple(Assertion(*one) for one in stated), "made",
    )  # fmt: skip


def pairs(numbers: range) -> Iterator[tuple[Made, Made]]:
    """The articles of some numbers with those whose words they carry."""
    for article in map(made, numbers):
        if article.source is not None:
            yield article, made(article.source)


def neighbours(numbers: range) -> Iterator[tuple[Made, Made]]:
    """Articles with nothing in common but words."""
    yield from pairwise(map(made, numbers))
