"""Opens archive files: knows ours from others', and says in words why one cannot be used."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from ..errors import ArchiveError
from ..log.entries import EntryError
from ..log.merkle import ProofError
from . import schema, searching
from .connections import PATIENCE, connect, must_freeze

_HEADER = b"SQLite format 3\x00"
# Steps of SQLite's machine between two looks at how many it took, and how many a byte of the file may take.
_STEPS, _STEPS_OF_BYTE = 100_000, 20


@contextmanager
def writable(path: Path) -> Iterator[Database]:
    """An archive for writing, made where there is none yet.

    Raises:
        ArchiveError: if the file is no archive of ours, is locked, or cannot be written.
    """
    _refuse_foreign(path)
    with _in_words(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            database = _prepared(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            if _application(connection) == 0 or schema.migrations.pending(database):
                schema.apply(database)
            _refuse_unguarded(database, path)
            before = connection.total_changes
            yield database
            if connection.total_changes > before and not connection.in_transaction:
                searching.seal(connection)
        finally:
            connection.close()


@contextmanager
def existing(path: Path) -> Iterator[Database]:
    """An archive for writing that is there already.

    Raises:
        ArchiveError: as for `writable`, or if there is none.
    """
    _refuse_missing(path)
    with writable(path) as database:
        yield database


@contextmanager
def rehearsal(path: Path) -> Iterator[Database]:
    """An archive to which nothing written will last; one in memory where there is none."""
    _refuse_foreign(path)
    if not path.exists() or path.stat().st_size == 0:
        database = _prepared(sqlite3.connect(":memory:", isolation_level=None), path)
        schema.apply(database)
        yield database
        return
    with writable(path) as database:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
        finally:
            database.execute("ROLLBACK")


@contextmanager
def readable(path: Path, damaged: bool = False) -> Iterator[Database]:
    """An archive for reading only; where that is asked, also what can be read of one with a damaged schema.

    Raises:
        ArchiveError: if there is none, or the file is no archive of ours.
    """
    _refuse_missing(path)
    _refuse_foreign(path)
    with _in_words(path):
        connection = connect(path, must_freeze(path))
        try:
            if damaged:
                _overlook(connection, path)
            database = _prepared(connection, path)
            if _application(connection) == 0:
                raise ArchiveError(f"{path}: the archive is empty; add to it with `ingest add`")
            found = _version(connection)
            if found < schema.SCHEMA_VERSION:
                raise ArchiveError(
                    f"{path}: made by an older version of ingest (schema {found}); the next `ingest add` or"
                    " `ingest correct` brings it up to date"
                )
            yield database
        finally:
            connection.close()


@contextmanager
def snapshot(path: Path) -> Iterator[Database]:
    """An archive for reading as it is at this moment, whoever adds to it meanwhile.

    Raises:
        ArchiveError: as for `readable`.
    """
    with readable(path) as database:
        database.execute("BEGIN")
        yield database


def is_archive(connection: sqlite3.Connection) -> bool:
    """Whether a connection leads to an archive of ours, of this version."""
    ours = _application(connection) == schema.APPLICATION_ID
    return ours and _version(connection) == schema.SCHEMA_VERSION


def _prepared(connection: sqlite3.Connection, path: Path) -> Database:
    """The connection with our settings, after a look at whose file it is.

    A damaged archive may hold text that is no UTF-8; reading it must not fail.
    """
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute("PRAGMA foreign_keys = ON")
    found = _application(connection)
    empty = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    if found != schema.APPLICATION_ID and not (found == 0 and empty):
        raise ArchiveError(f"{path}: an SQLite database, but no archive of ours; name another file with -a")
    version = _version(connection)
    if version > schema.SCHEMA_VERSION:
        raise ArchiveError(f"{path}: made by a newer version of ingest (schema {version}); upgrade with pip")
    return Database(connection)


def _effort(path: Path) -> Callable[[], int]:
    """Says, asked again and again, whether it has been too much for a file of this size."""
    asked = iter(range(10 + path.stat().st_size * _STEPS_OF_BYTE // _STEPS))
    return lambda: 0 if next(asked, None) is not None else 1


def _overlook(connection: sqlite3.Connection, path: Path) -> None:
    """Have SQLite take what it can read of a schema that it calls malformed. The connection is for reading.

    Raises:
        sqlite3.OperationalError: if there is no end to the list of tables.
    """
    connection.set_progress_handler(_effort(path), _STEPS)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # Python cannot decode what SQLite says of damaged text
        connection.execute("PRAGMA writable_schema = ON")
    try:
        connection.execute("SELECT name FROM sqlite_master").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise
    connection.set_progress_handler(None, 0)


def _application(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_unguarded(database: Database, path: Path) -> None:
    """An archive whose log is not protected from accidents is not written to."""
    missing = schema.missing_guards(database)
    if missing:
        raise ArchiveError(f"{path}: the log lost its protection ({missing[0]}); check it with `ingest audit`")


def _refuse_missing(path: Path) -> None:
    if not path.exists():
        raise ArchiveError(f"{path}: there is no archive here; make one with `ingest add`")


def _refuse_foreign(path: Path) -> None:
    """Files that SQLite would overwrite or misread."""
    try:
        if path.is_dir():
            raise ArchiveError(f"{path}: a directory; name a file with -a")
        if not path.exists():
            if not path.absolute().parent.is_dir():
                raise ArchiveError(f"{path}: the directory does not exist; make it first")
            return
        if not path.is_file():
            raise ArchiveError(f"{path}: not a file; name another one with -a")
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error
    if head and head != _HEADER:
        raise ArchiveError(f"{path}: not an SQLite database; name another file with -a")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """SQLite's errors as errors of ours, with what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            advice = "another program is writing to it; try again when it is done"
        elif "full" in said or "disk I/O" in said:
            advice = "no room left on the disk; what was reported as added is safe"
        elif "readonly" in said or "unable to open" in said:
            advice = "it cannot be written here; check the permissions of file and directory"
        else:
            advice = "check it with `ingest audit`"
        raise ArchiveError(f"{path}: {said}; {advice}") from error
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path}: {error}; check it with `ingest audit`") from error
    except UnicodeDecodeError as error:
        # Python cannot decode SQLite's own message where that repeats the damage.
        said = " ".join(error.object.decode("utf-8", "replace").split())
        raise ArchiveError(f"{path}: {said}; restore it from a backup") from error
    except json.JSONDecodeError as error:
        raise ArchiveError(f"{path}: a stored list is damaged; check it with `ingest audit`") from error
    except (EntryError, ProofError) as error:
        raise ArchiveError(f"{path}: its log is damaged ({error}); check it with `ingest audit`") from error
