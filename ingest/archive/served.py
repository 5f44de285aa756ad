"""Connections for a server: read-only, from many threads, to an archive that others may be adding to."""

import os
import sqlite3
from pathlib import Path

from ..errors import ArchiveError
from . import files, schema

_PATIENCE = 5.0


def connect(path: Path, frozen: bool = False) -> sqlite3.Connection:
    """A read-only connection. `frozen` says that nobody writes while it is open.

    Raises:
        sqlite3.OperationalError: if it cannot be opened.
    """
    mode = "immutable=1" if frozen else "mode=ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=_PATIENCE, check_same_thread=False
    )
    # A file from elsewhere may hold views and triggers that call what they should not.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    return connection


def must_freeze(path: Path) -> bool:
    """Whether the archive can only be read as it stands, without seeing what is added.

    SQLite reads an archive through files beside it. Where they are missing and cannot be made (a
    read-only medium, another user's directory), nobody is adding at this moment, and SQLite reads
    the file alone if it is told so.

    Raises:
        ArchiveError: if it cannot be read at all.
    """
    try:
        with files.readable(path):
            return False
    except ArchiveError:
        if not _stands_alone(path):
            raise
        return True


def _stands_alone(path: Path) -> bool:
    waiting = path.with_name(f"{path.name}-wal")
    if not path.is_file() or waiting.exists() or os.access(path.absolute().parent, os.W_OK):
        return False
    try:
        connection = connect(path, frozen=True)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            return files.is_archive(connection) and version <= schema.SCHEMA_VERSION
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False
