"""A person's word: what may be corrected, and what follows from it."""

from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import audit
from ingest.export import lines
from ingest.read.knowledge import Knowledge

Cli = Callable[..., Result]
ID = "t7zbz4mhcx2cf4g2"  # the seed without an address
LNG = "ncbchsnf2cszycty"
LATE = {"SOURCE_DATE_EPOCH": "1799999999"}


def article(path: Path, identity: str = ID) -> lines.Line:
    with readable(path) as database:
        return lines.article(Query(database.conn).entry(identity))


def sound_again(path: Path, knowledge: Knowledge) -> bool:
    with readable(path) as database:
        return list(audit(Query(database.conn), knowledge)) == []


@pytest.mark.parametrize(
    ("field", "value", "key", "expected"),
    [
        ("title", "Another title", "title", "Another title"),
        ("author", "A. Smith; B. Jones", "authors", ["A. Smith", "B. Jones"]),
        ("authors", "A. Smith", "authors", ["A. Smith"]),
        ("published", "2019-03", "published", "2019-03"),
        ("outlet", "Foo Daily", "outlet", "Foo Daily"),
        ("language", "de", "language", "de"),
        ("title", "", "title", None),
        ("author", "", "authors", []),
        ("published", "", "published", None),
    ],
)
def test_a_correction_holds(
    cli: Cli, archive: Path, knowledge: Knowledge, field: str, value: str, key: str, expected: object
) -> None:
    done = cli("correct", ID, field, value, "--by", "editor", "--because", "I know", **LATE)
    assert done.exit_code == 0
    assert article(archive)[key] == expected
    chosen = [c for c in article(archive)["claims"] if c["chosen"] and c["field"] == key.rstrip("s")]
    assert {(claim["by"], claim["basis"], claim["method"]) for claim in chosen} == {
        ("editor", "I know", "assertion")
    }
    assert sound_again(archive, knowledge)


def test_a_new_address_brings_outlet_and_date(cli: Cli, archive: Path, knowledge: Knowledge) -> None:
    url = "https://lnginnorthernbc.ca/2025/11/06/another"
    assert cli("correct", LNG, "url", url, "--because", "moved", **LATE).exit_code == 0
    known = article(archive, LNG)
    assert (known["url"], known["outlet"], known["published"]) == (url, "LNG in Northern BC", "2025-11-06")
    assert not any("/2025/11/05/" in (c["quote"] or "") for c in known["claims"] if c["where"] == "address")
    assert sound_again(archive, knowledge)


def test_no_address_leaves_what_the_page_says(cli: Cli, archive: Path, knowledge: Knowledge) -> None:
    assert cli("correct", LNG, "url", "", "--because", "it was a guess", **LATE).exit_code == 0
    known = article(archive, LNG)
    assert (known["url"], known["published"]) == (None, None)
    assert [claim for claim in known["claims"] if claim["where"] == "address"] == []
    assert sound_again(archive, knowledge)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((ID, "mood", "good"), "mood: no such field; known are title, author, published"),
        ((ID, "published", "last week"), "'last week' is no date; write 2026-02-06"),
        ((ID, "url", "made.example"), "begins with http:// or https://"),
        ((ID, "url", "http://made.example:abc/"), "'http://made.example:abc/' is no web address"),
        (("aaaaaaaaaaaaaaaa", "title", "x"), "aaaaaaaaaaaaaaaa: no article has this id"),
        (("wnatxf7cywanghko", "title", "x"), "wnatxf7cywanghko: a stub"),
        ((ID, "url", "http://traditioninaction.org/HotTopics/i99ht_197_Ven.html"), "article litiqqkkj6zoi3yq"),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    cli: Cli, archive: Path, words: tuple[str, ...], said: str
) -> None:
    before = made.dump(archive)
    done = cli("correct", *words, "--because", "I know")
    assert done.exit_code == 2
    assert said in done.stderr
    assert made.dump(archive) == before


@pytest.mark.parametrize("options", [("--because", " "), ("--because", "x", "--by", "")])
def test_an_empty_who_or_why_is_refused(cli: Cli, archive: Path, options: tuple[str, ...]) -> None:
    assert cli("correct", ID, "title", "x", *options).exit_code == 2
    assert article(archive)["title"] != "x"


def test_a_reason_may_be_missing_and_is_then_empty(cli: Cli, archive: Path) -> None:
    assert cli("correct", ID, "title", "x").exit_code == 0
    (said,) = [claim for claim in article(archive)["claims"] if claim["value"] == "x"]
    assert (said["by"], said["basis"], said["chosen"]) == ("archivist", None, True)


def test_two_corrections_in_one_second_are_two(cli: Cli, archive: Path) -> None:
    for names in ("Ana Lima; Ben Roe", "Ben Roe"):
        assert cli("correct", ID, "authors", names, SOURCE_DATE_EPOCH="1800000000").exit_code == 0
    assert article(archive)["authors"] == ["Ben Roe"]
    assert cli("audit").exit_code == 0


def test_a_beginning_of_the_id_is_enough(cli: Cli, archive: Path) -> None:
    assert cli("correct", ID[:5], "title", "x", "--because", "y").exit_code == 0
    assert article(archive)["title"] == "x"


def test_the_latest_word_holds_and_the_earlier_stays(cli: Cli, archive: Path) -> None:
    for number, title in enumerate(("first", "second"), 1):
        epoch = {"SOURCE_DATE_EPOCH": str(1799999990 + number)}
        assert cli("correct", ID, "title", title, "--because", "x", **epoch).exit_code == 0
    known = article(archive)
    assert known["title"] == "second"
    said = [claim["value"] for claim in known["claims"] if claim["field"] == "title" and claim["by"]]
    assert said == ["first", "second"]


def test_a_correction_survives_adding_again(cli: Cli, archive: Path, seeds: Path) -> None:
    url = "https://traditioninaction.org/moved"
    for field, value in (("title", "Corrected"), ("url", url)):
        cli("correct", "litiqqkkj6zoi3yq", field, value, "--because", "x", **LATE)
    before = made.dump(archive)
    again = cli("add", "--manifest", seeds, SOURCE_DATE_EPOCH="1800000001")
    assert again.exit_code == 0
    assert {line.split()[0] for line in again.stdout.splitlines()[:-1]} == {"unchanged"}
    assert made.dump(archive) == before
    known = article(archive, "litiqqkkj6zoi3yq")
    assert (known["title"], known["url"]) == ("Corrected", url)
