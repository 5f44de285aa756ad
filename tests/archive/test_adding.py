"""What adding does to an archive: nothing twice, the same in any order, people before machines."""

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import made
import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import audit
from ingest.export import lines
from ingest.pipeline import Act
from ingest.read.knowledge import Knowledge
from ingest.records import Capture

Cli = Callable[..., Result]
ADDRESS = "http://made.example/original"


def exported(path: Path) -> dict[str, list[lines.Line]]:
    """Everything that leaves the archive."""
    with readable(path) as database:
        return {what: list(export(Query(database.conn))) for what, export in lines.EXPORTS.items()}


def findings(path: Path, knowledge: Knowledge) -> list[object]:
    with readable(path) as database:
        return list(audit(Query(database.conn), knowledge))


def batch() -> list[Capture]:
    """Articles that meet each other in every way there is: versions, stubs, originals, works."""
    return [
        *made.seeds(),
        *(made.capture(made.text(number)) for number in range(3)),
        # Two texts at one address, and one text in two spellings of its bytes.
        made.capture(made.text(4), "http://made.example/a", captured_at="2025-01-01T00:00:00+00:00"),
        made.capture(made.text(5), "http://made.example/a", captured_at="2025-02-01T00:00:00+00:00"),
        made.capture(made.text(6), "http://made.example/b", path="six.txt"),
        made.capture(made.text(6) + b"\n\n", "http://made.example/b", path="six.txt"),
        made.capture(made.text(6) + b"\n\n\n", "http://made.example/b", captured_at=made.NOW, path="six.txt"),
        # An original, and two that name it by its address.
        made.capture(made.text(7), ADDRESS, title="The harbour stays open", authors=["A. Smith"]),
        made.capture(made.POINTING.format(url=ADDRESS).encode()),
        made.capture(made.POINTING.format(url=ADDRESS).encode() + made.text(8)),
        # Two that name one original, which is not here, in different words.
        made.capture(made.NAMING.format(title="A small thing happened").encode()),
        made.capture(made.NAMING.format(title="A SMALL thing happened").encode() + made.text(9)),
    ]


def test_the_order_and_the_batches_do_not_matter(tmp_path: Path, knowledge: Knowledge) -> None:
    expected = None
    for seed in range(5):
        captures = batch()
        if seed:
            random.Random(seed).shuffle(captures)
        path = tmp_path / f"{seed}.db"
        cut = random.Random(seed).randrange(len(captures))
        for part in (captures[:cut], captures[cut:]):
            made.put(path, part, knowledge)
        found = exported(path)
        expected = expected or found
        assert found == expected, f"order {seed}"
    assert len(expected["articles"]) == 15
    assert findings(path, knowledge) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(8)))
def test_any_order_of_what_names_and_what_is_named(
    order: list[int], tmp_path: Path, knowledge: Knowledge
) -> None:
    captures = batch()[-8:]
    paths = [tmp_path / "straight.db", tmp_path / "shuffled.db"]
    for path, sources in zip(paths, (captures, [captures[place] for place in order]), strict=True):
        path.unlink(missing_ok=True)
        made.put(path, sources, knowledge)
    assert exported(paths[0]) == exported(paths[1])


def test_the_same_bytes_again_change_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "twice.db"
    made.put(path, batch(), knowledge)
    before, content = made.dump(path), path.read_bytes()
    outcomes = made.put(path, batch(), knowledge, Act(made.LATER, "somebody else"))
    assert {outcome.status for outcome in outcomes} == {"unchanged"}
    assert made.dump(path) == before
    assert path.read_bytes() == content


@pytest.mark.parametrize("order", [*permutations(["bare", "addressed"])], ids=" then ".join)
def test_a_payload_with_and_without_address_is_one_article(
    order: Iterable[str], tmp_path: Path, knowledge: Knowledge
) -> None:
    sources = {"bare": made.capture(made.text(1)), "addressed": made.capture(made.text(1), ADDRESS)}
    path = tmp_path / "one.db"
    first, second = made.put(path, (sources[name] for name in order), knowledge)
    assert first.article == second.article
    (article,) = exported(path)["articles"]
    assert article["url"] == ADDRESS
    assert article["outlet"] == "made.example"
    assert findings(path, knowledge) == []


def test_an_id_stays_when_the_address_becomes_known(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "id.db"
    ids = [
        made.put(path, [source], knowledge)[0].article
        for source in (
            made.capture(made.text(1)),
            made.capture(made.text(1), ADDRESS),
            made.capture(made.text(2), ADDRESS, captured_at=made.NOW),
            made.capture(made.text(1)),
        )
    ]
    assert len(set(ids)) == 1
    assert len(made.rows(path, "SELECT id FROM versions")) == 2


def test_two_paths_with_the_same_bytes_are_one_article(cli: Cli, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(made.text(1))
    done = cli("add", tmp_path / "one.txt", tmp_path / "two.txt")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[:2]] == ["added", "unchanged"]
    assert made.rows(tmp_path / "archive.db", "SELECT count(*) FROM payloads") == [(1,)]


def test_a_payload_is_kept_once_for_two_articles(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "two.db"
    urls = ("http://made.example/a", "http://other.example/b")
    outcomes = made.put(path, [made.capture(made.text(1), url) for url in urls], knowledge)
    assert len({outcome.article for outcome in outcomes}) == 2
    assert made.rows(path, "SELECT count(*) FROM payloads") == [(1,)]
    assert findings(path, knowledge) == []


def test_assertions_outrank_the_page_and_are_shown_as_such(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "asserted.db"
    payload = b"# The printed title of this page\n\n" + made.text(1)
    made.put(path, [made.capture(payload, title="The stated title", published="2024-05")], knowledge)
    (article,) = exported(path)["articles"]
    assert (article["title"], article["published"]) == ("The stated title", "2024-05")
    titles = {claim["value"]: claim for claim in article["claims"] if claim["field"] == "title"}
    assert titles["The stated title"]["chosen"]
    assert titles["The stated title"]["by"] == "archivist"
    assert titles["The stated title"]["asserted_at"] == made.NOW
    assert titles["The printed title of this page"]["by"] is None
    assert not titles["The printed title of this page"]["chosen"]


def test_a_longer_list_of_authors_holds_as_a_whole(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "authors.db"
    made.put(path, [made.capture(made.text(1), authors=["A. Smith"])], knowledge)
    longer = made.capture(made.text(1), authors=["A. Smith", "B. Jones"])
    made.put(path, [longer], knowledge, Act(made.LATER, "archivist"))
    (article,) = exported(path)["articles"]
    assert article["authors"] == ["A. Smith", "B. Jones"]


def test_a_stub_appears_is_resolved_and_vanishes(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "stub.db"
    naming = made.capture(made.POINTING.format(url=ADDRESS).encode(), "http://made.example/naming")
    made.put(path, [naming], knowledge)
    (relation,) = exported(path)["relations"]
    assert relation["to"]["stub"]
    assert relation["to"]["url"] == ADDRESS
    # It is resolved when the original arrives, under the id it had.
    (outcome,) = made.put(path, [made.capture(made.text(1), ADDRESS)], knowledge)
    (resolved,) = exported(path)["relations"]
    assert resolved["to"]["id"] == relation["to"]["id"] == outcome.article
    assert not resolved["to"]["stub"]
    works = {article["work"] for article in exported(path)["articles"]}
    assert works == {min(relation["from"]["id"], relation["to"]["id"])}
    assert findings(path, knowledge) == []


def test_a_stub_vanishes_when_nothing_names_it_any_more(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "gone.db"
    url = "http://made.example/naming"
    made.put(
        path,
        [
            made.capture(
                made.POINTING.format(url=ADDRESS).encode(), url, captured_at="2025-01-01T00:00:00+00:00"
            )
        ],
        knowledge,
    )
    assert len(made.rows(path, "SELECT 1 FROM articles WHERE stub")) == 1
    assert len(made.rows(path, "SELECT 1 FROM works")) == 1
    made.put(path, [made.capture(made.text(1), url, captured_at="2025-02-01T00:00:00+00:00")], knowledge)
    assert made.rows(path, "SELECT 1 FROM articles WHERE stub") == []
    assert made.rows(path, "SELECT 1 FROM relations") == []
    assert findings(path, knowledge) == []


def test_an_address_misprinted_in_a_text_stops_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "port.db"
    text = made.NAMING.format(title="A small thing happened").rstrip() + " at http://foo.example:abc/x\n"
    (outcome,) = made.put(path, [made.capture(text.encode())], knowledge)
    assert outcome.status == "added"
    (relation,) = exported(path)["relations"]
    assert (relation["to"]["title"], relation["to"]["url"]) == ("A small thing happened", None)
    assert findings(path, knowledge) == []


@pytest.mark.parametrize("first", [0, 1])
def test_a_link_to_an_address_that_led_on_tells_the_source(
    first: int, tmp_path: Path, knowledge: Knowledge
) -> None:
    text = made.words(1).encode()
    response = replace(made.response("http://foo.example/long"), asked="http://short.example/1")
    original = Capture(text, "page", captured_at=made.NOW, response=response)
    led = b"See [the page](http://short.example/1) of it, where all of that was told before.\n"
    linked = b"# On the harbour\n\n" + text + b"\n\n" + led
    copy = made.capture(linked, "http://bar.example/1", captured_at=made.NOW)
    pages = [original, copy]
    made.put(tmp_path / "archive.db", [pages[first], pages[1 - first]], knowledge)
    found = made.rows(tmp_path / "archive.db", "SELECT later, signs FROM matches")
    ((article,),) = made.rows(
        tmp_path / "archive.db", "SELECT article FROM addresses WHERE key = 'bar.example/1'"
    )
    assert [(later, json.loads(str(signs))[0][0]) for later, signs in found] == [(article, "link")]
