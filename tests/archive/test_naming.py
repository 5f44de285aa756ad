"""A person names the outlet of a domain: its articles follow, whenever they come in."""

from itertools import permutations
from pathlib import Path

import made
import pytest

from ingest import pipeline
from ingest.archive import files
from ingest.archive.hosts import unknown
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit import audit
from ingest.errors import UsageError
from ingest.export import lines
from ingest.read.knowledge import Knowledge
from ingest.records import Naming

ACT = pipeline.Act(made.LATER, "ana", "its imprint")
PAGES = [
    "http://a.made.example/1",
    "http://www.made.example/2",
    "http://other.example/3",
    "http://xmade.example/4",
]


def put(path: Path, knowledge: Knowledge, urls: list[str] = PAGES) -> None:
    for url in urls:
        page = made.retrieved(made.text(int(url[-1])), url, "2025-03-01T00:00:00+00:00")
        made.put(path, [page], knowledge)


def name(path: Path, knowledge: Knowledge, domain: str, outlet: str | None, kind: str | None = None) -> int:
    with files.writable(path) as database:
        store = Store(database, knowledge.registry, made.PEN)
        return pipeline.name(store, domain, outlet, kind, knowledge, ACT)


def outlets(path: Path) -> dict[str, str]:
    return dict(made.rows(path, "SELECT url, outlet FROM articles WHERE NOT stub"))


def sound(path: Path, knowledge: Knowledge) -> bool:
    with files.readable(path) as database:
        return list(audit(Query(database.conn), knowledge)) == []


def test_a_domain_stands_for_those_below_it(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    put(path, knowledge)
    assert name(path, knowledge, "https://www.Made.example/imprint", "The Made Times", "newspaper") == 2
    assert outlets(path) == {
        PAGES[0]: "The Made Times", PAGES[1]: "The Made Times",
        PAGES[2]: "other.example", PAGES[3]: "xmade.example",
    }  # fmt: skip
    assert made.rows(path, "SELECT kind FROM outlets WHERE name = 'The Made Times'") == [("newspaper",)]
    assert sound(path, knowledge)


def test_it_does_not_matter_when_the_articles_came(tmp_path: Path, knowledge: Knowledge) -> None:
    found = set()
    for number, order in enumerate(permutations([*PAGES[:2], "naming"])):
        path = tmp_path / f"{number}.db"
        for step in order:
            if step == "naming":
                name(path, knowledge, "made.example", "The Made Times")
            else:
                put(path, knowledge, [step])
        with files.readable(path) as database:
            found.add("\n".join(lines.dumps(line) for line in lines.articles(Query(database.conn))))
        assert sound(path, knowledge)
    assert len(found) == 1


def test_the_latest_word_holds_and_can_be_taken_back(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    put(path, knowledge, PAGES[:1])
    for outlet in ("The Made Times", "Made"):
        name(path, knowledge, "made.example", outlet)
        assert outlets(path) == {PAGES[0]: outlet}
    name(path, knowledge, "made.example", None)
    assert outlets(path) == {PAGES[0]: "a.made.example"}
    assert len(made.rows(path, "SELECT id FROM namings")) == 3
    assert sound(path, knowledge)


def test_a_person_outranks_the_registry(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    put(path, knowledge, ["https://www.reuters.com/1"])
    assert outlets(path) == {"https://www.reuters.com/1": "Reuters"}
    name(path, knowledge, "reuters.com", "The Agency")
    assert outlets(path) == {"https://www.reuters.com/1": "The Agency"}
    assert sound(path, knowledge)


def test_cut_off_after_the_word_the_next_command_decides(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    put(path, knowledge, PAGES[:2])
    with files.writable(path) as database:
        store = Store(database, knowledge.registry, made.PEN)
        with store.transaction():
            store.naming(Naming("made.example", "The Made Times", None, "ana", made.LATER))
    assert set(outlets(path).values()) == {"a.made.example", "made.example"}
    assert not sound(path, knowledge)
    made.put(path, [], knowledge)
    assert set(outlets(path).values()) == {"The Made Times"}
    assert sound(path, knowledge)


@pytest.mark.parametrize(
    "domain", ["", "made", "ma de.example", "http://[", "192.0.2.1", "a..example", "x" * 300]
)
def test_what_is_no_domain_is_refused(domain: str, tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(UsageError, match="no domain"):
        name(tmp_path / "a.db", knowledge, domain, "The Made Times")


def test_nothing_can_be_taken_back_that_was_not_said(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(UsageError, match="nobody named it"):
        name(tmp_path / "a.db", knowledge, "made.example", None)


def test_unknown_hosts_are_counted_with_what_their_pages_say(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    page = (
        '<html><head><meta property="og:site_name" content="Made Times"><title>A bridge of stone</title></head>'
        "<body><article><h1>A bridge of stone</h1><p>{}</p><p>{}</p></article></body></html>"
    )
    for number in (1, 2):
        body = page.format(*made.text(number).decode().split("\n\n")).encode()
        made.put(path, [made.retrieved(body, f"http://made.example/{number}", "2025-03-01T00:00:00+00:00",
                                       content_type="text/html")], knowledge)  # fmt: skip
    put(path, knowledge, [PAGES[2]])
    with files.readable(path) as database:
        found = unknown(Query(database.conn))
        assert [(one.host, one.articles, one.names) for one in found] == [
            ("made.example", 2, (("Made Times", 2),)), ("other.example", 1, ()),
        ]  # fmt: skip
        assert unknown(Query(database.conn), 1) == found[:1]
    name(path, knowledge, "made.example", "Made Times")
    with files.readable(path) as database:
        assert [one.host for one in unknown(Query(database.conn))] == ["other.example"]
