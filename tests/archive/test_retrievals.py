"""What becomes of an article as it is looked at again: versions, seen again, gone, walls; and its identity."""

import random
from dataclasses import replace
from pathlib import Path

import made
import pytest

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.archive.visits import Visits
from ingest.audit import audit
from ingest.export.history import events, history
from ingest.pipeline import Outcome
from ingest.read.addresses import key
from ingest.read.knowledge import Knowledge
from ingest.records import Capture, Hop, Visit

PAGE = "http://made.example/news/bridge"
DAYS = [f"2025-03-{day:02}T06:00:00+00:00" for day in range(1, 20)]
ARTICLE = (
    "<p>The council of {town} met on Tuesday to hear what the engineers had found under the old bridge.</p>"
    "<p>Nobody in the room expected that the whole report would be read aloud from its first page on.</p>"
    "<p>“We shall build it anew, and we shall build it of stone,” said the mayor when she had read it all.</p>"
    "<p>The work is to begin in spring, as soon as the river is low enough for the first pillar to be set.</p>"
)
HTML = (
    "<!DOCTYPE html><html lang=en><head><title>{title} | Made Daily</title>{head}</head><body>"
    "<nav><a href=/>Home</a> <a href=/sport>Sport</a> {menu}</nav>"
    "<article><h1>{title}</h1>{inside}{text}</article>"
    "<aside><h2>Most read</h2><ul>{related}</ul></aside><footer>Copyright Made Daily</footer></body></html>"
)


def html(town: str = "Ghent", title: str = "An old bridge will be built anew", **around: str) -> bytes:
    """A page around an article; `around` is what else stands on it."""
    parts = {"head": "", "menu": "", "related": "", "inside": "", **around}
    return HTML.format(title=title, text=ARTICLE.format(town=town), **parts).encode()


def got(payload: bytes, day: int, url: str = PAGE, asked: str | None = None, **headers: str) -> Capture:
    """A page as the web answered on a day."""
    capture = made.retrieved(payload, url, DAYS[day], content_type="text/html; charset=utf-8", **headers)
    assert capture.response is not None
    if asked is None:
        return capture
    hops = (Hop(asked, 301),) if asked != url else ()
    return replace(capture, source=asked, response=replace(capture.response, asked=asked, hops=hops))


def visit(status: int, day: int, url: str = PAGE) -> Visit:
    return Visit(url, DAYS[day], made.response(url, status))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def sound(path: Path, knowledge: Knowledge) -> Query:
    """The archive, after an audit that finds nothing."""
    with readable(path) as database:
        assert list(audit(Query(database.conn), knowledge)) == []
    connection = made.connected(path)
    return Query(connection)


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_a_changed_text_or_headline_is_a_version_and_what_moves_around_it_is_none(
    path: Path, knowledge: Knowledge
) -> None:
    answers = [
        got(html(), 0),
        got(html(menu="<a href=/weather>Weather: 17 degrees</a>", related="<li><a href=/x>A fire</a></li>"), 1),
        got(html(head="<meta name=views content=1482>", related="<li><a href=/y>A flood</a></li>" * 30), 2),
        got(html(inside="<p>Updated 5 minutes ago</p><p>1,482 views</p><div>35 comments</div>"), 2),
        got(html(inside="<p>Updated 2 hours ago</p><p>12.3 views</p><div>1 comment</div>"), 2),
        got(html("Bruges"), 3),
        got(html("Bruges", title="A bridge of stone"), 4),
    ]
    assert statuses(made.put(path, answers, knowledge)) == ["added", *["unchanged"] * 4, "changed", "changed"]
    query = sound(path, knowledge)
    (article,) = query.articles()
    steps = history(query, article)
    assert [(step.stretch.first, step.stretch.last, step.stretch.times) for step in steps] == [
        (DAYS[0], DAYS[2], 5), (DAYS[3], DAYS[3], 1), (DAYS[4], DAYS[4], 1),
    ]  # fmt: skip
    assert steps[0].summary is None
    assert (steps[1].summary.words_added, steps[1].summary.words_removed) == (1, 1)
    assert steps[1].title_before is None
    assert (steps[2].title_before, steps[2].changed) == ("An old bridge will be built anew", ())
    assert query.article(article).title == "A bridge of stone"


def test_a_page_that_was_seen_before_makes_nothing_but_a_retrieval(path: Path, knowledge: Knowledge) -> None:
    made.put(path, [got(html(), 0, etag='"a"')], knowledge)
    before = made.rows(path, "SELECT count(*) FROM versions UNION ALL SELECT count(*) FROM payloads")
    again = [visit(304, 1), got(html(), 2)]
    assert statuses(made.put(path, again, knowledge)) == ["unchanged", "unchanged"]
    assert made.rows(path, "SELECT count(*) FROM versions UNION ALL SELECT count(*) FROM payloads") == before
    query = sound(path, knowledge)
    (article,) = query.articles()
    seen = [(event.retrieval.outcome, event.again) for event in events(query, article)]
    assert seen == [("captured", False), ("not-modified", True), ("captured", True)]
    assert Visits(query).validators(PAGE).etag is None  # the last whole answer had none
    assert len({event.retrieval.payload for event in events(query, article)}) == 1


def test_a_text_that_returns_is_the_newest_again(path: Path, knowledge: Knowledge) -> None:
    made.put(path, [got(html("Ghent"), 0), got(html("Bruges"), 1), got(html("Ghent"), 2)], knowledge)
    query = sound(path, knowledge)
    (article,) = query.articles()
    towns = ["Bruges" in query.text(step.stretch.version.text_sha256) for step in history(query, article)]
    assert towns == [False, True, False]
    assert "Ghent" in query.entry(article).text


@pytest.mark.parametrize(
    ("answer", "status", "outcome"),
    [
        (visit(404, 5), "gone", "gone"),
        (visit(410, 5), "gone", "gone"),
        (got(b"<html><title>Page not found</title><h1>Page not found</h1><p>Sorry, the page you are looking"
             b" for could not be found.</p></html>", 5), "replaced", "soft-404"),
        (got(html(title="Made Daily"), 5, "http://made.example/", PAGE), "replaced", "soft-404"),
        (got(b"<html><title>Before you continue</title><h1>We value your privacy</h1><p>We and our partners"
             b" store and access information on a device, such as cookies.</p><p>Accept all</p></html>", 5),
         "replaced", "consent"),
        (got(HTML.format(title="An old bridge will be built anew", head="", menu="", related="", inside="",
                         text=ARTICLE.format(town="Ghent").split("</p>")[0]
                         + "</p><p>Subscribe to continue reading.</p>").encode(), 5),
         "replaced", "paywall-stub"),
        (got(b"<html><body></body></html>", 5), "replaced", "no-article"),
    ],
    ids=["404", "410", "soft 404", "front page", "consent", "paywall", "empty"],
)  # fmt: skip
def test_what_stands_in_its_place_is_noted_and_the_text_stays(
    path: Path, knowledge: Knowledge, answer: Capture | Visit, status: str, outcome: str
) -> None:
    made.put(path, [got(html(), 0)], knowledge)
    before = made.rows(path, "SELECT id, title, version FROM articles")
    (told,) = made.put(path, [answer], knowledge)
    assert told.status == status, told
    assert told.note
    query = sound(path, knowledge)
    (article,) = query.articles()
    assert made.rows(path, "SELECT id, title, version FROM articles") == before
    *_, last = events(query, article)
    assert last.retrieval.outcome == outcome
    assert len(history(query, article)) == 1


def test_a_stub_before_a_paywall_is_seen_at_another_address_of_the_article(
    path: Path, knowledge: Knowledge
) -> None:
    """The page says which article it is; nobody asked for it there before."""
    head = f'<link rel=canonical href="{PAGE}">'
    made.put(path, [got(html(head=head), 0)], knowledge)
    start = ARTICLE.format(town="Ghent").split("</p>")[0] + "</p><p>Subscribe to continue reading.</p>"
    cut = HTML.format(title="An old bridge", head=head, menu="", related="", inside="", text=start).encode()
    (told,) = made.put(path, [got(cut, 5, "http://made.example/amp/bridge")], knowledge)
    assert told.status == "replaced", told
    query = sound(path, knowledge)
    (article,) = query.articles()
    assert len(history(query, article)) == 1


def test_what_was_never_an_article_is_refused_by_name(path: Path, knowledge: Knowledge) -> None:
    wall = b"<html><title>Page not found</title><h1>Page not found</h1><p>Sorry, nothing is here.</p></html>"
    outcomes = made.put(path, [got(wall, 0), replace(got(wall, 0), found=True), visit(404, 0)], knowledge)
    assert statuses(outcomes) == ["failed", "passed-over", "failed"]
    assert made.rows(path, "SELECT count(*) FROM payloads") == [(0,)]


def test_one_article_whatever_address_led_to_it(path: Path, knowledge: Knowledge) -> None:
    canonical = html(head=f'<link rel=canonical href="{PAGE}">')
    answers = [
        got(canonical, 0, f"{PAGE}?utm_source=mail&utm_campaign=x"),
        got(canonical, 1, "http://made.example/amp/bridge"),
        got(canonical, 2, PAGE, "http://made.example/?p=17"),
        got(html(), 3, PAGE + "?fbclid=123"),
    ]
    made.put(path, answers, knowledge)
    query = sound(path, knowledge)
    (article,) = query.articles()
    assert query.article(article).url == PAGE
    for address in (PAGE, "http://made.example/amp/bridge", "https://www.made.example/?p=17"):
        assert query.article_at(key(address)) == article
    hops = [event.retrieval.response.hops for event in events(query, article)]
    assert hops[2] == (Hop("http://made.example/?p=17", 301),)


def test_a_canonical_address_of_another_outlet_is_evidence_and_no_merge(
    path: Path, knowledge: Knowledge
) -> None:
    original = "https://www.theguardian.com/world/2025/mar/01/old-bridge"
    page = html(head=f'<link rel="canonical" href="{original}">')
    made.put(path, [got(page, 0)], knowledge)
    query = sound(path, knowledge)
    (article,) = query.articles()
    assert query.article(article).url == PAGE
    ((_, relation),) = query.relations(article)
    assert (relation.kind, relation.status) == ("republication", "asserted")
    stub = query.article(relation.to_id)
    assert (stub.stub, stub.url, stub.outlet) == (True, original, "The Guardian")
    assert original in relation.evidence[0].quote
    made.put(path, [got(html(), 1, original)], knowledge)
    assert not sound(path, knowledge).article(relation.to_id).stub


def test_a_file_and_its_page_are_one_article(path: Path, knowledge: Knowledge) -> None:
    """Seed 001 states its address; the page there is the same article, whichever came first."""
    seed = next(one for one in made.seeds() if one.source_id == "001")
    url = next(one.value for one in seed.assertions if one.field == "url")
    assert url
    page = got(html(), 5, url, url + "?utm_source=feed")
    ids = set()
    for name, sources in (("a.db", [seed, page]), ("b.db", [page, seed])):
        made.put(path.with_name(name), sources, knowledge)
        query = sound(path.with_name(name), knowledge)
        articles = list(query.articles())
        assert len(articles) == 1
        assert len(query.captures(articles[0])) == 2
        assert query.entry(articles[0]).source_id == "001"
        ids.add(articles[0])
    assert len(ids) == 1


def test_the_order_in_which_retrievals_came_in_does_not_matter(path: Path, knowledge: Knowledge) -> None:
    answers = [
        got(html(), 0, f"{PAGE}?utm_source=x"), got(html("Bruges"), 1, PAGE, "http://made.example/?p=17"),
        got(html(), 2), got(html("Turin", title="A bridge of stone"), 3, PAGE),
    ]  # fmt: skip
    found = set()
    for number in range(6):
        random.Random(number).shuffle(answers)
        made.put(path.with_name(f"{number}.db"), answers, knowledge)
        query = sound(path.with_name(f"{number}.db"), knowledge)
        (article,) = query.articles()
        told = tuple((step.stretch, step.changed, step.title_before) for step in history(query, article))
        found.add((article, query.entry(article).text, told, tuple(query.address_keys(article))))
    assert len(found) == 1


def test_a_revisit_without_its_original_is_named(path: Path, knowledge: Knowledge) -> None:
    lost = replace(visit(200, 1), digest="sha1:AAAA")
    (told,) = made.put(path, [lost], knowledge)
    assert told.status == "failed"
    assert "neither in this archive nor in yours" in told.note


def test_a_revisit_elsewhere_is_a_page_of_its_own(path: Path, knowledge: Knowledge) -> None:
    first = replace(got(html(), 0), digest="sha1:AAAA")
    other = "http://other.example/bridge"
    made.put(path, [first, replace(visit(200, 1, other), digest="sha1:AAAA")], knowledge)
    query = sound(path, knowledge)
    assert len(list(query.articles())) == 2
    assert made.rows(path, "SELECT count(*) FROM payloads") == [(1,)]
