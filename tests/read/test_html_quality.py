"""News pages written for the tests: what is right of each, and the floors of the whole set.

The pages have the markup and the traps of what publishers' systems produce, of outlets that do not
exist. What is right of each stands beside it, whatever is read today: a page that is not read
rightly yet is marked with the reason, so that its mending is noticed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
import yaml
from made import ACT, retrieved
from proof import KNOWLEDGE, prove

from ingest.errors import NoArticleError
from ingest.pipeline import inspect
from ingest.read import decide
from ingest.read.reading import read
from ingest.records import Entry, Origin

PAGES = Path(__file__).parents[1] / "pages" / "news"
_WRITTEN = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(PAGES.glob("*.yaml"))}
GOLD: Mapping[str, Mapping[str, Any]] = {
    name: gold for name, gold in _WRITTEN.items() if "no_article" not in gold
}
EMPTY = {name: gold for name, gold in _WRITTEN.items() if "no_article" in gold}
CAPTURED = "2026-06-01T00:00:00+00:00"  # after all of them

# What today's reader gets wrong, and why.
WRONG: dict[str, dict[str, str]] = {
    "title": {},
    "authors": {},
    "published": {},
    "outlet": {},
    "no article": {},
}


@cache
def entry(name: str) -> Entry:
    """What is recorded of a page, retrieved from its address."""
    gold = _WRITTEN[name]
    payload = (PAGES / f"{name}.html").read_bytes()
    return inspect(retrieved(payload, gold["url"], CAPTURED, content_type="text/html"), KNOWLEDGE, ACT)


def table(field: str, names: Iterable[str]) -> Callable[..., Any]:
    """A test of each page by itself; those known to be wrong must be."""
    wrong = WRONG[field]
    marks = {name: pytest.mark.xfail(strict=True, reason=reason) for name, reason in wrong.items()}
    return pytest.mark.parametrize("name", [pytest.param(n, marks=marks.get(n, ())) for n in names])


def words(text: str | None) -> str | None:
    """A line with single spaces, whatever white space the page has between them."""
    return " ".join(text.split()) if text else None


def called(names: Iterable[str]) -> frozenset[str]:
    """Names without regard to capitals, outlets and agencies by their name in the registry."""
    known = ((name, KNOWLEDGE.registry.named(name)) for name in names)
    return frozenset((outlet.name if outlet else words(name) or "").casefold() for name, outlet in known)


def minute(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(second=0, microsecond=0)


def same_time(found: str | None, gold: str | None) -> bool:
    """The same minute, wherever clocks are; the same day where no more or no offset is printed."""
    if found is None or gold is None:
        return found == gold
    if len(gold) > len("2025-01-01"):
        return "T" in found and minute(found).tzinfo is not None and minute(found) == minute(gold)
    return found[: len(gold)] == gold


def titled(name: str) -> bool:
    return words(entry(name).article.title) == GOLD[name]["title"]


def signed(name: str) -> bool:
    return called(entry(name).article.authors) == called(GOLD[name]["authors"])


def dated(name: str) -> bool:
    return same_time(entry(name).article.published, GOLD[name]["published"])


def attributed(name: str) -> bool:
    return entry(name).article.outlet == GOLD[name]["outlet"]


def claimed(name: str) -> bool:
    titles = {words(claim.value) for claim in entry(name).claims if claim.field == "title"}
    return GOLD[name]["title"] in titles


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Its runs of four words; of four signs in scripts that put no space between words."""
    spaced = "".join(f" {sign} " if "\u3040" <= sign <= "\u9fff" else sign for sign in text.casefold())
    tokens = "".join(sign if sign.isalnum() else " " for sign in spaced).split()
    return Counter(tuple(tokens[at : at + size]) for at in range(max(1, len(tokens) - size + 1)))


def likeness(found: str, gold: str) -> float:
    """F1 over the two texts' shingles, counted as often as they occur: 0 to 1."""
    one, other = shingles(found), shingles(gold)
    return 2 * (one & other).total() / (one.total() + other.total())


def told(name: str) -> float:
    return likeness(entry(name).text or "", GOLD[name]["text"])


@table("title", GOLD)
def test_title(name: str) -> None:
    assert words(entry(name).article.title) == GOLD[name]["title"]


@table("authors", GOLD)
def test_authors(name: str) -> None:
    assert called(entry(name).article.authors) == called(GOLD[name]["authors"])


@table("published", GOLD)
def test_published(name: str) -> None:
    assert dated(name), f"{entry(name).article.published}, not {GOLD[name]['published']}"


@table("outlet", GOLD)
def test_outlet(name: str) -> None:
    assert entry(name).article.outlet == GOLD[name]["outlet"]


@table("no article", EMPTY)
def test_what_holds_no_article(name: str) -> None:
    with pytest.raises(NoArticleError):
        entry(name)
