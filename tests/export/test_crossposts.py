"""What an article has to do with others, as every place tells it: a seed, its original, a copy, a template."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest.archive.query import Query
from ingest.export import crossposts, lines
from ingest.export.crossposts import Crossposted, Seen
from ingest.read.knowledge import Knowledge

PAGES = Path(__file__).parents[1] / "pages" / "original"
HOAX = (
    "Police in {town} warn that a man with a white van was seen near the school last week and that he gives "
    "children sweets. The mayor of {town} asks all parents to come to the town hall tonight at seven. Share "
    "this with everybody you know in {town} before it is too late, as a mother of two wrote to us this morning."
    "\n\nNobody in {town} should leave a child alone at the bus stop until the man and his van have been found."
)


def hoax(town: str, day: int) -> made.Capture:
    url = f"http://{town.lower()}.example/van"
    return made.capture(
        HOAX.format(town=town).encode(),
        url,
        outlet=f"{town} Post",
        title="A white van",
        published=f"2025-03-0{day}",
    )


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The seeds, the original of one with a copy of it, and one hoax in two towns. Not to be written to."""
    path = tmp_path_factory.mktemp("carried") / "archive.db"
    made.put(path, made.seeds(), knowledge)
    made.put(path, [made.capture(page.read_bytes()) for page in sorted(PAGES.glob("*.html"))], knowledge)
    made.put(path, [hoax("Rochester", 1), hoax("Rockford", 2)], knowledge)
    return path


@pytest.fixture
def query(carried: Path) -> Iterator[Query]:
    connection = sqlite3.connect(carried)
    yield Query(connection)
    connection.rollback()
    connection.close()


def by_outlet(query: Query, outlet: str, stub: bool = False) -> str:
    sql = "SELECT id FROM articles WHERE outlet = ? AND stub = ?"
    found = query.value(sql, [outlet, int(stub)])
    assert isinstance(found, str)
    return found


def told(query: Query, outlet: str, stub: bool = False) -> Crossposted:
    return crossposts.crossposts(query, by_outlet(query, outlet, stub))


def only(found: Crossposted) -> Seen:
    (seen,) = found.seen
    return seen


def test_a_copy_leads_through_its_stub_to_the_original(query: Query) -> None:
    original, stub = by_outlet(query, "WWIII.NEWS"), by_outlet(query, "WWIII.NEWS", stub=True)
    seen = only(told(query, "Tradition in Action"))
    assert (seen.words, seen.other, seen.through) == ("Republication of", original, stub)
    assert seen.status == "asserted: the later text says so itself"
    assert seen.why == (
        "its text names that outlet as its source",
        "it came out later, which alone would tell nothing",
    )
    said, passage = seen.facts
    assert said.later is not None
    assert (said.later.said or "").startswith("This article was first published on WWIII.NEWS")
    assert passage.later is not None
    assert passage.source is not None
    assert passage.source.article == original
    assert seen.counted == 2
    assert seen.differs is None


def test_the_original_is_told_those_who_carry_it_also_those_that_name_its_stub(query: Query) -> None:
    found = told(query, "WWIII.NEWS")
    assert {seen.words for seen in found.seen} == {"Republished as"}
    assert {seen.other for seen in found.seen} == {
        by_outlet(query, "Tradition in Action"), by_outlet(query, "Meridian Dispatch"),
    }  # fmt: skip
    assert found.stands_for == (by_outlet(query, "WWIII.NEWS", stub=True),)
    assert found.cluster is not None
    assert (found.cluster.original, found.cluster.members) == (by_outlet(query, "WWIII.NEWS"), 3)
    assert found.members[0] == found.cluster.original
    assert by_outlet(query, "WWIII.NEWS", stub=True) not in found.members
    assert (found.cluster.first, found.cluster.last) == ("2026-02-05", "2026-02-09")
    assert found.cluster.outlets == "Meridian Dispatch; Tradition in Action; WWIII.NEWS"


def test_a_copy_that_names_nobody_is_told_by_whom_its_source_is_known(query: Query) -> None:
    seen = only(told(query, "Meridian Dispatch"))
    assert seen.status == "detected: found by comparing the texts"
    assert seen.why == ("a third article that carries the text names its original",)
    assert seen.facts[0].later is not None
    assert seen.facts[0].later.article == by_outlet(query, "Tradition in Action")


def test_a_stub_tells_which_article_it_is_and_why(query: Query) -> None:
    found = told(query, "WWIII.NEWS", stub=True).found
    assert found is not None
    assert found.article == by_outlet(query, "WWIII.NEWS")
    assert found.reason == "headline 100% alike, same outlet, same text, same day"


def test_a_stub_that_may_be_several_tells_the_likeliest_first(query: Query) -> None:
    stub, rows = by_outlet(query, "WWIII.NEWS", stub=True), query.connection
    rows.execute("DELETE FROM resolutions")
    for outlet, score in (("EIR News", 400), ("LNG in Northern BC", 650)):
        rows.execute(
            "INSERT INTO candidates VALUES (?, ?, ?, 'alike')", [stub, by_outlet(query, outlet), score]
        )
    assert [one.score for one in told(query, "WWIII.NEWS", stub=True).candidates] == [650, 400]
    assert only(told(query, "Tradition in Action")).other == stub


def test_own_words_on_the_same_event_join_nothing(query: Query) -> None:
    found = told(query, "Atlantic Observer")
    assert (found.seen, found.cluster, found.members, found.chain) == ((), None, (), ())


def test_a_template_shows_what_was_filled_in_from_either_side(query: Query) -> None:
    for here, there in (("Rochester", "Rockford"), ("Rockford", "Rochester")):
        seen = only(told(query, f"{here} Post"))
        assert seen.words in ("Carries the same text, edited, as", "Carries the same text as")
        assert seen.differs == f"“{here}” → “{there}” (4 times)"
        assert seen.why == ("nothing tells which of the two came first",)
        (passage,) = seen.facts
        place = passage.later if seen.later else passage.source
        assert place is not None
        assert "The mayor of […] asks all parents" in (place.said or "")


def test_what_a_person_said_is_told_with_the_reason(query: Query) -> None:
    relation = only(told(query, "Rochester Post")).linked.id
    query.connection.execute(
        "INSERT INTO acts (id, act, article, other, by, asserted_at, basis)"
        " SELECT ?, 'unlink', \"from\", \"to\", 'Ann', ?, 'two vans' FROM relations WHERE id = ?",
        ["a" * 16, made.NOW, relation],
    )
    query.connection.execute(
        "UPDATE relations SET status = 'rejected', act = ? WHERE id = ?", ["a" * 16, relation]
    )
    said = only(told(query, "Rockford Post")).status
    assert said == "rejected by Ann on 2 January 2026, because: two vans"


def test_a_relation_by_itself_tells_both_sides_and_what_was_changed(query: Query) -> None:
    relation = only(told(query, "Meridian Dispatch")).linked.id
    compared = crossposts.compared(query, relation)
    assert compared is not None
    passage = compared.seen.facts[-1]
    assert passage.later is not None
    assert passage.source is not None
    assert "“run”" in (passage.source.said or "")
    assert '"run"' in (passage.later.said or "")
    assert "<" not in (passage.source.said or "")
    assert compared.summary is not None
    assert (compared.summary.words_added, compared.summary.words_removed, compared.same) == (1, 1, False)
    assert crossposts.compared(query, "b" * 16) is None


def test_equal_texts_are_told_to_be_equal(query: Query) -> None:
    compared = crossposts.compared(query, only(told(query, "Tradition in Action")).linked.id)
    assert compared is not None
    assert compared.same
    assert compared.changes == ()


def test_damaged_bytes_and_ranges_outside_leave_the_words_out(query: Query) -> None:
    relation = only(told(query, "Meridian Dispatch")).linked.id
    query.connection.execute(
        "UPDATE evidence SET to_ranges = '[[1, 99999999]]' WHERE relation = ? AND kind = 'passage'", [relation]
    )
    compared = crossposts.compared(query, relation)
    assert compared is not None
    assert compared.seen.facts[-1].source is not None
    assert compared.seen.facts[-1].source.said is None


def test_exported_differences_lead_from_the_relations_first_end(query: Query) -> None:
    exported = {line["id"]: line for line in lines.relations(query)}
    line = exported[only(told(query, "Rochester Post")).linked.id]
    ends = [line[side]["outlet"].removesuffix(" Post") for side in ("from", "to")]
    assert line["differences"] == [{"from": ends[0], "to": ends[1], "count": 4}]
    copy = exported[only(told(query, "Tradition in Action")).linked.id]
    assert [sign["kind"] for sign in copy["signs"]] == ["attribution", "later"]
    assert {sign["of"] for sign in copy["signs"]} == {copy["from"]["id"]}
    assert copy["differences"] == []


def test_the_terminal_tells_the_same_briefly_and_all_as_json(
    query: Query, carried: Path, cli: Callable[..., Result]
) -> None:
    original = by_outlet(query, "WWIII.NEWS")
    shown = cli("-a", carried, "show", by_outlet(query, "Tradition in Action")).stdout
    for words in (
        f"Republication of {original}  Venezuela defies U.S.",
        "asserted: the later text says so itself; score 1000",
        "why this is the later: its text names that outlet as its source",
        "carried by 3 articles:",
        ", the original",
    ):
        assert words in shown, words
    assert (
        "differs in: “Rochester” → “Rockford” (4 times)"
        in cli("-a", carried, "show", by_outlet(query, "Rochester Post")).stdout
    )
    stub = json.loads(cli("-a", carried, "show", by_outlet(query, "WWIII.NEWS", stub=True), "--json").stdout)
    assert stub["crossposts"]["found"]["article"] == original
    line = json.loads(cli("-a", carried, "show", original, "--json").stdout)
    assert len(line["relations"]) == 2
    assert line["crossposts"]["counted"] == 3
    assert line["crossposts"]["original"] == original
