"""Web addresses: taken apart once, strictly, and put together again in one spelling.

What is checked, connected to, sent and recorded are the parts of the same `Address`; nothing
below takes the text apart a second time. Looks nothing up.

Hosts and the spellings that are refused follow the URL standard (https://url.spec.whatwg.org/
#host-parsing), names IDNA with UTS 46, ports the Fetch standard's block list.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna
from urllib3.util import parse_url

from .failures import RefusalError, printable

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
# Longer addresses are traps or tracking; servers commonly stop at 8 KB.
LONGEST = 8192
_PORTS = {"http": 80, "https": 443}
# https://fetch.spec.whatwg.org/#port-blocking
_BLOCKED_PORTS = frozenset(
    map(
        int,
        """0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111
        113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548
        554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566
        6665 6666 6667 6668 6669 6679 6697 10080""".split(),
    )
)
# Control characters, white space of any script, backslashes, and halves of characters.
_UNFIT = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ud800-\udfff]"
)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:]*)(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BEFORE_HOST = re.compile(
    r"(?P<scheme>\s*[A-Za-z][A-Za-z0-9+.-]*:(?=[/\\]))?(?P<slashes>[/\\]*)(?P<rest>.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Address:
    """A web address that may be asked, as far as its spelling goes.

    `host` is a name in lower-case ASCII without a dot at its end, or an IP address; `target` what
    is sent after GET or POST: path and query, percent-encoded, without fragment.
    """

    scheme: str
    host: str | IP
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port, as the Host header has them."""
        host = f"[{self.host}]" if isinstance(self.host, ipaddress.IPv6Address) else str(self.host)
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in one spelling."""
        return f"{self.scheme}://{self.authority}{self.target}"


def parse(text: str) -> Address:
    """An address as typed, or as a redirect names it.

    Raises:
        RefusalError: if it is none of the web, or is spelled in a way that hides where it leads.
    """
    if len(text) > LONGEST:
        raise RefusalError(f"the address has {len(text):,} characters; at most {LONGEST:,} are taken")
    if unfit := _UNFIT.search(text):
        raise RefusalError(f"the address holds {unfit[0]!a}; write it without, or percent-encoded")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise RefusalError("the address has no readable host; check it") from error
    if parts.scheme not in _PORTS:
        raise RefusalError(
            f"{printable(parts.scheme) or 'no scheme'}: only http:// and https:// addresses are taken"
        )
    if "@" in parts.netloc:
        raise RefusalError("the address holds a user name or password; give it without")
    found = _AUTHORITY.fullmatch(parts.netloc)
    if not found:
        raise RefusalError("the address has no readable host and port; check it")
    port = _port(found["port"], parts.scheme)
    return Address(parts.scheme, host(found["host"]), port, _target(parts.path, parts.query))


def joined(base: Address, location: str) -> Address:
    """Where a redirect leads.

    Args:
        base: the address that answered.
        location: the Location header, each byte one character (latin-1), as HTTP libraries give it.

    Raises:
        RefusalError: as for `parse`.
    """
    if len(location) > LONGEST:
        raise RefusalError(f"the redirect's address has more than {LONGEST:,} characters")
    try:
        text = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        text = location
    # As browsers do: sites redirect to titles with blanks in them.
    text = text.strip(" \t").replace(" ", "%20")
    if unfit := _UNFIT.search(text):
        raise RefusalError(f"the redirect's address holds {unfit[0]!a}")
    try:
        return parse(urljoin(base.url, text))
    except ValueError as error:
        raise RefusalError("the redirect's address has no readable host") from error


def host(text: str) -> str | IP:
    """A host in one spelling: as in an address, IPv6 in brackets.

    Raises:
        RefusalError: if it is none, or a number in disguise.
    """
    if text.startswith("["):
        return _ip6(text[1:-1])
    if "%" in text:
        raise RefusalError("the address has a percent-encoded host; write it plainly")
    name = _ascii(text).removesuffix(".")
    last = name.rpartition(".")[2]
    if _NUMERIC.fullmatch(last):
        return _ip4(name)
    if not name or len(name) > 253 or not all(map(_LABEL.fullmatch, name.split("."))):
        raise RefusalError(f"{printable(text) or 'nothing'} is no host name; check the address")
    return name


def redacted(text: str) -> str:
    """An address for messages: without user name and password, printable, and not too long.

    Made for what is no valid address, too. Where there is a password, all goes that may be part of
    it: it may hold a slash or an @, and then ends later than the host begins for a parser.
    """
    found = _BEFORE_HOST.fullmatch(text)
    assert found  # it matches everything
    rest = found["rest"]
    authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    if "@" in authority or re.search(r":(?![0-9]*$)", re.sub(r"^\[[^\]]*\]", "", authority)):
        _, at, rest = rest.rpartition("@")
        rest = rest if at else authority.partition(":")[0]
    return printable(f"{found['scheme'] or ''}{found['slashes']}{rest}", 300)


def _port(digits: str | None, scheme: str) -> int:
    port = int(digits) if digits else _PORTS[scheme]
    if port > 65535:
        raise RefusalError(f"there is no port {port}; check the address")
    if port in _BLOCKED_PORTS:
        raise RefusalError(f"port {port} is not for the web; browsers refuse it too")
    return port


def _ascii(name: str) -> str:
    """A name in lower-case ASCII, other scripts by IDNA; full-width digits become digits here."""
    if name.isascii():
        return name.lower()
    if len(name) > 253:
        raise RefusalError("the host name is too long; check the address")
    try:
        return idna.encode(name, uts46=True).decode("ascii").lower()
    except UnicodeError as error:
        raise RefusalError(f"{printable(name)} is no host name ({printable(str(error))})") from error


def _ip4(name: str) -> ipaddress.IPv4Address:
    try:
        return ipaddress.IPv4Address(name)
    except ValueError as error:
        raise RefusalError(
            f"{printable(name)} is a number in place of a host; write an IP address as in 192.0.2.1"
        ) from error


def _ip6(text: str) -> ipaddress.IPv6Address:
    if "%" in text:
        raise RefusalError("the address has an IPv6 zone, which means something on one machine only")
    try:
        return ipaddress.IPv6Address(text)
    except ValueError as error:
        raise RefusalError(f"[{printable(text)}] is no IPv6 address; check it") from error


def _target(path: str, query: str) -> str:
    """Path and query as they are sent; parse_url encodes what must be, and leaves the rest."""
    safe = quote(path, safe="".join(map(chr, range(0x21, 0x7F)))) or "/"
    asked = f"{safe}?{query}" if query else safe
    return parse_url(f"http://host{asked}").request_uri
