"""Read-only connections to an archive that others may be adding to."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# How long to wait for another writer, in seconds.
PATIENCE = 5.0


def connect(path: Path, frozen: bool = False) -> sqlite3.Connection:
    """A read-only connection that any thread may use. `frozen` says that nobody writes while it is open.

    Raises:
        sqlite3.OperationalError: if it cannot be opened.
    """
    mode = "immutable=1" if frozen else "mode=ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=PATIENCE, check_same_thread=False
    )
    # A file from elsewhere may hold views and triggers that call what they should not.
    connection.execute("PRAGMA trusted_schema = OFF")
    # And pages that lie about what is in them.
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """One state of the archive for several queries, whatever others add meanwhile; rows are plain tuples."""
    factory, connection.row_factory = connection.row_factory, None
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()
        connection.row_factory = factory


def must_freeze(path: Path) -> bool:
    """Whether an archive can only be read as it stands, without seeing what is added.

    SQLite reads an archive through files beside it. Where they are missing and cannot be made (a
    read-only medium, another user's directory), nobody is adding at this moment, and SQLite reads
    the file alone if it is told so.
    """
    waiting = path.with_name(f"{path.name}-wal")
    if waiting.exists() or os.access(path.absolute().parent, os.W_OK):
        return False
    connection = connect(path)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False
