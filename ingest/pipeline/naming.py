"""A person's word on who publishes at a domain."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from ..archive.decided import namings
from ..archive.query import Query
from ..archive.store import Store
from ..errors import UsageError
from ..read.knowledge import Knowledge
from ..records import Naming
from .acts import Act
from .correcting import after
from .settling import renew

# Labels parted by dots, as in the registry; international names as they stand in addresses.
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def name(
    store: Store, domain: str, outlet: str | None, kind: str | None, knowledge: Knowledge, act: Act
) -> int:
    """Record who publishes at a domain, and decide its articles again; how many these were.

    Args:
        domain: a domain, which stands for those below it too, or an address there.
        outlet: the outlet's name; None takes back what was said before.
        kind: what the outlet is, None where that is not said.

    Raises:
        UsageError: if the domain is none, or nothing was said that could be taken back.
    """
    said = Naming(_checked(domain), outlet, kind if outlet else None, act.by, act.now, act.because)
    query = Query(store.database.conn)
    renew(store, knowledge)
    with store.transaction():
        before = [said for _, said in namings(query)]
        if outlet is None and not any(one.domain == said.domain for one in before):
            raise UsageError(f"{said.domain}: nobody named it, so that there is nothing to take back")
        store.naming(replace(said, asserted_at=after(act.now, (one.asserted_at for one in before))))
    return renew(store, knowledge)


def _checked(given: str) -> str:
    """The domain in small letters and without `www.`, of an address its host.

    Raises:
        UsageError: if it is no domain.
    """
    try:
        host = urlsplit(given if "://" in given else f"//{given}").hostname or ""
    except ValueError:
        host = ""
    domain = host.rstrip(".").removeprefix("www.")
    if len(domain) > 253 or not _DOMAIN.fullmatch(domain):
        raise UsageError(f"{given!r} is no domain; give one like example.org, as `ingest outlets` lists them")
    return domain
