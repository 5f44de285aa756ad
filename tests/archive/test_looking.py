"""What was decided is kept with its doubts; what needs a look is listed, the worst first."""

import json
from pathlib import Path

import made
import pytest

from ingest.archive import decided, files
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit import audit
from ingest.export import lines
from ingest.pipeline import renew
from ingest.read import decide
from ingest.read.knowledge import Knowledge
from ingest.records import Decision

VIEW = "SELECT article, title, field, chosen, doubts, confidence, others FROM needs_look ORDER BY urgency DESC"


@pytest.fixture
def looked(archive: Path, knowledge: Knowledge) -> Path:
    """The sound archive, with decisions of our own about two articles and no others."""
    with files.existing(archive) as database:
        store = Store(database, knowledge.registry, made.PEN)
        database.execute("DELETE FROM decisions")
        store.decisions(
            "litiqqkkj6zoi3yq",
            [
                Decision("author", ("Ana", "Ben"), "the byline", 600, ("guess",)),
                Decision("published", ("2026-02-06",), "the date line", 300, ("conflict", "guess")),
                Decision("title", ("A title",), "the heading", 990),
            ],
        )
        store.decisions(
            "t7zbz4mhcx2cf4g2",
            [
                Decision("published", (), "", 0, ("of-tomorrow",)),
                Decision("title", ("B",), "the heading", 200, ("conflict",)),
            ],
        )
    return archive


def test_the_worst_come_first(looked: Path) -> None:
    found = made.rows(looked, VIEW)
    assert [(row[0][:4], row[2], row[5]) for row in found] == [
        ("t7zb", "title", 200),
        ("liti", "published", 300),
        ("liti", "author", 600),
        ("t7zb", "published", 0),
    ]
    assert [row[3] for row in found] == ["B", "2026-02-06", "Ana; Ben", None]
    assert (
        found[1][4] == "independent places of the page disagree; it is a guess from context; nothing states it"
    )
    assert found[3][4] == "of-tomorrow"


def test_the_other_candidates_stand_beside(looked: Path) -> None:
    others = {row[2]: str(row[6]) for row in made.rows(looked, VIEW) if row[0] == "litiqqkkj6zoi3yq"}
    assert others["author"] == "Cassie B."
    assert "2026-02-06" not in others["published"]


def test_it_needs_no_sorting_and_counts_by_an_index(looked: Path) -> None:
    plan = " ".join(str(row[3]) for row in made.rows(looked, f"EXPLAIN QUERY PLAN {VIEW} LIMIT 50"))
    assert "decisions_to_look_at" in plan
    assert "B-TREE FOR ORDER BY" not in plan.partition("CORRELATED")[0]
    (count,) = made.rows(looked, "EXPLAIN QUERY PLAN SELECT count(*) FROM needs_look")
    assert "decisions_to_look_at" in str(count), "nothing else is looked at"
    with files.readable(looked) as database:
        assert decided.to_look_at(Query(database.conn)) == 4


def test_sound_decisions_need_no_look_of_the_auditor(archive: Path, knowledge: Knowledge) -> None:
    assert made.rows(archive, "SELECT count(*) FROM decisions WHERE severity > 0 AND doubts = '[]'") == [(0,)]
    with files.readable(archive) as database:
        assert list(audit(Query(database.conn), knowledge)) == []


def exported(path: Path) -> list[str]:
    with files.readable(path) as database:
        return [lines.dumps(line) for line in lines.articles(Query(database.conn))]


def test_what_another_policy_decided_is_decided_again_by_the_next_command_that_writes(
    archive: Path, knowledge: Knowledge
) -> None:
    before = exported(archive)
    with files.existing(archive) as database:
        database.execute("UPDATE articles SET policy = 'policy/0', title = 'Older' WHERE NOT stub")
        database.execute("UPDATE claims SET chosen = 0")
        database.execute("DELETE FROM decisions")
    made.put(archive, [], knowledge)
    assert exported(archive) == before
    with files.readable(archive) as database:
        assert list(audit(Query(database.conn), knowledge)) == []


def test_deciding_again_goes_on_where_it_was_cut_off(archive: Path, knowledge: Knowledge) -> None:
    before = exported(archive)
    with files.existing(archive) as database:
        store = Store(database, knowledge.registry, made.PEN)
        database.execute("UPDATE articles SET policy = 'policy/0'  WHERE NOT stub")
        waiting = decided.undecided(Query(database.conn), decide.POLICY)
        database.execute("UPDATE articles SET policy = ? WHERE id = ?", [decide.POLICY, waiting[0]])
        assert renew(store, knowledge) == len(waiting) - 1
        assert renew(store, knowledge) == 0
    assert exported(archive) == before


def test_a_rehearsal_decides_nothing_again(archive: Path, knowledge: Knowledge) -> None:
    with files.existing(archive) as database:
        database.execute("UPDATE articles SET policy = 'policy/0' WHERE NOT stub")
    with files.rehearsal(archive) as database:
        assert renew(Store(database, knowledge.registry, made.PEN), knowledge) == 0


def test_an_export_tells_the_decisions(archive: Path) -> None:
    for line in map(json.loads, exported(archive)):
        told = {one["field"]: one for one in line["decisions"]}
        assert line["policy"] == decide.POLICY
        for field in ("title", "outlet", "published"):
            values = told[field]["values"] if field in told else []
            assert values == ([line[field]] if line[field] else [])
        assert all(0 <= one["confidence"] <= 1000 for one in line["decisions"])
        assert {"subtitle", "modified", "section", "licence", "paywall"} <= set(line)
        assert line["agencies"] == line["organisations"] == []


def test_a_header_is_the_modification_where_nothing_else_is(archive: Path) -> None:
    (line,) = [
        json.loads(line) for line in exported(archive) if json.loads(line)["url"] == "http://made.example/b"
    ]
    assert line["modified"] == "2025-03-02T12:00:00+00:00"
    (claim,) = [one for one in line["claims"] if one["field"] == "modified"]
    assert (claim["where"], claim["quote"]) == ("headers", "Sun, 02 Mar 2025 12:00:00 GMT")
