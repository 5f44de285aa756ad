"""Small articles made for the tests, and ways to look into an archive."""

import random
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from secrets import token_bytes

from ingest import canon, pipeline
from ingest.archive import files
from ingest.archive.logbook import Pen
from ingest.archive.logged import Log
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.capture import manifest
from ingest.log.note import Note, Signer
from ingest.pipeline import Act, Outcome, add
from ingest.pipeline.relating import Relating
from ingest.read.knowledge import Knowledge
from ingest.records import Act as Said
from ingest.records import Assertion, Capture, ListingKind, Response, Visit

NOW = "2026-01-02T03:04:05+00:00"
LATER = "2026-02-03T04:05:06+00:00"
ACT = Act(NOW, "archivist")
PEN = Pen(lambda: NOW, token_bytes, "archivist")
SEEDS = Path(__file__).parents[1] / "metadata" / "seeds.yaml"

TOWNS = "Ghent Turin Malmö Porto Graz Lyon Gdańsk Bergen Tartu Košice".split()
PLAIN = (
    "The council of {town} met on Tuesday to hear what the engineers had found under the old bridge.\n\n"
    "Nobody in the room expected that report number {number} would be read aloud from its first page on.\n"
)
# One text that names its original by outlet and title, one that does so by address.
NAMING = (
    "The harbour will stay open through the winter, the mayor told the people who had come to listen.\n\n"
    "This article was first published on Foo Daily on January 5, 2025, under the title “{title}”\n"
)
POINTING = (
    "The harbour will stay open until the ice comes, the mayor told the people who had come to listen.\n\n"
    "This article was first published on Foo Daily at {url}\n"
)


def text(number: int) -> bytes:
    """A small article, another one for each number."""
    return PLAIN.format(town=TOWNS[number % len(TOWNS)], number=number).encode()


def capture(
    payload: bytes,
    url: str | None = None,
    *,
    captured_at: str | None = None,
    path: str = "made.txt",
    **stated: str | list[str],
) -> Capture:
    """A file with what its manifest entry states."""
    facts = {"url": url, **stated} if url else stated
    assertions = []
    for field, value in facts.items():
        for one in value if isinstance(value, list) else [value]:
            assertions.append(Assertion("author" if field == "authors" else field, one))
    return Capture(payload, path, path, None, captured_at, tuple(assertions), "stated in the manifest")


def response(url: str, status: int = 200, **headers: str) -> Response:
    """How an address answered; `content_type` and the like are header names."""
    pairs = {"content_type": "text/plain; charset=utf-8", **headers}
    return Response(url, url, status, tuple((name.replace("_", "-"), value) for name, value in pairs.items()))


def retrieved(payload: bytes, url: str, captured_at: str, **headers: str) -> Capture:
    """A page that was had from the web."""
    return Capture(payload, url, captured_at=captured_at, response=response(url, **headers))


def listing(page: Capture, kind: ListingKind = "feed") -> Capture:
    """What was had from the web, as a listing that leads to articles."""
    return replace(page, listing=kind)


MAIL = (
    "From: Ana Kos <ana@made.example>\r\nTo: readers@made.example\r\nSubject: A bridge of stone\r\n"
    "Date: Tue, 04 Mar 2025 06:00:00 +0100\r\nMessage-ID: <1@made.example>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "The council of K=C3=B6ln met on Tuesday to hear what the engineers had found und=\r\ner the bridge.\r\n"
)


def retrievals() -> list[Capture | Visit]:
    """A page and what became of it later: as before, another one, and gone; a feed; and a mail."""
    page, feed = "http://made.example/b", "http://made.example/feed"
    day = "2025-03-{:02}T00:00:00+00:00".format
    return [
        retrieved(text(4), page, day(1), etag='"1"'),
        Visit(page, day(2), response(page, 304)),
        retrieved(text(5), page, day(3), content_language="en", last_modified="Sun, 02 Mar 2025 12:00:00 GMT"),
        Visit(page, day(4), response(page, 404)),
        listing(retrieved(b"<rss></rss>", feed, day(1))),
        Capture(MAIL.encode(), "letter.eml", path="letter.eml"),
    ]


def seeds() -> list[Capture]:
    """The seeds as their manifest gives them."""
    captures = list(manifest.captures(str(SEEDS), manifest.entries(str(SEEDS))))
    assert all(isinstance(one, Capture) for one in captures)
    return captures


def put(path: Path, sources: Iterable[Capture | Visit], knowledge: Knowledge, act: Act = ACT) -> list[Outcome]:
    """Add captures to the archive at a path, which need not be there yet."""
    with files.writable(path) as database:
        return list(add(Store(database, knowledge.registry, PEN), sources, knowledge, act))


def sound(path: Path, knowledge: Knowledge) -> None:
    """Make a sound archive without cross-posts.

    The seeds, an article in two versions, one with a caption, one from the web with what became of
    it later, a feed, a mail, a person's corrections, and a domain that a person named.
    """
    captioned = b"# A bridge\n\n![People on the bridge at noon](http://made.example/b.jpg)\n\n" + text(3)
    put(path, seeds(), knowledge, Act(NOW, "archivist", collection="venezuela"))
    put(
        path,
        [
            capture(text(1), "http://made.example/a", captured_at="2025-01-01T00:00:00+00:00"),
            capture(text(2), "http://made.example/a", captured_at="2025-02-01T00:00:00+00:00"),
            capture(captioned),
        ],
        knowledge,
    )
    put(path, retrievals(), knowledge)
    with files.existing(path) as database:
        act = Act(LATER, "editor")
        article = database.execute("SELECT article FROM addresses WHERE key = 'made.example/a'").fetchone()[0]
        store = Store(database, knowledge.registry, PEN)
        pipeline.correct(
            store, article, "title", ("The bridge",), knowledge, replace(act, because="so said the council")
        )
        pipeline.correct(
            store, article, "author", ("A. Smith", "B. Jones"), knowledge, replace(act, because="as printed")
        )
        pipeline.name(store, "made.example", "The Made Times", "newspaper", knowledge, act)


def connected(path: Path) -> sqlite3.Connection:
    """A connection of its own to an archive."""
    return sqlite3.connect(path)


def first_of(connection: sqlite3.Connection, table: str) -> str:
    """A condition that one row of a table fulfils, whether its rows have numbers or not."""
    columns = [
        name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk", [table])
    ]
    unnumbered = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?"
    if connection.execute(unnumbered, [table]).fetchone() != (1,):
        return f"rowid = (SELECT min(rowid) FROM {table})"
    key = ", ".join(f'"{name}"' for name in columns)
    return f"({key}) = (SELECT {key} FROM {table} LIMIT 1)"


def rows(path: Path, sql: str, parameters: Iterable[object] = ()) -> list[tuple[object, ...]]:
    """What a query gives, over a connection of its own."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, tuple(parameters)).fetchall()
    finally:
        connection.close()


def guards(connection: sqlite3.Connection) -> dict[str, str]:
    """The triggers that refuse changes, by name, as they were made."""
    found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE%'"
    return dict(connection.execute(found).fetchall())


def unguard(connection: sqlite3.Connection) -> None:
    """Take away what refuses changes, so that rows can be forged."""
    for name in guards(connection):
        connection.execute(f"DROP TRIGGER {name}")


def dump(path: Path) -> list[str]:
    """The whole archive as SQL."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


# Words of which texts are made that have nothing in common but what is put into them.
_WORDS = (
    "harbour winter engine market letter stone river council bridge garden doctor teacher morning window paper"
    " summer village station forest captain basket silver copper mirror ladder orchard factory painter island"
    " meadow valley thunder lantern carpet kitchen saddle anchor barrel candle feather hammer needle pepper"
    " quarry ribbon shelter timber turnip violin walnut"
).split()
PRINTED = "Every word on these pages may be read aloud in schools if nobody is asked to pay for it."
ORIGINAL = "The harbour and the winter"


def words(number: int, count: int = 90) -> str:
    """Sentences of their own for each number."""
    chance = random.Random(number)
    found = [chance.choice(_WORDS) for _ in range(count)]
    return " ".join(f"The {' '.join(found[at : at + 15])}." for at in range(0, count, 15))


def crossposts() -> list[Capture]:
    """Articles with text in common: an original, copies, an excerpt, a quotation, and a line that all print.

    One copy names the original by outlet and title, another one an article that several might be.
    """
    source, quoted = words(1), "“I have told you before that nobody can walk from here to the sea,” she said."
    named = "This article was first published on {} on January 5, 2025, under the title “{}”"
    texts = {
        "original": source,
        "copy": f"{source}\n\n{named.format('Foo Daily', ORIGINAL)}",
        "carried": source,
        "part": f"{words(2)}\n\n{words(1, 45)}",
        "said": f"{words(3)}\n\n{quoted}",
        "heard": f"{words(4)}\n\n{quoted}",
        "unsure": f"{words(5)}\n\n{named.format('Foo Daily', 'A valley of stone')}",
        "maybe": words(6),
    }
    outlets = {"original": "Foo Daily", "maybe": "Bar Weekly"}
    titles = {"original": ORIGINAL, "maybe": "A valley of stone"}
    found = [
        capture(f"{text}\n".encode(), f"http://{name}.example/1", outlet=outlets.get(name, f"The {name} Times"),
                title=titles.get(name, f"Of {name}"), published="2025-01-05")
        for name, text in texts.items()
    ]  # fmt: skip
    # So many that the line is common; four of one outlet, so that it is furniture there.
    return found + [
        capture(f"{words(number)}\n\n{PRINTED}\n".encode(), f"http://p{max(number, 14)}.example/{number}",
                outlet=f"Printer {max(number, 14)}", title=f"Number {number}")
        for number in range(11, 33)
    ]  # fmt: skip


def said(path: Path, knowledge: Knowledge) -> None:
    """What people say of some of them: a link, an unlink, one that is another, and an undoing."""
    with files.existing(path) as database:
        query = Query(database.conn)
        at = {
            name: query.article_at(f"{name}.example/1")
            for name in ("original", "maybe", "said", "heard", "part")
        }
        acts = [
            Said("link", "editor", LATER, at["maybe"], "cites", at["original"], basis="as she told us"),
            Said("unlink", "editor", LATER, at["said"], None, at["heard"]),
            Said("merge", "editor", LATER, at["maybe"], None, at["part"]),
        ]
        acts.append(Said("undo", "editor", LATER, undoes=canon.act_id(acts[-1])))
        store = Store(database, knowledge.registry, PEN)
        with store.transaction():
            for act in acts:
                database.execute(
                    "INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [canon.act_id(act), act.act, act.article, act.kind, act.other, act.undoes, act.by,
                     act.asserted_at, act.basis],
                )  # fmt: skip
            Relating(store, query).relate([one for one in at.values() if one])
        log = Log(database.conn)
        signer = Signer.make(log.origin(), bytes(32))
        store.key(signer.verifier.written(), LATER)
        body = log.checkpoint().body()
        store.checkpoint(log.size(), Note(body, (signer.sign(body),)).written(), LATER)
