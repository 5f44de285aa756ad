"""Connections for a server: read-only, from many threads, to an archive that others may be adding to."""

import sqlite3
from pathlib import Path

from ..errors import ArchiveError
from .files import is_archive

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
    """Whether the archive can only be opened as it stands, without seeing what is added.

    An archive in WAL mode is read through files beside it. Where they are missing and cannot be
    made (a read-only medium, another user's directory), nobody is writing at this moment, and
    SQLite reads the file alone if it is told so.

    Raises:
        ArchiveError: if it cannot be opened at all.
    """
    for frozen in (False, True):
        if frozen and path.with_name(f"{path.name}-wal").exists():
            # What was added last stands in there, and would be missed.
            break
        try:
            connection = connect(path, frozen)
            try:
                if not is_archive(connection):
                    raise ArchiveError(f"{path}: no archive of ours; name another file with -a")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            finally:
                connection.close()
        except sqlite3.OperationalError:
            continue
        return frozen
    raise ArchiveError(f"{path}: SQLite cannot read it here; check the permissions of file and directory")
