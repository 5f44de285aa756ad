"""`ingest link`, `unlink`, `merge`, `split` and `undo`, as people and scripts use them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import harbour
import pytest
from click.testing import Result

from ingest.archive.counts import counts
from ingest.archive.files import readable
from ingest.archive.query import Query

Cli = Callable[..., Result]
STUB = "bkigw27rxgz5qd2u"


@pytest.fixture
def filled(tmp_path: Path, cli: Cli) -> dict[str, str]:
    """An archive of the articles on the harbour; their ids."""
    found = {}
    for name in ("foo", "copy", "plain", "other"):
        made = harbour.article(name)
        (tmp_path / f"{name}.txt").write_bytes(made.payload)
        entry = {one.field: one.value for one in made.assertions}
        (tmp_path / "one.jsonl").write_text(json.dumps({"path": f"{name}.txt", **entry}) + "\n")
        (line,) = told(cli("add", "--manifest", tmp_path / "one.jsonl", "--json"))
        found[name] = line["id"]
    return found


def told(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_act_says_what_it_did_and_how_to_take_it_back(cli: Cli, filled: dict[str, str]) -> None:
    foo, other, plain = filled["foo"], filled["other"], filled["plain"]
    said = {
        ("link", other, "cites", foo): f"{other} has {foo} as its source (cites), says ana (I know)",
        ("link", other, "shared-source", plain): f"{other} and {plain} are related (shared-source)",
        ("unlink", other, foo): f"{other} and {foo} have nothing to do with each other",
        ("merge", plain, foo): f"{plain} is the same as {foo}",
        ("split", STUB): f"{STUB} is no other article",
    }
    for words, expected in said.items():
        done = cli(*words, "--by", "ana", "--because", "I know")
        assert done.exit_code == 0
        assert expected in done.stdout
        event = done.stdout.rpartition("`ingest undo ")[2].rstrip("`\n")
        again = cli(*words, "--by", "ben")
        assert again.exit_code == 0
        assert again.stdout.startswith(f"unchanged: {expected.partition(',')[0]}")
        assert event in again.stdout
        done = cli("undo", event, "--because", "I was wrong")
        assert f"{event} is taken back, says archivist (I was wrong)" in done.stdout
        assert cli("undo", event).stdout.startswith("unchanged: ")


def test_json_tells_all_of_an_act(cli: Cli, filled: dict[str, str]) -> None:
    (line,) = told(cli("link", filled["other"], "cites", filled["foo"], "--json"))
    assert line == {
        "id": line["id"], "act": "link", "article": filled["other"], "kind": "cites", "other": filled["foo"],
        "undoes": None, "by": "archivist", "asserted_at": "2026-01-02T03:04:05+00:00", "because": None,
        "taken_back_by": None, "status": "done",
    }  # fmt: skip
    (again,) = told(cli("link", filled["other"], "cites", filled["foo"], "--json"))
    assert again == {**line, "status": "unchanged"}
    (undone,) = told(cli("undo", line["id"], "--json"))
    assert (undone["act"], undone["undoes"], undone["status"]) == ("undo", line["id"], "done")


def test_articles_are_named_by_id_beginning_or_address(cli: Cli, filled: dict[str, str]) -> None:
    (line,) = told(cli("merge", STUB[:6], "https://www.foo.example/harbour/?utm_source=x", "--json"))
    assert (line["article"], line["other"]) == (STUB, filled["foo"])


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("link", STUB, "copies", STUB), "copies: no such kind of relation; known are republication, "),
        (("link", STUB, "cites", STUB), "both are this article"),
        (("unlink", STUB, "zzz"), "zzz: no article has this id; `ingest export articles` lists them"),
        (("merge", "http://nobody.example/", STUB), "no article has this address; `ingest add` adds it"),
        (("undo", "zzz"), "zzz: nothing with this id was said or found"),
        (("split", STUB, "--by", " "), "it is empty"),
    ],
)
def test_what_cannot_be_is_said_in_words(
    cli: Cli, filled: dict[str, str], words: tuple[str, ...], error: str
) -> None:
    done = cli(*words)
    assert done.exit_code == 2
    assert error in done.stderr


@pytest.mark.parametrize(
    "words", [("link", "a", "cites", "b"), ("unlink", "a", "b"), ("merge", "a", "b"), ("split", "a")]
)
def test_without_an_archive(cli: Cli, words: tuple[str, ...]) -> None:
    done = cli(*words)
    assert done.exit_code == 2
    assert "there is no archive here" in done.stderr


def test_show_lists_what_people_said_with_ids(cli: Cli, filled: dict[str, str]) -> None:
    foo, other = filled["foo"], filled["other"]
    cli("link", other, "cites", foo, "--because", "she told me")
    cli("correct", other, "title", "A vote")
    cli("outlets", "name", "other.example", "The Gazette")
    (shown,) = told(cli("show", other, "--json"))
    acts = {one["act"]: one for one in shown["acts"]}
    assert acts["link"]["because"] == "she told me"
    assert acts["name"]["domain"] == "other.example"
    assert acts["correct"]["field"] == "title"
    for one in acts.values():
        assert cli("undo", one["id"]).exit_code == 0
    (shown,) = told(cli("show", other, "--json"))
    by = {one["id"]: one["taken_back_by"] for one in shown["acts"]}
    assert all(by[one["id"]] for one in acts.values())
    assert shown["title"] == "On the harbour, other"
    text = cli("show", other).stdout
    assert "Said by people" in text
    assert f"link {other} cites {foo}, says archivist (she told me); taken back by act " in text
    assert "other.example: The Gazette, says archivist; taken back" in text


def test_a_correction_says_how_to_take_it_back(cli: Cli, filled: dict[str, str]) -> None:
    done = cli("correct", filled["other"], "title", "A vote")
    event = done.stdout.rpartition("`ingest undo ")[2].rstrip("`\n")
    assert cli("undo", event).exit_code == 0
    (shown,) = told(cli("show", filled["other"], "--json"))
    assert shown["title"] == "On the harbour, other"


def test_show_tells_which_article_one_is_or_may_be(cli: Cli, filled: dict[str, str]) -> None:
    shown = cli("show", STUB).stdout
    assert "The same as" in shown
    assert f"{filled['foo']}  headline 100% alike, same outlet, same text, same day, score 1000" in shown
    (line,) = told(cli("show", STUB, "--json"))
    assert line["same_as"] == line["resolved"]["article"] == filled["foo"]
    assert cli("undo", line["resolved"]["id"]).exit_code == 0
    (line,) = told(cli("show", STUB, "--json"))
    assert (line["same_as"], line["resolved"]) == (None, None)
    assert filled["plain"] in {one["article"] for one in line["candidates"]}
    assert [one["score"] for one in line["candidates"]] == sorted(
        (one["score"] for one in line["candidates"]), reverse=True
    )
    assert "May be" in cli("show", STUB).stdout
    cli("merge", STUB, filled["plain"])
    cli("merge", filled["plain"], filled["foo"])
    assert f"which is the same as {filled['foo']}" in cli("show", STUB).stdout


def test_relations_of_a_merged_article_are_shown_at_both(cli: Cli, filled: dict[str, str]) -> None:
    cli("link", filled["plain"], "translation", filled["other"])
    cli("merge", filled["plain"], filled["foo"])
    for name in ("plain", "foo"):
        shown = cli("show", filled[name]).stdout
        assert "Translation of" in shown
        assert filled["other"] in shown


def test_stubs_are_exported_with_who_names_them_and_what_they_are(cli: Cli, filled: dict[str, str]) -> None:
    (stub,) = told(cli("export", "stubs"))
    assert stub == {
        "id": STUB, "url": None, "title": harbour.TITLE, "authors": [], "outlet": "Foo Daily",
        "published": "2025-01-05", "named_by": [filled["copy"]], "resolved": stub["resolved"],
        "candidates": [],
    }  # fmt: skip
    assert (stub["resolved"]["article"], stub["resolved"]["act"]) == (filled["foo"], None)
    (split,) = told(cli("split", STUB, "--json"))
    (stub,) = told(cli("export", "stubs"))
    assert stub["resolved"] is None
    (merged,) = told(cli("merge", STUB, filled["plain"], "--json"))
    (stub,) = told(cli("export", "stubs"))
    assert stub["resolved"]["act"] == merged["id"]
    assert split["id"] != merged["id"]


def test_a_merged_article_is_counted_once_and_exported_with_what_it_is(
    cli: Cli, filled: dict[str, str], tmp_path: Path
) -> None:
    cli("merge", filled["plain"], filled["foo"])
    with readable(tmp_path / "archive.db") as database:
        assert counts(Query(database.conn))["articles"] == len(filled) - 1
    same = {one["id"]: one["same_as"] for one in told(cli("export", "articles"))}
    assert same == {**dict.fromkeys(filled.values()), filled["plain"]: filled["foo"]}
