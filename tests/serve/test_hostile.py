"""A page that attacks its readers is shown, and nothing of it runs."""

import json

import pytest

from .conftest import Server, ingest
from .test_browser import Watched

ATTACK = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>"
OUTLET = '"><b onmouseover="window.pwned = 3">Outlet</b>'
TITLE = f"</title></h1>{ATTACK} \u202egnihtemos\u202c"
BASIS = "'\"><svg onload=window.pwned=4>"
LONG = "W" * 5000
PAGE = f"""# {TITLE}

By <a href="javascript:window.pwned=5">Mallory</a>

Posted February 6, 2026

The first paragraph carries {ATTACK} and goes on for a while, so that a reader takes it for the text.

A second paragraph has [a link](javascript:window.pwned=6), [another](data:text/html,<script>1</script>),
and [a third](https://example.org/"onmouseover="window.pwned=7) that looks like one of the web.

A third paragraph turns \u202ethe direction around, and says {{{{ 7 * 7 }}}} {{% raw %}} to templates.

{LONG}

This article was first published on {ATTACK} on February 5, 2026, under the title “{ATTACK}”
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The address of an archive that holds the attack, and the articles' ids."""
    directory = tmp_path_factory.mktemp("hostile")
    (directory / "attack.txt").write_text(PAGE)
    entry = {
        "path": "attack.txt",
        "title": TITLE,
        "outlet": OUTLET,
        "authors": [ATTACK],
        "basis": BASIS,
        "url": "https://example.org/a?x=%22><script>window.pwned=8</script>",
    }
    (directory / "manifest.jsonl").write_text(json.dumps(entry) + "\n")
    archive = directory / "hostile.db"
    added = ingest(
        archive, "add", "--manifest", directory / "manifest.jsonl", "--by", ATTACK, "--json", check=False
    )
    assert added.returncode == 0, added.stderr + added.stdout
    server = Server(archive)
    yield server.address, json.loads(added.stdout.splitlines()[0])["id"]
    assert server.stop() == (0, "")


@pytest.mark.parametrize("policy", ["with the policy", "without the policy"])
def test_nothing_runs(chromium, hostile, policy):
    address, article = hostile
    # Escaping must hold alone; the policy is a second line.
    watched = Watched(
        chromium, address, viewport={"width": 360, "height": 900}, bypass_csp=policy.startswith("without")
    )
    tables = [
        "articles",
        "claims",
        "attributions",
        "relations",
        "evidence",
        "texts",
        "passages",
        "links",
        "outlets",
    ]
    articles = [f"archive/articles/{article}", f"archive/articles/{article}.verify"]
    for path in ["", *articles, *(f"archive/{table}" for table in tables)]:
        watched.open(path)
        assert watched.page.evaluate("window.pwned") is None, path
        assert watched.overflow() <= 0, path
        assert watched.page.locator("main [onerror], main [onload], main [onmouseover]").count() == 0, path
        assert watched.page.locator("main img, main svg[onload]").count() == 0, path
        assert watched.page.locator("a[href^='javascript:' i], a[href^='data:' i]").count() == 0, path
    watched.close()


def test_the_attack_is_shown_as_words(chromium, hostile):
    address, article = hostile
    watched = Watched(chromium, address)
    watched.open(f"archive/articles/{article}")
    assert watched.page.evaluate("document.scripts.length") == 0
    assert ATTACK in watched.page.locator("h1").inner_text()
    assert ATTACK in watched.page.locator(".text").inner_text()
    assert "{{ 7 * 7 }}" in watched.page.locator(".text").inner_text()
    assert watched.page.title().startswith("</title></h1><script>")
    watched.close()


LOOSE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const loose = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const turns = /[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data);
        if (turns && !node.parentElement.closest('bdi, [dir=auto]')) loose.push(node.data);
    }
    return loose;
}"""


def test_direction_marks_stay_in_their_words(chromium, hostile):
    address, article = hostile
    watched = Watched(chromium, address)
    watched.open(f"archive/articles/{article}")
    assert watched.page.evaluate(LOOSE) == []
    watched.close()


@pytest.mark.parametrize("bypass", [False, True], ids=["with the policy", "without the policy"])
def test_nothing_runs_in_the_check(chromium, hostile, bypass):
    address, article = hostile
    watched = Watched(chromium, address, viewport={"width": 360, "height": 900}, bypass_csp=bypass)
    watched.open(f"archive/articles/{article}.verify")
    watched.page.get_by_role("button", name="Check").click()
    watched.page.locator(".verdict.open").wait_for()
    watched.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert ATTACK in watched.page.locator(".record .facts").inner_text()
    assert ATTACK in watched.page.locator(".record .text").inner_text()
    assert f"by {ATTACK}" in watched.page.locator(".steps").inner_text()
    assert watched.page.evaluate("window.pwned") is None
    assert watched.page.locator("main :is(script, img, svg, b, [onmouseover])").count() == 0
    assert watched.page.evaluate(LOOSE) == []
    assert watched.overflow() <= 0
    assert watched.complaints == []
    watched.close()
