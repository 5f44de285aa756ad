"""What `/archive/articles/ID.proof` gives is proved by the log, and what cannot be proved is told."""

import json
import shutil
import sqlite3
from itertools import islice, product

import made
import pytest
from datasette.app import Datasette

from ingest.log import checkpoint as checkpoints
from ingest.log import entries
from ingest.log.merkle import ProofError, check_consistency
from ingest.log.proofs import Logged, Proven, check_entry, check_record
from ingest.serve import instance, proofs

from .test_plugin import get


@pytest.fixture(scope="module")
def connection(crossposted):
    # As Datasette connects.
    opened = sqlite3.connect(crossposted)
    opened.row_factory = sqlite3.Row
    yield opened
    opened.close()


@pytest.fixture
def altered(crossposted, tmp_path):
    """A copy to be altered, with the guards of its tables taken away."""
    path = tmp_path / "altered.db"
    shutil.copy(crossposted, path)
    opened = sqlite3.connect(path, isolation_level=None)
    made.unguard(opened)
    yield opened
    opened.close()


def _article(connection):
    return connection.execute("SELECT article FROM addresses WHERE key = 'original.example/1'").fetchone()[0]


def _hashes(written):
    return tuple(map(bytes.fromhex, written))


def _checked(found):
    """The forms of all groups of an answer, each of which is proved up to its checkpoint."""
    checkpoint, _ = checkpoints.opened(found["checkpoint"])
    logged = {}
    for one in found["entries"]:
        entry = one["entry"].encode()
        number = entries.read(entry).number
        logged[number] = Logged(number, entry, checkpoint.size, _hashes(one["path"]))
        check_entry(logged[number], checkpoint)
    for one in found["groups"]:
        form, owner, _ = json.loads(one["record"])
        entry = entries.read(logged[one["event"]].entry)
        proven = Proven(
            form, owner, one["record"].encode(), bytes.fromhex(one["salt"]), bytes.fromhex(one["marks"]),
            one["event"], one["position"], entry.size, _hashes(one["path"]),
        )  # fmt: skip
        check_record(proven, logged[one["event"]])
    return [json.loads(one["record"])[0] for one in found["groups"]]


def test_every_article_and_stub_is_proved(connection):
    forms = set()
    for (article,) in connection.execute("SELECT id FROM articles").fetchall():
        found = json.loads(json.dumps(proofs.proof(connection, article, None)))
        forms.update(_checked(found))
        assert found["consistency"] is None
        assert entries.read(found["entries"][0]["entry"].encode()).event == "archive"
    assert {"versions/1", "payloads/1", "texts/1", "claims/1", "evidence/1", "acts/1", "stub_titles/1"} <= forms


def test_the_log_only_grew_since_any_earlier_size(connection):
    log = proofs.Log(connection)
    article, now = _article(connection), log.checkpoint()
    for since in range(1, now.size + 1, 7):
        found = proofs.proof(connection, article, since)
        old = log.checkpoint(since)
        check_consistency(since, now.size, old.root, now.root, _hashes(found["consistency"]))
    assert proofs.proof(connection, article, now.size + 1)["consistency"] is None


def test_the_connection_is_as_before(connection):
    proofs.proof(connection, _article(connection), None)
    assert connection.row_factory is sqlite3.Row
    assert not connection.in_transaction


def test_what_is_added_meanwhile_is_not_seen(crossposted, tmp_path, knowledge):
    path = tmp_path / "grows.db"
    shutil.copy(crossposted, path)
    reader = sqlite3.connect(path)
    with proofs.snapshot(reader):
        before = proofs.Log(reader).checkpoint()
        made.put(path, [made.capture(made.text(9))], knowledge)
        assert proofs.Log(reader).checkpoint() == before
    assert proofs.Log(reader).size() > before.size
    reader.close()


ALTERED = {
    "row": "UPDATE claims SET value = 'x' WHERE article = ? AND by IS NULL",
    "gone": "DELETE FROM claims WHERE article = ? AND by IS NOT NULL",
    "salt": "UPDATE commitments SET salt = zeroblob(16) WHERE form = 'claims/1' AND owner = ?",
}


@pytest.mark.parametrize("how", ALTERED)
def test_what_was_altered_is_given_as_it_is_and_not_proved(altered, how):
    article = _article(altered)
    altered.execute(ALTERED[how], [article])
    with pytest.raises(ProofError, match="another root"):
        _checked(proofs.proof(altered, article, None))


def test_an_unlogged_row_is_told(altered):
    altered.execute("DELETE FROM commitments WHERE form = 'articles/1' AND owner = ?", [_article(altered)])
    found = proofs.proof(altered, _article(altered), None)
    assert [one for one in found["groups"] if one.get("form") == "articles/1"] == [
        {
            "form": "articles/1",
            "owner": _article(altered),
            "wrong": f"articles row {_article(altered)}: not in the log; check with `ingest audit`",
        }
    ]


@pytest.mark.parametrize(
    "damage", ["UPDATE log SET entry = '{' WHERE number = 0", "DELETE FROM log WHERE number = 0"]
)
def test_a_damaged_log_is_told_in_words(altered, tmp_path, damage):
    altered.execute("PRAGMA foreign_keys = OFF")
    altered.execute(damage)
    answer = get(instance.datasette(tmp_path / "altered.db"), f"/archive/articles/{_article(altered)}.proof")
    assert answer.status_code == 500
    assert "run `ingest audit`" in answer.json()["error"]


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "", "9" * 16, "<script>"])
def test_what_is_no_size_is_refused(seeds, ids, since):
    answer = get(instance.datasette(seeds), f"/archive/articles/{ids['001']}.proof?since={since}")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(f"since={since[:20]}: no number of entries")


def test_more_than_a_browser_can_check_is_refused(altered, tmp_path):
    article = _article(altered)
    altered.executemany(
        "INSERT INTO acts (id, act, article, by, asserted_at) VALUES (?, 'split', ?, 'Ann', ?)",
        [("".join(name), article, made.NOW) for name in islice(product("abcdefgh", repeat=16), 5_001)],
    )
    answer = get(instance.datasette(tmp_path / "altered.db"), f"/archive/articles/{article}.proof")
    assert answer.status_code == 400
    assert answer.json()["error"] == f"{article}: more than 5000 records; use `ingest prove {article}` instead"


def test_only_articles_have_proofs(seeds, ids):
    app = instance.datasette(seeds)
    sha256 = sqlite3.connect(seeds).execute("SELECT min(sha256) FROM payloads").fetchone()[0]
    for path in ("/archive/articles", f"/archive/payloads/{sha256}", "/archive/articles/aaaaaaaaaaaaaaaa"):
        assert get(app, f"{path}.proof").status_code == 404, path
        assert get(app, f"{path}.verify").status_code == 404, path
    assert ".proof" not in get(app, f"/archive/articles?id={ids['001']}").text


def test_plain_datasette_gives_proofs_but_no_page(seeds, ids):
    app = Datasette([str(seeds)])
    assert _checked(get(app, f"/{seeds.stem}/articles/{ids['001']}.proof").json())
    assert get(app, f"/{seeds.stem}/articles/{ids['001']}.verify").status_code == 404


def test_the_page_allows_our_script_and_nothing_else(seeds, ids):
    app = instance.datasette(seeds)
    answer = get(app, f"/archive/articles/{ids['001']}.verify")
    policy = answer.headers["content-security-policy"]
    assert {"default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"} <= {
        one.strip() for one in policy.split(";")
    }
    assert "unsafe" not in policy
    assert answer.text.count("<script") == 1
    assert get(app, "/assets/verify.js").headers["content-type"].startswith("text/javascript")
