"""A removed article leaves nothing: not in the file, not in others, and nothing that could be guessed."""

import gzip
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import harbour
import made
import pytest
import zstandard

from ingest import canon, pipeline
from ingest.archive import files
from ingest.archive.forms import FORMS
from ingest.archive.logged import Log
from ingest.archive.proofs import Proofs
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit import Kept, audit
from ingest.errors import ArchiveError, SourceError, UsageError
from ingest.export import lines
from ingest.log.commitments import canonical
from ingest.log.note import Note
from ingest.log.proofs import check_entry, check_record
from ingest.pipeline import Saying
from ingest.read import addresses
from ingest.read.knowledge import Knowledge
from ingest.records import Capture, ListingKind

T = TypeVar("T")
ACT = pipeline.Act(made.LATER, "clerk", "a court said so")
SECRET = (
    "My neighbour Wilhelmina Oxenstierna-Quist told me on Monday that she never liked the bridge at all.\n\n"
    "She said so in the kitchen, over coffee, and asked me not to print it; now it is printed all the same.\n"
)


@contextmanager
def writing(path: Path, knowledge: Knowledge) -> Iterator[tuple[Store, Query]]:
    with files.existing(path) as database:
        yield Store(database, knowledge.registry, made.PEN), Query(database.conn)


def remove(path: Path, knowledge: Knowledge, given: str) -> pipeline.Removed:
    with writing(path, knowledge) as (store, _):
        return pipeline.remove(store, given, knowledge, ACT, random.Random(6).randbytes)


def exported(path: Path) -> dict[str, list[str]]:
    """All that is told of an archive, without what was removed."""
    with files.readable(path) as database:
        query = Query(database.conn)
        return {
            name: [lines.dumps(line) for line in export(query) if not line.get("removed")]
            for name, export in lines.EXPORTS.items()
        }


def codes(path: Path, knowledge: Knowledge, *since: Kept) -> list[str]:
    with files.readable(path) as database:
        return [finding.code for finding in audit(Query(database.conn), knowledge, "replay", since)]


def kept(path: Path) -> Kept:
    """The checkpoint of an archive as an auditor keeps it."""
    with files.readable(path) as database:
        found = Log(database.conn).checkpoint()
    return Kept("the auditor's", found, Note(found.body()))


@pytest.mark.parametrize("name", harbour.NAMES)
def test_it_is_as_if_the_article_had_never_been_added(name: str, tmp_path: Path, knowledge: Knowledge) -> None:
    path, without = tmp_path / "a.db", tmp_path / "without.db"
    made.put(path, map(harbour.article, harbour.NAMES), knowledge)
    before = kept(path)
    made.put(without, (harbour.article(one) for one in harbour.NAMES if one != name), knowledge)
    remove(path, knowledge, harbour.url(name))
    assert exported(path) == exported(without)
    assert codes(path, knowledge, before) == []
    # Nor is anything left in the index of texts.
    for table in ("fingerprints", "common", "cues", "furniture", "compared", "works", "outlets"):
        count = f"SELECT count(*) FROM {table}"
        assert made.rows(path, count) == made.rows(without, count), table


def test_what_people_said_of_it_goes_too(tmp_path: Path, knowledge: Knowledge) -> None:
    path, without = tmp_path / "a.db", tmp_path / "without.db"
    for one in (path, without):
        made.put(one, map(harbour.article, ("foo", "copy", "other")), knowledge)
    made.put(path, [harbour.article("plain")], knowledge)
    with writing(path, knowledge) as (store, query):
        saying = Saying(store, knowledge, ACT)
        saying.link(query.resolve(harbour.url("other")), "cites", query.resolve(harbour.url("plain")))
        word = saying.merge(query.resolve(harbour.url("plain")), query.resolve(harbour.url("foo")))
        saying.undo(word.spoken.id)
        pipeline.correct(store, query.resolve(harbour.url("plain")), "title", ("Ice",), knowledge, ACT)
    remove(path, knowledge, harbour.url("plain"))
    assert made.rows(path, "SELECT * FROM acts") == []
    assert exported(path) == exported(without)
    assert codes(path, knowledge) == []


@pytest.fixture
def secret(crossposted: Path, tmp_path: Path, knowledge: Knowledge) -> Path:
    """An archive with a short personal text, without address, whose words are nowhere else."""
    path = Path(shutil.copy(crossposted, tmp_path / "secret.db"))
    made.put(
        path, [made.capture(SECRET.encode(), title="Wilhelmina Oxenstierna-Quist and the bridge")], knowledge
    )
    return path


def article_of(path: Path) -> str:
    return str(made.rows(path, "SELECT id FROM articles WHERE title LIKE 'Wilhelmina%'")[0][0])


def everything(path: Path) -> bytes:
    """The raw bytes of the file and of those beside it."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def traces(path: Path, article: str) -> dict[str, bytes]:
    """What would tell of the text if it were found in the raw file, by what it is."""
    version, payload, text = made.rows(
        path, f"SELECT id, payload, text FROM versions WHERE article = '{article}'"
    )[0]
    ((body,),) = made.rows(path, f"SELECT body FROM payloads WHERE sha256 = '{payload}'")
    claims = made.rows(path, f"SELECT id FROM claims WHERE article = '{article}'")
    salts = made.rows(path, f"SELECT salt, record FROM commitments WHERE owner IN ('{article}', '{version}')")
    assert zstandard.decompress(bytes(body)) == SECRET.encode()
    return {
        # The index leaves out of a word what it shares with the one before.
        "words": b"Oxenstierna", "words of the index": b"enstierna", "text": SECRET[:40].encode(),
        "payload": bytes(body)[-40:],
        "payload's hash": str(payload).encode(), "text's hash": str(text).encode(),
        "article": article.encode(), "version": str(version).encode(),
        **{f"claim {at}": str(one).encode() for at, (one,) in enumerate(claims)},
        **{f"salt {at}": bytes(one) for at, (one, _) in enumerate(salts)},
        **{f"record {at}": bytes(one) for at, (_, one) in enumerate(salts)},
    }  # fmt: skip


def test_nothing_of_it_is_left_in_the_raw_file(secret: Path, knowledge: Knowledge) -> None:
    article, before = article_of(secret), kept(secret)
    marks = traces(secret, article)
    raw = everything(secret)
    assert [name for name, mark in marks.items() if mark not in raw and name != "text"] == []
    removed = remove(secret, knowledge, article)
    raw = everything(secret)
    assert [name for name, mark in marks.items() if mark in raw] == []
    assert removed.removal.article != article
    assert codes(secret, knowledge, before) == []


def test_a_guess_of_the_text_is_confirmed_by_nothing(secret: Path, knowledge: Knowledge) -> None:
    """Who guesses the whole payload, and has the file from before in the way of its log, learns nothing."""
    guessed = sha256(SECRET.encode())
    remove(secret, knowledge, article_of(secret))
    raw = everything(secret)
    assert guessed.digest() not in raw
    assert guessed.hexdigest().encode() not in raw
    assert canon.article_id(None, guessed.hexdigest()).encode() not in raw
    assert canon.text_sha256(SECRET.strip()).encode() not in raw
    blank = made.rows(secret, "SELECT count(*) FROM commitments WHERE salt IS NULL")[0][0]
    assert isinstance(blank, int)
    assert blank > 10


def records(path: Path) -> set[tuple[str, str, bytes]]:
    """The canonical records of all groups as they are, with form and owner."""
    found = set()
    with files.readable(path) as database:
        for form in FORMS:
            for owner, rows in groupby(database.conn.execute(form.groups()), key=lambda row: str(row[0])):
                found.add((form.name, owner, canonical(form.name, owner, [row[1:] for row in rows])))
    return found


def names(path: Path, article: str) -> set[str]:
    """What an article and all that came from it is known by in the archive, as it is now."""
    queries = (
        f"SELECT id FROM claims WHERE article = '{article}'",
        f"SELECT id FROM captures WHERE article = '{article}'",
        f"SELECT id FROM versions WHERE article = '{article}'",
        f'SELECT id FROM relations WHERE \'{article}\' IN ("from", "to")',
    )
    return {article, *(str(one) for query in queries for (one,) in made.rows(path, query))}


@pytest.mark.parametrize("name", harbour.NAMES)
def test_no_record_that_ever_spoke_of_it_can_be_guessed(
    name: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Also not what was said of it before others came, which changed that: each gives the work another id."""
    path, ever, known = tmp_path / "a.db", set(), set()
    order = sorted(harbour.NAMES, key=lambda one: canon.article_id(addresses.key(harbour.url(one)), ""))
    for one in reversed(order):
        made.put(path, [harbour.article(one)], knowledge)
        with files.readable(path) as database:
            article = Query(database.conn).article_at(addresses.key(harbour.url(name)))
        if article:
            ever |= records(path)
            known |= names(path, article)
    remove(path, knowledge, harbour.url(name))
    speaking = [
        (form, owner, said) for form, owner, said in ever - records(path)
        if form == "sums/1" or any(one.encode() in said for one in known)
    ]  # fmt: skip
    assert {form for form, *_ in speaking} >= {"claims/1", "articles/1", "passages/1", "sums/1"}
    left = made.rows(path, "SELECT form, owner, salt, record FROM commitments WHERE salt IS NOT NULL")
    kept = {(form, owner, bytes(salt), bytes(hash_)) for form, owner, salt, hash_ in left}
    confirmed = {
        (form, owner) for form, owner, said in speaking for of, whose, salt, hash_ in kept
        if (of, whose) == (form, owner) and sha256(salt + said).digest() == hash_
    }  # fmt: skip
    assert confirmed == set()
    assert not known & {owner for form, owner, *_ in kept if form != "removals/1"}


def test_every_other_proof_still_holds(secret: Path, knowledge: Knowledge) -> None:
    before = kept(secret)
    with files.readable(secret) as database:
        size = Log(database.conn).size()
        others = [one for one in Query(database.conn).articles() if one != article_of(secret)]
        proofs = Proofs(database.conn, size)
        given = [(one, proofs.entry(one.event)) for article in others for one in proofs.article(article)]
    remove(secret, knowledge, article_of(secret))
    with files.readable(secret) as database:
        for proven, logged in given:  # those given away before
            check_record(proven, logged)
            check_entry(logged, before.checkpoint)
        log = Log(database.conn)
        proofs = Proofs(database.conn, log.size())
        for article in others:
            for proven in proofs.article(article):
                logged = proofs.entry(proven.event)
                check_record(proven, logged)
                check_entry(logged, log.checkpoint())


def test_a_payload_that_another_article_holds_stays_for_that_one(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    for url in ("http://one.example/a", "http://two.example/a"):
        made.put(path, [made.capture(made.text(1), url)], knowledge)
    remove(path, knowledge, "http://one.example/a")
    assert made.rows(path, "SELECT count(*) FROM payloads") == [(1,)]
    assert made.rows(path, "SELECT count(*) FROM captures") == [(1,)]
    assert codes(path, knowledge) == []


def test_what_was_removed_is_not_added_again(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    made.put(path, [harbour.article("foo")], knowledge)
    remove(path, knowledge, harbour.url("foo"))
    (outcome,) = made.put(path, [harbour.article("foo")], knowledge)
    assert outcome.status == "failed"
    assert "was removed on 2026-02-03 by clerk (a court said so)" in outcome.note
    assert made.rows(path, "SELECT count(*) FROM payloads") == [(0,)]


FEED = "http://foo.example/feed"
ENTRY = '<rss version="2.0"><channel><item><title>{}</title><link>{}</link></item></channel></rss>'


def listing(url: str, payload: bytes, kind: ListingKind = "feed", at: str = made.NOW) -> Capture:
    return made.listing(made.retrieved(payload, url, at, content_type="application/xml"), kind)


def listings(path: Path) -> list[bytes]:
    """What is kept of what listings showed."""
    bodies = made.rows(
        path,
        "SELECT body FROM payloads WHERE sha256 IN (SELECT payload FROM captures WHERE listing IS NOT NULL)",
    )
    return sorted(zstandard.decompress(bytes(body)) for (body,) in bodies)


def test_what_listings_said_of_it_goes_too(tmp_path: Path, knowledge: Knowledge) -> None:
    path, without = tmp_path / "a.db", tmp_path / "without.db"
    others = [
        listing(FEED, ENTRY.format("Another day", "http://foo.example/other").encode()),
        listing("http://other.example/feed", ENTRY.format("Another day", "http://foo.example/other").encode()),
    ]
    made.put(without, [harbour.article("other"), *others], knowledge)
    speaking = [
        listing(FEED, ENTRY.format("News", harbour.url("foo")).encode(), at=made.LATER),
        listing("http://foo.example/sitemap.xml.gz", gzip.compress(harbour.url("foo").encode()), "sitemap"),
        listing("http://foo.example/", b"<a href=/harbour>Harbour stays open</a>", "front-page"),
        listing("http://planet.example/all", harbour.article("foo").payload[200:900]),
        # What was a front page once, and is the article in a web archive.
        listing(harbour.url("foo"), b"<p>Nothing yet</p>", "front-page"),
    ]
    made.put(path, [harbour.article("other"), harbour.article("foo"), *others, *speaking], knowledge)
    before = kept(path)
    assert len(listings(path)) == 6
    assert remove(path, knowledge, harbour.url("foo")).listings == 5
    assert listings(path) == listings(without)
    assert exported(path) == exported(without)
    assert made.rows(path, f"SELECT count(*) FROM captures WHERE listing = '{FEED}'") == [(1,)]
    assert made.rows(path, "SELECT url FROM listings WHERE url LIKE '%harbour%'") == []
    assert codes(path, knowledge, before) == []
    assert b"foo.example/harbour" not in everything(path)


def test_what_listings_say_of_it_later_is_not_kept(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    made.put(path, [harbour.article("foo")], knowledge)
    remove(path, knowledge, harbour.url("foo"))
    said = ENTRY.format("Harbour stays open", f"{harbour.url('foo')}?utm_source=feed").encode()
    (outcome,) = made.put(path, [listing(FEED, gzip.compress(said))], knowledge)
    assert (outcome.status, outcome.note) == (
        "followed",
        "feed; not kept: it names what was removed, or is too long to tell",
    )
    assert listings(path) == []
    # It is looked at again.
    assert made.rows(path, "SELECT url FROM listings") == [(FEED,)]
    made.put(path, [listing(FEED, b"<rss/>")], knowledge)
    assert listings(path) == [b"<rss/>"]
    assert codes(path, knowledge) == []


def test_nothing_else_comes_in_where_it_was(tmp_path: Path, knowledge: Knowledge) -> None:
    """Neither as a listing, nor through a redirect to another address."""
    path = tmp_path / "a.db"
    page = harbour.article("foo").payload
    made.put(path, [harbour.article("foo")], knowledge)
    remove(path, knowledge, harbour.url("foo"))
    moved = made.retrieved(page, "http://foo.example/moved", made.LATER)
    assert moved.response
    moved = replace(moved, response=replace(moved.response, asked=harbour.url("foo")))
    for source in (listing(harbour.url("foo"), page, "front-page"), moved):
        (outcome,) = made.put(path, [source], knowledge)
        assert outcome.status == "failed"
        assert "was removed" in outcome.note
    for table in ("articles", "listings", "captures", "payloads"):
        assert made.rows(path, f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_hostile_listing_stops_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    made.put(path, [harbour.article("foo")], knowledge)
    remove(path, knowledge, harbour.url("foo"))
    hostile = rb'{"items": [{"url": "http://\ud800.example/x"}, {"url": "http://[x/"}]} <base href="http://[">'
    outcomes = made.put(path, [listing(FEED, hostile), harbour.article("other")], knowledge)
    assert [one.status for one in outcomes] == ["followed", "added"]


def test_what_takes_too_long_to_look_through_is_not_kept(tmp_path: Path, knowledge: Knowledge) -> None:
    def overdue(source: str, compute: Callable[[], T], /) -> T:
        raise SourceError(source, "takes too long")

    path = tmp_path / "a.db"
    made.put(path, [harbour.article("foo")], knowledge)
    notes = []
    for at in (made.NOW, made.LATER):
        with writing(path, knowledge) as (store, _):
            notes += pipeline.add(store, [listing(FEED, b"<rss/>", at=at)], knowledge, made.ACT, limit=overdue)
        if at == made.NOW:
            remove(path, knowledge, harbour.url("foo"))
    assert [one.note.partition(";")[0] for one in notes] == ["feed", "feed"]
    assert ["not kept" in one.note for one in notes] == [False, True]
    assert made.rows(path, "SELECT count(*) FROM captures") == [(1,)]


def test_who_had_to_do_with_it_is_told(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    made.put(path, map(harbour.article, harbour.NAMES), knowledge)
    with files.readable(path) as database:
        stay = {Query(database.conn).resolve(harbour.url(name)) for name in ("copy", "plain", "second")}
    done = remove(path, knowledge, harbour.url("foo"))
    assert stay <= set(done.related)
    assert remove(path, knowledge, done.removal.article).related == ()


def test_the_tombstone_is_told_and_a_removal_can_be_repeated(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    made.put(path, [harbour.article("foo")], knowledge)
    first = remove(path, knowledge, harbour.url("foo"))
    again = remove(path, knowledge, first.removal.article)
    assert (first.new, again.new, again.removal) == (True, False, first.removal)
    with files.readable(path) as database:
        (line,) = lines.articles(Query(database.conn))
    assert line["removed"] is True
    assert (line["id"], line["because"], line["text"]) == (first.removal.article, "a court said so", None)


def test_a_stub_is_not_removed_but_what_names_it(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    made.put(path, [harbour.article("copy")], knowledge)
    ((stub,),) = made.rows(path, "SELECT id FROM articles WHERE stub")
    with pytest.raises(UsageError, match="remove those"):
        remove(path, knowledge, str(stub))
    remove(path, knowledge, harbour.url("copy"))
    assert made.rows(path, "SELECT count(*) FROM articles") == [(0,)]
    assert codes(path, knowledge) == []


def test_a_reader_who_keeps_the_bytes_is_told_of(secret: Path, knowledge: Knowledge) -> None:
    article = article_of(secret)
    reader = sqlite3.connect(secret)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()
    with pytest.raises(ArchiveError, match="somebody still reads"):
        remove(secret, knowledge, article)
    reader.close()
    ((tombstone,),) = made.rows(secret, "SELECT article FROM removals")
    assert not remove(secret, knowledge, str(tombstone)).new
    assert b"Oxenstierna" not in everything(secret)


def test_the_log_says_that_something_was_removed_and_not_what(secret: Path, knowledge: Knowledge) -> None:
    remove(secret, knowledge, article_of(secret))
    ((entry,),) = made.rows(secret, "SELECT entry FROM log ORDER BY number DESC LIMIT 1")
    said = json.loads(str(entry))
    assert said["event"] == "removal"
    assert set(said) == {"format", "number", "event", "at", "by", "commitments"}
