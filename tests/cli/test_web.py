"""The command line and the web: addresses, feeds, sitemaps, sites, and looking at them again.

Real sockets on hosts of the loopback network, asked by the command line as people would.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import made
import pytest
import zstandard
from click.testing import Result
from courier import Story, hundred_pages, story, story_page
from terminals import shown
from website import Reply, Site

Cli = Callable[..., Result]
LOCAL = ("--allow-private", "127.0.0.0/8", "--spacing", "0")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site("127.0.0.21") as site:
        yield site


WALL = (
    "<html><title>Before you continue</title><body><h1>We value your privacy</h1>"
    "<p>We and our partners store cookies on your device.</p></body></html>"
)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def statuses(result: Result) -> list[str]:
    return [str(line["status"]) for line in lines(result)]


def put(site: Site, number: int, path: str | None = None, title: str | None = None) -> Story:
    """One article of the site, perhaps under another address or title than its own."""
    one = story(number)
    page = story_page(one, site.base)
    site.page(path or one.path, page.replace(one.title, title) if title else page)
    return one


def articles(cli: Cli) -> list[dict[str, object]]:
    return lines(cli("export", "articles"))


def test_a_site_of_a_hundred_pages_yields_its_articles_and_then_headers_only(
    cli: Cli, site: Site, tmp_path: Path
) -> None:
    stories = hundred_pages(site)
    sources = (site.url("/feed.xml"), site.url("/sitemap.xml"))
    first = cli("add", *sources, *LOCAL, "--json")
    assert first.exit_code == 0, first.output
    assert sorted(statuses(first)) == ["added"] * 100 + ["followed"] * 5
    held = articles(cli)
    assert {(one["url"], one["title"]) for one in held} == {(site.url(one.path), one.title) for one in stories}
    assert {tuple(one["authors"]) for one in held} == {(one.author,) for one in stories}
    for one in held:
        assert "utm_" not in str(one["url"])
    assert cli("audit").exit_code == 0

    site.forget()
    second = cli("add", *sources, *LOCAL, "--json")
    assert sorted(statuses(second)) == ["followed"] * 5 + ["unchanged"] * 100
    assert {one.status for one in site.asked()} == {304}
    assert site.sent() == 0
    assert len(site.asked()) == 105
    assert articles(cli) == held
    assert made.rows(tmp_path / "archive.db", "SELECT count(*) FROM versions") == [(100,)]
    assert cli("audit").exit_code == 0


def test_discovery_finds_a_site_from_its_front_page_within_bounds(cli: Cli, site: Site) -> None:
    stories = hundred_pages(site)
    bounded = cli("add", site.url("/"), "--discover", "--limit", "7", *LOCAL)
    assert bounded.exit_code == 0, bounded.output
    assert "7 added" in bounded.stdout
    newest = {site.url(one.path) for one in stories[-7:]}
    assert {one["url"] for one in articles(cli)} == newest
    since = stories[50].published.isoformat()
    cli("add", site.url("/"), "--discover", "--since", since, *LOCAL)
    assert {one["url"] for one in articles(cli)} == {site.url(one.path) for one in stories[50:]}
    assert cli("audit").exit_code == 0


def test_what_was_not_reached_comes_first_the_next_time(cli: Cli, site: Site) -> None:
    hundred_pages(site, 30)
    cli("add", site.url("/sitemap.xml"), "--limit", "10", *LOCAL)
    site.forget()
    cli("add", site.url("/sitemap.xml"), *LOCAL)
    pages = [one.status for one in site.asked() if not one.path.endswith((".xml", ".gz", ".txt"))]
    assert pages == [200] * 20 + [304] * 10


def test_what_was_removed_is_not_asked_again_and_leaves_no_trace(cli: Cli, site: Site, tmp_path: Path) -> None:
    stories = hundred_pages(site, 10)
    sources = (site.url("/feed.xml"), site.url("/sitemap.xml"))
    cli("add", *sources, *LOCAL)
    gone = stories[4]
    removed = lines(cli("remove", site.url(gone.path), "--because", "asked to", "--json"))[0]
    assert removed["listings"] == 2
    for command in (("add", *sources), ("refresh",), ("add", *sources)):
        site.forget()
        told = cli(*command, *LOCAL, "--json")
        assert told.exit_code == 0, told.output
        assert statuses(told).count("unchanged") == 9
        assert site.asked(gone.path) == []
        notes = [line["note"] for line in lines(told) if "not kept" in (line["note"] or "")]
        assert len(notes) == 2
    assert cli("add", site.url(gone.path), *LOCAL).exit_code == 1
    assert gone.path.encode() not in (tmp_path / "archive.db").read_bytes()
    for (body,) in made.rows(tmp_path / "archive.db", "SELECT body FROM payloads"):
        assert gone.path.encode() not in zstandard.decompress(bytes(body))
    assert cli("audit", "--level", "replay").exit_code == 0


def test_refresh_keeps_what_changed_and_notes_what_is_gone(cli: Cli, site: Site) -> None:
    same, edited, gone, walled, moved = (put(site, number) for number in range(5))
    urls = [site.url(one.path) for one in (same, edited, gone, walled, moved)]
    assert cli("add", *urls, *LOCAL).exit_code == 0
    ids = {one["url"]: str(one["id"]) for one in articles(cli)}
    before = {one["id"]: one["text"] for one in articles(cli)}

    page = story_page(edited, site.base)
    site.page(edited.path, page.replace(edited.paragraphs[0], edited.paragraphs[0] + " Nobody objected."))
    site.gone(gone.path)
    site.page(walled.path, WALL)
    site.redirect(moved.path, "/archive" + moved.path)
    put(site, 4, "/archive" + moved.path)
    told = cli("refresh", *LOCAL, "--json", SOURCE_DATE_EPOCH=str(1767323045 + 86400))
    assert told.exit_code == 0, told.output
    found = {line["id"]: line["status"] for line in lines(told) if line["id"]}
    assert found == {
        ids[urls[0]]: "unchanged", ids[urls[1]]: "changed", ids[urls[2]]: "gone",
        ids[urls[3]]: "replaced", ids[urls[4]]: "unchanged",
    }  # fmt: skip
    after = {one["id"]: one["text"] for one in articles(cli)}
    assert {key for key in after if after[key] != before[key]} == {ids[urls[1]]}
    assert "Nobody objected." in str(after[ids[urls[1]]])

    shown = cli("show", ids[urls[1]])
    assert "{+ Nobody objected.+}" in shown.stdout
    assert "2 words added" in shown.stdout
    assert "gone (status 410)" in cli("show", ids[urls[2]]).stdout
    assert "a consent wall stood in its place" in cli("show", ids[urls[3]]).stdout
    assert "(301) → " in cli("show", ids[urls[4]]).stdout
    assert cli("audit").exit_code == 0


def test_refresh_takes_some_articles_or_those_not_seen_for_a_while(cli: Cli, site: Site) -> None:
    one, other = put(site, 1), put(site, 2)
    cli("add", site.url(one.path), site.url(other.path), *LOCAL)
    wanted = next(str(held["id"]) for held in articles(cli) if held["title"] == one.title)
    site.forget()
    cli("refresh", wanted, *LOCAL)
    assert [seen.path for seen in site.asked()] == ["/robots.txt", one.path]
    site.forget()
    assert cli("refresh", "--older-than", "7d", *LOCAL).exit_code == 0
    assert site.asked() == []
    later = {"SOURCE_DATE_EPOCH": str(1767323045 + 8 * 86400)}
    cli("refresh", "--older-than", "7d", *LOCAL, **later)
    assert {seen.path for seen in site.asked()} == {"/robots.txt", one.path, other.path}


def test_what_is_stated_of_a_page_holds_although_it_is_as_before(cli: Cli, site: Site, tmp_path: Path) -> None:
    url = site.url(put(site, 1).path)
    cli("add", url, *LOCAL)
    site.forget()
    (tmp_path / "m.jsonl").write_text(json.dumps({"url": url, "title": "As I call it", "basis": "I say so"}))
    told = cli("add", "--manifest", tmp_path / "m.jsonl", "--collection", "mine", *LOCAL)
    assert told.stdout.count("changed      ") == 1, told.output
    assert [seen.status for seen in site.asked() if seen.path != "/robots.txt"] == [304]
    assert [one["title"] for one in articles(cli)] == ["As I call it"]
    assert made.rows(tmp_path / "archive.db", "SELECT collection FROM collection_articles") == [("mine",)]
    again = cli("add", "--manifest", tmp_path / "m.jsonl", "--collection", "mine", *LOCAL)
    assert "1 unchanged" in again.stdout
    assert cli("audit").exit_code == 0


def test_a_front_page_that_changed_still_leads_to_articles_and_is_none(cli: Cli, site: Site) -> None:
    hundred_pages(site, 10)
    cli("add", site.url("/"), "--discover", *LOCAL)
    hundred_pages(site, 12)
    told = cli("refresh", *LOCAL)
    assert told.exit_code == 0, told.output
    assert f"{site.url('/')}: front-page" in told.stdout
    assert len(articles(cli)) == 12


def test_a_feed_that_grows_brings_its_new_articles_at_a_refresh(cli: Cli, site: Site) -> None:
    hundred_pages(site, 10)
    cli("add", site.url("/feed.xml"), *LOCAL)
    assert len(articles(cli)) == 10
    hundred_pages(site, 12)
    cli("refresh", *LOCAL)
    assert len(articles(cli)) == 12


def test_seed_001_and_its_page_are_one_article(cli: Cli, site: Site, seeds: Path, tmp_path: Path) -> None:
    text = (seeds.parent.parent / "seeds" / "001_145e3307cf6c1e47.txt").read_bytes()
    (tmp_path / "001.txt").write_bytes(text)
    url = site.url("/HotTopics/i99ht_197_Ven.html")
    (tmp_path / "list.jsonl").write_text(json.dumps({"path": "001.txt", "id": "001", "url": url}))
    put(site, 1, "/HotTopics/i99ht_197_Ven.html")
    site.page("/HotTopics/i99ht_197_Ven.html", story_page(story(1), "").replace('rel="canonical"', 'rel="x"'))
    assert cli("add", "--manifest", tmp_path / "list.jsonl").exit_code == 0
    told = cli("add", url + "?utm_source=feed", *LOCAL)
    assert told.stdout.startswith("changed"), told.output
    (held,) = articles(cli)
    assert (held["source_id"], held["url"]) == ("001", url)
    (shown,) = lines(cli("show", held["id"], "--json"))
    assert [one["path"] for one in shown["captures"]] == ["001.txt", None]
    assert len(shown["versions"]) == 2
    assert cli("audit").exit_code == 0


def test_addresses_come_in_lists_manifests_and_over_standard_input(
    cli: Cli, site: Site, tmp_path: Path
) -> None:
    stories = [put(site, number) for number in range(4)]
    urls = [site.url(one.path) for one in stories]
    (tmp_path / "list.txt").write_text(f"# of the courier\n{urls[0]}\n\n{urls[1]}\n")
    entry = {"url": urls[2], "id": "x", "title": "As I call it", "basis": "I say so"}
    (tmp_path / "m.jsonl").write_text(json.dumps(entry) + "\n")
    assert cli("add", tmp_path / "list.txt", "--manifest", tmp_path / "m.jsonl", *LOCAL).exit_code == 0
    typed = subprocess.run(
        [sys.executable, "-m", "ingest", "-a", str(tmp_path / "archive.db"), "add", "-", *LOCAL],
        input=f"{urls[3]}\nno address\n", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert typed.returncode == 1
    assert "standard input, line 2: 'no address' is no address" in typed.stderr
    held = {one["url"]: one for one in articles(cli)}
    assert set(held) == set(urls)
    assert (held[urls[2]]["title"], held[urls[2]]["source_id"]) == ("As I call it", "x")
    (told,) = lines(cli("inspect", urls[0], *LOCAL))
    assert told["title"] == stories[0].title


def test_private_hosts_are_refused_unless_allowed(cli: Cli, site: Site) -> None:
    one = put(site, 1)
    refused = cli("add", site.url(one.path))
    assert refused.exit_code == 1
    assert "127.0.0.21" in refused.stderr
    assert "--allow-private" in refused.stderr
    assert site.asked() == []
    other = cli("add", site.url(one.path), "--allow-private", "127.0.0.22")
    assert other.exit_code == 1
    assert site.asked() == []


def test_credentials_never_reach_archive_or_messages(cli: Cli, site: Site, tmp_path: Path) -> None:
    one = put(site, 1)
    secret = site.base.replace("//", "//ana:hunter2@")
    done = cli("add", secret + one.path, *LOCAL)
    assert done.exit_code == 1
    assert "hunter2" not in done.output
    page = story_page(one, site.base).encode()
    headers = {"Set-Cookie": "session=hunter2", "X-Auth-Token": "hunter2", "Content-Type": "text/html"}
    site.script(one.path, Reply(200, page, headers))
    assert cli("add", site.url(one.path), *LOCAL).exit_code == 0
    assert not any("hunter2" in line for line in made.dump(tmp_path / "archive.db"))


def test_the_site_is_told_who_asks(cli: Cli, site: Site) -> None:
    one = put(site, 1)
    cli("add", site.url(one.path), *LOCAL, INGEST_CONTACT="ana@example.org")
    agents = {seen.headers["user-agent"] for seen in site.asked()}
    assert agents == {"provenance-archive/0.1.0 (+mailto:ana@example.org)"}
    bad = cli("add", site.url(one.path), *LOCAL, "--contact", "me")
    assert bad.exit_code == 2
    assert "is no contact" in bad.stderr


def test_robots_txt_is_honoured_and_kept(cli: Cli, site: Site, tmp_path: Path) -> None:
    one, other = put(site, 1), put(site, 2)
    site.robots(f"User-agent: *\nDisallow: {one.path}\n")
    done = cli("add", site.url(one.path), site.url(other.path), *LOCAL)
    assert done.exit_code == 1
    assert "robots.txt asks robots not to read this address" in done.stderr
    assert one.path not in {seen.path for seen in site.asked()}
    kept = made.rows(tmp_path / "archive.db", "SELECT listing FROM captures WHERE listing IS NOT NULL")
    assert kept == [(site.url("/robots.txt"),)]


def test_one_bad_host_stops_no_other(cli: Cli, site: Site) -> None:
    stories = [put(site, number) for number in range(3)]
    site.script(stories[0].path, *[Reply(404)] * 9)
    with Site("127.0.0.23") as closed:
        dead = closed.url("/a")
    good = [site.url(one.path) for one in stories[1:]]
    done = cli("add", dead, site.url(stories[0].path), *good, *LOCAL)
    assert done.exit_code == 1
    assert len([line for line in done.stderr.splitlines() if line.startswith("failed")]) == 2
    assert "2 added, 2 failed" in done.stdout


def test_hosts_are_asked_side_by_side(cli: Cli) -> None:
    """With a pause of a second between two requests to one host, ten hosts take no ten times as long."""
    sites = [Site(f"127.0.0.{number}") for number in range(31, 37)]
    try:
        for number, one in enumerate(sites):
            one.__enter__()
            put(one, number)
        urls = [one.url(story(number).path) for number, one in enumerate(sites)]
        done = cli("add", *urls, "--allow-private", "127.0.0.0/8", "--spacing", "1")
        assert done.exit_code == 0, done.output
        asked = sorted(seen.at for one in sites for seen in one.asked())
        assert len(asked) == 12  # robots.txt and the page, each
        assert asked[-1] - asked[0] < 5
        for one in sites:
            first, second = (seen.at for seen in one.asked())
            assert second - first >= 0.9
    finally:
        for one in sites:
            one.__exit__(None, None, None)


def test_an_interrupt_ends_what_waits_and_the_next_run_goes_on(cli: Cli, site: Site, tmp_path: Path) -> None:
    hundred_pages(site, 20)
    command = [sys.executable, "-m", "ingest", "-a", str(tmp_path / "archive.db"), "add",
               site.url("/sitemap.xml"), "--allow-private", "127.0.0.0/8", "--spacing", "0.3"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(6)]
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert process.returncode == 1
    assert err == "interrupted; what was reported is done, the rest is not\n"
    added = [line for line in [*told, *out.splitlines()] if line.startswith("added")]
    assert 0 < len(added) < 20
    assert len(articles(cli)) == len(added)
    assert cli("add", site.url("/sitemap.xml"), *LOCAL).exit_code == 0
    assert len(articles(cli)) == 20


def test_a_terminal_shows_a_bar_with_what_is_left(site: Site, tmp_path: Path) -> None:
    hundred_pages(site, 8)
    command = [sys.executable, "-m", "ingest", "-a", str(tmp_path / "archive.db"), "add",
               site.url("/sitemap.xml"), "--allow-private", "127.0.0.0/8", "--spacing", "0.2"]  # fmt: skip
    text, _ = shown(command)
    assert "0 failed" in text
    assert "sources/s" in text
    assert "8 added" in text
