"""Which IP addresses may be connected to: public ones, and those that the archivist allowed.

Pure: names are looked up elsewhere, and what is given here are the addresses they stand for.
Follows the IANA special-purpose registries (RFC 6890, https://www.iana.org/assignments/
iana-ipv4-special-registry and iana-ipv6-special-registry) in its own table, as Python's
differs from version to version.
"""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from ...errors import UsageError
from .address import IP, host
from .failures import RefusalError

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_FORBIDDEN = {
    # The metadata services of clouds come first: they have the better name.
    "169.254.169.254/32": "cloud metadata",
    "168.63.129.16/32": "cloud metadata",
    "100.100.100.200/32": "cloud metadata",
    "fd00:ec2::254/128": "cloud metadata",
    "fd20:ce::254/128": "cloud metadata",
    "0.0.0.0/32": "unspecified",
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved for protocols",
    "192.0.2.0/24": "for documentation",
    "192.88.99.0/24": "a 6to4 relay",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "for benchmarks",
    "198.51.100.0/24": "for documentation",
    "203.0.113.0/24": "for documentation",
    "224.0.0.0/4": "multicast",
    "255.255.255.255/32": "broadcast",
    "240.0.0.0/4": "reserved",
    "::/128": "unspecified",
    "::1/128": "loopback",
    "64:ff9b:1::/48": "a local translation",
    "100::/64": "discarded",
    "2001::/32": "Teredo",
    "2001::/23": "reserved for protocols",
    "2001:db8::/32": "for documentation",
    "3fff::/20": "for documentation",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_TABLE: tuple[tuple[_Network, str], ...] = tuple(
    (ipaddress.ip_network(network), word) for network, word in _FORBIDDEN.items()
)
# RFC 4291: where IPv6 addresses of anybody lie, beside the IPv4 addresses in IPv6 form that are in use.
_ASSIGNED = tuple(map(ipaddress.IPv6Network, ("2000::/3", "::ffff:0:0/96", "64:ff9b::/96")))
# Forms in which an IPv6 address carries an IPv4 address, and where: as many bits from the right.
_CARRIERS = {
    ipaddress.IPv6Network("::ffff:0:0/96"): 0,  # IPv4-mapped, RFC 4291
    ipaddress.IPv6Network("::/96"): 0,  # IPv4-compatible, RFC 4291
    ipaddress.IPv6Network("64:ff9b::/96"): 0,  # NAT64, RFC 6052
    ipaddress.IPv6Network("2002::/16"): 80,  # 6to4, RFC 3056
}
# ISATAP, RFC 5214: the middle of the interface identifier.
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


@dataclass(frozen=True, slots=True)
class Guard:
    """What the archivist allowed beside the public network.

    `names` are host names, each for itself alone; `networks` hold single addresses, too.
    """

    names: frozenset[str] = frozenset()
    networks: tuple[_Network, ...] = ()

    @classmethod
    def allowing(cls, private: Collection[str]) -> Self:
        """A guard that lets these pass: host names as in the address, IP addresses, CIDR networks.

        Raises:
            UsageError: if one is none of these.
        """
        names, networks = set(), []
        for entry in private:
            network = _network(entry)
            if network is None:
                names.add(_name(entry))
            else:
                networks.append(network)
        return cls(frozenset(names), tuple(networks))

    def check(self, host: str | IP, found: Collection[IP]) -> None:
        """Let pass only if each address the host stands for may be connected to.

        Raises:
            RefusalError: it names the first that may not, and why.
        """
        if host in self.names:
            return
        for ip in found:
            word = forbidden(ip)
            if word and not self._allows(ip):
                stands = f"{host} is" if ip == host else f"{host} leads to {ip}, which is"
                raise RefusalError(
                    f"{stands} {word}, no public address; "
                    f"allow it with --allow-private {host} if it is yours to ask"
                )

    def _allows(self, ip: IP) -> bool:
        # The mapped form of an IPv4 address is that address; other forms are a way of their own.
        plain = getattr(ip, "ipv4_mapped", None) or ip
        return any(plain in network for network in self.networks)


def forbidden(ip: IP) -> str | None:
    """Why an address is not of the public network, in a word; None if it is.

    An IPv6 address that carries an IPv4 address is judged by that one.
    """
    for inner in carried(ip):
        if word := forbidden(inner):
            return f"{word} ({inner} within IPv6)"
    word = next((word for network, word in _TABLE if ip in network), None)
    if word or ip.version == 4 or any(ip in network for network in _ASSIGNED):
        return word
    return "not assigned"


def carried(ip: IP) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address leads to by its form."""
    if isinstance(ip, ipaddress.IPv4Address) or int(ip) <= 1:
        return ()
    bits = int(ip)
    found = [(bits >> shift) & 0xFFFF_FFFF for network, shift in _CARRIERS.items() if ip in network]
    if (bits >> 32) & 0xFFFF_FFFF in _ISATAP:
        found.append(bits & 0xFFFF_FFFF)
    return tuple(map(ipaddress.IPv4Address, found))


def _network(entry: str) -> _Network | None:
    try:
        return ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return None


def _name(entry: str) -> str:
    try:
        name = host(entry)
    except RefusalError as error:
        raise UsageError(f"--allow-private {entry}: {error.reason}") from error
    return str(name)
