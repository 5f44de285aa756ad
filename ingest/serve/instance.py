"""Datasette on one archive: what it may do, how it opens the file, what it shows beside it.

Read-only in every part; starts and stops nothing.
"""

import sqlite3
from inspect import signature
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette
from datasette.database import Database

from ..archive import connections, files
from ..resources import metadata

# The archive's name in addresses, whatever its file is called: pages are cited by them.
NAME = "archive"

_SETTINGS = {
    # A reader's SQL may be anything; one second answers what is asked of an archive of this size.
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 200,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "truncate_cells_html": 300,
    # The file alone lacks what stands in the write-ahead log; `ingest backup` makes a whole copy.
    "allow_download": False,
    # What was added a moment ago is to be seen now.
    "default_cache_ttl": 0,
}


class _Archive(Database):  # type: ignore[misc]
    """The archive's file, opened by our own rules instead of Datasette's."""

    def __init__(self, datasette: Any, path: Path, frozen: bool) -> None:
        super().__init__(datasette, path=str(path), is_mutable=not frozen)
        self._file, self._frozen = path, frozen

    def connect(self, write: bool = False) -> sqlite3.Connection:
        if write:
            raise sqlite3.OperationalError("the archive is served read-only")
        connection = connections.connect(self._file, self._frozen)
        # Datasette closes these; the list has another name from 1.0 on.
        tracked = "_all_connections" if hasattr(self, "_all_connections") else "_all_file_connections"
        getattr(self, tracked).append(connection)
        return connection


def datasette(archive: Path) -> Any:
    """Datasette on one archive, with the project's metadata, templates and styles.

    Raises:
        ArchiveError: if the archive cannot be read.
    """
    with files.readable(archive):
        pass  # refused here, in words, if it is none of ours
    _quieten()
    words = metadata()
    described = yaml.safe_load((words / "datasette" / "metadata.yaml").read_text("utf-8"))
    options: dict[str, Any] = {"metadata": described}
    if "config" in signature(Datasette).parameters:
        # From 1.0 on, queries are configuration and no longer read from metadata.
        queries = described["databases"][NAME].pop("queries")
        options["config"] = {"databases": {NAME: {"queries": queries}}}
    made = Datasette(
        [],
        template_dir=str(words / "templates"),
        static_mounts=[("assets", str(words / "static"))],
        settings=_SETTINGS,
        **options,
    )
    # Datasette adds an empty database in memory where it is given no files.
    made.remove_database("_memory")
    made.add_database(_Archive(made, archive, connections.must_freeze(archive)), name=NAME)
    return made


def _quieten() -> None:
    """Where rich is installed, Datasette prints pages of local values for each query that took too long."""
    from datasette import handle_exception  # only now: it cannot be imported before `datasette.app` is

    handle_exception.rich = None
