"""For each code an archive that is broken so, and that the audit finds it."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import made
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.archive.files import readable
from ingest.archive.logged import Log
from ingest.archive.query import Query
from ingest.audit import CODES, audit
from ingest.audit.log import CODES as LOG_CODES
from ingest.log.commitments import Commitment
from ingest.log.note import Note, Signer
from ingest.read.knowledge import Knowledge
from ingest.records import Finding

# Of the sound archive: the seed without an address, the one with a stub, the article of two versions.
BARE, NAMING, STUB = "t7zbz4mhcx2cf4g2", "litiqqkkj6zoi3yq", "wnatxf7cywanghko"
AT = "(SELECT article FROM addresses WHERE key = 'made.example/a')"
VERSION = f"(SELECT version FROM articles WHERE id = '{BARE}')"
PAYLOAD = f"(SELECT payload FROM captures WHERE article = '{BARE}')"
MACHINE = f"article = '{BARE}' AND field = 'title' AND method = 'markdown-heading'"

# Of the cross-posts: the stub that was found to be an article, the one that several might be, a pair.
FOUND, UNSURE = "b2pqznxh3yakhrhh", "5k3skxrragmcyaek"
A, B = "my2zxcshrgdou73e", "zk2sycbbhhfqajuf"
PAIR = f"a = '{A}' AND b = '{B}'"
TIE = f"\"from\" = '{B}' AND \"to\" = '{A}'"

ORIGIN = "(SELECT json_extract(entry, '$.origin') FROM log WHERE number = 0)"
ROOT = f"char(10) || '{{}}' || char(10) || '{'A' * 43}=' || char(10)"
COMMITMENT = "event = 4 AND position = 0"
LOGGED = set(LOG_CODES)

Surgery = str | Callable[[sqlite3.Connection], None]


@dataclass(frozen=True)
class Case:
    """How to break an archive, whom the finding names, and what else is then found of necessity."""

    surgery: Surgery
    subject: str
    also: frozenset[str] = frozenset()


def case(surgery: Surgery, subject: str, *also: str) -> Case:
    return Case(surgery, subject, frozenset(also))


def other_payload(connection: sqlite3.Connection) -> None:
    """Another last byte, soundly compressed; it is a line end that nothing quotes."""
    body = connection.execute(f"SELECT body FROM payloads WHERE sha256 = {PAYLOAD}").fetchone()[0]
    payload = zstandard.decompress(body)[:-1] + b" "
    new = zstandard.compress(payload)
    connection.execute(f"UPDATE payloads SET body = ? WHERE sha256 = {PAYLOAD}", [new])


def disordered(connection: sqlite3.Connection) -> None:
    """An index that holds its columns in another order than it says."""
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, '(article, field)', '(field, article)')"
        " WHERE name = 'claims_by_article'"
    )


def runs(connection: sqlite3.Connection, change: Callable[[list[int]], list[int]]) -> None:
    """Change the last run of a paragraph; the paragraph's end goes along."""
    where = f"version = {VERSION} AND position = 2"
    ((stored,),) = connection.execute(f"SELECT runs FROM passages WHERE {where}").fetchall()
    *others, last = json.loads(stored)
    last = change(last)
    connection.execute(
        f"UPDATE passages SET runs = ?, end = ? WHERE {where}", [json.dumps([*others, last]), last[3]]
    )


def shifted(connection: sqlite3.Connection) -> None:
    runs(connection, lambda run: [run[0], run[1], run[2] + 1, run[3] + 1])


def shortened(connection: sqlite3.Connection) -> None:
    runs(connection, lambda run: [run[0], run[1] - 2, run[2], run[3] - 2])


def missigned(connection: sqlite3.Connection) -> None:
    """A kept checkpoint whose signature is another note's."""
    signer = Signer.make(connection.execute(f"SELECT {ORIGIN}").fetchone()[0], bytes(32))
    ((vkey,),) = connection.execute("SELECT vkey FROM keys").fetchall()
    assert vkey == signer.verifier.written()
    body = Log(connection).checkpoint(2).body()
    wrong = Note(body, (signer.sign("another\n"),)).written()
    connection.execute("INSERT INTO checkpoints VALUES (2, ?, ?)", [wrong, made.NOW])


def unstamped(connection: sqlite3.Connection) -> None:
    """A kept timestamp that is none, beside a checkpoint of this log."""
    body = Log(connection).checkpoint(2).body()
    connection.execute(
        "INSERT INTO timestamps VALUES (2, ?, x'00', 'http://tsa.example/', ?)", [body, made.NOW]
    )


def resealed(connection: sqlite3.Connection) -> None:
    """A commitment to another record, with the seal that belongs to it."""
    row = connection.execute("SELECT form, owner, salt, marks FROM commitments WHERE event = 6").fetchone()
    other = Commitment(*row, bytes(32))
    connection.execute(
        "UPDATE commitments SET record = ?, seal = ? WHERE event = 6 AND position = 0",
        [other.record, other.seal()],
    )


CASES = {
    "unreadable": case(
        f"UPDATE passages SET runs = '[1]' WHERE version = {VERSION} AND position = 1", "passage 1"
    ),
    "database-damaged": case(disordered, "the database file", "schema-differs"),
    "rule-broken": case(
        "UPDATE relations SET score = 5000 WHERE rowid = 1", "relations row 1", "relation-differs"
    ),
    "schema-differs": case("CREATE TABLE added (word TEXT)", "table added"),
    "reference-broken": case(
        f"UPDATE collection_articles SET article = '{'z' * 16}' WHERE article = '{BARE}'",
        "collection_articles row",
    ),
    "payload-unreadable": case(f"UPDATE payloads SET body = x'00' WHERE sha256 = {PAYLOAD}", "payload 1c977"),
    "payload-size": case(f"UPDATE payloads SET size = size + 1 WHERE sha256 = {PAYLOAD}", "payload 1c977"),
    "payload-hash": case(other_payload, "payload 1c977"),
    "part-unreadable": case("UPDATE parts SET body = x'00'", "part 1 text/plain"),
    "part-hash": case(f"UPDATE parts SET sha256 = '{'a' * 64}'", "part "),
    "part-differs": case("UPDATE parts SET rule = 'mail-part/9'", "part "),
    "article-id": case(f"DELETE FROM addresses WHERE article = '{NAMING}'", f"article {NAMING}", "address-key"),
    "address-key": case(
        f"UPDATE articles SET url = 'http://x.example/' WHERE id = '{BARE}'", f"article {BARE}", "article-field"
    ),
    "address-foreign": case(
        f"INSERT INTO addresses (key, article) VALUES ('x.example', '{NAMING}')", f"article {NAMING}"
    ),
    "capture-id": case("UPDATE captures SET status = 410 WHERE outcome = 'gone'", "capture "),
    "capture-version": case(
        f"UPDATE captures SET version = {VERSION} WHERE outcome = 'not-modified'", "capture "
    ),
    "article-version": case(
        f"UPDATE articles SET version = (SELECT id FROM versions WHERE article = {AT} ORDER BY captured_at)"
        f" WHERE id = {AT}",
        "article ",
    ),
    "text-hash": case(
        f"UPDATE texts SET body = body || ' ' WHERE sha256 = (SELECT text FROM versions WHERE id = {VERSION})",
        "text ", "version-id",
    ),
    "version-id": case(f"UPDATE versions SET title = 'Another' WHERE id = {VERSION}", "version "),
    "passage-bytes": case(shifted, "passage 2"),
    "passage-text": case(shortened, "passage 2"),
    "text-uncovered": case(f"DELETE FROM passages WHERE version = {VERSION} AND position = 2", "version "),
    "link-bytes": case("UPDATE links SET url = 'http://x.example/'", "link 0"),
    "claim-id": case(
        f"UPDATE claims SET id = '{'z' * 16}' WHERE article = '{NAMING}' AND by IS NOT NULL AND field = 'url'",
        f"url of article {NAMING}",
    ),
    "claim-quote": case(
        f"UPDATE claims SET quote = quote || ' ' WHERE {MACHINE}", f"article {BARE}, title", "claim-id"
    ),
    "claim-value": case(
        f"UPDATE claims SET value = 'Peace' WHERE {MACHINE}",
        f"article {BARE}, title", "claim-id", "article-field", "decision-differs",
    ),
    "claim-rule": case(
        f"UPDATE claims SET rule = 'magic/9' WHERE {MACHINE}", f"article {BARE}, title", "claim-id"
    ),
    "claim-chosen": case(f"UPDATE claims SET chosen = 0 WHERE {MACHINE}", f"article {BARE}, title"),
    "article-field": case(
        f"UPDATE articles SET published = '2026' WHERE id = '{BARE}'", f"article {BARE}, published"
    ),
    "attribution-quote": case(
        f"UPDATE attributions SET end = end - 1 WHERE article = '{BARE}'", f"article {BARE}, attribution to"
    ),
    "attribution-value": case(
        f"UPDATE attributions SET outlet = 'EIR News' WHERE article = '{BARE}'",
        f"article {BARE}, attribution to EIR News",
    ),
    "decided-before": case(f"UPDATE articles SET policy = 'policy/0' WHERE id = {AT}", "articles"),
    "decision-differs": case(
        f"UPDATE decisions SET confidence = 1 WHERE article = '{BARE}' AND field = 'title'",
        f"article {BARE}, title",
    ),
    "naming-id": case("UPDATE namings SET basis = 'so I was told'", "of made.example"),
    "version-foreign": case(
        f"UPDATE attributions SET article = '{NAMING}' WHERE article = '{BARE}'",
        f"article {NAMING}, attributions",
    ),
    "relation-id": case(
        "UPDATE relations SET kind = 'adaptation' WHERE id = 'b5phnnguerwvnb7v'",
        "relation b5phnnguerwvnb7v", "relation-differs",
    ),
    "relation-unproven": case(
        "DELETE FROM evidence WHERE relation = 'b5phnnguerwvnb7v'", "relation b5phnnguerwvnb7v"
    ),
    "relation-differs": case(f"UPDATE relations SET score = 999 WHERE {TIE}", "relation "),
    "evidence-quote": case(
        "UPDATE evidence SET quote = 'It was so.' WHERE relation = 'b5phnnguerwvnb7v'",
        "relation b5phnnguerwvnb7v, evidence 0",
    ),
    "evidence-foreign": case(
        f"UPDATE evidence SET from_version = {VERSION} WHERE relation = 'b5phnnguerwvnb7v'",
        "evidence 0", "evidence-quote",
    ),
    "evidence-disagrees": case(
        "UPDATE evidence SET to_ranges = '[[0, 9]]' WHERE kind = 'passage'", "evidence "
    ),
    "act-id": case(
        f"INSERT INTO acts (id, act, undoes, by, asserted_at)"
        f" VALUES ('{'z' * 16}', 'undo', '{'y' * 16}', 'me', '{made.LATER}')",
        "undo zzzz",
    ),
    "resolution-id": case(f"UPDATE resolutions SET id = '{'z' * 16}'", f"resolution of stub {FOUND}"),
    "resolution-differs": case("UPDATE resolutions SET score = 999", f"stub {FOUND}"),
    "candidates-differ": case("UPDATE candidates SET score = 999", f"stub {UNSURE}"),
    "compared-differs": case(
        f"UPDATE compared SET title = 1 WHERE article = (SELECT number FROM articles WHERE id = '{A}')",
        f"article {A}",
    ),
    "fingerprint-differs": case(
        f"DELETE FROM fingerprints WHERE article = (SELECT number FROM articles WHERE id = '{A}')",
        f"article {A}",
    ),
    "common-differs": case("UPDATE common SET head = head + 1", "common fingerprint "),
    "furniture-differs": case("UPDATE furniture SET outlet = 'Foo Daily'", "furniture fingerprint "),
    "match-differs": case(f"DELETE FROM matches WHERE {PAIR}", f"match of {A} and {B}"),
    "stub-unnamed": case(
        "DELETE FROM evidence WHERE relation = 'b5phnnguerwvnb7v';"
        " DELETE FROM relations WHERE id = 'b5phnnguerwvnb7v'",
        f"stub {STUB}", "relation-differs",
    ),
    "stub-field": case(f"UPDATE articles SET title = 'Another' WHERE id = '{STUB}'", f"stub {STUB}, title"),
    "stub-untitled": case(f"DELETE FROM stub_titles WHERE stub = '{STUB}'", f"stub {STUB}"),
    "work-differs": case(f"UPDATE articles SET work = '{BARE}' WHERE id = '{STUB}'", f"article {STUB}"),
    "read-before": case("UPDATE versions SET reader = 'plain/0' WHERE reader = 'plain/2'", "versions"),
    "reading-differs": case(
        f"UPDATE passages SET kind = 'heading' WHERE version = {VERSION} AND position = 1",
        f"article {BARE}, version",
    ),
    "log-entry": case("UPDATE log SET entry = 'x' WHERE number = 3", "log row 3", "log-leaf"),
    "log-leaf": case("UPDATE log SET leaf = zeroblob(32) WHERE number = 3", "log row 3"),
    "log-missing": case("DELETE FROM log WHERE number = 3", "log row 3", "reference-broken"),
    "log-time": case(
        "UPDATE log SET entry = replace(entry, '2026-01-02', '2026-09-02') WHERE number = 3", "log row 4"
    ),
    "log-tile": case("INSERT INTO tiles VALUES (1, 0, zeroblob(32))", "tiles row 1 0"),
    "log-of-another": case(
        f"INSERT INTO checkpoints VALUES (0, 'other.example/log' || {ROOT.format(0)}, '{made.NOW}')",
        "checkpoints row 0",
    ),
    "log-cut": case(
        f"INSERT INTO checkpoints VALUES (9999, {ORIGIN} || {ROOT.format(9999)}, '{made.NOW}')",
        "log rows ",
    ),
    "log-rewritten": case(
        f"INSERT INTO checkpoints VALUES (5, {ORIGIN} || {ROOT.format(5)}, '{made.NOW}')",
        "log rows 0 to 4",
    ),
    "checkpoint-unreadable": case(
        f"INSERT INTO checkpoints VALUES (5, 'x', '{made.NOW}')", "checkpoints row 5"
    ),
    "signature-wrong": case(missigned, "checkpoints row "),
    "timestamp-wrong": case(unstamped, "timestamps row 2 http://tsa.example/"),
    "event-root": case(resealed, "log row "),
    "commitment-altered": case(f"UPDATE commitments SET owner = 'a' WHERE {COMMITMENT}", "commitments row 4 0"),
    "commitment-missing": case(f"DELETE FROM commitments WHERE {COMMITMENT}", "commitments row 4 0"),
    "commitment-unlogged": case(
        f"INSERT INTO commitments SELECT 4, 99, form, owner, salt, marks, record, seal FROM commitments"
        f" WHERE {COMMITMENT}",
        "commitments row 4 99",
    ),
    "row-altered": case("UPDATE links SET text_end = text_end + 1", "links row "),
    "row-missing": case("DELETE FROM links", "links row "),
    "row-unlogged": case("INSERT INTO collections VALUES ('more')", "collections row more"),
    "cache-differs": case(
        "DELETE FROM cues WHERE fingerprint = (SELECT min(fingerprint) FROM cues)", "table cues",
        "fingerprint-differs",
    ),
    "search-differs": case(
        "INSERT INTO search (search, rowid, title, text) SELECT 'delete', rowid, title, text FROM search_source"
        f" WHERE rowid = (SELECT number FROM articles WHERE id = '{BARE}')",
        f"article {BARE}",
    ),
}  # fmt: skip


@pytest.fixture
def archive(crossposted: Path, tmp_path: Path) -> Path:
    """A copy of an archive with rows in every table."""
    return Path(shutil.copy(crossposted, tmp_path / "archive.db"))


def operate(archive: Path, surgery: Surgery) -> None:
    """Change the file as somebody would who knows SQLite and is held back by none of its rules."""
    connection = sqlite3.connect(archive, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    guards = made.guards(connection)
    for name in guards:
        connection.execute(f"DROP TRIGGER {name}")
    before = connection.total_changes
    if isinstance(surgery, str):
        for statement in surgery.split("; "):
            connection.execute(statement)
    else:
        surgery(connection)
    assert connection.total_changes > before or "CREATE" in str(surgery), "nothing was broken"
    for statement in guards.values():
        connection.execute(statement)
    connection.close()


def findings(archive: Path, knowledge: Knowledge) -> list[Finding]:
    with readable(archive) as database:
        return list(audit(Query(database.conn), knowledge))


def test_a_sound_archive_gives_no_findings(archive: Path, knowledge: Knowledge) -> None:
    assert findings(archive, knowledge) == []


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_a_broken_archive(code: str, archive: Path, knowledge: Knowledge) -> None:
    assert code in CASES, f"no broken archive for {code}"
    broken = CASES[code]
    operate(archive, broken.surgery)
    found = findings(archive, knowledge)
    subjects = [finding.subject for finding in found if finding.code == code]
    assert any(broken.subject in subject for subject in subjects), found
    # Whatever is changed, the log tells of it, and often a reader; here it is about what else does.
    told = LOGGED | {"reading-differs"}
    assert {finding.code for finding in found} - told == {code, *broken.also} - told
    assert all(finding.expected != finding.found and finding.advice for finding in found)


@pytest.mark.parametrize("code", sorted(set(CASES) - {"database-damaged", "schema-differs", "search-differs"}))
def test_whatever_is_broken_the_log_names_the_row(code: str, archive: Path, knowledge: Knowledge) -> None:
    """The log alone finds it, at the level that is looked at daily."""
    operate(archive, CASES[code].surgery)
    with readable(archive) as database:
        found = list(audit(Query(database.conn), knowledge, "stored"))
    assert any(finding.code in LOGGED and finding.table for finding in found), found


def test_no_case_is_for_a_code_that_is_gone() -> None:
    assert set(CASES) == set(CODES)
    assert len(set(CODES)) == len(CODES)


def test_one_broken_row_never_hides_the_next(archive: Path, knowledge: Knowledge) -> None:
    """Everything that can be broken beside each other, at once: each is still found."""
    # These would take away what others break; and one of them may break off nothing.
    apart = {
        "part-unreadable", "relation-unproven", "stub-unnamed", "payload-unreadable", "evidence-foreign",
        "work-differs", "log-missing", "log-time", "commitment-missing", "row-missing", "read-before",
    }  # fmt: skip
    together = [code for code in CASES if code not in apart]
    together.sort(key="database-damaged".__eq__)  # last: it leads the other operations astray
    for code in together:
        operate(archive, CASES[code].surgery)
    found = {finding.code for finding in findings(archive, knowledge)}
    # Some of these stand at one place, where only one of them can show.
    assert set(together) - found <= {"passage-bytes", "passage-text", "claim-value"}
    assert found & {"passage-bytes", "passage-text", "text-uncovered"}


@pytest.mark.parametrize(
    ("surgery", "code", "count"),
    [
        ("UPDATE payloads SET body = x'00'", "payload-unreadable", 8),
        ("UPDATE payloads SET size = 0", "payload-hash", 8),
        ("UPDATE texts SET body = body || ' '", "text-hash", 8),
        ("UPDATE claims SET chosen = 1 - chosen", "claim-chosen", 20),
        ("UPDATE articles SET authors = '['", "unreadable", 7),
        ("UPDATE evidence SET from_ranges = 'x'", "evidence-quote", 1),
        ("DELETE FROM search_data WHERE id > 10", "search-differs", 1),
    ],
)
def test_every_broken_row_is_reported(
    surgery: str, code: str, count: int, archive: Path, knowledge: Knowledge
) -> None:
    operate(archive, surgery)
    found = [finding.subject for finding in findings(archive, knowledge) if finding.code == code]
    assert len(found) >= count
    assert len(set(found)) >= count


TABLES = (
    "parts listings payloads outlets texts works articles addresses captures versions passages links claims"
    " attributions relations evidence search decisions namings doubts compared fingerprints common furniture"
    " matches stub_titles resolutions candidates acts log tiles commitments sums keys checkpoints timestamps"
)


@pytest.mark.parametrize("table", TABLES.split())
def test_a_missing_table_is_a_finding(table: str, archive: Path, knowledge: Knowledge) -> None:
    connection = sqlite3.connect(archive)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(f"DROP TABLE {table}")
    connection.close()
    assert ("schema-differs", f"table {table}") in {(f.code, f.subject) for f in findings(archive, knowledge)}


@pytest.mark.parametrize("tail", [b"junk", zstandard.compress(b"hidden")], ids=["junk", "a second frame"])
def test_nothing_hides_behind_a_payload(tail: bytes, archive: Path, knowledge: Knowledge) -> None:
    connection = sqlite3.connect(archive)
    connection.execute(f"UPDATE payloads SET body = CAST(body || ? AS BLOB) WHERE sha256 = {PAYLOAD}", [tail])
    connection.commit()
    connection.close()
    assert {"payload-unreadable", "payload-size"} & {f.code for f in findings(archive, knowledge)}


def test_a_small_blob_that_unpacks_to_gigabytes_is_not_unpacked(archive: Path, knowledge: Knowledge) -> None:
    bomb = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(300_000_000))
    connection = sqlite3.connect(archive)
    connection.execute(f"UPDATE payloads SET body = ? WHERE sha256 = {PAYLOAD}", [bomb])
    connection.commit()
    connection.close()
    assert "payload-size" in {finding.code for finding in findings(archive, knowledge)}


# Per table a column that machines wrote, of any type; what is put there is of the same type.
WRITTEN = [
    ("payloads", "size"), ("payloads", "body"), ("texts", "body"), ("versions", "encoding"),
    ("versions", "title"), ("versions", "captured_at"), ("passages", "text_start"), ("passages", "text_end"),
    ("passages", "start"), ("passages", "end"), ("passages", "runs"), ("passages", "caption"), ("links", "url"),
    ("links", "start"), ("claims", "value"), ("claims", "rule"), ("claims", "quote"), ("claims", "start"),
    ("claims", "end"), ("claims", "asserted_at"), ("claims", "position"), ("attributions", "quote"),
    ("attributions", "url"), ("attributions", "start"), ("articles", "url"), ("articles", "authors"),
    ("articles", "published"), ("addresses", "key"), ("evidence", "from_ranges"), ("evidence", "quote"),
    ("captures", "headers"), ("captures", "hops"), ("captures", "url"), ("captures", "captured_at"),
    ("parts", "rule"), ("parts", "body"), ("relations", "kind"), ("outlet_domains", "domain"),
    ("outlet_aliases", "alias"), ("outlets", "kind"), ("decisions", "value"), ("decisions", "doubts"),
    ("decisions", "confidence"), ("decisions", "reason"), ("articles", "published_day"),
    ("articles", "published_earliest"), ("articles", "policy"), ("namings", "domain"), ("namings", "outlet"),
    ("doubts", "words"), ("relations", "status"), ("relations", "directed"), ("relations", "origin"),
    ("evidence", "kind"), ("evidence", "to_ranges"), ("evidence", "from_version"), ("compared", "sketch"),
    ("compared", "title"), ("fingerprints", "fingerprint"), ("fingerprints", "article"), ("common", "head"),
    ("furniture", "outlet"), ("matches", "kind"), ("matches", "signs"), ("matches", "passages"),
    ("matches", "later"), ("stub_titles", "title"), ("resolutions", "article"), ("resolutions", "score"),
    ("candidates", "article"), ("candidates", "reason"), ("acts", "act"), ("acts", "kind"), ("acts", "other"),
    ("acts", "asserted_at"), ("articles", "number"), ("articles", "work"), ("articles", "stub"),
]  # fmt: skip
VALUES = {
    "INTEGER": st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 5000),
    "BLOB": st.binary(max_size=40),
    "TEXT": st.text(max_size=40) | st.sampled_from(["[[", "[[1]]", "http://[", "http://h:x", "[[0,9]]"]),
}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_row_the_audit_ends(
    data: st.DataObject, crossposted: Path, tmp_path: Path
) -> None:
    """The audit of a forged row ends without an error of its own, and shows what `ingest audit` shows."""
    from ingest.resources import knowledge

    archive = tmp_path / "forged.db"
    archive.write_bytes(crossposted.read_bytes())
    table, column = data.draw(st.sampled_from(WRITTEN))
    connection = sqlite3.connect(archive)
    kinds = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    connection.execute("PRAGMA ignore_check_constraints = ON")
    made.unguard(connection)
    connection.execute(
        f'UPDATE OR IGNORE {table} SET "{column}" = ? WHERE {made.first_of(connection, table)}',
        [data.draw(VALUES[kinds[column]])],
    )
    connection.commit()
    connection.close()
    for finding in findings(archive, knowledge()):
        assert finding.code in CODES


def test_made_is_what_the_cases_say(archive: Path) -> None:
    assert made.rows(archive, f"SELECT {PAYLOAD}")[0][0].startswith("1c977")
