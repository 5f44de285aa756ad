"""Whatever page of HTML comes in: what is added of it is proved by its bytes, so an audit finds nothing."""

from pathlib import Path

import made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proof import KNOWLEDGE

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import audit

PIECES = [
    "<h1>Bridge <em>closes</em> &amp; more</h1>",
    "<p>The council of the town met on <b>Tues</b>day to hear what the engineers had found&hellip;</p>",
    "<p>*Reuters* said on Monday that <a href='/a?x=1&amp;y=2&copy=3'>Rest of the story</a>, goes on.</p>",
    "<p>and so it did, according to the <b>Financial Times</b>, a &#8220;report&#8221; said.&#39;</p>",
    "<div class=byline>By <a rel=author href=/x>Jane Doe</a> and John Roe</div>",
    "<time datetime='2024-05-05T10:00+02:00'>5 May 2024</time>",
    "<p>This article was first published on <a href=http://n.example>North.News</a> on May 1, 2024.</p>",
    "<figure><figcaption>The bridge. &copy; J. Weil</figcaption></figure>",
    "<ul><li>an item of a list with five words<li>and another one, a little longer than the first</ul>",
    "<blockquote>“Quoted,” she said, and nobody said anything after that.</blockquote>",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A \\"b\\" \\u00e9"}</script>',
    "<link rel=canonical href='https://www.reuters.com/world/a-1'>",
    "<!-- <p>no</p> --> <table><tr><td>1<td>2</table>",
    "<p>© 2024 The Example Times. All rights reserved.</p>",
    "<p>Nobody had expected it, she said, and the engineer said: &quot;Nor had I.&quot; </p>",
    "<script>",
    "</div><p",
]
PAGES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), min_size=1, max_size=20)


@given(PAGES, st.sampled_from(["utf-8", "utf-16", "windows-1252"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_audit_finds_nothing_in_what_was_just_added(
    tmp_path: Path, pieces: list[str], encoding: str
) -> None:
    archive = tmp_path / "archive.db"
    archive.unlink(missing_ok=True)
    payload = ("<!doctype html><html lang=en><body>" + "\n".join(pieces)).encode(encoding, "ignore")
    made.put(archive, [made.capture(payload, "http://www.made.example/2024/05/page")], KNOWLEDGE)
    with readable(archive) as database:
        assert list(audit(Query(database.conn), KNOWLEDGE)) == []
