"""Archives written anew by an insider, who has the code and the key. Only what others keep can tell."""

import random
from dataclasses import replace
from pathlib import Path

import made
import relogged
from grounds import Grounds, rebuild
from rowwise import edit
from unbound import table, unbound

from ingest.archive.forms import CACHES, FORMS


def relogged_all_the_way(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """A row is another, and the log, its tiles, the sums and the kept checkpoints fit, signed with the key."""
    names = [*(form.table for form in FORMS), *CACHES]
    with unbound(path, *names, "log", "tiles", "commitments") as connection:
        edit(connection, table(connection, chance.choice(names)), chance)
        relogged.everything(connection, grounds.signer)


def rebuilt(grounds: Grounds, path: Path, chance: random.Random) -> None:
    """The archive is made again: an article says something else, is left out, or came at another time."""
    path.unlink()
    at = chance.randrange(len(grounds.sources))
    others = [source for number, source in enumerate(grounds.sources) if number != at]
    forged = replace(grounds.sources[at], payload=made.text(chance.randrange(1000, 10**6)))
    sources, now = chance.choice(
        [((*others, forged), made.NOW), (others, made.NOW), (grounds.sources, made.LATER)]
    )
    rebuild(path, tuple(sources), grounds.knowledge, now)
