"""Manners, in virtual time: what is asked, in which order, and how long is waited in between."""

from collections import deque
from collections.abc import Mapping
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.capture.web.gates import StoppedError
from ingest.capture.web.manners import Polite, Settings, retry_after, user_agent
from ingest.capture.web.request import Answer, BeforeHop, Request, UnreachableError
from ingest.errors import SourceError, UsageError
from ingest.records import Hop, Response

NOW = "2026-01-02T03:04:05+00:00"
AGENT = user_agent("0.1.0", "ana@example.org")
PATIENT = Settings()
PAGE = "http://news.example/a"
OTHER = "http://news.example/b"


class Reply:
    """One answer of the pretended web: a status, a failure or a redirect; it takes so many seconds."""

    def __init__(
        self,
        status: int = 200,
        body: bytes = b"page",
        takes: float = 0.0,
        to: str | None = None,
        fails: bool | None = None,
        **headers: str,
    ) -> None:
        self.status = status
        self.body = body
        self.takes = takes
        self.to = to
        self.fails = fails
        self.headers = tuple((key.replace("_", "-"), value) for key, value in headers.items())


class World:
    """A clock that only waiting moves on, and a web that notes when it was asked for what."""

    def __init__(self, pages: Mapping[str, list[Reply]], robots: str = "") -> None:
        self.time = 0.0
        self.asked: list[tuple[float, str]] = []
        self.stopped = False
        self._robots = Reply(200 if robots else 404, robots.encode())
        self._pages = {url: deque(replies) for url, replies in pages.items()}

    def clock(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> bool:
        assert seconds > 0
        self.time += seconds
        return self.stopped

    def fetch(self, request: Request, before_hop: BeforeHop) -> Answer:
        url, hops = request.url, []
        while True:
            before_hop(url)
            self.asked.append((self.time, url))
            reply = self._reply(url)
            self.time += reply.takes
            if reply.fails is not None:
                raise UnreachableError(url, "the connection was reset", temporary=reply.fails)
            if reply.to is None:
                response = Response(request.url, url, reply.status, reply.headers, tuple(hops))
                return Answer(response, reply.body, NOW)
            hops.append(Hop(url, 301))
            url = reply.to

    def polite(self, settings: Settings = PATIENT) -> Polite:
        return Polite(self.fetch, AGENT, settings, clock=self.clock, sleep=self.sleep)

    def pages(self) -> list[tuple[float, str]]:
        """What was asked but robots.txt: when, and the path."""
        return [(at, urlsplit(url).path) for at, url in self.asked if not url.endswith("/robots.txt")]

    def _reply(self, url: str) -> Reply:
        replies = self._pages.get(url)
        if replies is None:
            return self._robots if url.endswith("/robots.txt") else Reply()
        return replies.popleft() if len(replies) > 1 else replies[0]


def test_one_host_is_asked_every_five_seconds_robots_txt_first() -> None:
    world = World({})
    polite = world.polite()
    for url in (PAGE, OTHER, "http://news.example/c"):
        assert polite.fetch(Request(url)).payload == b"page"
    assert world.asked == [
        (0.0, "http://news.example/robots.txt"),
        (5.0, PAGE),
        (10.0, OTHER),
        (15.0, "http://news.example/c"),
    ]


def test_hosts_do_not_wait_for_each_other() -> None:
    world = World({})
    polite = world.polite()
    for host in "abc":
        polite.fetch(Request(f"http://{host}.example/"))
    assert [at for at, _ in world.asked] == [0.0, 5.0, 5.0, 10.0, 10.0, 15.0]


def test_the_pause_begins_when_the_answer_has_come() -> None:
    world = World({PAGE: [Reply(takes=20.0)]})
    polite = world.polite()
    polite.fetch(Request(PAGE))
    polite.fetch(Request(OTHER))
    assert world.pages() == [(5.0, "/a"), (30.0, "/b")]


def test_a_host_has_one_spelling() -> None:
    world = World({}, "User-agent: *\nDisallow: /private")
    polite = world.polite()
    polite.fetch(Request("http://News.Example:80/a"))
    polite.fetch(Request("http://news.example./b"))
    assert [at for at, _ in world.asked] == [0.0, 5.0, 10.0]


def test_redirects_wait_their_turn_and_obey_robots_txt() -> None:
    to = "http://other.example/x"
    world = World({PAGE: [Reply(to=OTHER)], OTHER: [Reply(to=to)]})
    world.polite().fetch(Request(PAGE))
    assert world.asked == [
        (0.0, "http://news.example/robots.txt"),
        (5.0, PAGE),
        (10.0, OTHER),
        (10.0, "http://other.example/robots.txt"),
        (15.0, to),
    ]


def test_what_robots_txt_forbids_is_never_asked_for() -> None:
    world = World({PAGE: [Reply(to=OTHER)]}, "User-agent: *\nDisallow: /b")
    polite = world.polite()
    for url in (OTHER, PAGE):
        with pytest.raises(SourceError, match=r"robots\.txt"):
            polite.fetch(Request(url))
    assert world.pages() == [(5.0, "/a")]


@pytest.mark.parametrize(("stated", "spacing"), [("0", 5.0), ("12", 12.0), ("86400", 60.0)])
def test_a_crawl_delay_widens_the_spacing_up_to_the_cap(stated: str, spacing: float) -> None:
    world = World({}, f"User-agent: *\nCrawl-delay: {stated}")
    polite = world.polite()
    for url in (PAGE, OTHER, PAGE):
        polite.fetch(Request(url))
    times = [at for at, _ in world.pages()]
    assert [later - earlier for earlier, later in pairwise(times)] == [spacing] * 2


def test_server_errors_are_tried_again_with_growing_pauses() -> None:
    world = World({PAGE: [Reply(503)]})
    with pytest.raises(SourceError, match=r"the site has failed \(status 503\); try again later"):
        world.polite(Settings(spacing=1.0, backoff=4.0)).fetch(Request(PAGE))
    assert [at for at, _ in world.pages()] == [1.0, 5.0, 13.0, 29.0]


def test_temporary_failures_are_tried_again_others_are_not() -> None:
    world = World({PAGE: [Reply(fails=True), Reply(502), Reply()]})
    assert world.polite().fetch(Request(PAGE)).payload == b"page"
    assert [at for at, _ in world.pages()] == [5.0, 10.0, 15.0]
    world = World({PAGE: [Reply(fails=False), Reply()]})
    with pytest.raises(UnreachableError, match="reset"):
        world.polite().fetch(Request(PAGE))
    assert len(world.pages()) == 1


def test_retries_are_bounded() -> None:
    world = World({PAGE: [Reply(fails=True)]})
    with pytest.raises(UnreachableError):
        world.polite(Settings(retries=2)).fetch(Request(PAGE))
    assert len(world.pages()) == 3


@pytest.mark.parametrize("status", [400, 401, 402, 403, 407, 418, 451, 206, 204, 300, 304])
def test_other_answers_are_refused_at_once_and_named(status: int) -> None:
    world = World({PAGE: [Reply(status, b"" if status == 204 else b"page")]})
    with pytest.raises(SourceError, match=str(status)) as caught:
        world.polite().fetch(Request(PAGE))
    assert caught.value.source == PAGE
    assert len(world.pages()) == 1


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(SourceError, match=r"nothing \(status 200\)"):
        World({PAGE: [Reply(200, b"")]}).polite().fetch(Request(PAGE))


@pytest.mark.parametrize("status", [404, 410, 304, 200, 203])
def test_what_is_there_gone_or_unchanged_is_an_answer(status: int) -> None:
    world = World({PAGE: [Reply(status)]})
    assert world.polite().fetch(Request(PAGE, etag='"1"')).response.status == status


def test_after_a_429_the_host_is_asked_every_thirty_seconds() -> None:
    world = World({PAGE: [Reply(429), Reply()]})
    polite = world.polite()
    polite.fetch(Request(PAGE))
    polite.fetch(Request(OTHER))
    polite.fetch(Request("http://else.example/"))
    assert world.pages() == [(5.0, "/a"), (35.0, "/a"), (65.0, "/b"), (70.0, "/")]


@pytest.mark.parametrize("stated", ["120", "Fri, 02 Jan 2026 03:06:05 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_in_both_forms(status: int, stated: str) -> None:
    world = World({PAGE: [Reply(status, Retry_After=stated), Reply()]})
    world.polite().fetch(Request(PAGE))
    assert [at for at, _ in world.pages()] == [5.0, 125.0]


def test_a_host_that_asks_for_too_long_is_given_up_until_then() -> None:
    world = World({PAGE: [Reply(503, Retry_After="3600"), Reply()]})
    polite = world.polite()
    with pytest.raises(SourceError, match=r"status 503.*in 3,600 s"):
        polite.fetch(Request(PAGE))
    with pytest.raises(SourceError, match=r"news\.example asks to be left alone for 3,600 s more"):
        polite.fetch(Request(OTHER))
    assert len(world.pages()) == 1
    assert world.time == 5.0
    assert polite.fetch(Request("http://else.example/")).payload == b"page"
    world.time += 3600
    assert polite.fetch(Request(OTHER)).payload == b"page"


def test_robots_txt_itself_is_asked_for_patiently() -> None:
    failing = {"http://news.example/robots.txt": [Reply(503), Reply(200, b"User-agent: *\nDisallow: /b")]}
    world = World(failing)
    polite = world.polite()
    polite.fetch(Request(PAGE))
    assert [at for at, _ in world.asked] == [0.0, 5.0, 10.0]
    with pytest.raises(SourceError, match=r"robots\.txt"):
        polite.fetch(Request(OTHER))


def test_who_is_stopped_while_waiting_asks_for_nothing_more() -> None:
    world = World({})
    polite = world.polite()
    polite.fetch(Request(PAGE))
    world.stopped = True
    with pytest.raises(StoppedError, match="run it again"):
        polite.fetch(Request(OTHER))
    assert world.pages() == [(5.0, "/a")]
    world.stopped = False
    assert polite.fetch(Request(OTHER)).payload == b"page"


def test_a_failure_of_the_program_gives_the_host_back() -> None:
    world = World({})
    broken = iter([RuntimeError("a mistake")])

    def fetch(request: Request, before_hop: BeforeHop) -> Answer:
        answer = world.fetch(request, before_hop)
        if request.url == PAGE and (error := next(broken, None)):
            raise error
        return answer

    polite = Polite(fetch, AGENT, clock=world.clock, sleep=world.sleep)
    with pytest.raises(RuntimeError):
        polite.fetch(Request(PAGE))
    assert polite.fetch(Request(PAGE)).payload == b"page"


@given(st.text(max_size=40))
def test_retry_after_is_a_time_to_wait_or_nothing(stated: str) -> None:
    answer = Answer(Response(PAGE, PAGE, 503, (("retry-after", stated),)), b"", NOW)
    asked = retry_after(answer)
    assert asked is None or asked >= 0


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        (None, "provenance-archive/1.2"),
        ("ana@example.org", "provenance-archive/1.2 (+mailto:ana@example.org)"),
        ("https://example.org/who?we=are", "provenance-archive/1.2 (+https://example.org/who?we=are)"),
    ],
)
def test_the_agent_names_tool_version_and_contact(contact: str | None, agent: str) -> None:
    assert user_agent("1.2", contact) == agent


@pytest.mark.parametrize(
    "contact",
    [
        "", "ana", "ana@", "@example.org", "ana@localhost", "ana@example.org\r\nA: b", "ana@example.org\n",
        "ana@example.org)", "ftp://example.org", "https://", "https://example.org/a b", "https://ana:pw@example.org/",
        "https://example.org/\x00", "Ana <ana@example.org>", "änna@example.org", "a" * 200 + "@example.org",
    ],
)  # fmt: skip
def test_what_is_no_contact_is_refused(contact: str) -> None:
    with pytest.raises(UsageError, match="is no contact; give a mail address"):
        user_agent("1.2", contact)
