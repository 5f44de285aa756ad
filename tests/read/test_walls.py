"""Walls and the articles that look like them: what stands in front of an article, in ten languages."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.walls import Wall, wall
from ingest.resources import knowledge

KNOWLEDGE = knowledge()
LONG = (
    "The council of Ghent met on Tuesday to hear what the engineers had found under the old bridge.\n\n"
    "Nobody in the room expected that the report would be read aloud from its first page on.\n\n"
) * 12
MADE = yaml.safe_load(Path(__file__).with_name("walls.yaml").read_text("utf-8"))
WALLS = [(one["kind"], one["title"], one["text"]) for one in MADE["walls"]]
# About walls, or like them in a word.
ARTICLES = [(one["title"], one["text"].replace("{long}", LONG)) for one in MADE["articles"]]


@pytest.mark.parametrize(("kind", "title", "text"), WALLS)
def test_walls_are_seen(kind: str, title: str | None, text: str) -> None:
    found = wall(text, KNOWLEDGE, title=title)
    assert found is not None
    assert found.kind == kind
    # The reason names what was found on the page.
    said = found.reason.partition("“")[2].rpartition("”")[0]
    assert said
    assert said in f"{title}\n{text}"


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_articles_are_no_walls(title: str | None, text: str) -> None:
    assert (
        wall(text, KNOWLEDGE, title=title, asked="https://foo.example/a", final="https://foo.example/a") is None
    )


DEEP = "https://foo.example/2025/03/04/the-bridge-stays"


@pytest.mark.parametrize(
    ("asked", "final", "kind"),
    [
        (DEEP, "https://foo.example/", "soft-404"),
        (DEEP, "https://www.foo.example/en/", "soft-404"),
        (DEEP, "https://foo.example/index.html", "soft-404"),
        (DEEP, "https://foo.example/404?from=/2025", "soft-404"),
        (DEEP, "https://consent.foo.example/v2/collect?u=1", "consent"),
        (DEEP, "https://foo.example/cookie-wall?back=%2F2025", "consent"),
        (DEEP, "https://foo.example/account/login?next=%2F2025", "login"),
        (DEEP, DEEP + "/", None),
        (DEEP, "https://foo.example/news/the-bridge-stays", None),
        (DEEP, "https://foo.example/?p=123", None),
        ("https://foo.example/", "https://foo.example/en/", None),
        ("https://foo.example/news", "https://foo.example/", None),
        ("https://t.example/abc", "https://foo.example/", None),
        ("https://foo.example/how-to/login", "https://www.foo.example/how-to/login", None),
        (DEEP, "https://foo.example/the-consent-of-the-governed", None),
        ("https://[broken", "https://foo.example/", None),
    ],
)
def test_redirects_away_from_an_article(asked: str, final: str, kind: str | None) -> None:
    found = wall("The bridge stays. The council said so.", KNOWLEDGE, asked=asked, final=final)
    assert (found.kind if found else None) == kind


EARLIER = "\n\n".join(
    f"Paragraph {number} tells what stone number {number} of the bridge weighs." for number in range(60)
)
DEMAND = "\n\nSubscribe to continue reading."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (EARLIER[:800], "paywall-stub"),
        (EARLIER[:2500] + DEMAND, "paywall-stub"),
        (EARLIER[:2500], None),
        (EARLIER, None),
        (EARLIER + DEMAND, None),
        (EARLIER.replace("weighs", "weighed"), None),
        ("Another text altogether, about the mayor and her plans for the harbour in the next years.", None),
        (EARLIER[-800:], None),
    ],
    ids=["cut", "cut with a demand", "edited", "same", "demanding", "reworded", "another", "end"],
)
def test_what_is_left_of_an_archived_text(text: str, kind: str | None) -> None:
    found = wall(text, KNOWLEDGE, before=EARLIER)
    assert (found.kind if found else None) == kind


def test_a_demand_that_was_always_there_cuts_nothing_off() -> None:
    earlier = EARLIER + DEMAND
    assert wall(earlier, KNOWLEDGE, before=earlier) is None


def test_the_reason_tells_an_archivist_what_was_seen() -> None:
    assert wall(EARLIER[:800], KNOWLEDGE, before=EARLIER) == Wall(
        "paywall-stub", "144 of the 660 words archived earlier are left, from their beginning"
    )
    found = wall("", KNOWLEDGE, asked=DEEP, final="https://foo.example/")
    assert found == Wall("soft-404", f"asked for {DEEP}, the site led to the front page")


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60), st.text(max_size=300))
def test_anything_is_judged(text: str, title: str, final: str, before: str) -> None:
    found = wall(text, KNOWLEDGE, title=title, asked=DEEP, final=final, before=before)
    assert found == wall(text, KNOWLEDGE, title=title, asked=DEEP, final=final, before=before)


@given(st.sampled_from([text for _, _, text in WALLS]))
def test_an_article_around_a_wall_is_an_article(text: str) -> None:
    assert wall(LONG + text, KNOWLEDGE) is None
