"""Which host an address belongs to, in one spelling: what spacing and robots.txt are kept by.

Never raises: whether an address may be asked at all is decided elsewhere.
"""

from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}


def host(url: str) -> str:
    """The address's host in lower case, with its port where that is not the scheme's own."""
    parts = _parts(url)
    if parts is None:
        return ""
    name = (parts.hostname or "").rstrip(".")
    name = f"[{name}]" if ":" in name else name
    return name if parts.port in (None, _PORTS.get(parts.scheme)) else f"{name}:{parts.port}"


def origin(url: str) -> str:
    """Scheme, host and port, as in `https://example.org:8443`; empty where the address has none."""
    parts = _parts(url)
    return f"{parts.scheme}://{host(url)}" if parts and parts.hostname else ""


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where the port is none
    except ValueError:
        return None
    return parts
