"""Starts Datasette on an archive, on the loopback interface only, read-only."""

import asyncio
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import signature
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
import yaml
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils.asgi import Response

from ..archive import served
from ..errors import ArchiveError
from ..resources import metadata

_HOST = "127.0.0.1"
# The archive's name in addresses, whatever its file is called: pages are cited by them.
NAME = "archive"
# How long a request may take to end after Ctrl-C, in seconds.
_GRACE = 3
_READ = "GET, HEAD, OPTIONS"

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
        connection = served.connect(self._file, self._frozen)
        # Datasette closes these; the list has another name from 1.0 on.
        tracked = "_all_connections" if hasattr(self, "_all_connections") else "_all_file_connections"
        getattr(self, tracked).append(connection)
        return connection


def datasette(archive: Path) -> Any:
    """Datasette on one archive, with the project's metadata, templates and styles.

    Raises:
        ArchiveError: if the archive cannot be read.
    """
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
    made.add_database(_Archive(made, archive, served.must_freeze(archive)), name=NAME)
    return made


def serve(archive: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serve an archive until interrupted. Port 0 takes a free one.

    Args:
        archive: its file.
        port: on the loopback interface.
        announce: called with the address once it can be opened.

    Raises:
        ArchiveError: if the archive cannot be read, or the port is taken.
    """
    app = datasette(archive)
    with _listening(port) as listener:
        address = f"http://{_HOST}:{listener.getsockname()[1]}/"
        asyncio.run(_run(app, listener, lambda: announce(address)))


async def _run(app: Any, listener: socket.socket, ready: Callable[[], None]) -> None:
    await app.invoke_startup()
    config = uvicorn.Config(
        _reading_only(app.app()),
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    await _Server(config, ready).serve(sockets=[listener])


def _reading_only(app: Any) -> Any:
    """The application without requests that would change something; Datasette stumbles over some."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] not in _READ.split(", "):
            refusal = Response.text("The archive is served read-only.\n", status=405, headers={"Allow": _READ})
            await refusal.asgi_send(send)
            return
        await app(scope, receive, send)

    return guarded


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        try:
            listener.bind((_HOST, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise ArchiveError(f"port {port}: {reason}; name another with --port, or 0 for any") from error
        yield listener
    finally:
        listener.close()


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready and for which an interrupt is the normal end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal, and do not raise it again afterwards as uvicorn would."""

        def stop(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
