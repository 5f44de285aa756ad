"""What an article's page says of its versions and retrievals, also where their words are hostile."""

import asyncio
import re
from dataclasses import replace

import made

from ingest.archive.query import Query
from ingest.read.knowledge import Knowledge
from ingest.records import Hop
from ingest.serve import instance

URL = "http://made.example/b"
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def page(archive, path):
    return asyncio.run(instance.datasette(archive).client.get(path))


def shown(archive, url=URL):
    """The page of the article at an address."""
    connection = made.connected(archive)
    article = Query(connection).article_at(url.removeprefix("http://"))
    connection.close()
    return page(archive, f"/archive/articles/{article}").text


def test_versions_retrievals_and_what_stands_there_now_are_told(archive):
    html = shown(archive)
    notice = re.search(r'<p class="notice">(.*?)</p>', html, re.DOTALL)[1]
    assert "4 March 2025" in notice
    assert "gone (status 404)" in notice
    assert "<del>Graz</del><ins>Lyon</ins>" in html
    assert "3 words added, 3 words removed" in html or "2 words added, 2 words removed" in html
    retrievals = re.findall(r'<li><time datetime="(2025-03-0\d)', html.partition("<h3>Retrievals</h3>")[2])
    assert retrievals == ["2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04"]
    assert "seen again, not modified" in html


def test_an_article_seen_once_has_no_versions_to_compare(archive):
    html = shown(archive, "http://traditioninaction.org/HotTopics/i99ht_197_Ven.html")
    assert "<h3>Versions</h3>" not in html
    assert "<h3>Retrievals</h3>" in html
    assert "What is shown here was archived before" not in html


def test_hostile_words_in_a_difference_stay_words(archive, knowledge: Knowledge):
    attack = made.text(6).replace(b"the old bridge", b"the old bridge " + ATTACK.encode())
    first = made.retrieved(attack, URL, "2025-04-01T00:00:00+00:00")
    hop = Hop('javascript:alert("3")', 301)
    made.put(archive, [replace(first, response=replace(first.response, hops=(hop,)))], knowledge)
    html = shown(archive)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html
    assert 'href="javascript:' not in html
    assert "javascript:alert" in html  # told, but not to be followed


def test_many_retrievals_are_folded_away(archive, knowledge: Knowledge):
    days = [made.retrieved(made.text(5), URL, f"2025-05-{day:02}T00:00:00+00:00") for day in range(1, 15)]
    made.put(archive, days, knowledge)
    html = shown(archive)
    assert "<summary>18 retrievals, the last one seen again, the same bytes</summary>" in html
