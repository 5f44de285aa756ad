"""Starts Datasette on an archive, on the loopback interface only, read-only."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from datasette.utils.asgi import Response

from ..errors import ArchiveError
from .instance import datasette

_HOST = "127.0.0.1"
# How long a request may take to end after Ctrl-C, in seconds.
_GRACE = 3
_READ = "GET, HEAD, OPTIONS"


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
