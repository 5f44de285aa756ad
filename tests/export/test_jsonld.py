"""Articles in schema.org's words, as a JSON-LD processor understands them."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made
import pytest
from click.testing import Result
from pyld import jsonld as pyld

from ingest.archive.query import Query
from ingest.export import jsonld
from ingest.read.knowledge import Knowledge

Line = dict[str, Any]
SDO = "http://schema.org/"
# The part of https://schema.org/docs/jsonldcontext.jsonld that the terms used here are defined in.
CONTEXT = {
    "type": "@type", "id": "@id", "@vocab": SDO, "schema": SDO,
    "url": {"@id": "schema:url", "@type": "@id"}, "sameAs": {"@id": "schema:sameAs", "@type": "@id"},
    "license": {"@id": "schema:license", "@type": "@id"},
    "isBasedOn": {"@id": "schema:isBasedOn", "@type": "@id"},
    "datePublished": {"@id": "schema:datePublished", "@type": "Date"},
    "dateModified": {"@id": "schema:dateModified", "@type": "Date"},
}  # fmt: skip


def loaded(url: str, options: object = None) -> Line:
    """Gives the context of schema.org, and asks nobody for anything else."""
    assert url == "https://schema.org"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


@pytest.fixture(scope="module")
def told(crossposted: Path) -> list[Line]:
    return list(jsonld.articles(Query(sqlite3.connect(crossposted))))


@pytest.fixture
def query(crossposted: Path) -> Query:
    return Query(sqlite3.connect(crossposted))


def of(told: list[Line], query: Query, address: str) -> Line:
    (found,) = (one for one in told if one["identifier"] == query.article_at(address))
    return found


def expanded(line: Line) -> Line:
    (found,) = pyld.expand(line, {"documentLoader": loaded})
    assert isinstance(found, dict)
    return found


def test_a_processor_understands_every_line(told: list[Line]) -> None:
    assert told
    for line in told:
        found = expanded(line)
        assert found["@type"] == [SDO + "NewsArticle"]
        assert found["@id"] == f"urn:x-provenance-archive:article:{line['identifier']}"
        # Nothing is lost on the way: each term is one of the vocabulary.
        assert {key.removeprefix(SDO) for key in found} == {key for key in line if key != "@context"}
        assert f"<{found['@id']}> <{SDO}articleBody>" in pyld.to_rdf(
            line, {"documentLoader": loaded, "format": "application/n-quads"}
        )


def test_the_seeds(told: list[Line], query: Query) -> None:
    line = of(told, query, "traditioninaction.org/HotTopics/i99ht_197_Ven.html")
    assert line["headline"] == "Venezuela Defies the U.S. - Continues Alliance with Russia & China"
    assert line["author"] == [{"@type": "Person", "name": "Cassie B."}]
    assert line["publisher"] == {"@type": "Organization", "name": "Tradition in Action"}
    assert (line["datePublished"], line["inLanguage"]) == ("2026-02-06", "en")
    (source,) = line["isBasedOn"]
    assert source["headline"] == "Venezuela defies U.S., vows continued alliance with Russia and China"
    assert source["publisher"]["name"] == "WWIII.NEWS"
    assert source["description"] == "Not in this archive: known only because another article names it."
    found = expanded(line)[f"{SDO}isBasedOn"]
    assert [one["@id"] for one in found] == [f"urn:x-provenance-archive:article:{source['identifier']}"]


def test_hashes_are_those_of_text_and_bytes(told: list[Line], query: Query) -> None:
    for line in told:
        text = line["associatedMedia"]
        assert text["sha256"] == hashlib.sha256(line["articleBody"].encode()).hexdigest()
        data = query.payload(line["encoding"]["sha256"])
        assert data is not None
        assert hashlib.sha256(data).hexdigest() == line["encoding"]["sha256"]
        assert line["encoding"]["contentSize"] == f"{len(data)} B"
    formats = {line["encoding"]["encodingFormat"] for line in told}
    assert formats == {"text/plain", "message/rfc822"}


def test_a_source_that_came_in_stands_in_its_stubs_place(told: list[Line], query: Query) -> None:
    """And what a person says to come from an article cites it; what somebody rejected is not told."""
    original = query.article_at("original.example/1")
    (source,) = of(told, query, "copy.example/1")["isBasedOn"]
    assert source["identifier"] == original
    assert "description" not in source
    (cited,) = of(told, query, "maybe.example/1")["citation"]
    assert cited["identifier"] == original
    said, heard = (of(told, query, f"{name}.example/1") for name in ("said", "heard"))
    assert not {"isBasedOn", "citation", "translationOfWork"} & (said.keys() | heard.keys())


def test_without_direction_nothing_is_told(told: list[Line], query: Query) -> None:
    undirected = [one for _, one in query.relations() if not one.directed]
    assert undirected
    ends = {(one.from_id, one.to_id) for one in undirected} | {(one.to_id, one.from_id) for one in undirected}
    directed = {(one.from_id, one.to_id) for _, one in query.relations() if one.directed}
    for line in told:
        for source in line.get("isBasedOn", []):
            assert (line["identifier"], source["identifier"]) not in ends - directed


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2025-03-01", "2025-03-01"),
        ("2025-11", "2025-11"),
        ("2025-03-01T10:00:00+01:00", "2025-03-01T10:00:00+01:00"),
        ("2025~", {"@type": "http://id.loc.gov/datatypes/edtf/EDTF", "@value": "2025~"}),
        ("2025-03/2025-04", {"@type": "http://id.loc.gov/datatypes/edtf/EDTF", "@value": "2025-03/2025-04"}),
    ],
)
def test_dates_keep_what_they_leave_open(
    tmp_path: Path, knowledge: Knowledge, edtf: str, said: str | Line
) -> None:
    path = tmp_path / "dates.db"
    made.put(path, [made.capture(made.text(1), "http://made.example/a", published=edtf)], knowledge)
    (line,) = jsonld.articles(Query(sqlite3.connect(path)))
    assert line["datePublished"] == said
    (date,) = expanded(line)[f"{SDO}datePublished"]
    assert date["@value"] == edtf
    assert date["@type"] == (said["@type"] if isinstance(said, dict) else SDO + "Date")


def test_what_a_page_says_of_itself(tmp_path: Path, knowledge: Knowledge) -> None:
    page = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "The bridge",
        "datePublished": "2025-03-01", "dateModified": "2025-03-02", "description": "Of stone, they say",
        "author": [{"@type": "Person", "name": "Ana Kos"}, {"@type": "Organization", "name": "Reuters"}],
        "license": "https://creativecommons.org/licenses/by/4.0/", "articleSection": "Towns",
        "isAccessibleForFree": False,
    }  # fmt: skip
    head = f"<head><script type='application/ld+json'>{json.dumps(page)}</script></head>"
    body = "".join(f"<p>{sentence}</p>" for sentence in made.words(3).split(". "))
    path = tmp_path / "page.db"
    data = f"<!doctype html><html>{head}<body><h1>The bridge</h1>{body}</body></html>".encode()
    made.put(
        path, [made.retrieved(data, "http://made.example/a", made.NOW, content_type="text/html")], knowledge
    )
    (line,) = jsonld.articles(Query(sqlite3.connect(path)))
    assert line["description"] == "Of stone, they say"
    assert (line["datePublished"], line["dateModified"]) == ("2025-03-01", "2025-03-02")
    assert line["articleSection"] == "Towns"
    assert line["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert line["isAccessibleForFree"] is False
    assert {"@type": "Person", "name": "Ana Kos"} in line["author"]
    assert {"@type": "Organization", "name": "Reuters"} in line["author"]
    assert line["encoding"]["encodingFormat"] == "text/html"


def test_the_command(archive: Path, cli: Callable[..., Result]) -> None:
    plain, words = cli("export", "articles"), cli("export", "articles", "--format", "jsonld")
    ids = [[one["id"] for one in map(json.loads, plain.stdout.splitlines())]]
    ids.append([one["identifier"] for one in map(json.loads, words.stdout.splitlines())])
    assert ids[0] == ids[1] == sorted(ids[0])
    assert cli("export", "articles", "--format", "jsonl").stdout == plain.stdout
    assert cli("export", "claims", "--format", "jsonld").exit_code == 2
