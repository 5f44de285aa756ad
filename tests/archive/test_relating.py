"""Articles find each other, whatever order they come in, and every relation is proved by bytes."""

import json
import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import crossposts
import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.archive import files
from ingest.archive.query import Query
from ingest.export import lines
from ingest.read.knowledge import Knowledge
from ingest.records import Capture
from ingest.relate.proving import agree

PAGES = Path(__file__).parents[1] / "pages" / "original"
PROSE = "\n\n".join(
    f"In the {town} of {number} people the council voted on {day} to keep the {thing} open, although the"
    f" {thing} in question costs more each year than all of its {other} together, as the treasurer said."
    for town, number, day, thing, other in [
        ("village", 812, "Monday", "ferry", "buses"), ("town", 9_113, "Tuesday", "pool", "schools"),
        ("parish", 77, "Friday", "mill", "barns"), ("borough", 40_051, "Sunday", "tower", "bridges"),
    ]
)  # fmt: skip


OWN, TITLE = " ".join(f"x{number}" for number in range(150)), "A tower, a mill"


def copy(number: int, text: str = PROSE, **stated: str) -> Capture:
    outlet = stated.pop("outlet", f"Outlet {number}")
    return made.capture(
        text.encode(), f"http://made{number}.example/a", path=f"{number}.txt", outlet=outlet, **stated
    )


def page(name: str) -> Capture:
    return made.capture((PAGES / name).read_bytes(), path=name)


@cache
def seed(source_id: str) -> Capture:
    return next(one for one in made.seeds() if one.source_id == source_id)


def related(path: Path) -> list[lines.Line]:
    with files.readable(path) as database:
        return list(lines.relations(Query(database.conn)))


def told(path: Path) -> list[tuple[str, str, str, str, bool]]:
    """Each relation by the outlets of its ends, its kind, status and direction."""
    return sorted(
        (one["from"]["outlet"], one["to"]["outlet"], one["kind"], one["status"], one["directed"])
        for one in related(path)
    )  # fmt: skip


def works(path: Path) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for work, outlet in made.rows(path, "SELECT work, outlet FROM articles"):
        found.setdefault(str(work), set()).add(str(outlet))
    return [outlets for outlets in found.values() if len(outlets) > 1]


def test_a_copy_and_its_stub_are_a_work(tmp_path: Path, knowledge: Knowledge) -> None:
    made.put(tmp_path / "a.db", [seed("001")], knowledge)
    assert told(tmp_path / "a.db") == [("Tradition in Action", "WWIII.NEWS", "republication", "asserted", True)]
    (relation,) = related(tmp_path / "a.db")
    assert relation["to"]["stub"]
    assert [fact["kind"] for fact in relation["evidence"]] == ["attribution"]


def test_the_original_resolves_its_stub(tmp_path: Path, knowledge: Knowledge) -> None:
    made.put(tmp_path / "a.db", [seed("001"), page("wwiii-news.html")], knowledge)
    (relation,) = related(tmp_path / "a.db")
    assert (relation["status"], relation["directed"], relation["to"]["stub"]) == ("asserted", True, False)
    assert relation["to"]["url"].startswith("https://wwiii.news/")
    assert relation["to"]["through"]
    assert {fact["kind"] for fact in relation["evidence"]} == {"attribution", "passage"}
    assert works(tmp_path / "a.db") == [{"Tradition in Action", "WWIII.NEWS"}]


def test_a_third_copy_joins_and_claims_no_direction_to_the_second(tmp_path: Path, knowledge: Knowledge) -> None:
    made.put(
        tmp_path / "a.db", [seed("001"), page("wwiii-news.html"), page("meridian-dispatch.html")], knowledge
    )
    assert told(tmp_path / "a.db") == [
        ("Meridian Dispatch", "WWIII.NEWS", "republication", "detected", True),
        ("Tradition in Action", "WWIII.NEWS", "republication", "asserted", True),
    ]
    assert works(tmp_path / "a.db") == [{"Tradition in Action", "WWIII.NEWS", "Meridian Dispatch"}]


def test_copies_without_their_original_share_it(tmp_path: Path, knowledge: Knowledge) -> None:
    made.put(tmp_path / "a.db", [seed("001"), page("meridian-dispatch.html")], knowledge)
    assert sorted(one[2:] for one in told(tmp_path / "a.db")) == [
        ("republication", "asserted", True), ("shared-source", "detected", False),
    ]  # fmt: skip


def test_own_words_on_the_same_event_join_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    made.put(tmp_path / "a.db", [seed("001"), page("wwiii-news.html"), page("own-words.html")], knowledge)
    assert len(related(tmp_path / "a.db")) == 1
    assert all("Atlantic Observer" not in outlets for outlets in works(tmp_path / "a.db"))


def test_a_translation_leads_to_what_it_says_it_was_made_from(tmp_path: Path, knowledge: Knowledge) -> None:
    texts = {one.id: one for one in crossposts.articles()}
    given = [texts[name] for name in ("lighthouse-sold-en", "lighthouse-sold-de", "lighthouse-sold-own")]
    path = tmp_path / "a.db"
    made.put(path, [copy(number, one.text, outlet=one.outlet) for number, one in enumerate(given)], knowledge)
    found = related(path)
    assert [(one["kind"], one["status"], one["directed"]) for one in found] == [
        ("translation", "asserted", True)
    ]
    (fact,) = (fact for fact in found[0]["evidence"] if fact["kind"] == "facts")
    assert len(fact["from"]) == len(fact["to"]) >= 8
    assert works(path) == []


def test_the_other_seeds_stand_alone(tmp_path: Path, knowledge: Knowledge) -> None:
    made.put(tmp_path / "a.db", made.seeds(), knowledge)
    assert len(related(tmp_path / "a.db")) == 1


def test_a_text_that_names_an_outlet_leads_to_that_outlets_article(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    named = copy(2, f"{PROSE}\n\nThis article was first published on Foo Daily.")
    made.put(tmp_path / "a.db", [copy(1, outlet="Foo Daily"), named, copy(3)], knowledge)
    assert told(tmp_path / "a.db") == [
        ("Outlet 2", "Foo Daily", "republication", "asserted", True),
        ("Outlet 3", "Foo Daily", "republication", "detected", True),
    ]
    kinds = {
        one["from"]["outlet"]: {fact["kind"] for fact in one["evidence"]} for one in related(tmp_path / "a.db")
    }
    assert kinds == {"Outlet 2": {"passage", "attribution"}, "Outlet 3": {"passage", "named-by-another"}}


def test_an_outlet_that_names_itself_has_its_text_from_nobody(tmp_path: Path, knowledge: Knowledge) -> None:
    named = f"{PROSE}\n\nThis article was first published on Foo Daily under the title “{TITLE}”."
    made.put(tmp_path / "a.db", [copy(1, named, outlet="Foo Daily"), copy(2)], knowledge)
    assert [one[2:] for one in told(tmp_path / "a.db")] == [("republication", "detected", False)]
    assert made.rows(tmp_path / "a.db", "SELECT count(*) FROM articles WHERE stub") == [(0,)]


@pytest.mark.parametrize("count", [5, 45])
def test_so_many_copies_are_so_many_rows(tmp_path: Path, knowledge: Knowledge, count: int) -> None:
    made.put(tmp_path / "a.db", [copy(number) for number in range(count)], knowledge)
    found = related(tmp_path / "a.db")
    assert len(found) == count - 1
    smallest = min(end["id"] for one in found for end in (one["from"], one["to"]))
    assert {one["from"]["id"] for one in found} == {smallest}
    assert not any(one["directed"] for one in found)
    assert len(works(tmp_path / "a.db")) == 1


def test_what_many_carry_leads_from_each_to_one(tmp_path: Path, knowledge: Knowledge) -> None:
    """A quotation that is common makes no pairs among all who print it."""
    said = " ".join(f"“{PROSE.split('.')[0]},” the treasurer said.".split())
    texts = [f"{said}\n\n{' '.join(f'own{number}x{word}' for word in range(80))}" for number in range(30)]
    made.put(tmp_path / "a.db", [copy(number, text) for number, text in enumerate(texts)], knowledge)
    found = related(tmp_path / "a.db")
    every = {row[0] for row in made.rows(tmp_path / "a.db", "SELECT id FROM articles")}
    assert {one["kind"] for one in found} == {"shared-quotation"}
    assert {end["id"] for one in found for end in (one["from"], one["to"])} == every
    assert len(found) < 30 * 29 / 2 / 4
    assert works(tmp_path / "a.db") == []


def test_a_new_text_takes_an_article_out_of_its_work(tmp_path: Path, knowledge: Knowledge) -> None:
    path, url = tmp_path / "a.db", "http://made9.example/a"
    first = made.capture(PROSE.encode(), url, captured_at="2025-01-01T00:00:00+00:00", outlet="Outlet 9")
    made.put(path, [copy(1), first], knowledge)
    assert len(related(path)) == 1
    other = made.capture(made.text(1), url, captured_at="2025-02-01T00:00:00+00:00", outlet="Outlet 9")
    made.put(path, [other], knowledge)
    assert related(path) == []
    assert works(path) == []


def test_every_passage_is_proved_by_the_bytes_of_both_sides(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    wrapped = PROSE.replace(" the ", "\nthe ").replace("’", "&rsquo;")
    entity = "<html><body><article>" + "".join(
        f"<p>{one.replace('question', 'ques<b>tion</b>').replace('costs', '<a href=/x>costs</a>')}</p>"
        for one in PROSE.split("\n\n")
    ) + "</article></body></html>"  # fmt: skip
    made.put(
        path, [copy(1), copy(2, wrapped), copy(3, entity), *made.seeds(), page("wwiii-news.html")], knowledge
    )
    with files.readable(path) as database:
        query = Query(database.conn)
        rows = list(query.rows("SELECT * FROM evidence WHERE kind = 'passage'"))
        assert len(rows) >= 3
        for row in rows:
            quotes = []
            for side in ("from", "to"):
                version = query.version(row[f"{side}_version"])
                assert version is not None
                payload = query.bytes_of(version) or b""
                ranges = json.loads(row[f"{side}_ranges"])
                quotes.append(" ".join(payload[start:end].decode(version.encoding) for start, end in ranges))
            assert quotes[0] == row["quote"]
            assert agree(*quotes)


# What a set of articles may hold, with what ties some of them to others.
POOL: tuple[Callable[[], Capture], ...] = (
    lambda: seed("001"),
    lambda: seed("004"),
    lambda: page("wwiii-news.html"),
    lambda: page("meridian-dispatch.html"),
    lambda: page("own-words.html"),
    lambda: copy(1),
    lambda: copy(2, PROSE.replace("ferry", "tram").replace("pool", "rink")),
    lambda: copy(3, f"{PROSE}\n\nThis article was first published on Foo Daily."),
    lambda: copy(4, PROSE, outlet="Foo Daily", published="2025-03-01"),
    lambda: copy(5, f"Much was true, the Gazette found.\n\n{PROSE[:400]}\n\n{OWN}"),
    lambda: copy(6, f"{PROSE}\n\nThis article was first published on Bar Weekly under the title “{TITLE}”."),
    lambda: copy(7, PROSE[:-200], outlet="Bar Weekly", title=TITLE),
    lambda: copy(8, PROSE, outlet="Bar Weekly", title="A tower and a mill"),
)  # fmt: skip


def exported(path: Path, batches: Sequence[Sequence[Capture]], knowledge: Knowledge) -> list[str]:
    path.unlink(missing_ok=True)
    for batch in batches:
        made.put(path, batch, knowledge)
    with files.readable(path) as database:
        query = Query(database.conn)
        told = [lines.dumps(line) for line in lines.relations(query)]
        members = [lines.dumps(row) for row in query.rows("SELECT id, work, stub FROM articles ORDER BY id")]
        return told + members


@settings(max_examples=12, deadline=None)
@given(st.sets(st.sampled_from(range(len(POOL))), min_size=3), st.randoms(use_true_random=False))
def test_any_order_and_any_batches_give_the_same_relations(
    tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, chosen: set[int], chance: random.Random
) -> None:
    path = tmp_path_factory.mktemp("order") / "a.db"
    captures = [POOL[number]() for number in sorted(chosen)]
    expected = exported(path, [captures], knowledge)
    shuffled = chance.sample(captures, len(captures))
    at = chance.randrange(1, len(captures))
    assert exported(path, [shuffled[:at], shuffled[at:]], knowledge) == expected
