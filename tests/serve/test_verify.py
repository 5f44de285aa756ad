"""The check in the browser, in a real one: what is sound holds, and every lie is caught."""

import copy
import json
import random
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import made
import pytest
import relogged
import zstandard

from ingest.log.checkpoint import Checkpoint
from ingest.log.merkle import folded, leaf_hash, prove_consistency, prove_inclusion

from .conftest import CHROMIUM, QUIET, Server, ingest
from .test_browser import CONTRAST, SCHEMES, WIDTHS, Watched

OTHER = "made.example/a"


@dataclass(frozen=True)
class Checked:
    """An archive, an article in it, and checkpoints of it: before another article came in, now, and signed."""

    path: Path
    article: str
    older: str
    now: str
    signed: str


def article_at(path, key):
    return made.rows(path, "SELECT article FROM addresses WHERE key = ?", [key])[0][0]


def printed(path, *arguments):
    return ingest(path, "checkpoint", *arguments).stdout


@pytest.fixture(scope="module")
def checked(crossposted, tmp_path_factory, knowledge):
    directory = tmp_path_factory.mktemp("checked")
    path, key = directory / "checked.db", directory / "key"
    shutil.copy(crossposted, path)
    ingest(path, "key", "new", key)
    ingest(path, "key", "set", key, "--by", "archivist")
    signed = printed(path, "--key", key)
    older = printed(path)
    made.put(path, [made.capture(made.text(9))], knowledge)
    return Checked(path, article_at(path, "original.example/1"), older, printed(path), signed)


@pytest.fixture(scope="module")
def address(checked):
    server = Server(checked.path)
    yield server.address
    assert server.stop() == (0, "")


class Verifying(Watched):
    """The page of one article, as its reader uses it."""

    def visit(self, article):
        self.open(f"archive/articles/{article}.verify")

    def check(self, pasted=""):
        """What the verdict is, in its class, and what it says."""
        self.page.get_by_role("textbox", name="The checkpoint that you kept").fill(pasted)
        self.page.get_by_role("button", name="Check").click()
        verdict = self.page.locator(".verdict:is(.holds, .open, .fails)")
        verdict.wait_for()
        return verdict.get_attribute("class").removeprefix("verdict "), verdict.inner_text()

    def failing(self):
        """What fails, and why."""
        return [one.inner_text() for one in self.page.locator(".check.fails > p").all()]


@pytest.fixture
def verifying(chromium, checked, address):
    page = Verifying(chromium, address)
    page.visit(checked.article)
    yield page
    page.close()


# What is sound


def test_the_articles_page_leads_to_it(chromium, checked, address):
    watched = Verifying(chromium, address)
    watched.open(f"archive/articles/{checked.article}")
    watched.page.get_by_role("link", name="Check it in your browser").click()
    assert watched.page.url.endswith(f"/archive/articles/{checked.article}.verify")
    assert watched.check(checked.now)[0] == "holds"
    assert watched.complaints == []
    watched.close()


@pytest.mark.parametrize("which", ["now", "older", "signed"])
def test_a_sound_article_holds(verifying, checked, which):
    verdict, words = verifying.check(getattr(checked, which))
    assert (verdict, verifying.failing()) == ("holds", [])
    assert words.startswith("Unchanged since it was logged")
    assert ("The checkpoint of the log as it is" in words) == (which != "now")
    said = verifying.page.locator(".steps").inner_text()
    assert ("Made with the key of which entry" in said) == (which == "signed")
    assert verifying.complaints == []


def test_without_a_checkpoint_the_archive_only_agrees_with_itself(verifying, checked):
    verdict, words = verifying.check()
    assert (verdict, words.splitlines()[0]) == ("open", "The archive agrees with itself")
    assert checked.now.strip() in words
    # What it gives is what holds the next time, also with what copying adds.
    assert verifying.check(f"\n  {words[words.index('provenance-archive/') :]}\r\n\n")[0] == "holds"


def test_what_was_checked_is_shown(verifying, checked):
    verifying.check(checked.now)
    facts = verifying.page.locator(".record dl").inner_text()
    for words in (made.ORIGINAL, "Foo Daily", "2025-01-05", "http://original.example/1"):
        assert words in facts
    verifying.page.get_by_text("The text that was checked").click()
    assert verifying.page.locator(".record .text").inner_text().strip() == made.words(1)


def test_every_article_and_stub_holds(chromium, checked, address):
    watched = Verifying(chromium, address)
    for (article,) in made.rows(checked.path, "SELECT id FROM articles ORDER BY stub, id LIMIT -1 OFFSET 20"):
        watched.visit(article)
        assert watched.check(checked.now)[0] == "holds", (article, watched.failing())
    watched.close()


def test_what_was_changed_later_is_told(chromium, checked, tmp_path):
    path = shutil.copy(checked.path, tmp_path / "later.db")
    ingest(path, "correct", checked.article, "title", "Another", "--by", "Ann", "--because", "so it says")
    server = Server(path)
    watched = Verifying(chromium, server.address)
    watched.visit(checked.article)
    verdict, words = watched.check(checked.now)
    assert (verdict, words.splitlines()[0]) == ("open", "Unchanged, with gaps")
    assert f"articles of {checked.article}" in watched.page.locator(".check.open").inner_text()
    assert watched.check(printed(path))[0] == "holds"
    watched.close()
    assert server.stop() == (0, "")


# Checkpoints that are not of this archive, or are none


def _coded(origin, size, root=bytes(32)):
    return Checkpoint(origin, size, root).body()


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("garbage", "A checkpoint has three lines"),
        ("a\nb\nc\n", "A checkpoint has three lines"),
        (f"a\n01\n{'A' * 43}=\n", "A checkpoint has three lines"),
        (f"a\n1\n{'A' * 43}B\n", "is not 32 bytes in base64"),
        ("a\n1\nAAAA\n", "is not 32 bytes in base64"),
        ("a\n1\n<img src=x onerror=alert(1)>\n", "<img src=x onerror=alert(1)> is not 32 bytes"),
        (_coded("a", 1) + "\nsigned by me\n", "is no signature"),
        (_coded("elsewhere/1", 3), "It is a checkpoint of another archive."),
    ],
)
def test_what_is_no_checkpoint_of_this_archive_fails(verifying, pasted, said):
    verdict, words = verifying.check(pasted)
    assert verdict == "fails"
    assert said in words + "".join(verifying.failing())
    assert verifying.complaints == []


def test_a_checkpoint_that_differs_fails(verifying, checked):
    origin, size, _ = checked.now.splitlines()
    for other, said in (
        (_coded(origin, int(size)), "The log was rewritten since you kept it."),
        (_coded(origin, int(size) - 1), "The log was rewritten since you kept it."),
        (_coded(origin, int(size) + 1), "some were cut off"),
        (_coded(origin, 0), "The log was rewritten since you kept it."),
    ):
        assert verifying.check(other)[0] == "fails"
        assert said in "".join(verifying.failing()), other


def test_an_empty_log_binds_nothing(verifying, checked):
    origin = checked.now.splitlines()[0]
    assert verifying.check(_coded(origin, 0, folded(())))[0] == "open"


def test_a_wrong_signature_fails(verifying, checked):
    body, signature = checked.signed.split("\n\n")
    before, coded = signature.rsplit(" ", 1)
    turned = coded[:20] + ("A" if coded[20] != "A" else "B") + coded[21:]
    assert verifying.check(f"{body}\n\n{before} {turned}")[0] == "fails"
    assert "Not made with the key" in "".join(verifying.failing())
    # Over other lines than those that it signs.
    assert verifying.check(f"{checked.now}\n{signature}")[0] == "fails"


def test_a_signature_by_an_unknown_key_is_not_shown(verifying, checked):
    origin = checked.now.splitlines()[0]
    verdict, _ = verifying.check(f"{checked.now}\n— {origin} {'AAAA' * 23}\n")
    assert verdict == "open"
    assert "The log tells of no key with the id 00000000" in verifying.page.locator(".check.open").inner_text()


def test_signatures_of_others_say_nothing(verifying, checked):
    assert verifying.check(f"{checked.now}\n— witness.example {'AAAA' * 25}\n")[0] == "holds"


# Archives that were altered


def payload_swapped(archive, article):
    sha256 = archive.execute("SELECT payload FROM versions WHERE article = ?", [article]).fetchone()[0]
    other = zstandard.compress(b"something else")
    archive.execute("UPDATE payloads SET body = ?, size = 14 WHERE sha256 = ?", [other, sha256])


def text_changed(archive, article):
    sha256 = archive.execute("SELECT text FROM versions WHERE article = ?", [article]).fetchone()[0]
    archive.execute("UPDATE texts SET body = body || ' and more' WHERE sha256 = ?", [sha256])


def claim_changed(archive, article):
    archive.execute("UPDATE claims SET value = 'x' WHERE article = ? AND field = 'language'", [article])


def claims_gone(archive, article):
    archive.execute("DELETE FROM claims WHERE article = ? AND by IS NULL", [article])


def title_changed(archive, article):
    archive.execute("UPDATE articles SET title = 'x' WHERE id = ?", [article])


def entry_rewritten(archive, article):
    event = archive.execute(
        "SELECT max(event) FROM commitments WHERE form = 'articles/1' AND owner = ?", [article]
    )
    archive.execute(
        "UPDATE log SET entry = replace(entry, '2026-01-02', '2025-01-02') WHERE number = ?", event.fetchone()
    )


def entry_rewritten_with_its_leaf(archive, article):
    entry_rewritten(archive, article)
    for number, entry in archive.execute("SELECT number, entry FROM log").fetchall():
        archive.execute("UPDATE log SET leaf = ? WHERE number = ?", [leaf_hash(entry.encode()), number])


def log_rebuilt(archive, article):
    title_changed(archive, article)
    relogged.restated(archive, relogged.recommitted(archive))
    relogged.retiled(archive)


def log_cut(archive, article):
    size = archive.execute("SELECT count(*) FROM log").fetchone()[0]
    archive.execute("DELETE FROM commitments WHERE event = ?", [size - 1])
    archive.execute("DELETE FROM log WHERE number = ?", [size - 1])


ALTERED = {
    # What was done, whether it is seen without a checkpoint, and the steps that fail with one.
    payload_swapped: (True, ["The bytes", "The records"]),
    text_changed: (True, ["The text", "The records"]),
    claim_changed: (True, ["The records"]),
    claims_gone: (True, ["The records"]),
    title_changed: (True, ["The records"]),
    entry_rewritten: (True, ["The log"]),
    entry_rewritten_with_its_leaf: (False, ["Your checkpoint"]),
    log_rebuilt: (False, ["Your checkpoint"]),
    log_cut: (False, ["Your checkpoint"]),
}


@pytest.mark.parametrize("alter", ALTERED, ids=lambda alter: alter.__name__)
def test_an_altered_archive_is_caught(chromium, checked, tmp_path, alter):
    seen, steps = ALTERED[alter]
    path = shutil.copy(checked.path, tmp_path / "altered.db")
    archive = sqlite3.connect(path, isolation_level=None)
    made.unguard(archive)
    alter(archive, checked.article)
    archive.close()
    server = Server(path)
    watched = Verifying(chromium, server.address)
    watched.visit(checked.article)
    assert (watched.check()[0] == "fails") == seen
    for pasted in (checked.now, *([checked.older] if alter is not log_cut else [])):
        verdict, words = watched.check(pasted)
        assert (verdict, words.splitlines()[0]) == ("fails", "This does not hold")
        assert [one.inner_text() for one in watched.page.locator(".step.fails h3").all()] == [
            f"{step} fails" for step in steps
        ]
        assert watched.failing()
    assert watched.complaints == []
    watched.close()
    assert server.stop() == (0, "")


# A server that lies


def lie(verifying, pattern, told):
    """Have what the server answers at addresses of a form pass through a function, once for each answer."""

    def answer(route):
        fetched = route.fetch()
        route.fulfill(response=fetched, body=told(fetched.body()))

    verifying.page.unroute_all()
    verifying.page.route(pattern, answer)


def leaves(value, at=()):
    """Where in JSON there are values, by their ways."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, (*at, key))
    elif value is not None:
        yield at


def altered(served, at, draw):
    """JSON with one value altered: a number by one, of words one character."""
    found = copy.deepcopy(served)
    inside = found
    for key in at[:-1]:
        inside = inside[key]
    value = inside[at[-1]]
    if isinstance(value, int):
        inside[at[-1]] = value + draw.choice((-1, 1))
    else:
        where = draw.randrange(len(value))
        other = draw.choice([one for one in "0123456789abcdef" if one != value[where]])
        inside[at[-1]] = value[:where] + other + value[where + 1 :]
    return found


@pytest.mark.parametrize("seed", range(30))
def test_every_altered_value_is_caught(verifying, checked, seed):
    draw = random.Random(seed)
    done = []

    def told(body):
        served = json.loads(body)
        # Of each kind of value as many: hashes in paths would crowd out all others.
        kinds = {}
        for at in leaves(served):
            kinds.setdefault(tuple(key for key in at if isinstance(key, str)), []).append(at)
        at = draw.choice(kinds[draw.choice(sorted(kinds))])
        done.append(at)
        return json.dumps(altered(served, at, draw))

    lie(verifying, "**/*.proof*", told)
    verdict, _ = verifying.check(checked.signed)
    assert (len(done), verdict) == (1, "fails"), done


def test_the_server_told_the_truth_when_nothing_is_altered(verifying, checked):
    lie(verifying, "**/*.proof*", lambda body: json.dumps(json.loads(body)))
    assert verifying.check(checked.signed)[0] == "holds"


def _without(form):
    def told(served, other):
        served["groups"] = [one for one in served["groups"] if not one["record"].startswith(f'["{form}"')]

    return told


def _another(form):
    def told(served, other):
        served["groups"] += [one for one in other["groups"] if one["record"].startswith(f'["{form}"')]
        numbers = {json.loads(one["entry"])["number"] for one in served["entries"]}
        served["entries"] += [
            one for one in other["entries"] if json.loads(one["entry"])["number"] not in numbers
        ]

    return told


def _entry_left_out(served, other):
    event = served["groups"][0]["event"]
    served["entries"] = [one for one in served["entries"] if json.loads(one["entry"])["number"] != event]


def _first_left_out(served, other):
    del served["entries"][0]


def _another_article(served, other):
    served.update(other)


def _nothing(served, other):
    served["groups"] = []


def _no_consistency(served, other):
    served["consistency"] = None


def _of_other_types(served, other):
    served.update(groups=[{"record": "[1,2,3]"}, {"record": '["articles/1","a",[null]]'}])


LIES = {
    "articles": _without("articles/1"), "versions": _without("versions/1"), "payloads": _without("payloads/1"),
    "texts": _without("texts/1"), "its article": _another("articles/1"), "its claims": _another("claims/1"),
    "its versions": _another("versions/1"), "its words": _another("passages/1"),
    "its text": _another("texts/1"), "another": _another_article, "entry": _entry_left_out,
    "first": _first_left_out, "nothing": _nothing, "consistency": _no_consistency, "types": _of_other_types,
}  # fmt: skip


@pytest.mark.parametrize("told", LIES.values(), ids=LIES)
def test_what_is_true_of_another_article_or_left_out_is_caught(verifying, checked, address, told):
    article, since = article_at(checked.path, OTHER), checked.older.splitlines()[1]
    other = verifying.page.request.get(f"{address}archive/articles/{article}.proof?since={since}").json()

    def lying(body):
        served = json.loads(body)
        before = copy.deepcopy(served)
        told(served, other)
        assert served != before
        return json.dumps(served)

    lie(verifying, "**/*.proof*", lying)
    assert verifying.check(checked.older)[0] == "fails"


def test_a_key_that_is_left_out_is_missed(verifying, checked):
    def told(body):
        served = json.loads(body)
        served["entries"] = [one for one in served["entries"] if '"event":"key"' not in one["entry"]]
        return json.dumps(served)

    lie(verifying, "**/*.proof*", told)
    assert verifying.check(checked.signed)[0] == "open"


@pytest.mark.parametrize(
    ("pattern", "step"), [("**/*.raw", "The bytes"), ("**/texts/*.json*", "The text")], ids=["bytes", "text"]
)
@pytest.mark.parametrize(
    "told", [lambda body: body.replace(b"harbour", b"harvour"), lambda body: b"", lambda body: b"{}"]
)
def test_other_bytes_and_texts_are_caught(verifying, checked, pattern, step, told):
    lie(verifying, pattern, told)
    assert verifying.check(checked.now)[0] == "fails"
    assert verifying.page.locator(".step.fails h3").inner_text() == f"{step} fails"


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"[]", b"<html>", b'{"groups": 1}'])
def test_what_is_no_proof_is_told(verifying, checked, body):
    lie(verifying, "**/*.proof*", lambda _: body)
    verdict, words = verifying.check(checked.now)
    assert (verdict, words.splitlines()[0]) == ("fails", "This could not be checked")


def test_what_the_server_says_of_an_error_is_told(verifying, checked):
    verifying.page.route(
        "**/*.proof*", lambda route: route.fulfill(status=500, json={"error": "<b>damaged</b>"})
    )
    assert "<b>damaged</b>" in verifying.check(checked.now)[1]
    verifying.page.unroute_all()
    verifying.page.route("**/*.proof*", lambda route: route.fulfill(status=404, body="<html>"))
    assert "the server answered with status 404" in verifying.check(checked.now)[1]


# The checks of the proofs themselves, beside those of the log's own code


def test_roots_are_those_of_the_log(verifying):
    """Every inclusion and consistency proof of small trees, and none with a hash too many or too few."""
    hashes = [leaf_hash(bytes([number])) for number in range(20)]

    def read(level, start, end):
        return hashes[start:end]

    def root(size):
        return folded(hashes[:size]).hex()

    def hexed(proof):
        return [one.hex() for one in proof]

    inclusions = [
        [leaf.hex(), index, size, hexed(prove_inclusion(read, index, size)), root(size)]
        for size in range(1, 20)
        for index, leaf in enumerate(hashes[:size])
    ]
    consistencies = [
        [old, new, root(old), hexed(prove_consistency(read, old, new)), root(new)]
        for new in range(1, 20)
        for old in range(new + 1)
    ]
    wrong = verifying.page.evaluate(
        """async ([inclusions, consistencies]) => {
            const log = await import('/assets/log.js');
            const root = (leaf, index, size, path) =>
                log.rootOver(log.unhex(leaf), index, size, log.hashes(path)).then(log.hex, () => 'refused');
            const roots = (old, size, root, path) => log.rootsFrom(old, size, log.unhex(root), log.hashes(path))
                .then(([one, other]) => [log.hex(one), other && log.hex(other)], () => 'refused');
            const wrong = [];
            for (const [leaf, index, size, path, expected] of inclusions) {
                if (await root(leaf, index, size, path) !== expected) wrong.push(['inclusion', index, size]);
                for (const other of [path.slice(1), [...path, leaf]])
                    if (other.length !== path.length && await root(leaf, index, size, other) !== 'refused')
                        wrong.push(['inclusion of other length', index, size]);
            }
            for (const [old, size, oldRoot, path, newRoot] of consistencies) {
                const found = await roots(old, size, oldRoot, path);
                if (`${found}` !== `${[oldRoot, old ? newRoot : null]}`) wrong.push(['consistency', old, size]);
                for (const other of [path.slice(0, -1), [...path, oldRoot]])
                    if (other.length !== path.length && await roots(old, size, oldRoot, other) !== 'refused')
                        wrong.push(['consistency of other length', old, size]);
            }
            return wrong;
        }""",
        [inclusions, consistencies],
    )
    assert wrong == []


# The page as it is looked at


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [*WIDTHS, 390])
def test_it_can_be_read(chromium, checked, address, width, scheme):
    watched = Verifying(chromium, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    watched.visit(checked.article)
    for pasted in (checked.signed, "", "garbage", _coded("elsewhere/1", 3)):
        watched.check(pasted)
        watched.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        assert watched.overflow() <= 0
        assert watched.page.evaluate(CONTRAST) == []
    assert watched.complaints == []
    watched.close()


def test_without_script_it_names_the_commands(chromium, checked, address):
    watched = Verifying(chromium, address, java_script_enabled=False)
    watched.visit(checked.article)
    said = watched.page.locator("main").inner_text()
    assert f"ingest prove {checked.article}" in said
    assert "ingest audit --since FILE" in said
    assert watched.page.get_by_role("button", name="Check").is_disabled()
    watched.close()


def test_where_browsers_do_not_hash_it_says_so(chromium, checked, address):
    port = address.rstrip("/").rpartition(":")[2]
    # A name that is not this machine's: such a page of http gets no WebCrypto.
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=[*QUIET, "--host-resolver-rules=MAP archive.example 127.0.0.1"],
    )
    page = browser.new_page()
    page.goto(f"http://archive.example:{port}/archive/articles/{checked.article}.verify")
    assert "only on pages that came over https" in page.locator(".verdict").inner_text()
    assert page.get_by_role("button", name="Check").is_disabled()
    browser.close()


def test_without_ed25519_it_says_so(chromium, checked, address):
    watched = Verifying(chromium, address)
    watched.context.add_init_script(
        """const known = SubtleCrypto.prototype.importKey;
        SubtleCrypto.prototype.importKey = function (format, key, name, ...rest) {
            if (name === 'Ed25519') return Promise.reject(new DOMException('unknown', 'NotSupportedError'));
            return known.call(this, format, key, name, ...rest);
        };"""
    )
    watched.visit(checked.article)
    assert watched.check(checked.signed)[0] == "open"
    assert "This browser has no Ed25519" in watched.page.locator(".check.open").inner_text()
    watched.close()
