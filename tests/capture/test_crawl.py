"""The order of a crawl, with real threads against real servers on several addresses of loopback."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import plainly
import pytest
from courier import hundred_pages
from website import Reply, Site

from ingest.capture.web import discover
from ingest.capture.web.crawl import Crawl
from ingest.capture.web.gates import StoppedError
from ingest.capture.web.manners import Polite, Settings, user_agent
from ingest.capture.web.request import Answer, Request
from ingest.errors import SourceError
from ingest.records import Response

AGENT = user_agent("0.1.0")
QUICK = Settings(spacing=0.0, backoff=0.01)


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    """Three hosts."""
    with ExitStack() as stack:
        yield [stack.enter_context(Site(f"127.0.0.{number}")) for number in (11, 12, 13)]


def polite(settings: Settings = QUICK, stop: threading.Event | None = None) -> Polite:
    sleep = (stop or threading.Event()).wait
    return Polite(plainly.fetch, AGENT, settings, clock=time.monotonic, sleep=sleep)


def made(request: Request) -> Answer:
    """An answer without any web."""
    return Answer(Response(request.url, request.url, 200), b"page", plainly.NOW)


def test_every_address_of_every_host_comes_back_once(sites: list[Site]) -> None:
    for site in sites:
        for number in range(10):
            site.page(f"/{number}", f"page {number}")
    with Crawl(polite().fetch) as crawl:
        taken = [crawl.add(Request(site.url(f"/{number % 10}"))) for number in range(20) for site in sites]
        outcomes = {request.url: answer for request, answer in crawl}
    assert taken == [True] * 30 + [False] * 30
    assert {url: answer.payload for url, answer in outcomes.items()} == {
        site.url(f"/{number}"): f"page {number}".encode() for number in range(10) for site in sites
    }
    for site in sites:
        assert site.busiest == 1
        assert [one.path for one in site.asked()] == ["/robots.txt", *(f"/{number}" for number in range(10))]


def test_hosts_go_side_by_side() -> None:
    """Each of eight hosts answers only when all eight have been asked."""
    together = threading.Barrier(8, timeout=20)

    def fetch(request: Request) -> Answer:
        together.wait()
        return made(request)

    with Crawl(fetch, workers=8) as crawl:
        for number in range(8):
            crawl.add(Request(f"http://host{number}.example/"))
        assert all(isinstance(answer, Answer) for _, answer in crawl)


def test_one_host_is_never_asked_twice_at_a_time_and_workers_are_bounded() -> None:
    lock, active, most, begin = threading.Lock(), [], [0], threading.Event()

    def fetch(request: Request) -> Answer:
        begin.wait(20)
        host = request.url.split("/")[2]
        with lock:
            assert host not in active
            active.append(host)
            most[0] = max(most[0], len(active))
        time.sleep(0.002)
        with lock:
            active.remove(host)
        return made(request)

    with Crawl(fetch, workers=3) as crawl:
        for number in range(100):
            crawl.add(Request(f"http://host{number // 20}.example/{number}"))
        begin.set()
        outcomes = [answer for _, answer in crawl]
    assert len(outcomes) == 100
    assert all(isinstance(answer, Answer) for answer in outcomes)
    assert 1 <= most[0] <= 3


def test_more_may_be_added_on_the_way_until_nothing_is_pending() -> None:
    with Crawl(made) as crawl:
        crawl.add(Request("http://a.example/0"))
        seen = []
        for request, _ in crawl:
            seen.append(request.url)
            number = int(request.url.rpartition("/")[2])
            if number < 20:
                crawl.add(Request(f"http://h{number % 3}.example/{number + 1}"))
        assert len(seen) == 21
        assert list(crawl) == []
        crawl.add(Request("http://a.example/again"))
        assert [request.url for request, _ in crawl] == ["http://a.example/again"]


def test_failures_are_named_and_the_rest_goes_on(sites: list[Site]) -> None:
    sites[0].page("/good", "page")
    sites[0].script("/tries", Reply(503), Reply(429, headers={"Retry-After": "0"}), Reply(200, b"at last"))
    sites[0].page("/refused", "no", status=403)
    retrieval = polite(Settings(spacing=0.0, spacing_after_429=0.0, backoff=0.01))

    def fetch(request: Request) -> Answer:
        if request.url.endswith("/mistake"):
            raise ZeroDivisionError("by zero")
        return retrieval.fetch(request)

    names = ("/good", "/tries", "/refused", "/mistake", "/gone")
    with Crawl(fetch) as crawl:
        for name in names:
            crawl.add(Request(sites[0].url(name)))
        crawl.add(Request("http://[broken"))
        outcomes = {request.url: answer for request, answer in crawl}
    good, tries, refused, mistake, gone = (outcomes[sites[0].url(name)] for name in names)
    assert good.payload == b"page"
    assert tries.payload == b"at last"
    assert [one.status for one in sites[0].asked("/tries")] == [503, 429, 200]
    assert isinstance(refused, SourceError)
    assert "refuses" in refused.reason
    assert isinstance(mistake, SourceError)
    assert mistake.source == sites[0].url("/mistake")
    assert "ZeroDivisionError: by zero" in mistake.reason
    assert gone.response.status == 404
    assert isinstance(outcomes["http://[broken"], SourceError)


def test_closing_wakes_who_waits_and_drops_what_is_pending(sites: list[Site]) -> None:
    """With spacing of an hour; a crawl that waited for it would never end."""
    sites[0].page("/1", "page")
    stop = threading.Event()
    ended = threading.Event()
    outcomes = []
    retrieval = polite(Settings(spacing=3600.0), stop)

    def fetch(request: Request) -> Answer:
        try:
            return retrieval.fetch(request)
        except StoppedError:
            ended.set()
            raise

    with Crawl(fetch, stop=stop) as crawl:
        crawl.add(Request(sites[0].url("/1")))
        crawl.add(Request(sites[0].url("/2")))
        closer = threading.Timer(0.2, crawl.close)
        closer.start()
        outcomes += list(crawl)
        closer.join()
        assert not crawl.add(Request(sites[0].url("/3")))
        assert list(crawl) == []
    assert ended.wait(20)
    assert outcomes == []
    assert [one.path for one in sites[0].asked()] == ["/robots.txt"]


def test_a_stop_from_outside_ends_the_crawl_too() -> None:
    stop = threading.Event()

    def fetch(request: Request) -> Answer:
        stop.set()
        raise StoppedError(request.url, "the run was ended")

    with Crawl(fetch, stop=stop) as crawl:
        crawl.add(Request("http://a.example/1"))
        crawl.add(Request("http://b.example/2"))
        assert list(crawl) == []


def test_a_site_of_a_hundred_pages_is_found_whole_and_then_seen_again_unchanged(sites: list[Site]) -> None:
    """By its front page and robots.txt; the second time, articles answer with headers only."""
    site = sites[0]
    stories = hundred_pages(site)
    retrieval = polite()
    front = retrieval.fetch(Request(site.url("/")))
    named = retrieval.robots.sitemaps(site.url("/"))
    leads = discover.front_page(front.payload.decode(), site.url("/"), named)
    assert leads.named == (site.url("/feed.xml"), site.url("/sitemap.xml"))
    assert leads.guessed == ()
    found: dict[str, discover.Found] = {}
    with Crawl(retrieval.fetch) as crawl:
        for lead in leads.named:
            crawl.add(Request(lead))
        for request, answer in crawl:
            assert isinstance(answer, Answer)
            kind = discover.kind(answer.payload, answer.response.header("Content-Type"), request.url)
            assert kind is not None
            listing = discover.entries(answer.payload, kind, request.url)
            found |= {one.url: one for one in listing.articles}
            for one in listing.listings:
                crawl.add(Request(one))
    clean = {site.url(story.path) for story in stories}
    assert clean <= set(found)
    assert {url.partition("?")[0] for url in found} == clean
    assert len(found) == 120
    newest = discover.select([one for one in found.values() if one.url in clean], limit=3)
    assert [one.url for one in newest] == [site.url(story.path) for story in stories[:-4:-1]]

    with Crawl(retrieval.fetch) as crawl:
        for url in clean:
            crawl.add(Request(url))
        first = [answer for _, answer in crawl]
    site.forget()
    with Crawl(retrieval.fetch) as crawl:
        for answer in first:
            etag, modified = (answer.response.header(name) for name in ("ETag", "Last-Modified"))
            crawl.add(Request(answer.response.url, etag, modified))
        second = [answer for _, answer in crawl]
    assert len({answer.payload for answer in first}) == 100
    assert [answer.response.status for answer in second] == [304] * 100
    assert site.sent() == 0
