"""The search index's own digest: whether its tables are as they were when a command had done writing.

It tells damage fast. Where it does not fit, or there is none because a command was cut off, the index is
compared with the texts word by word; tools that rebuild or optimise the index so do no harm.
"""

import sqlite3
from hashlib import sha256

# The index's own tables (https://www.sqlite.org/fts5.html#fts5_data_structures), each with its order.
_TABLES = {"search_data": "id", "search_idx": "segid, term", "search_docsize": "id", "search_config": "k"}


def digest(connection: sqlite3.Connection) -> bytes:
    """SHA-256 over all rows of the index's tables."""
    found = sha256()
    for table, order in _TABLES.items():
        for row in connection.execute(f"SELECT * FROM main.{table} ORDER BY {order}"):
            found.update(repr(row).encode())
    return found.digest()


def sealed(connection: sqlite3.Connection) -> bool:
    """Whether the index is as it was left by the last command."""
    kept = connection.execute("SELECT digest FROM seals WHERE name = 'search'").fetchone()
    return kept is not None and kept[0] == digest(connection)


def seal(connection: sqlite3.Connection) -> None:
    """Keep the digest of the index as it is."""
    connection.execute(
        "INSERT INTO seals VALUES ('search', ?) ON CONFLICT (name) DO UPDATE SET digest = excluded.digest",
        [digest(connection)],
    )
