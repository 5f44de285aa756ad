"""News pages written for the tests: what is right of each, and the floors of the whole set.

The pages have the markup and the traps of what publishers' systems produce, of outlets that do not
exist. What is right of each stands beside it, whatever is read today; `quality.yaml` has the floors
and, page by page, what is not read rightly yet, so that its mending is noticed.
"""

from collections import Counter
from collections.abc import Iterable
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
WRITTEN = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(PAGES.glob("*.yaml"))}
EMPTY = [name for name, gold in WRITTEN.items() if "no_article" in gold]
NEWS = [name for name in WRITTEN if name not in EMPTY]
QUALITY = yaml.safe_load((Path(__file__).parent / "quality.yaml").read_text("utf-8"))
FLOORS, UNREACHED, WRONG = QUALITY["floors"], QUALITY["unreached"], QUALITY["wrong"]
# What each page is asked by itself, and how near its text must be.
EACH = ("title", "authors", "published", "outlet", "text")
NEAR = 0.95
CAPTURED = "2026-06-01T00:00:00+00:00"  # after all of them


def payload(name: str) -> bytes:
    return (PAGES / f"{name}.html").read_bytes()


@cache
def entry(name: str) -> Entry:
    """What is recorded of a page that was retrieved from its address."""
    capture = retrieved(payload(name), WRITTEN[name]["url"], CAPTURED, content_type="text/html")
    return inspect(capture, KNOWLEDGE, ACT)


def found(name: str, field: str) -> Any:
    """What the record says of a field: a value or a list of them, as its gold is."""
    record = entry(name)
    if field == "text":
        return record.text
    if field == "headlines":
        return [claim.value for claim in record.claims if claim.field == "title"]
    if field == "authors":
        return record.article.authors
    if field == "agencies":
        return decide.values(record.claims, "agency")
    return decide.value(record.claims, field)


def score(field: str, said: Any, gold: Any) -> float:
    """How right a field is: 1 or 0, a text anything between."""
    if field == "text":
        return likeness(said, gold)
    if field == "headlines":
        return folded(gold) in map(folded, said)
    if field in ("authors", "agencies"):
        return called(said) == called(gold)
    if field in ("published", "modified"):
        return same_time(said, gold)
    return folded(said) == folded(gold)


def right(name: str, field: str) -> float:
    gold = WRITTEN[name]["title" if field == "headlines" else field]
    return score(field, found(name, field), gold)


def folded(line: str | None) -> str | None:
    """With single spaces, whatever white space the page has; apostrophes and capitals do not count."""
    return " ".join(line.replace("’", "'").split()).casefold() if line else None


def called(names: Iterable[str]) -> set[str | None]:
    """Names, outlets and agencies by the one that the registry has for them."""
    known = ((name, KNOWLEDGE.registry.named(name)) for name in names)
    return {folded(outlet.name if outlet else name) for name, outlet in known}


def same_time(said: str | None, gold: str | None) -> bool:
    """The same minute, whatever the offset; the same day where the page says no more."""
    if said is None or gold is None:
        return said == gold
    return minute(said) == minute(gold) if "T" in gold else said.startswith(gold)


def minute(moment: str) -> datetime:
    """Without its seconds; one without an offset equals none that has one."""
    return datetime.fromisoformat(moment).replace(second=0, microsecond=0)


def likeness(one: str, other: str) -> float:
    """F1 over the shingles of two texts, each counted as often as it occurs: 0 to 1."""
    ours, theirs = shingles(one), shingles(other)
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Its runs of four words; of four signs in scripts that put no space between words."""
    spaced = "".join(f" {sign} " if "\u3040" <= sign <= "\u9fff" else sign for sign in text.casefold())
    tokens = "".join(sign if sign.isalnum() else " " for sign in spaced).split()
    return Counter(tuple(tokens[at : at + size]) for at in range(max(1, len(tokens) - size + 1)))


def marked(*case: str, reason: str | None) -> Any:
    """A case of a table; one known to be wrong must be."""
    return pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=reason) if reason else ())


@pytest.mark.parametrize(
    ("name", "field"),
    [marked(name, field, reason=WRONG.get(name, {}).get(field)) for name in NEWS for field in EACH],
)
def test_what_a_page_says(name: str, field: str) -> None:
    said, gold = found(name, field), WRITTEN[name][field]
    assert right(name, field) >= (NEAR if field == "text" else 1), f"{said!r}, not {gold!r}"


@pytest.mark.parametrize("field", [marked(field, reason=UNREACHED.get(field)) for field in FLOORS])
def test_floors(field: str) -> None:
    assert mean(right(name, field) for name in NEWS) >= FLOORS[field]


@pytest.mark.parametrize("name", [marked(name, reason=WRONG.get(name, {}).get("no article")) for name in EMPTY])
def test_what_holds_no_article(name: str) -> None:
    with pytest.raises(NoArticleError):
        entry(name)


@pytest.mark.parametrize("name", NEWS)
def test_every_claim_stands_in_the_bytes(name: str) -> None:
    prove(payload(name), read(payload(name), name, KNOWLEDGE, Origin(WRITTEN[name]["url"], "text/html")))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The old bridge is closed.", "the old bridge, is closed", 1),
        ("The old bridge is closed.", "The new bridge was closed.", 0),
        ("a b c d e", "a b c d", 2 / 3),
        ("a b c d a b c d", "a b c d", 2 / 6),
        ("橋は閉鎖。", "橋は閉", 0),
        ("橋は閉鎖された。", "橋は閉鎖", 2 / 5),
    ],
)
def test_likeness(one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == pytest.approx(expected)
