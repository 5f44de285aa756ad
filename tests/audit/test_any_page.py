"""Whatever page comes in: what is added of it is proved by its bytes, so an audit finds nothing."""

from pathlib import Path

import made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.archive.files import readable
from ingest.archive.query import Query
from ingest.audit import audit
from ingest.resources import knowledge as packaged

KNOWLEDGE = packaged()
PIECES = [
    "# A [heading](http://a.example/x) &amp; *more",
    "*Reuters* said on Monday that [Rest of the story](http://b.example/y), which is long, goes on,",
    "and so it did, according to the **Financial Times**, in a report of &#8220;some&#8221; length.&#39;",
    "By [Jane Doe](http://c.example/) and John Roe | 5 May 2024",
    "This article was first published on [North.News](http://n.example) on May 1, 2024.",
    "Page 2",
    "depart-",
    "ment stores were closed on Tuesday, the mayor told AFP in the evening of that day.",
    "© 2024 The Example Times. All rights reserved.",
    "Marta Lindqvist",
    "> “Quoted,” she said.\\",
    "- an item of a list with five words",
    "",
]
PAGES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), min_size=1, max_size=20)


@given(PAGES, st.sampled_from(["\n", "\n\n", "\r\n"]), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_audit_finds_nothing_in_what_was_just_added(
    tmp_path: Path, pieces: list[str], end: str, encoding: str
) -> None:
    archive = tmp_path / "archive.db"
    archive.unlink(missing_ok=True)
    payload = end.join(pieces).encode(encoding, "ignore")
    made.put(archive, [made.capture(payload, "http://www.made.example/2024/05/page")], KNOWLEDGE)
    with readable(archive) as database:
        assert list(audit(Query(database.conn), KNOWLEDGE)) == []
