"""Everything hostile in one batch: it reaches nobody, fits into memory, and stops nothing else.

More than 60 attack addresses, 40 hostile answers and 20 hostile pages, with good pages between them.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from courier import story, story_page
from hostile import BEHAVIOURS, REFUSED, Server, answer
from test_guard import ATTACKS

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import audit
from ingest.read.knowledge import Knowledge

# The batch is done once.
pytestmark = pytest.mark.xdist_group("hostile batch")
# The most that is read, nearly.
MEGABYTES = 2_900_000
NOW = "2026-01-02T03:04:05+00:00"
ARTICLE = story_page(story(7), "http://courier.example")


def around(inside: str) -> bytes:
    """An article with something hostile in it."""
    return ARTICLE.replace("</article>", inside + "</article>").encode()


# Pages made against a reader: what fills memory, what nests, what lies, what never ends.
PAGES: dict[str, Callable[[], bytes]] = {
    "ten-megabyte-attribute": lambda: around(f'<p title="{"x" * 9_900_000}">Words.</p>'),
    "five-megabyte-attribute": lambda: around(f'<p title="{"x" * 4_900_000}">Words.</p>'),
    "three-megabyte-attribute": lambda: around(f'<p title="{"x" * MEGABYTES}">Words.</p>'),
    "attributes-without-end": lambda: around("<p " + "a=b " * (MEGABYTES // 4) + ">Words.</p>"),
    "a-hundred-thousand-deep": lambda: around("<div>" * 100_000 + "Words." + "</div>" * 100_000),
    "a-million-deep": lambda: around("<b>" * 1_000_000),
    "tags-only": lambda: around("<p>" * (MEGABYTES // 3)),
    "brackets-only": lambda: around("<" * MEGABYTES),
    "entities-only": lambda: around("&amp;" * (MEGABYTES // 5)),
    "comment-without-end": lambda: around("<!--" + "-" * MEGABYTES),
    "comments-without-number": lambda: around("<!---->" * (MEGABYTES // 7)),
    "script-without-end": lambda: around("<script>" + "x" * MEGABYTES),
    "one-line": lambda: around("<p>" + "word " * (MEGABYTES // 5)),
    "one-word": lambda: around("<p>" + "x" * MEGABYTES),
    "paragraphs": lambda: around("<p>Nobody knows why.</p>" * 60_000),
    "nul-in-words": lambda: ARTICLE.replace("the", "t\0he").encode(),
    "controls": lambda: around("\x1b[31m\x07" * 100_000),
    "json-deep": lambda: around(f'<script type="application/ld+json">{"[" * 200_000}</script>'),
    "json-long": lambda: around(f'<script type="application/ld+json">{{"a": "{"x" * MEGABYTES}"}}</script>'),
    "links": lambda: around("".join(f"<a href=/{n}>{n}</a> " for n in range(200_000))),
    "titles": lambda: around("<title>x</title>" * 200_000),
    "metas": lambda: around("<meta property=og:title content=x>" * 200_000),
    "directions": lambda: around("<p>" + "\u202e\u2066" * 200_000 + "</p>"),
    "marks": lambda: around("<p>a" + "\u0301" * 1_000_000 + "</p>"),
}
LYING = {
    "says-utf-16": answer(ARTICLE.encode(), "Content-Type: text/html; charset=utf-16"),
    "says-shift-jis": answer(ARTICLE.encode(), "Content-Type: text/html; charset=shift_jis"),
    "says-nonsense": answer(ARTICLE.encode(), "Content-Type: text/html; charset=\\x00nonsense"),
    "says-text": answer(ARTICLE.encode(), "Content-Type: text/plain"),
    "says-picture": answer(ARTICLE.encode(), "Content-Type: image/png"),
    "is-latin": answer(ARTICLE.encode("cp1252", "replace"), "Content-Type: text/html; charset=utf-8"),
}


class Everything(Server):
    """Also serves the pages, and a robots.txt that is not there."""

    def answer(self, connection, name):  # type: ignore[no-untyped-def]
        if name in BEHAVIOURS:
            super().answer(connection, name)
        elif name in PAGES:
            connection.sendall(answer(PAGES[name](), "Content-Type: text/html"))
        elif name in LYING:
            connection.sendall(LYING[name])
        elif name.startswith("article-"):
            number = int(name.removeprefix("article-"))
            connection.sendall(answer(story_page(story(number), "http://courier.example").encode()))
        else:
            connection.sendall(answer(b"", status="404 Not Found"))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What became of all of it, and what it took."""
    archive = tmp_path_factory.mktemp("batch") / "archive.db"
    with Everything("0.0.0.0") as canary, Everything("127.0.0.9") as server:
        good = [server.url(f"article-{number}") for number in range(10)]
        attacks = [attack.replace("PORT", str(canary.port)) for attack, _ in ATTACKS]
        bad = [server.url(one.name) for one in REFUSED]
        pages = {name: server.url(name) for name in (*PAGES, *LYING)}
        named = [*good[:5], *attacks, *bad, *pages.values(), *good[5:]]
        ended = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("batch.py")), str(archive)],
            input=json.dumps(named), capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
        told = {source: (status, note) for source, status, note in json.loads(ended.stdout)["told"]}
        return {
            "archive": archive, "peak": json.loads(ended.stdout)["peak"], "reached": canary.connections,
            "told": told, "good": [told.get(url) for url in good], "bad": [told.get(url) for url in bad],
            "pages": {name: told.get(url) for name, url in pages.items()},
        }  # fmt: skip


def test_nobody_is_reached_who_may_not_be(done: dict[str, object]) -> None:
    assert done["reached"] == 0
    assert len(ATTACKS) >= 60
    allowed = [source for source, (status, _) in done["told"].items() if status != "failed"]
    assert all(source.startswith("http://127.0.0.9:") for source in allowed), allowed


def test_what_is_bad_is_named_and_the_good_is_added(done: dict[str, object]) -> None:
    assert done["good"] == [("added", None)] * 10
    assert len(done["bad"]) >= 40
    assert all(status == "failed" and note for status, note in done["bad"])


def test_a_hostile_page_is_read_or_refused_by_name(done: dict[str, object]) -> None:
    assert {name for name, told in done["pages"].items() if told is None} == set()
    for name, (status, note) in done["pages"].items():
        assert status == "added" or (status == "failed" and "please report" not in note), (name, note)
    refused = {name for name, (status, _) in done["pages"].items() if status == "failed"}
    assert {
        "ten-megabyte-attribute",
        "five-megabyte-attribute",
        "a-hundred-thousand-deep",
        "one-line",
        "controls",
    } <= refused
    assert not refused & {"three-megabyte-attribute", *LYING}


def test_it_fits_into_300_megabytes(done: dict[str, object]) -> None:
    assert done["peak"] < 300_000


def test_what_was_added_is_sound(done: dict[str, object], knowledge: Knowledge) -> None:
    with readable(done["archive"]) as database:
        assert list(audit(Query(database.conn), knowledge)) == []
