"""The hooks in Datasette: pages, raw bytes, cells and headers; nothing on databases of others."""

import asyncio
import hashlib
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from datasette.app import Datasette

from ingest.serve import instance

from .conftest import ROOT


def get(app, path):
    """One answer of an application, as a browser gets it."""

    async def answer():
        await app.invoke_startup()
        return await app.client.get(path)

    # In a thread of its own: the browser of other tests may have a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(answer())).result()


@pytest.fixture
def foreign(tmp_path):
    """A database of somebody else, with tables that are called like ours."""
    path = tmp_path / "foreign.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, url TEXT);"
        "INSERT INTO articles VALUES ('aaaaaaaaaaaaaaaa', 'Theirs', 'https://example.org/');"
        "CREATE TABLE payloads (sha256 TEXT PRIMARY KEY, size INTEGER, codec TEXT, body BLOB);"
        "INSERT INTO payloads VALUES ('bb', 2, 'zstd', x'0102');"
    )
    connection.close()
    return path


def test_inert_on_foreign_databases(foreign):
    app = Datasette([str(foreign)])
    for path in ("/", "/foreign", "/foreign/articles", "/foreign/articles/aaaaaaaaaaaaaaaa"):
        answer = get(app, path)
        assert answer.status_code == 200
        assert "content-security-policy" not in answer.headers
        assert "News archive" not in answer.text
    assert '<a href="https://example.org/">' in get(app, "/foreign/articles").text
    assert get(app, "/foreign/payloads/bb.raw").status_code == 404
    assert get(app, "/foreign/articles.raw").status_code == 404
    assert ".raw" not in get(app, "/foreign/payloads/bb").text


def test_plain_datasette_on_an_archive_is_protected(seeds):
    answer = get(Datasette([str(seeds)]), "/seeds/articles")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_raw_bytes_are_those_of_the_file(seeds, number):
    file = next((ROOT / "seeds").glob(f"{number}_*.txt")).read_bytes()
    sha256 = hashlib.sha256(file).hexdigest()
    answer = get(instance.datasette(seeds), f"/archive/payloads/{sha256}.raw")
    assert answer.status_code == 200
    assert answer.content == file
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{sha256}"'
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_damaged_bytes_are_said_to_be(seeds, tmp_path):
    archive = tmp_path / "damaged.db"
    shutil.copy(seeds, archive)
    connection = sqlite3.connect(archive)
    sha256 = connection.execute("SELECT min(sha256) FROM payloads").fetchone()[0]
    connection.execute("UPDATE payloads SET body = x'00010203' WHERE sha256 = ?", [sha256])
    connection.commit()
    connection.close()
    answer = get(instance.datasette(archive), f"/archive/payloads/{sha256}.raw")
    assert answer.status_code == 500
    assert "damaged" in answer.text


def test_only_payloads_have_raw_bytes(seeds, ids):
    app = instance.datasette(seeds)
    assert get(app, f"/archive/articles/{ids['001']}.raw").status_code == 404
    assert get(app, "/archive/payloads.raw").status_code == 404
    assert get(app, f"/archive/payloads/{'0' * 64}.raw").status_code == 404


def test_pages_of_ours_allow_no_script(seeds, ids):
    app = instance.datasette(seeds)
    for path in ("/", f"/archive/articles/{ids['001']}", f"/archive/articles/{ids['stub']}"):
        answer = get(app, path)
        policy = answer.headers["content-security-policy"]
        assert "script-src" not in policy
        assert "unsafe-inline" not in policy
        assert "<script" not in answer.text
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in policy


def test_stock_pages_allow_nothing_from_elsewhere(seeds):
    policy = get(instance.datasette(seeds), "/archive/articles").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_tables_lead_to_articles(seeds, ids):
    app = instance.datasette(seeds)
    page = get(app, "/archive/articles").text
    assert f'<a href="/archive/articles/{ids["001"]}"><bdi>Venezuela Defies' in page
    assert f'<a href="/archive/articles/{ids["002"]}"><i>No title is printed</i></a>' in page
    assert 'rel="noopener noreferrer nofollow" href="https://traditioninaction.org/' in page
    # The article without title has a version without title, which is not an article.
    assert f'/archive/articles/{ids["002"]}"><i>' in get(app, "/archive/captures").text
    row = get(app, "/archive/relations").text
    assert f"/archive/articles/{ids['stub']}" in row


def test_search(seeds, ids):
    rows = get(instance.datasette(seeds), "/archive/articles.json?_search=Velasquez&_shape=array").json()
    assert [row["id"] for row in rows] == [ids["001"]]


def test_unknown_articles_are_not_found(seeds):
    answer = get(instance.datasette(seeds), "/archive/articles/aaaaaaaaaaaaaaaa")
    assert answer.status_code == 404
