"""A process of its own that adds whatever it is told to; prints what became of it and what it took.

python batch.py ARCHIVE < addresses
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import made
from hostile import NAMES, Names
from peak import peak

from ingest.archive import files
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.capture.sources import sources, taken
from ingest.capture.web.client import Client, Options
from ingest.capture.web.fetch import Limits
from ingest.capture.web.follow import Wanted
from ingest.capture.web.manners import Settings
from ingest.pipeline import Act, KnownAddresses, add
from ingest.resources import knowledge

NOW = "2026-01-02T03:04:05+00:00"


def main(archive: Path) -> None:
    """Add the addresses on standard input; 127.0.0.9 may be asked, and names are looked up nowhere."""
    client = Client(
        Options(spacing=0.0, allow_private=("127.0.0.9",)),
        "0",
        clock=time.monotonic,
        now=lambda: NOW,
        limits=Limits(deadline=1.0),
        settings=Settings(retries=0, spacing_after_429=0.0),
        resolve=Names({name: [found] for name, found in NAMES.items()}),
    )
    known = knowledge()
    named = json.load(sys.stdin)
    with files.writable(archive) as database:
        came = taken(sources(named, [], [], {}), client, KnownAddresses(Query(database.conn)), Wanted())
        store = Store(database, known.registry, made.PEN)
        told = [(one.source, one.status, one.note) for one in add(store, came, known, Act(NOW, "archivist"))]
    print(json.dumps({"told": told, "peak": peak()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
