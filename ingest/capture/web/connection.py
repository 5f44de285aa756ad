"""One exchange over a fresh connection to addresses that were checked before.

Plugs into requests and urllib3 where they would look the name up themselves. A connection serves
one request: what was checked is what is asked, and nothing of one answer reaches the next. TLS
checks the name, not the address. Follows no redirect, keeps no cookie, knows no proxy.
"""

import http.client
import io
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from .address import IP, Address
from .failures import RefusalError
from .meter import Allowance, Meter

# How many addresses of one host are tried; more would only be a way to keep us busy.
_TRIES = 4
_SWITCHING_PROTOCOLS = 101


@dataclass(frozen=True, slots=True)
class Line:
    """A connection to be made: to which of the checked addresses, and within which bounds.

    `patience` is how many seconds connecting to one address may take, and the handshake of TLS.
    """

    address: Address
    found: Sequence[IP]
    allowance: Allowance
    patience: float

    def dial(self) -> socket.socket:
        """A connected socket, to the first of the addresses that answers."""
        failure: OSError | None = None
        for ip in self.found[:_TRIES]:
            try:
                return self._dialled(ip)
            except OSError as error:
                failure = error
        raise failure or OSError("no address to connect to")

    def _dialled(self, ip: IP) -> socket.socket:
        family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.settimeout(self.allowance.seconds(self.patience))
            made.connect((str(ip), self.address.port))
            # What follows is TLS's handshake or the request; the meter sets its own.
            made.settimeout(self.allowance.seconds(self.patience))
        except BaseException:
            made.close()
            raise
        return made


class Session(requests.Session):
    """A session for one request. It takes nothing from the environment and never looks at redirects:
    requests would read their bodies without bound.
    """

    def __init__(self, line: Line, context: ssl.SSLContext) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.clear()
        self._patience = line.patience
        adapter = _Adapter(line, context)
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None, whatever the answer says."""
        return None

    def ask(self, address: Address, headers: dict[str, str], body: bytes | None = None) -> requests.Response:
        """The answer, its body not yet read; with its headers as they came in `raw_headers`.

        With a body it is asked by POST.
        """
        method = "GET" if body is None else "POST"
        prepared = self.prepare_request(requests.Request(method, address.url, headers, data=body))
        # As it was checked, and not as requests would spell it.
        prepared.url = address.url
        # The time is for sending; connecting and reading are bounded by the line and its meter.
        return self.send(prepared, stream=True, allow_redirects=False, timeout=self._patience)


class _Adapter(HTTPAdapter):
    def __init__(self, line: Line, context: ssl.SSLContext) -> None:
        super().__init__()
        self._pool = _pool(line, context)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        return self._pool

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the pool's context has the authorities, and requests would load them each time."""

    def build_response(self, req: requests.PreparedRequest, resp: BaseHTTPResponse) -> requests.Response:
        original = cast(HTTPResponse, resp)._original_response
        message = cast(http.client.HTTPResponse, original).msg
        headers = tuple(message.items())
        # Before requests would parse them.
        del message["Set-Cookie"], message["Set-Cookie2"]
        built = super().build_response(req, resp)
        built.raw_headers = headers  # type: ignore[attr-defined]
        return built

    def close(self) -> None:
        self._pool.close()
        super().close()


def _pool(line: Line, context: ssl.SSLContext) -> HTTPConnectionPool:
    host, port = str(line.address.host), line.address.port
    if line.address.scheme == "http":
        plain = HTTPConnectionPool(host, port, line=line)
        plain.ConnectionCls = _Connection
        return plain
    secure = HTTPSConnectionPool(host, port, line=line, ssl_context=context)
    secure.ConnectionCls = _SecureConnection
    return secure


class _Connection(HTTPConnection):
    """A connection that goes where its line goes."""

    def __init__(self, host: str, port: int | None = None, *, line: Line, **kwargs: Any) -> None:
        super().__init__(host, port, **kwargs)
        self._line = line

    def _new_conn(self) -> socket.socket:
        return self._line.dial()

    def response_class(self, connection: socket.socket, *args: Any, **kwargs: Any) -> "_Reply":  # type: ignore[override]
        """What http.client makes of the connection once the request is sent."""
        return _Reply(self._line.allowance, connection, *args, **kwargs)


class _SecureConnection(_Connection, HTTPSConnection):
    """The same, with TLS over it."""


class _Reply(http.client.HTTPResponse):
    """An answer that is read through a meter, and whose interim answers are passed over."""

    def __init__(self, allowance: Allowance, connection: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(connection, *args, **kwargs)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(Meter(connection, raw, allowance))

    def _read_status(self) -> tuple[str, int, str]:
        """The final status (RFC 9110, 15.2: interim answers may come unasked, 103 for instance)."""
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status == _SWITCHING_PROTOCOLS:
                raise RefusalError("it wants to speak another protocol than HTTP (101)")
            if not 100 <= status < 200:
                return version, status, reason
            http.client._read_headers(self.fp)  # type: ignore[attr-defined]
