"""robots.txt: what is allowed, how it is read, and what is said where it is not."""

from collections.abc import Callable

import pytest

from ingest.capture.web.request import Answer, Request, UnreachableError
from ingest.capture.web.robots import MAX_BYTES, Robots
from ingest.errors import SourceError
from ingest.records import Hop, Response

AGENT = "provenance-archive/0.1.0 (+mailto:ana@example.org)"
PAGE = "https://news.example/a/b"


class Web:
    """Answers for robots.txt files, and what was asked for."""

    def __init__(self, reply: Callable[[str], Answer]) -> None:
        self.reply = reply
        self.asked: list[str] = []
        self.time = 0.0

    def fetch(self, request: Request) -> Answer:
        self.asked.append(request.url)
        return self.reply(request.url)


def answer(url: str, body: bytes = b"", status: int = 200, final: str | None = None, hops: int = 0) -> Answer:
    passed = tuple(Hop(f"{url}#{number}", 301) for number in range(hops))
    return Answer(Response(url, final or url, status, (), passed), body, "2026-01-02T03:04:05+00:00")


def robots(body: bytes | str = b"", status: int = 200, hops: int = 0) -> tuple[Robots, Web]:
    data = body.encode() if isinstance(body, str) else body
    web = Web(lambda url: answer(url, data, status, hops=hops))
    return Robots(web.fetch, AGENT, lambda: web.time), web


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", True),
        ("User-agent: *\nDisallow: /*b$", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: Provenance-Archive\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: provenance-archive\nDisallow: /private", True),
        ("User-agent: other\nUser-agent: provenance-archive # ours\nDisallow: /a", False),
        # The contact is not who we are.
        ("User-agent: example\nDisallow: /\n\nUser-agent: mailto\nDisallow: /", True),
        ("User-agent: archive\nDisallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", False),
        ("User-agent: *\rDisallow: /a", False),
        ("<html><body>Nothing here</body></html>", True),
    ],
)
def test_rules_for_us_count(text: str, allowed: bool) -> None:
    rules, _ = robots(text)
    assert rules.allowed(PAGE) is allowed


def test_bytes_of_any_kind_are_read() -> None:
    rules, _ = robots(b"\x00\xff\xfe# caf\xe9\nUser-agent: *\nDisallow: /a\n\xe9\n")
    assert not rules.allowed(PAGE)
    assert rules.allowed("https://news.example/c")


def test_a_refusal_names_the_address_the_file_and_what_to_do() -> None:
    rules, _ = robots("User-agent: *\nDisallow: /a")
    with pytest.raises(SourceError) as caught:
        rules.check(PAGE)
    assert caught.value.source == PAGE
    assert "robots.txt" in caught.value.reason
    assert "ask the site" in caught.value.reason


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_without_the_file_allows_everything(status: int) -> None:
    rules, _ = robots("User-agent: *\nDisallow: /", status)
    rules.check(PAGE)
    assert rules.allowed(PAGE)


@pytest.mark.parametrize("status", [429, 500, 503, 304, 301])
def test_where_the_file_cannot_be_read_nothing_is_allowed(status: int) -> None:
    rules, _ = robots("", status)
    assert not rules.allowed(PAGE)
    with pytest.raises(SourceError, match=rf"robots.txt could not be read.* {status}; try later"):
        rules.check(PAGE)


def test_an_unreachable_site_is_named_as_such() -> None:
    def fail(url: str) -> Answer:
        raise UnreachableError(url, "the connection was refused; try later", temporary=True)

    rules = Robots(fail, AGENT, lambda: 0.0)
    with pytest.raises(
        SourceError, match=r"robots\.txt could not be read.*the connection was refused; try later"
    ):
        rules.check(PAGE)


def test_five_redirects_are_followed_and_no_more() -> None:
    assert robots("", hops=5)[0].allowed(PAGE)
    assert not robots("", hops=6)[0].allowed(PAGE)


def test_the_file_is_read_once_for_scheme_host_and_port() -> None:
    rules, web = robots("")
    for url in (PAGE, "https://NEWS.example:443/c", "http://news.example/", "https://news.example:8443/"):
        assert rules.allowed(url)
        assert rules.allowed(url)
    assert web.asked == [
        "https://news.example/robots.txt",
        "http://news.example/robots.txt",
        "https://news.example:8443/robots.txt",
    ]


def test_what_a_redirect_led_to_is_known_there_too() -> None:
    web = Web(lambda url: answer(url, b"User-agent: *\nDisallow: /a", final="https://news.example/robots.txt"))
    rules = Robots(web.fetch, AGENT, lambda: 0.0)
    assert not rules.allowed("http://news.example/a")
    assert not rules.allowed("https://news.example/a")
    assert len(web.asked) == 1


def test_after_a_day_it_is_read_again() -> None:
    rules, web = robots("")
    rules.check(PAGE)
    web.time = 24 * 3600.0
    rules.check(PAGE)
    assert len(web.asked) == 1
    web.time += 1
    rules.check(PAGE)
    assert len(web.asked) == 2


def test_what_follows_the_limit_is_left() -> None:
    start = b"User-agent: *\nDisallow: /a\n"
    filler = b"#" * (MAX_BYTES - len(start) - 1) + b"\n"
    rules, _ = robots(start + filler + b"User-agent: *\nDisallow: /z\n")
    assert not rules.allowed(PAGE)
    assert rules.allowed("https://news.example/z")


def test_many_names_before_many_rules_stay_small() -> None:
    """Kept apart, they would be 300 million rules."""
    names = "".join(f"User-agent: a{number}\n" for number in range(15_000))
    rules, _ = robots(names + "User-agent: *\n" + "Disallow: /a\n" * 15_000)
    assert not rules.allowed(PAGE)
    assert rules.allowed("https://news.example/b")


@pytest.mark.parametrize(
    ("stated", "delay"), [("7", 7.0), ("0.5", 0.5), ("1e9", 1e9), ("soon", None), ("-1", None), ("inf", None)]
)
def test_the_crawl_delay_is_read(stated: str, delay: float | None) -> None:
    rules, _ = robots(f"User-agent: *\nCrawl-delay: {stated}\nDisallow: /x")
    assert rules.crawl_delay(PAGE) == delay


def test_sitemaps_are_addresses_of_the_web_each_once() -> None:
    rules, _ = robots(
        "Sitemap: https://news.example/s.xml\nSitemap: /t.xml\nSitemap: ftp://news.example/u.xml\n"
        "sitemap: https://news.example/s.xml\nSitemap: http://[broken\nSitemap: javascript:alert(1)\n"
    )
    assert rules.sitemaps(PAGE) == ("https://news.example/s.xml", "https://news.example/t.xml")
