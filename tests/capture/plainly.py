"""One retrieval for tests, over requests: redirects, before_hop, every status an answer. No guard."""

from collections.abc import Callable
from urllib.parse import urljoin

import requests

from ingest.capture.web.request import Answer, Request, UnreachableError
from ingest.records import Hop, Response

NOW = "2026-01-02T03:04:05+00:00"


def fetch(request: Request, before_hop: Callable[[str], None]) -> Answer:
    """What the address answers in the end."""
    url, hops = request.url, []
    validators = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    with requests.Session() as session:
        session.trust_env = False
        while True:
            before_hop(url)
            try:
                got = session.get(
                    url,
                    headers={key: value for key, value in validators.items() if value},
                    allow_redirects=False,
                    timeout=10,
                )
            except requests.RequestException as error:
                raise UnreachableError(url, type(error).__name__, temporary=True) from error
            if not got.is_redirect or len(hops) == 10:
                break
            hops.append(Hop(url, got.status_code))
            url = urljoin(url, got.headers["Location"])
    headers = tuple(got.headers.items())
    return Answer(Response(request.url, url, got.status_code, headers, tuple(hops)), got.content, NOW)
