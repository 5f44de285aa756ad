"""What an address alone says: its key, its host, the date in its path.

Two spellings of one address (scheme, www., tracking parameters, fragment, closing slash) have
one key, so that they make one article.
"""

import re
from urllib.parse import urlsplit

from courlan import clean_url, extract_domain, normalize_url

from ..errors import UsageError
from .dates import Found
from .outlets import Registry

_DATE_PATH = re.compile(
    r"(?<![\w-])(?P<year>(?:19|20)\d\d)(?P<sep>[/-])(?P<month>0?[1-9]|1[0-2])"
    r"(?:(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01])(?![\w]))?(?=[/.-]|$)"
)


def check(url: str) -> str:
    """The address itself.

    Raises:
        UsageError: if it is no http or https address with a host.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        parts.port  # noqa: B018 - raises where the port is none
    except ValueError:
        usable = False
    if usable and "@" in parts.netloc:
        raise UsageError("an address with a user name or password in it; give it without")
    if not usable or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise UsageError(f"{url!r} is no web address; give one that begins with http:// or https://")
    return url


def key(url: str) -> str:
    """The form in which two spellings of one address are equal."""
    parts = urlsplit(normalize_url(url, strict=False))
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def host(url: str) -> str:
    """The address's host in lower case, without `www.`; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        # What is printed with brackets in the place of a host (http://[x]).
        return ""


def cleaned(url: str) -> str | None:
    """An address without its tracking parameters; None where it is no web address."""
    try:
        clean = clean_url(check(url))
        return check(clean) if clean else None
    except (UsageError, ValueError):
        return None


def same_site(a: str, b: str, registry: Registry) -> bool:
    """Whether two addresses are of one publisher: one outlet of the registry, or one registered domain."""
    one, other = host(a), host(b)
    at_one, at_other = registry.at(one), registry.at(other)
    if at_one and at_other:
        return at_one.name == at_other.name
    return one == other or _domain(a) == _domain(b)


def _domain(url: str) -> str:
    """The registered domain (`example.co.uk`), by the public suffix list; two labels where it has none."""
    name = host(url)
    if ":" in name or name.replace(".", "").isdigit():
        return name
    return extract_domain(url) or ".".join(name.split(".")[-2:])


def printed_date(url: str) -> Found | None:
    """The publication date in the address's path, as characters of the address.

    News sites put the day (`/2025/11/05/`) or the month (`/2025/11/`) there.
    """
    path = urlsplit(url).path
    start = url.find(path, len(urlsplit(url).scheme) + 3) if path else -1
    match = _DATE_PATH.search(path) if start >= 0 else None
    if not match:
        return None
    parts = [match["year"], match["month"].zfill(2)]
    if match["day"]:
        parts.append(match["day"].zfill(2))
    return Found(start + match.start(), start + match.end(), "-".join(parts))
