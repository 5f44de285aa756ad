"""The labelled corpus of made news texts: what is compared, and what is true of each pair.

One file an event in `corpus/`. Its `pairs` names every pair of articles that have anything in common;
whatever is not named is `different`. `source` is the end that the text came from, null where that
can't be known from the two texts, their addresses and what they print. It knows no rule of comparing.

    copy              the whole text elsewhere; only furniture, headline, typography, cuts, damage differ
    edited            most of the text, reworded, re-ordered, cut to half or expanded
    template          the same text with other names filled in
    excerpt           a part of one, 30 words and more, verbatim in the other's own text
    translation       the same text in another language
    shared-quotation  only quoted speech in common
    shared-source     both carry parts of a third text, which is not here
    different         own words, whatever event, outlet, furniture or form they have in common
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import yaml

CORPUS = Path(__file__).parent / "relate" / "corpus"
LABELS = "copy edited template excerpt translation shared-quotation shared-source different".split()


@dataclass(frozen=True, slots=True)
class Article:
    """One made article; `event` is its file's name, `text` has a blank line between paragraphs."""

    event: str
    id: str
    outlet: str
    url: str
    title: str
    published: str
    captured_at: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What is true of two articles; `source` is an article's id or None, `because` says how one can know it."""

    a: Article
    b: Article
    label: str
    source: str | None = None
    because: str = ""
    note: str = ""


@cache
def articles() -> tuple[Article, ...]:
    """All articles, event by event."""
    return tuple(article for path in _files() for article in _articles(path))


@cache
def pairs() -> tuple[Pair, ...]:
    """All pairs within the events, those too that have nothing in common."""
    return tuple(pair for path in _files() for pair in _pairs(path))


def across(count: int, seed: int = 1) -> tuple[Pair, ...]:
    """So many pairs of articles from different events; the same ones for the same seed."""
    chooser = random.Random(seed)
    strangers = [(a, b) for a, b in combinations(articles(), 2) if a.event != b.event]
    return tuple(Pair(a, b, "different") for a, b in chooser.sample(strangers, min(count, len(strangers))))


def _files() -> list[Path]:
    return sorted(CORPUS.glob("*.yaml"))


@cache
def stated(path: Path) -> dict[str, list[dict[str, str]]]:
    """What an event's file says: its `articles` and its named `pairs`."""
    event: dict[str, list[dict[str, str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return event


def _articles(path: Path) -> list[Article]:
    return [Article(event=path.stem, **article) for article in stated(path)["articles"]]


def _pairs(path: Path) -> Iterator[Pair]:
    found = {article.id: article for article in _articles(path)}
    named = {frozenset((pair["a"], pair["b"])): pair for pair in stated(path)["pairs"]}
    for a, b in combinations(found, 2):
        pair = named.get(frozenset((a, b)), {"a": a, "b": b, "label": "different"})
        yield Pair(found[pair["a"]], found[pair["b"]], **{key: pair[key] for key in pair if key not in "ab"})
