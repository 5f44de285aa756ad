"""Manifests in their three forms, sound and broken."""

import json
from collections.abc import Callable
from pathlib import Path

import made
import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.capture import manifest
from ingest.errors import SourceError, UsageError
from ingest.records import Capture

Cli = Callable[..., Result]
FORMS = {
    "list.jsonl": '{"path": "a.txt", "url": "http://made.example/a", "id": "7", "title": "Ä", "authors": '
    '["A. Smith", "B. Jones"], "published": "2025-11", "captured_at": "2025-12-01T08:00:00+02:00"}\n',
    "list.csv": "\ufeffpath,url,id,title,authors,published,captured_at\n"
    'a.txt,http://made.example/a,7,Ä,"A. Smith; B. Jones",2025-11,2025-12-01T08:00:00+02:00\n',
    "list.yaml": "- path: a.txt\n  url: http://made.example/a\n  id: 7\n  title: Ä\n"
    "  authors: [A. Smith, B. Jones]\n  published: 2025-11\n"
    "  captured_at: 2025-12-01T08:00:00+02:00\n  outlet:\n",
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    for number, name in enumerate(("a.txt", "b.txt")):
        (tmp_path / name).write_bytes(made.text(number))
    (tmp_path / "dir").mkdir()


@pytest.mark.parametrize("name", FORMS)
def test_each_form_says_the_same(cli: Cli, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FORMS[name], "utf-8")
    told = cli("inspect", "--manifest", tmp_path / name)
    assert told.exit_code == 0, told.stderr
    article = json.loads(told.stdout)
    wanted = {"source_id": "7", "path": "a.txt", "url": "http://made.example/a", "title": "Ä",
              "authors": ["A. Smith", "B. Jones"], "published": "2025-11",
              "captured_at": "2025-12-01T06:00:00+00:00"}  # fmt: skip
    assert {key: article[key] for key in wanted} == wanted


ENTRY = [
    ({"path": "nope.txt"}, "nope.txt: there is no such file; check the path"),
    ({"path": "dir"}, "it cannot be read (Is a directory)"),
    ({"path": "a.txt", "colour": "red"}, "unknown key colour; known are path, url, id"),
    ({}, "neither path nor url"),
    ({"path": ""}, "neither path nor url"),
    ({"url": "http://10.0.0.1/"}, "10.0.0.1"),
    ({"path": 7}, "path: text in quotation marks is wanted, not 7"),
    ({"path": "a.txt", "authors": "A. Smith"}, "authors: a list of names is wanted"),
    ({"path": "a.txt", "authors": [1]}, "authors: a list of names is wanted"),
    ({"path": "a.txt", "captured_at": "yesterday"}, "'yesterday' is no ISO 8601 instant"),
    ({"path": "a.txt", "captured_at": "2025-12-01T08:00:00"}, "has no offset; add Z or +02:00"),
    ({"path": "a.txt", "captured_at": "0001-01-01T00:00:00+23:00"}, "is no ISO 8601 instant"),
    ({"path": "a.txt", "url": "made.example/a"}, "begins with http:// or https://"),
    ({"path": "a.txt", "url": "http://made.example:abc/"}, "is no web address"),
    ({"path": "a.txt", "url": "http://[::1"}, "is no web address"),
    ({"path": "a.txt", "published": "last week"}, "'last week' is no date; write 2026-02-06"),
    ({"path": "a.txt", "title": "\ud800"}, "half a character"),
    ({"path": "a\0.txt"}, "it cannot be read"),
    ([], "an entry is a set of keys and values"),
    ("a.txt", "an entry is a set of keys and values"),
    (None, "an entry is a set of keys and values"),
]


@pytest.mark.parametrize(("entry", "said"), ENTRY, ids=[f"{number}" for number in range(len(ENTRY))])
def test_a_broken_entry_stops_no_other(cli: Cli, tmp_path: Path, entry: object, said: str) -> None:
    lines = [
        json.dumps(one) for one in ({"path": "b.txt"}, entry, {"path": "a.txt", "url": "http://made.example/a"})
    ]
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    done = cli("add", "--manifest", path)
    assert done.exit_code == 1
    assert said in done.stderr
    assert f"{path}, line 2" in done.stderr
    assert "2 added, 1 failed" in done.stdout
    assert cli("audit").exit_code == 0


@pytest.mark.parametrize(
    "line", ["{", '{"path": "a.txt"', "[" * 100_000, "nonsense"], ids=lambda line: line[:9]
)
def test_a_line_that_is_no_json(cli: Cli, tmp_path: Path, line: str) -> None:
    (tmp_path / "list.jsonl").write_text(f'{line}\n\n{{"path": "a.txt"}}\n')
    done = cli("add", "--manifest", tmp_path / "list.jsonl")
    assert done.exit_code == 1
    assert "list.jsonl, line 1: no JSON object" in done.stderr
    assert "1 added, 1 failed" in done.stdout


def test_a_row_with_too_many_cells(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("path,title\na.txt,One, two\nb.txt\n")
    done = cli("add", "--manifest", tmp_path / "list.csv")
    assert done.exit_code == 1
    assert "list.csv, line 2: more cells than the header has" in done.stderr
    assert "1 added, 1 failed" in done.stdout


def test_an_entry_given_twice_is_one_article(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text('{"path": "a.txt"}\n' * 2)
    done = cli("add", "--manifest", tmp_path / "list.jsonl")
    assert done.exit_code == 0
    assert "1 added, 1 unchanged" in done.stdout


def test_blank_values_say_nothing(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text('path,title,authors,outlet\na.txt,"  ","A. Smith;; ;B. Jones;"," "\n')
    article = json.loads(cli("inspect", "--manifest", tmp_path / "list.csv").stdout)
    assert (article["title"], article["authors"], article["outlet"]) == (None, ["A. Smith", "B. Jones"], None)


@pytest.mark.parametrize(
    ("name", "content"), [("e.jsonl", ""), ("e.csv", ""), ("e.csv", "path\n"), ("e.yaml", ""), ("e.yaml", "[]")]
)
def test_an_empty_manifest_adds_nothing(cli: Cli, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    done = cli("add", "--manifest", tmp_path / name)
    assert done.exit_code == 0
    assert "nothing to add" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.yaml", None, "missing.yaml: there is no such file"),
        ("list.txt", b"a.txt", "list.txt: a manifest ends in .jsonl, .csv or .yaml"),
        ("list.jsonl", b'{"path": "caf\xe9"}', "list.jsonl: not UTF-8 at byte 13; save it as UTF-8"),
        ("list.yaml", b"path: a.txt", "list.yaml: a YAML manifest is a list of entries"),
        ("list.yaml", b"- path: [", "list.yaml: "),
        ("list.yaml", b"[" * 100_000, "list.yaml: lists within lists"),
        ("list.yaml", b"- &a [*a]", "list.yaml: "),
        ("list.csv", b'path,title\na.txt,"T\n', "list.csv: unexpected end of data"),
    ],
)
def test_a_manifest_that_cannot_be_read_adds_nothing(
    cli: Cli, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = cli("add", tmp_path / "a.txt", "--manifest", tmp_path / name)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "archive.db").exists()


def test_values_within_values_are_not_written_out(cli: Cli, tmp_path: Path) -> None:
    """Nine aliases of nine aliases would fill the memory if the message repeated them all."""
    anchors = ["- &a0 [x, x, x, x, x, x, x, x, x]"]
    anchors += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    (tmp_path / "list.yaml").write_text("\n".join([*anchors, "- path: a.txt\n  title: *a8"]))
    done = cli("add", "--manifest", tmp_path / "list.yaml")
    assert done.exit_code == 1
    assert len(done.stderr) < 5000


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["list.jsonl", "list.csv", "list.yaml"]),
    st.text(st.characters(codec="utf-8")) | st.text('{}[]",:-&*\n\t path a.txt', max_size=80),
)
def test_whatever_a_manifest_holds_there_are_words_for_it(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    for found in read(path):
        assert isinstance(found, Capture | SourceError) or name in found


def read(path: Path) -> list[Capture | SourceError | str]:
    """What a manifest gives, or the words with which it is refused."""
    try:
        return list(manifest.captures(str(path), manifest.entries(str(path))))
    except UsageError as error:
        return [str(error)]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30) | st.datetimes().map(str) | st.datetimes(timezones=st.timezones()).map(str))
def test_an_instant_is_one_in_utc_or_is_refused(text: str) -> None:
    found = instant(text)
    if found is not None:
        assert found.endswith("+00:00")
        assert instant(found) == found


def instant(text: str) -> str | None:
    """The instant in UTC, None where it is refused in words."""
    try:
        return manifest.instant(text)
    except SourceError:
        return None
