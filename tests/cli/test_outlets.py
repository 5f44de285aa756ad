"""`ingest outlets`: the domains that are unknown, and naming them."""

import json
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest.read.knowledge import Knowledge

Cli = Callable[..., Result]


@pytest.fixture
def filled(tmp_path: Path, knowledge: Knowledge) -> Path:
    page = made.retrieved(made.text(1), "http://foo.example/1", "2025-03-01T00:00:00+00:00")
    made.put(tmp_path / "archive.db", [page], knowledge)
    return tmp_path


def test_unknown_domains_are_listed_and_named(filled: Path, cli: Cli) -> None:
    told = cli("outlets")
    assert told.exit_code == 0
    assert "1  foo.example" in told.stdout
    assert "ingest outlets name" in told.stdout
    (line,) = map(json.loads, cli("outlets", "--json").stdout.splitlines())
    assert (line["host"], line["articles"], line["names"]) == ("foo.example", 1, [])
    told = cli("outlets", "name", "foo.example", "Foo  Daily", "--kind", "newspaper", "--because", "imprint")
    assert told.stdout == "foo.example: Foo Daily, says archivist; decided again: 1 article\n"
    assert cli("outlets").stdout == "every domain is known\n"
    assert cli("outlets", "--json").stdout == ""
    assert json.loads(cli("export", "articles").stdout)["outlet"] == "Foo Daily"
    assert "named its outlet" in cli("show", line["example"]).stdout
    assert cli("audit").exit_code == 0


def test_a_name_is_taken_back(filled: Path, cli: Cli) -> None:
    cli("outlets", "name", "foo.example", "Foo Daily")
    told = cli("outlets", "name", "foo.example", "", "--json")
    assert json.loads(told.stdout) == {
        "domain": "foo.example", "outlet": None, "kind": None, "by": "archivist", "articles": 1,
    }  # fmt: skip
    assert "foo.example" in cli("outlets").stdout


def test_what_cannot_be_is_said_in_words(filled: Path, cli: Cli) -> None:
    for arguments in (["foo", "Foo"], ["bar.example", ""]):
        told = cli("outlets", "name", *arguments)
        assert told.exit_code == 2
        assert "domain" in told.stderr or "nobody named it" in told.stderr


def test_without_an_archive(cli: Cli) -> None:
    assert cli("outlets").exit_code == 2
    assert cli("outlets", "name", "foo.example", "Foo").exit_code == 2
