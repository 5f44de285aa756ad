"""Connections for serving: never writing, also where the directory cannot be written."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from ingest.archive import connections, files
from ingest.errors import ArchiveError

NOBODY = 65534


@pytest.fixture
def sealed(seeds):
    """A copy of the archive in a directory in which nothing can be made (but by root)."""
    directory = Path(tempfile.mkdtemp())
    shutil.copy(seeds, directory / "sealed.db")
    (directory / "sealed.db").chmod(0o444)
    directory.chmod(0o555)
    yield directory / "sealed.db"
    directory.chmod(0o755)
    shutil.rmtree(directory)


def _without_rights(work):
    """What `work` gives when done by a user to whom permissions apply."""
    if os.geteuid() != 0:
        return work()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setuid(NOBODY)
            os.write(writing, repr(work()).encode())
        except BaseException as error:
            os.write(writing, repr(error).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as file:
        said = file.read()
    return {"True": True, "False": False}.get(said, said)


def test_reads_what_was_added_by_others(seeds, tmp_path):
    shutil.copy(seeds, tmp_path / "a.db")
    assert connections.must_freeze(tmp_path / "a.db") is False
    reader = connections.connect(tmp_path / "a.db")
    with files.existing(tmp_path / "a.db") as database:
        database.execute("INSERT INTO works (id) VALUES ('aaaaaaaaaaaaaaaa')")
        assert reader.execute("SELECT 1 FROM works WHERE id = 'aaaaaaaaaaaaaaaa'").fetchone()
    reader.close()


def test_never_writes(seeds):
    connection = connections.connect(seeds)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM claims")
    connection.close()


def test_a_sealed_archive_is_read_as_it_stands(sealed):
    def number():
        connection = connections.connect(sealed, frozen=connections.must_freeze(sealed))
        return connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 6

    assert _without_rights(lambda: connections.must_freeze(sealed)) is True
    assert _without_rights(number) is True


def test_a_sealed_archive_is_read_by_every_command(sealed):
    def number():
        with files.readable(sealed) as database:
            return database.execute("SELECT count(*) FROM articles").fetchone()[0] == 6

    assert _without_rights(number) is True


def test_a_sealed_archive_with_a_log_beside_it_is_refused(sealed):
    sealed.parent.chmod(0o755)
    sealed.with_name("sealed.db-wal").write_bytes(b"what was added last")
    sealed.parent.chmod(0o555)
    assert "ArchiveError" in str(_without_rights(lambda: _refusal(sealed)))


def _refusal(path):
    try:
        with files.readable(path):
            return False
    except ArchiveError as error:
        return repr(error)


def test_foreign_and_missing_files_are_refused(tmp_path):
    (tmp_path / "text.db").write_text("not a database at all")
    for name in ("text.db", "missing.db"):
        with pytest.raises(ArchiveError), files.readable(tmp_path / name):
            pass
