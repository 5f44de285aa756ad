"""Bags: valid by others' tools, whole without this project's code, and there whole or not at all."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import made
import pytest
from click.testing import Result

from ingest.archive import files
from ingest.archive.query import Query
from ingest.export import bag as bags
from ingest.export import lines
from ingest.export.bag.readme import README


@pytest.fixture(scope="module")
def written(crossposted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag of an archive in which no table is empty. Not to be changed."""
    target = tmp_path_factory.mktemp("bags") / "bag"
    with files.snapshot(crossposted) as database:
        query = Query(database.conn)
        bags.export(query, bags.files(query), target, "provenance-archive 0", "2026-01-02")
    return target


def told(bag: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (bag / "data" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def test_bagit_finds_it_valid(written: Path) -> None:
    bag = bagit.Bag(str(written))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert bag.algorithms == ["sha256"]
    assert bag.info["Bagging-Date"] == "2026-01-02"
    assert bag.info["Bag-Software-Agent"] == "provenance-archive 0"
    assert bag.info["External-Description"].startswith("A news archive: 39 articles, ")


def test_bagit_sees_a_changed_byte(written: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(written, tmp_path / "changed"))
    payload = next((changed / "data" / "payloads").iterdir())
    payload.write_bytes(payload.read_bytes()[:-1] + b"!")
    with pytest.raises(bagit.BagValidationError, match="sha256 validation failed"):
        bagit.Bag(str(changed)).validate()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
@pytest.mark.parametrize("manifest", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_a_plain_tool_finds_it_whole(written: Path, manifest: str) -> None:
    subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=written, check=True)


def test_payloads_are_files_by_their_hash(written: Path, crossposted: Path) -> None:
    held = [str(sha256) for (sha256,) in made.rows(crossposted, "SELECT sha256 FROM payloads ORDER BY 1")]
    listed = told(written, "payloads")
    assert [one["sha256"] for one in listed] == held
    for one in listed:
        data = (written / "data" / one["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == one["sha256"]
        assert len(data) == one["size"]
    assert len(list((written / "data" / "payloads").iterdir())) == len(held)
    (mail,) = (one for one in listed if one["media_type"] == "message/rfc822")
    assert mail["file"] == f"payloads/{mail['sha256']}.eml"


def test_the_lists_are_those_of_the_other_exports(written: Path, crossposted: Path) -> None:
    with files.snapshot(crossposted) as database:
        for name, export in lines.EXPORTS.items():
            assert told(written, name) == list(export(Query(database.conn)))


def test_every_claim_can_be_checked_without_the_archive(written: Path) -> None:
    """By the byte range in the payload or part, as the README says."""
    files_of = {one["sha256"]: one["file"] for one in told(written, "payloads")}
    parts = {(one["payload"], one["name"]): one["file"] for one in told(written, "parts")}
    encodings = {one["raw_sha256"]: one["encoding"] for one in told(written, "versions")}
    checked = 0
    for claim in told(written, "claims"):
        if claim["payload"] is None or claim["where"] in ("address", "headers"):
            continue
        part = parts.get((claim["payload"], claim["where"]))
        data = (written / "data" / (part or files_of[claim["payload"]])).read_bytes()
        quote = data[claim["start"] : claim["end"]].decode(encodings[claim["payload"]])
        assert quote == claim["quote"]
        checked += 1
    assert checked > 10


def test_what_people_said_and_all_retrievals_are_there(written: Path, crossposted: Path) -> None:
    for name, table in {
        "acts": "acts",
        "captures": "captures",
        "namings": "namings",
        "versions": "versions",
    }.items():
        ids = {identity for (identity,) in made.rows(crossposted, f"SELECT id FROM {table}")}
        assert {one["id"] for one in told(written, name)} == ids
    outlets = {name for (name,) in made.rows(crossposted, "SELECT name FROM outlets")}
    assert {one["name"] for one in told(written, "outlets")} == outlets
    (collection,) = told(written, "collections")
    assert (collection["name"], len(collection["articles"])) == ("venezuela", 5)
    listed = [one for one in told(written, "captures") if one["listing"]]
    assert [(one["listing"], one["status"]) for one in listed] == [("http://made.example/feed", 200)]


def test_an_older_text_is_there_too(written: Path) -> None:
    texts = {one["text_sha256"]: one["text"] for one in told(written, "versions")}
    newest = {one["text_sha256"] for one in told(written, "articles")}
    assert texts.keys() - newest
    assert all(hashlib.sha256(text.encode()).hexdigest() == sha256 for sha256, text in texts.items())


def test_the_readme_explains_every_file(written: Path) -> None:
    assert (written / "data" / "README.txt").read_text() == README
    names = {path.name + "/" * path.is_dir() for path in (written / "data").iterdir()} - {"README.txt"}
    assert names == {line for line in README.splitlines() if line.endswith(("/", ".jsonl"))}


def test_no_name_comes_from_a_page(written: Path) -> None:
    names = [path.name for path in (written / "data").rglob("*") if path.parent.name in ("payloads", "parts")]
    assert names
    for name in names:
        stem, _, extension = name.partition(".")
        assert len(stem) == 64
        assert extension in ("", "txt", "html", "md", "eml", "mhtml", "pdf", "xml", "json")


# The command.


def test_the_command_tells_what_it_wrote(archive: Path, cli: Callable[..., Result], tmp_path: Path) -> None:
    target = tmp_path / "bag"
    target.mkdir()
    done = cli("export", "bag", "-o", target)
    assert done.exit_code == 0
    written = [path for path in target.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in written)
    assert done.stdout == f"wrote {target}, {len(written)} files, {size:,} bytes\n"
    assert bagit.Bag(str(target)).info["Bagging-Date"] == "2026-01-02"
    ordinary = tmp_path / "ordinary"
    ordinary.mkdir()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


def test_the_same_archive_gives_the_same_bag(archive: Path, cli: Callable[..., Result], tmp_path: Path) -> None:
    for name in "ab":
        cli("export", "bag", "-o", tmp_path / name)
    one, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in "ab"
    )
    assert one == other


@pytest.mark.parametrize("what", ["a full directory", "a file", "a link to nowhere"])
def test_nothing_is_written_over(archive: Path, cli: Callable[..., Result], tmp_path: Path, what: str) -> None:
    target = tmp_path / "mine"
    if what == "a full directory":
        target.mkdir()
        (target / "kept").write_text("kept")
    elif what == "a file":
        target.write_text("kept")
    else:
        target.symlink_to("nowhere")
    before = made.dump(archive), sorted(os.listdir(tmp_path))
    done = cli("export", "bag", "-o", target)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"ingest: {target}: is ")
    assert (made.dump(archive), sorted(os.listdir(tmp_path))) == before


@pytest.mark.parametrize("table", ["payloads", "parts"])
def test_damage_leaves_nothing_that_looks_whole(
    archive: Path, cli: Callable[..., Result], tmp_path: Path, table: str
) -> None:
    connection = made.connected(archive)
    connection.execute(
        f"UPDATE {table} SET body = zeroblob(9) WHERE sha256 = (SELECT max(sha256) FROM {table})"
    )
    connection.commit()
    before = sorted(os.listdir(tmp_path))
    done = cli("export", "bag", "-o", tmp_path / "bag")
    assert done.exit_code == 2
    assert "its bytes are not those that came in, so that nothing was exported" in done.stderr
    assert sorted(os.listdir(tmp_path)) == before


def test_bytes_swapped_for_others_are_not_exported(
    archive: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    """They can be decompressed, and are another payload's."""
    connection = made.connected(archive)
    low, high = "(SELECT min(sha256) FROM payloads)", "(SELECT max(sha256) FROM payloads)"
    connection.execute(
        f"UPDATE payloads SET (size, body) = (SELECT size, body FROM payloads WHERE sha256 = {high})"
        f" WHERE sha256 = {low}"
    )
    connection.commit()
    done = cli("export", "bag", "-o", tmp_path / "bag")
    assert done.exit_code == 2
    assert not (tmp_path / "bag").exists()
