"""The labelled corpus is what it says it is: its labels hold by a plain count of words, whoever compares."""

import re
import unicodedata
from collections import Counter
from datetime import datetime
from functools import cache
from html import unescape
from itertools import combinations

import crossposts
import pytest
from crossposts import Article, Pair

PAIRS = crossposts.pairs()
ARTICLES = crossposts.articles()
# What a pair's source may be claimed for: quotations and third texts have no direction.
DIRECTED = {"copy", "edited", "template", "excerpt", "translation"}
MARKS = str.maketrans("“”„«»‘’–—", '"""""\'\'--', "\u00ad")
QUOTED = re.compile(r'"[^"]*"|(?<!\w)\'[^"\n]*?\'(?!\w)')

DIRT = re.compile(
    "\u00a0|\u00ad|â€|Ã|&\\w+;|&#\\d+;|share|teilen|partager|compartir|follow us|credit|comment|related|"
    "read more|advertisement|subscribe|sign up|most read|cookies",
    re.IGNORECASE,
)


@cache
def words(text: str) -> list[str]:
    """Lower-case words without marks."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", unescape(text)).translate(MARKS).lower())


def sound(text: str) -> list[str]:
    """The words in ASCII that no damage can have touched."""
    tokens = unicodedata.normalize("NFKC", text).translate(MARKS).replace("-", " ").split()
    kept = (token for token in tokens if token.isascii() and not re.search(r"\w\?\w|&#?\w+;", token))
    return words(" ".join(kept))


def shared(pair: Pair) -> float:
    """The part of the smaller text's word 3-grams that the other one has too."""
    a, b = (_grams(sound(article.text)) for article in (pair.a, pair.b))
    return (a & b).total() / min(a.total(), b.total())


def _grams(found: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(zip(found, found[1:], found[2:], strict=False))


def longest_run(a: str, b: str) -> int:
    """Words in the longest run that both texts have."""
    theirs, best = words(b), 0
    row = [0] * (len(theirs) + 1)  # how long the run is that ends at each of their words
    for word in words(a):
        row = [0, *(row[at] + 1 if other == word else 0 for at, other in enumerate(theirs))]
        best = max(best, *row)
    return best


def prose(text: str) -> str:
    """A text without what stands in quotation marks; a quotation may go on over several paragraphs."""
    plain, goes_on = text.translate(MARKS), re.compile(r'^"([^"\n]+)\n\n"', re.MULTILINE)
    while goes_on.search(plain):
        plain = goes_on.sub(r'"\1 ', plain, count=1)
    return QUOTED.sub(" | ", plain)


def labelled(*labels: str) -> list[Pair]:
    return [pair for pair in PAIRS if pair.label in labels]


def name(pair: Pair) -> str:
    return f"{pair.a.id} {pair.b.id}"


def test_articles_are_complete_and_their_ids_and_addresses_unique() -> None:
    assert max(Counter(article.id for article in ARTICLES).values()) == 1
    assert max(Counter(article.url for article in ARTICLES).values()) == 1
    for article in ARTICLES:
        assert article.id.startswith(f"{article.event}-")
        assert all((article.outlet, article.url, article.title, article.text))
        assert article.text == article.text.strip()
        assert "\n\n\n" not in article.text
        assert article.language in {"en", "de", "es", "fr"}
        assert article.published[:10] < article.captured_at[:10]
        assert datetime.fromisoformat(article.captured_at).tzinfo


def test_each_pair_within_an_event_stands_once_and_its_parts_are_known() -> None:
    events = Counter(article.event for article in ARTICLES)
    assert len(PAIRS) == sum(count * (count - 1) // 2 for count in events.values())
    assert len({frozenset((pair.a.id, pair.b.id)) for pair in PAIRS}) == len(PAIRS)
    for pair in PAIRS:
        assert pair.a.event == pair.b.event
        assert pair.label in crossposts.LABELS
        assert pair.source in {None, pair.a.id, pair.b.id}
        assert (pair.source is not None) == bool(pair.because), name(pair)
        assert pair.source is None or pair.label in DIRECTED, name(pair)


def test_every_file_names_only_articles_of_its_own_and_each_pair_once() -> None:
    for path in crossposts.CORPUS.glob("*.yaml"):
        event = crossposts.stated(path)
        ids = {article["id"] for article in event["articles"]}
        named = [frozenset((pair["a"], pair["b"])) for pair in event["pairs"]]
        assert len(set(named)) == len(named), path.name
        assert all(len(ends) == 2 and ends <= ids for ends in named), path.name
        assert all("source" in pair for pair in event["pairs"]), path.name


def test_there_is_enough_of_everything() -> None:
    count = Counter(pair.label for pair in PAIRS)
    assert len(ARTICLES) >= 140
    assert count["copy"] + count["edited"] >= 60
    assert count["excerpt"] >= 40
    assert count["shared-quotation"] >= 60
    assert count["different"] >= 150
    assert sum("furniture" in pair.note for pair in labelled("different")) >= 40
    assert count["template"] >= 12
    assert count["translation"] >= 10
    assert count["shared-source"] >= 12
    assert sum(pair.source is not None for pair in PAIRS) >= 20


@pytest.mark.parametrize("pair", labelled("copy"), ids=name)
def test_copies_have_nearly_all_words_in_common(pair: Pair) -> None:
    assert shared(pair) >= 0.8


@pytest.mark.parametrize("pair", labelled("edited", "template"), ids=name)
def test_edited_texts_have_much_in_common_but_not_all(pair: Pair) -> None:
    lengths = sorted(len(words(article.text)) for article in (pair.a, pair.b))
    assert shared(pair) >= 0.3
    assert shared(pair) < 0.97 or lengths[0] < 0.7 * lengths[1]


@pytest.mark.parametrize("pair", labelled("excerpt"), ids=name)
def test_an_excerpt_is_one_passage_of_thirty_words_and_more(pair: Pair) -> None:
    assert 30 <= longest_run(pair.a.text, pair.b.text) <= 130
    assert shared(pair) < 0.8


@pytest.mark.parametrize("pair", labelled("shared-quotation"), ids=name)
def test_what_quoting_texts_share_is_quoted(pair: Pair) -> None:
    """In both of them, or, where marks are lost, in one at most."""
    ours, theirs = prose(pair.a.text), prose(pair.b.text)
    bare = [longest_run(ours, pair.b.text) >= 10, longest_run(pair.a.text, theirs) >= 10]
    assert longest_run(pair.a.text, pair.b.text) >= 10
    assert any(bare) == ("marks lost" in pair.note)
    assert all(bare) == ("marks lost in both" in pair.note)


@pytest.mark.parametrize("pair", labelled("shared-source"), ids=name)
def test_texts_from_a_third_share_a_paragraph_and_have_one_of_their_own(pair: Pair) -> None:
    assert longest_run(pair.a.text, pair.b.text) >= 20
    for ours, theirs in ((pair.a, pair.b), (pair.b, pair.a)):
        assert any(longest_run(paragraph, theirs.text) < 8 for paragraph in ours.text.split("\n\n"))


@pytest.mark.parametrize("pair", labelled("translation"), ids=name)
def test_translations_share_names_and_numbers_but_no_prose(pair: Pair) -> None:
    assert pair.a.language != pair.b.language
    assert longest_run(pair.a.text, pair.b.text) < 8
    ours, theirs = _figures(pair.a), _figures(pair.b)
    assert len(ours & theirs) >= 0.6 * min(len(ours), len(theirs))


def _figures(article: Article) -> set[str]:
    """Numbers of two digits and more, without what groups their digits."""
    return set(re.findall(r"\d{2,}", re.sub(r"(?<=\d)[.,\s](?=\d)", "", article.text)))


def test_different_texts_have_at_most_furniture_lists_and_phrases_in_common() -> None:
    for pair in labelled("different"):
        limit = 120 if "furniture" in pair.note else 50 if "in common" in pair.note else 15
        assert longest_run(pair.a.text, pair.b.text) < limit, name(pair)


def test_pairs_across_events_are_the_same_for_a_seed_and_have_nothing_in_common() -> None:
    sample = crossposts.across(100, seed=7)
    assert len(sample) == 100
    assert sample == crossposts.across(100, seed=7) != crossposts.across(100, seed=8)
    for pair in sample:
        assert pair.a.event != pair.b.event
        assert pair.label == "different"
        assert longest_run(pair.a.text, pair.b.text) < 15, name(pair)


def test_a_third_of_the_texts_is_as_unclean_as_crawled_ones() -> None:
    assert sum(bool(DIRT.search(article.text)) for article in ARTICLES) >= len(ARTICLES) / 3


def test_lengths_vary() -> None:
    lengths = [len(article.text.split()) for article in ARTICLES]
    assert sum(length < 100 for length in lengths) >= 8
    assert sum(100 <= length <= 500 for length in lengths) >= 100
    assert sum(length >= 700 for length in lengths) >= 2
    assert len({article.language for article in ARTICLES}) == 4


def test_no_two_articles_have_the_same_text() -> None:
    assert all(a.text != b.text for a, b in combinations(ARTICLES, 2))
