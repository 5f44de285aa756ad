"""The pages of cross-posts: what is told, in bounds, and with hostile words."""

import asyncio
import re
import sqlite3
from pathlib import Path

import made
import pytest

from ingest.serve import instance, pages

PAGES = Path(__file__).parents[1] / "pages" / "original"
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
REPORT = "\n\n".join(
    f"On bridge {number} the council of {town} heard engineers, {{}} and the owner of mill {number} at once."
    for number, town in enumerate(made.TOWNS)
)


def html(archive, path):
    """A page of Datasette's, which has to be there."""
    answer = asyncio.run(instance.datasette(archive).client.get(f"/archive/{path}"))
    assert answer.status_code == 200, answer.text
    return answer.text


def said(page):
    """Its words alone."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.fixture(scope="module")
def carried(tmp_path_factory, knowledge):
    """The seeds with the original of one and another copy. Not to be written to."""
    path = tmp_path_factory.mktemp("carried") / "archive.db"
    made.put(path, made.seeds(), knowledge)
    made.put(path, [made.capture(page.read_bytes()) for page in sorted(PAGES.glob("*.html"))], knowledge)
    return path


def one(archive, sql, *parameters):
    connection = sqlite3.connect(archive)
    (found,) = connection.execute(sql, parameters).fetchone()
    connection.close()
    return found


def of(archive, outlet, stub=0):
    return one(archive, "SELECT id FROM articles WHERE outlet = ? AND stub = ?", outlet, stub)


def test_a_copys_page_tells_its_source_why_and_who_carries_it_too(carried):
    page = html(carried, f"articles/{of(carried, 'Tradition in Action')}")
    words = said(page)
    assert "Why this is the later one: its text names that outlet as its source" in words
    assert "Evidence: the text says so, bytes 4890 to 5048 of this page" in words
    assert re.search(r"Evidence: the same words, bytes \d+ to \d+.* of this page , and bytes", words)
    carriers = page.partition("Who carries this text")[2].partition("</ul>")[0]
    assert re.findall(r"articles/(\w{16})", carriers) == [
        of(carried, outlet) for outlet in ("WWIII.NEWS", "Tradition in Action", "Meridian Dispatch")
    ]
    assert "<script" not in page


def test_a_stubs_page_tells_which_article_it_is_and_why(carried):
    words = said(html(carried, f"articles/{of(carried, 'WWIII.NEWS', stub=1)}"))
    assert "the archive holds this article under another id" in words
    # The third carrier of the text names nobody.
    assert (
        "known only because Venezuela Defies the U.S. - Continues Alliance with Russia &amp; China names it;"
        in words
    )
    assert "Why: headline 100% alike, same outlet, same text, same day, score 1000 of 1000" in words


def test_a_stub_that_may_be_several_tells_them_ranked(carried, tmp_path):
    archive = made.connected(carried)
    connection = sqlite3.connect(tmp_path / "a.db")
    archive.backup(connection)
    stub = of(carried, "WWIII.NEWS", stub=1)
    connection.execute("DELETE FROM resolutions")
    for outlet, score in (("EIR News", 400), ("LNG in Northern BC", 650)):
        connection.execute(
            "INSERT INTO candidates VALUES (?, ?, ?, ?)", [stub, of(carried, outlet), score, ATTACK]
        )
    connection.commit()
    connection.close()
    page = html(tmp_path / "a.db", f"articles/{stub}")
    assert re.findall(r"score (\d+) of 1000", page.partition("What it may be")[2])[:2] == ["650", "400"]
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_relations_page_has_both_sides_and_what_was_changed(carried):
    relation = one(carried, 'SELECT id FROM relations WHERE "from" = ?', of(carried, "Meridian Dispatch"))
    page = html(carried, f"relations/{relation}")
    assert "<del>Venezuela’s</del><ins>Venezuela&#39;s</ins>" in page
    words = said(page)
    assert "From the source to the later text: 1 word added, 1 word removed" in words
    assert "&lt;" not in page.partition('id="evidence"')[2].partition("</section>")[0]
    assert "of the other page" in words
    assert html(carried, f"relations/{relation}.json").startswith("{")


def test_a_relation_that_is_not_there_is_not_found(carried):
    answer = asyncio.run(instance.datasette(carried).client.get(f"/archive/relations/{'a' * 16}"))
    assert answer.status_code == 404


def test_the_home_page_tells_the_original_first(carried):
    answer = asyncio.run(instance.datasette(carried).client.get("/"))
    section = said(answer.text.partition('id="crossposts"')[2].partition("</section>")[0])
    assert (
        section.index("WWIII.NEWS") < section.index("Carried by 2 others") < section.index("Meridian Dispatch")
    )


def test_the_tables_lead_to_articles_and_to_all_members(carried):
    original = of(carried, "WWIII.NEWS")
    clusters = html(carried, "clusters")
    assert f'<a href="/archive/articles/{original}"><bdi>Venezuela defies U.S.' in clusters
    members = re.search(r'href="(/archive/articles\?work__exact=\w+)">3</a>', clusters)[1]
    assert "Caracas tells Washington" in html(carried, members.removeprefix("/archive/"))
    chains = html(carried, "chains")
    assert f'→ <a href="/archive/articles/{original}"><code>' in chains
    steps = html(carried, f"chain_of_an_article.json?article={of(carried, 'Tradition in Action')}&_shape=array")
    assert original in steps


def test_hostile_words_in_passages_differences_and_reasons_stay_words(tmp_path, knowledge):
    archive = tmp_path / "hostile.db"
    texts = [REPORT.format(*(who for _ in made.TOWNS)) for who in ("Smith", f"{ATTACK} Jones")]
    captures = [
        made.capture(text.encode(), f"http://{name}.example/", outlet=f"{ATTACK}{name}", title=ATTACK)
        for name, text in zip("ab", texts, strict=True)
    ]
    made.put(archive, captures, knowledge)
    relation, article = (one(archive, f"SELECT {column} FROM relations") for column in ("id", '"from"'))
    connection = sqlite3.connect(archive)
    connection.execute(
        "INSERT INTO acts (id, act, article, other, by, asserted_at, basis)"
        ' SELECT ?, \'unlink\', "from", "to", ?, ?, ? FROM relations',
        ["a" * 16, ATTACK, made.NOW, ATTACK],
    )
    connection.execute("UPDATE relations SET status = 'rejected', act = ?", ["a" * 16])
    connection.commit()
    connection.close()
    for path in (f"articles/{article}", f"relations/{relation}"):
        page = html(archive, path)
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
        assert "ejected by &lt;script&gt;" in said(page)
    assert "<ins>" in html(archive, f"relations/{relation}")


def test_a_page_with_a_thousand_relations_and_facts_tells_the_first_and_how_many_there_are(archive):
    connection = sqlite3.connect(archive)
    article = connection.execute("SELECT article FROM captures WHERE source_id = '001'").fetchone()[0]
    (work, version) = connection.execute(
        "SELECT work, version FROM articles WHERE id = ?", [article]
    ).fetchone()
    relation = connection.execute('SELECT id FROM relations WHERE "from" = ?', [article]).fetchone()[0]
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    for number in range(1000):
        other = "zzzzzzzzzzzzz" + "".join(letters[number // 32**place % 32] for place in range(3))
        connection.execute(
            "INSERT INTO articles (id, number, title, stub, work, version, added_at)"
            " VALUES (?, ?, 'Copy', 0, ?, ?, ?)",
            [other, 10_000 + number, work, version, made.NOW],
        )
        connection.execute(
            'INSERT INTO relations (id, "from", "to", kind, status, score, origin)'
            " VALUES (?, ?, ?, 'republication', 'detected', 500, 'found')",
            [other, other, article],
        )
        connection.execute(
            "INSERT INTO evidence VALUES (?, ?, 'attribution', ?, ?, '[[1, 2]]', NULL, '[]')",
            [relation, 100 + number, "word " * number, version],
        )
    connection.commit()
    told = pages.page(connection, article).crossposts
    connection.close()
    assert (len(told.related), told.relations) == (30, 1001)
    assert (len(told.related[0].facts), told.related[0].seen.counted) == (3, 1001)
    assert len(told.members) == 20
    words = said(html(archive, f"articles/{article}"))
    assert "These are the first 30 of 1,001." in words
    assert "All 1001 facts, side by side" in words
    assert "All 1,002 of them" in words
    assert "These are the first 100 of 1,001 facts" in said(html(archive, f"relations/{relation}"))
