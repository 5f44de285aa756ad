"""`ingest serve` as a process: what it announces, what it refuses, how it ends."""

import shutil
import signal
import socket
import sqlite3
import time

import httpx
import pytest

from ingest.archive import files

from .conftest import ROOT, Server, ingest

FOREVER = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_announces_serves_and_ends_quietly(seeds, how):
    server = Server(seeds)
    assert server.address in server.said
    answer = httpx.get(server.address)
    assert answer.status_code == 200
    assert "News archive" in answer.text
    assert server.stop(how) == (0, "")


def test_listens_on_loopback_only(served):
    assert httpx.URL(served).host == "127.0.0.1"


def test_a_taken_port_is_said_clearly(seeds):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ingest(seeds, "serve", "--port", str(port), check=False)
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_archive_is_refused(tmp_path):
    foreign = tmp_path / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    for path in (foreign, tmp_path / "missing.db"):
        done = ingest(path, "serve", "--port", "0", check=False)
        assert done.returncode == 2
        assert str(path) in done.stderr
        assert "Traceback" not in done.stderr


def test_additions_are_seen_while_serving(seeds, tmp_path):
    archive = tmp_path / "grows.db"
    with files.writable(archive):
        pass
    server = Server(archive)
    assert "Nothing has been added yet" in httpx.get(server.address).text
    (page,) = (ROOT / "seeds").glob("003_*.txt")
    ingest(archive, "add", page)
    assert "Tensions rise between US, Russia and China" in httpx.get(server.address).text
    assert httpx.get(f"{server.address}archive/articles.json?_search=tensions&_shape=array").json()
    assert server.stop() == (0, "")


def test_odd_file_names_are_served_under_the_same_address(seeds, tmp_path):
    archive = tmp_path / "100% ours? #1.db"
    shutil.copy(seeds, archive)
    server = Server(archive)
    assert httpx.get(f"{server.address}archive/articles").status_code == 200
    assert server.stop() == (0, "")


def test_sql_is_bounded(seeds):
    server = Server(seeds)
    began = time.monotonic()
    answer = httpx.get(f"{server.address}archive", params={"sql": FOREVER}, timeout=30, follow_redirects=True)
    assert answer.status_code == 400
    assert time.monotonic() - began < 10
    assert server.stop() == (0, "")  # it is told to who asked, and to nobody else


def test_nothing_can_be_written(served, seeds):
    before = seeds.read_bytes()
    for sql in ("DELETE FROM articles", "UPDATE articles SET title = 'x'", "PRAGMA user_version = 9", "VACUUM"):
        assert httpx.get(f"{served}archive", params={"sql": sql}, follow_redirects=True).status_code == 400, sql
    for path in ("", "archive", "archive/articles", "archive/-/insert", "archive/articles/-/insert"):
        assert httpx.post(f"{served}{path}", json={"rows": []}).status_code == 405, path
    assert seeds.read_bytes() == before


def test_the_file_is_not_for_download(served):
    assert httpx.get(f"{served}archive.db").status_code == 403
