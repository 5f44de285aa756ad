"""PROV documents: read back by the package of the standard's authors, and what they may and may not state."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import made
import pytest
from click.testing import Result
from prov.constants import PROV
from prov.model import ProvDocument

from ingest.archive.query import Query
from ingest.export import lines
from ingest.export.prov.joining import Joined
from ingest.export.prov.terms import document, name, said

Stated = dict[str, dict[str, dict[str, Any]]]
PLAIN, QUOTED, SOURCE, REVISED = None, "prov:Quotation", "prov:PrimarySource", "prov:Revision"


@pytest.fixture(scope="module")
def written(crossposted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command writes of an archive in which no table is empty, as a program of its own."""
    file = tmp_path_factory.mktemp("prov") / "prov.json"
    command(crossposted, file)
    return file


def command(archive: Path, file: Path, seed: str = "0") -> None:
    words = [sys.executable, "-m", "ingest", "-a", archive, "export", "prov", "-o", file]
    subprocess.run(words, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)


@pytest.fixture(scope="module")
def stated(written: Path) -> Stated:
    found: Stated = json.loads(written.read_text("utf-8"))
    return found


@pytest.fixture
def query(crossposted: Path) -> Query:
    return Query(sqlite3.connect(crossposted))


def types(record: dict[str, Any]) -> list[str]:
    found = record["prov:type"]
    return [one["$"] for one in (found if isinstance(found, list) else [found])]


@pytest.mark.filterwarnings("error")
def test_the_package_reads_it_and_writes_the_same(written: Path) -> None:
    """Without a warning, such as of names that are stated twice."""
    read = ProvDocument.deserialize(content=written.read_text("utf-8"), format="json")
    again = ProvDocument.deserialize(content=read.serialize(format="json"), format="json")
    assert read == again
    assert read.unified() == read
    assert len(list(read.get_records())) > 500


def test_whatever_is_referred_to_is_stated(stated: Stated) -> None:
    named = {sort: set(stated[sort]) for sort in ("entity", "activity", "agent")}
    ends = {
        "prov:entity": "entity", "prov:generatedEntity": "entity", "prov:usedEntity": "entity",
        "prov:specificEntity": "entity", "prov:generalEntity": "entity", "prov:collection": "entity",
        "prov:alternate1": "entity", "prov:alternate2": "entity", "prov:activity": "activity",
        "prov:agent": "agent",
    }  # fmt: skip
    seen = 0
    for sort, records in stated.items():
        if sort in ("prefix", *named):
            continue
        for record in records.values():
            for term, target in record.items():
                if term in ends:
                    seen += 1
                    assert target in named[ends[term]], (sort, term, target)
    assert seen > 500


def test_the_same_archive_gives_the_same_bytes(crossposted: Path, written: Path, tmp_path: Path) -> None:
    """Also where Python keeps its sets in another order."""
    command(crossposted, tmp_path / "again.json", seed="1")
    assert (tmp_path / "again.json").read_bytes() == written.read_bytes()


def test_articles_stubs_and_their_publishers(stated: Stated, query: Query) -> None:
    entities = stated["entity"]
    for article, stub in query.connection.execute("SELECT id, stub FROM articles"):
        entity = entities[f"article:{article}"]
        assert types(entity) == ["archive:Stub" if stub else "archive:Article"]
        assert entity["archive:stub"] is bool(stub)
    attributed = {(one["prov:entity"], one["prov:agent"]) for one in stated["wasAttributedTo"].values()}
    for article, outlet in query.connection.execute("SELECT id, outlet FROM articles WHERE outlet IS NOT NULL"):
        assert (f"article:{article}", str(name("outlet", outlet))) in attributed
    authors = {
        one["prov:label"]: types(one) for key, one in stated["agent"].items() if key.startswith("author:")
    }
    assert authors["A. Smith"] == ["archive:Author", "prov:Person"]


def test_versions_are_read_from_bytes_that_were_retrieved(stated: Stated, query: Query) -> None:
    read = {one["prov:activity"]: one["prov:entity"] for one in stated["used"].values()}
    made_by = {one["prov:entity"]: one["prov:activity"] for one in stated["wasGeneratedBy"].values()}
    by = {one["prov:activity"]: one["prov:agent"] for one in stated["wasAssociatedWith"].values()}
    rows = query.connection.execute("SELECT id, payload, reader FROM versions").fetchall()
    for version, payload, reader in rows:
        reading = made_by[f"version:{version}"]
        assert read[reading] == f"payload:{payload}"
        assert by[reading] == str(name("software", reader))
        assert made_by[f"payload:{payload}"].startswith("capture:")
    # Bytes come about once; whoever met them again used them.
    again = query.value("SELECT id FROM captures WHERE outcome = 'not-modified'")
    assert read[f"capture:{again}"].startswith("payload:")
    assert f"capture:{again}" not in made_by.values()


def test_a_later_version_revises_the_one_before(stated: Stated, query: Query) -> None:
    revised = {
        one["prov:generatedEntity"]: one["prov:usedEntity"]
        for one in stated["wasDerivedFrom"].values()
        if one["prov:generatedEntity"].startswith("version:") and one["prov:usedEntity"].startswith("version:")
    }
    article = query.article_at("made.example/a")
    newer, older = (f"version:{one.id}" for one in query.versions(article or ""))
    assert revised[newer] == older
    assert older not in revised


def test_relations_are_derivations_of_their_sort(stated: Stated, query: Query) -> None:
    sorts = {"republication": [PLAIN], "adaptation": [REVISED], "excerpt": [QUOTED], "cites": [SOURCE]}
    seen = set()
    for identity, relation in query.relations():
        if relation.status == "rejected" or not relation.directed:
            continue
        one = stated["wasDerivedFrom"][f"relation:{identity}"]
        ends = (f"article:{relation.from_id}", f"article:{relation.to_id}")
        assert (one["prov:generatedEntity"], one["prov:usedEntity"]) == ends
        assert (one["archive:status"], one["archive:score"]["$"]) == (relation.status, str(relation.score))
        assert types(one) == ["archive:Relation", *filter(None, sorts[relation.kind])]
        seen.add(relation.kind)
    assert seen >= {"republication", "adaptation", "cites"}


def test_a_rejected_relation_is_not_stated(written: Path, stated: Stated, query: Query) -> None:
    (rejected,) = (identity for identity, one in query.relations() if one.status == "rejected")
    assert rejected not in written.read_text("utf-8")
    unlinked = query.value("SELECT id FROM acts WHERE act = 'unlink'")
    assert types(stated["activity"][f"act:{unlinked}"]) == ["archive:Unlink"]


def test_without_direction_both_ends_only_belong_together(stated: Stated, query: Query) -> None:
    undirected = [one for one in query.relations() if not one[1].directed and one[1].status != "rejected"]
    assert undirected
    for identity, relation in undirected:
        members = {
            one["prov:entity"]
            for one in stated["hadMember"].values()
            if one["prov:collection"] == f"relation:{identity}"
        }
        assert members == {f"article:{relation.from_id}", f"article:{relation.to_id}"}
        assert f"relation:{identity}" not in stated["wasDerivedFrom"]


def test_a_stub_that_was_found_is_the_same_as_its_article(stated: Stated, query: Query) -> None:
    same = {(one["prov:alternate1"], one["prov:alternate2"]) for one in stated["alternateOf"].values()}
    found = query.connection.execute("SELECT stub, article FROM resolutions").fetchall()
    assert found
    assert same == {(f"article:{stub}", f"article:{article}") for stub, article in found}


def test_what_people_said_is_theirs(stated: Stated, query: Query) -> None:
    by = {one["prov:activity"]: one["prov:agent"] for one in stated["wasAssociatedWith"].values()}
    said_ = [("act", *row) for row in query.connection.execute("SELECT id, by, asserted_at FROM acts")]
    said_ += [("claim", *row) for row in query.connection.execute(
        "SELECT id, by, asserted_at FROM claims WHERE by IS NOT NULL")]  # fmt: skip
    said_ += [("naming", *row) for row in query.connection.execute("SELECT id, by, asserted_at FROM namings")]
    for kind, identity, person, at in said_:
        activity = f"{kind}:{identity}"
        assert by[activity] == f"person:{person}"
        assert stated["activity"][activity]["prov:startTime"] == at


def test_a_hostile_name_stays_a_name(tmp_path: Path) -> None:
    hostile = 'a"b:\n}, "x": <\u2028> ü'
    made_ = document()
    made_.agent(name("person", hostile), said("Archivist", hostile, PROV["Person"]))
    with Joined() as joined, (tmp_path / "a.json").open("w+", encoding="utf-8") as file:
        joined.add(made_)
        joined.add(made_)
        joined.write(file)
        file.seek(0)
        (agent,) = ProvDocument.deserialize(file, format="json").get_records()
    assert agent.label == hostile
    assert agent.identifier == name("person", hostile)


def test_what_has_no_name_is_told_apart(tmp_path: Path) -> None:
    with Joined() as joined, (tmp_path / "a.json").open("w+", encoding="utf-8") as file:
        for number, article in zip(count(), "abc", strict=False):
            one = document()
            one.specialization(name("version", str(number)), name("article", article))
            joined.add(one)
        joined.write(file)
        file.seek(0)
        assert len(json.load(file)["specializationOf"]) == 3


# The command.


def test_it_goes_to_standard_output_or_into_a_new_file(
    archive: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "prov.json"
    printed = cli("export", "prov", "-o", "-")
    done = cli("export", "prov", "-o", file)
    assert printed.stdout == file.read_text("utf-8")
    assert done.stdout == f"wrote {file}, {file.stat().st_size:,} bytes\n"
    refused = cli("export", "prov", "-o", file)
    assert refused.exit_code == 2
    assert "is there already" in refused.stderr


def test_an_empty_archive_is_an_empty_document(
    tmp_path: Path, cli: Callable[..., Result], knowledge: object
) -> None:
    made.put(tmp_path / "archive.db", [], knowledge)  # type: ignore[arg-type]
    done = cli("export", "prov", "-o", "-")
    assert list(ProvDocument.deserialize(content=done.stdout, format="json").get_records()) == []


def test_all_articles_of_the_other_export_are_there(stated: Stated, query: Query) -> None:
    told = {f"article:{line['id']}" for line in lines.articles(query)}
    assert told <= stated["entity"].keys()
