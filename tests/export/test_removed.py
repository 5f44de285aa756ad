"""What was removed from an archive does not go out of it, in no form; that it was removed does."""

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import bagit
import made
import pytest
from click.testing import Result

from ingest import pipeline
from ingest.archive import files
from ingest.archive.logged import Log
from ingest.archive.store import Store
from ingest.read.knowledge import Knowledge

ACT = pipeline.Act(made.LATER, "clerk", "a court said so")
ADDRESS = "http://part.example/1"


@pytest.fixture
def removed(crossposted: Path, tmp_path: Path, knowledge: Knowledge) -> str:
    """The id of an article with relations that was removed from a copy of the archive."""
    path = shutil.copy(crossposted, tmp_path / "archive.db")
    with files.existing(Path(path)) as database:
        store = Store(database, knowledge.registry, made.PEN)
        return pipeline.remove(store, ADDRESS, knowledge, ACT, random.Random(6).randbytes).removal.article


def test_it_is_in_no_export(removed: str, tmp_path: Path, cli: Callable[..., Result]) -> None:
    for what, name in {"bag": "bag", "warc": "a.warc", "prov": "a.json"}.items():
        assert cli("export", what, "-o", tmp_path / name).exit_code == 0
    text = cli("export", "articles", "--format", "jsonld").stdout
    written = [text.encode()]
    written += [path.read_bytes() for path in [*tmp_path.glob("a.*"), *tmp_path.glob("bag/**/*.*")]]
    assert len(written) > 50
    for words in (ADDRESS, made.words(2)[:60], "The part Times"):
        assert not [data for data in written if words.encode() in data], words
    assert "copy.example" in text


def test_what_is_left_is_told(removed: str, tmp_path: Path, cli: Callable[..., Result]) -> None:
    cli("export", "bag", "-o", tmp_path / "bag")
    bagit.Bag(str(tmp_path / "bag")).validate()
    listed = map(json.loads, (tmp_path / "bag" / "data" / "articles.jsonl").read_text("utf-8").splitlines())
    (tombstone,) = (one for one in listed if one["id"] == removed)
    assert (tombstone["removed"], tombstone["removed_by"], tombstone["text"]) == (True, "clerk", None)
    stated = json.loads(cli("export", "prov", "-o", "-").stdout)
    assert stated["entity"][f"article:{removed}"]["prov:type"]["$"] == "archive:Removed"
    (end,) = stated["wasInvalidatedBy"].values()
    assert (end["prov:entity"], end["prov:activity"]) == (f"article:{removed}", f"removal:{removed}")
    by = {one["prov:activity"]: one["prov:agent"] for one in stated["wasAssociatedWith"].values()}
    assert by[f"removal:{removed}"] == "person:clerk"


def test_a_bag_is_known_by_the_logs_origin(archive: Path, tmp_path: Path, cli: Callable[..., Result]) -> None:
    cli("export", "bag", "-o", tmp_path / "bag")
    origin = Log(sqlite3.connect(archive)).origin()
    assert origin
    assert bagit.Bag(str(tmp_path / "bag")).info["External-Identifier"] == origin
