"""The address of an article that was removed says so, and still nothing of what it said."""

import shutil

import httpx
import pytest

from .conftest import Server, ingest

ID = "litiqqkkj6zoi3yq"
BECAUSE = "<b>the author asked</b>"


@pytest.fixture(scope="module")
def address(seeds, tmp_path_factory):
    archive = shutil.copy(seeds, tmp_path_factory.mktemp("removed") / "removed.db")
    ingest(archive, "remove", ID, "--because", BECAUSE, "--by", "Ana")
    server = Server(archive)
    yield f"{server.address}archive/articles/"
    assert server.stop() == (0, "")


def test_a_page_says_when_by_whom_and_why(address):
    answer = httpx.get(address + ID)
    assert answer.status_code == 410
    assert "This article was removed" in answer.text
    assert "<bdi>Ana</bdi>" in answer.text
    assert "&lt;b&gt;the author asked&lt;/b&gt;" in answer.text
    assert "Venez" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("ending", [".json", ".verify", ".proof"])
def test_programs_are_told_too(address, ending):
    answer = httpx.get(address + ID + ending)
    assert answer.status_code == 410
    assert answer.json()["removal"]["because"] == BECAUSE


def test_an_id_of_nothing_is_not_found(address):
    assert httpx.get(f"{address}{'a' * 16}").status_code == 404
    assert httpx.get(address + ID.upper()).status_code == 404
    assert httpx.get(address.replace("articles", "works") + ID).status_code == 404
