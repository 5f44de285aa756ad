"""`ingest attributions`: one JSON line for each line of a file, whatever it holds."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from ingest.read.attribution import MOST

Cli = Callable[..., Result]


def found(told: Result) -> list[list[dict[str, object]]]:
    return [json.loads(line)["attributions"] for line in told.stdout.splitlines()]


def test_each_line_has_its_line_in_order(cli: Cli, tmp_path: Path) -> None:
    passages = tmp_path / "passages.txt"
    passages.write_text("Quelle: dpa\n\nNo source here.\r\nOil fell, according to Reuters.", "utf-8")
    told = cli("attributions", passages)
    assert told.exit_code == 0
    assert [[one["outlet"] for one in line] for line in found(told)] == [["DPA"], [], [], ["Reuters"]]


def test_an_attribution_is_as_inspect_shows_it_with_offsets_in_bytes(cli: Cli, tmp_path: Path) -> None:
    passages = tmp_path / "passages.txt"
    line = "Größer geht es nicht. Dieser Artikel erschien zuerst in der „taz“. Mehr folgt."
    passages.write_text(line, "utf-8")
    ((named,),) = found(cli("attributions", passages, "--json"))
    fields = "kind outlet title published author url quote start end via".split()
    assert list(named) == fields
    start, end = named["start"], named["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert line.encode()[start:end].decode() == named["quote"] == "Dieser Artikel erschien zuerst in der „taz“."


def test_a_line_that_cannot_be_read_is_named_and_the_rest_goes_on(cli: Cli, tmp_path: Path) -> None:
    passages = tmp_path / "passages.txt"
    passages.write_bytes(b"\xff\xfe\nQuelle: dpa\n" + b"x" * 3_000_003 + b"\n(AFP)\n")
    told = cli("attributions", passages)
    assert told.exit_code == 1
    assert [len(line) for line in found(told)] == [0, 1, 0, 1]
    assert "line 1: no UTF-8 at byte 0; convert" in told.stderr
    assert "line 3: longer than 1,000,000 bytes" in told.stderr


def test_one_line_names_so_many_at_most(cli: Cli, tmp_path: Path) -> None:
    passages = tmp_path / "passages.txt"
    passages.write_text("Oil fell, according to Reuters. " * (MOST + 50), "utf-8")
    (line,) = found(cli("attributions", passages))
    assert len(line) == MOST


def test_a_file_that_is_not_there_is_a_mistake_of_usage(cli: Cli) -> None:
    told = cli("attributions", "nowhere.txt")
    assert told.exit_code == 2
    assert "nowhere.txt" in told.stderr
