"""The pages in a real browser, at desktop and phone width, light and dark."""

from collections import Counter
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import httpx
import pytest

WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
TABLES = (
    "articles claims attributions relations evidence outlets outlet_domains outlet_aliases versions captures"
    " payloads texts passages links addresses works collections collection_articles search_source"
    " needs_look decisions doubts namings clusters chains"
).split()
# Rows, sort orders and facets multiply links of one form; so many of each are followed.
OF_EACH_FORM = 2


class Watched:
    """A page that notes what should not happen on it."""

    def __init__(self, browser, origin, **options):
        self.origin, self.complaints = origin, []
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._request)
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.origin, "data:")):
            self.complaints.append(f"request: {request.url}")

    def open(self, path):
        answer = self.page.goto(urljoin(self.origin, path), wait_until="load")
        assert answer.status == 200, path
        assert self.complaints == [], path

    def overflow(self):
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    def links(self):
        return self.page.evaluate("Array.from(document.querySelectorAll('a[href]'), a => a.href)")

    def close(self):
        self.context.close()


@pytest.fixture(params=[(width, scheme) for width in WIDTHS for scheme in SCHEMES], ids=str)
def watched(request, chromium, served):
    width, scheme = request.param
    page = Watched(chromium, served, viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield page
    page.close()


def _paths(ids):
    articles = [f"archive/articles/{article}" for article in ids.values()]
    articles += [f"archive/articles/{ids['001']}.verify", f"archive/articles/{ids['stub']}.verify"]
    tables = [f"archive/{table}" for table in TABLES]
    others = ["", "archive", "archive?sql=select+*+from+outlets", "archive/articles?_search=Maduro"]
    queries = ["archive/where_claims_disagree", "archive/who_asserted_what", "archive/who_named_what"]
    queries += [
        "archive/articles_naming_an_outlet?outlet=Reuters",
        f"archive/chain_of_an_article?article={ids['001']}",
    ]
    return others + articles + tables + queries


def _form(address):
    """What kind of link it is: table, rows or table, and which parameters it sets."""
    parts = urlsplit(address)
    steps = parts.path.strip("/").split("/")
    return (*steps[:2], len(steps), parts.path[-5:] if "." in steps[-1] else "", *sorted(parse_qs(parts.query)))


def test_no_page_complains_or_overflows(watched, ids):
    for path in _paths(ids):
        watched.open(path)
        assert watched.overflow() <= 0, path
        assert watched.page.locator("main").count() == 1, path
        assert watched.page.locator("h1").count() == 1, path


def test_every_link_leads_somewhere(chromium, served, ids):
    watched = Watched(chromium, served)
    found = {}
    for path in _paths(ids):
        watched.open(path)
        for link in watched.links():
            address, anchor = urldefrag(link)
            if address.startswith(served):
                found.setdefault(address, path)
            else:
                assert urlsplit(link).scheme in ("http", "https"), f"{path}: {link}"
            here = address == urldefrag(watched.page.url)[0]
            if here and anchor:
                assert watched.page.locator(f'[id="{anchor}"]').count() == 1, f"{path}: #{anchor}"
    watched.close()
    assert len(found) > 100
    followed = Counter()
    with httpx.Client(follow_redirects=True, timeout=30) as client:
        for address, path in found.items():
            followed[_form(address)] += 1
            if followed[_form(address)] > OF_EACH_FORM:
                continue
            assert client.get(address).status_code == 200, f"{path}: {address}"


def test_links_out_tell_nothing(chromium, served, ids):
    watched = Watched(chromium, served)
    for article in ids.values():
        watched.open(f"archive/articles/{article}")
        for link in watched.page.locator("a[href^=http]").all():
            if not link.get_attribute("href").startswith(served):
                assert {"noopener", "noreferrer"} <= set(link.get_attribute("rel").split())
    watched.close()


def test_article_page_says_what_is_known(chromium, served, ids):
    watched = Watched(chromium, served)
    watched.open(f"archive/articles/{ids['001']}")
    page = watched.page
    assert (
        page.locator("h1").inner_text() == "Venezuela Defies the U.S. - Continues Alliance with Russia & China"
    )
    text = page.locator("main").inner_text()
    for words in (
        "By Cassie B.",
        "6 February 2026",
        "Printed on the page (a date line with a cue): “Posted February 6, 2026”",
        "Asserted by archivist on",
        "Republication of Venezuela defies U.S., vows continued alliance with Russia and China",
        "This article was first published on WWIII.NEWS on February 5, 2026",
        "bytes 4890 to 5048",
        "What it does not prove",
        "f71060bf1e56e874e139ab2dade0a6e0cfb659c32222bd2b26b1c0565abb29c9",
    ):
        assert words in text, words
    assert page.locator(".caption").count() == 4
    watched.close()


def test_missing_values_are_said_to_be_missing(chromium, served, ids):
    watched = Watched(chromium, served)
    watched.open(f"archive/articles/{ids['002']}")
    assert watched.page.locator("h1").inner_text() == "No title is printed"
    assert "Not known" in watched.page.locator("dl.facts").first.inner_text()
    watched.open(f"archive/articles/{ids['000']}")
    assert "November 2025 (the day is not known)" in watched.page.locator("main").inner_text()
    watched.close()


def test_stub_page_is_a_stub(chromium, served, ids):
    watched = Watched(chromium, served)
    watched.open(f"archive/articles/{ids['stub']}")
    text = watched.page.locator("main").inner_text()
    assert "Stub: the archive does not hold this article" in text
    assert "known only because Venezuela Defies the U.S." in text
    assert "This article was first published on WWIII.NEWS" in text
    assert "SHA-256" not in text
    watched.close()


def test_the_search_box_finds(chromium, served, ids):
    watched = Watched(chromium, served)
    watched.open("")
    watched.page.get_by_label("Search titles and texts").fill("Ceballos")
    watched.page.get_by_label("Search titles and texts").press("Enter")
    watched.page.locator("td.col-title a").click()
    assert watched.page.url.endswith(f"/archive/articles/{ids['001']}")
    assert watched.complaints == []
    watched.close()


def test_keyboard_focus_is_seen(chromium, served, ids):
    watched = Watched(chromium, served)
    watched.open(f"archive/articles/{ids['001']}")
    watched.page.keyboard.press("Tab")
    skip = watched.page.locator(":focus")
    assert skip.inner_text() == "Skip to content"
    assert skip.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    assert skip.bounding_box()["x"] >= 0
    watched.close()


CONTRAST = """() => {
    const light = color => {
        const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(c => c / 255)
            .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const color = getComputedStyle(at).backgroundColor;
            if (!color.endsWith(', 0)')) return color;
        }
        return 'rgb(255, 255, 255)';
    };
    return Array.from(document.querySelectorAll('body *'))
        .filter(e => e.checkVisibility())
        .filter(e => Array.from(e.childNodes).some(n => n.nodeType == 3 && n.data.trim()))
        .map(e => {
            const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
            return [(a + .05) / (b + .05), e.tagName + '.' + e.className];
        })
        .filter(([ratio]) => ratio < 4.5).map(([ratio, name]) => `${name} ${ratio.toFixed(2)}`);
}"""


def test_contrast_is_enough(watched, ids):
    for path in ("", f"archive/articles/{ids['001']}", f"archive/articles/{ids['stub']}", "archive/articles"):
        watched.open(path)
        assert watched.page.evaluate(CONTRAST) == [], path
