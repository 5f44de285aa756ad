"""The search index: made again from titles and texts, compared word by word, and checked by FTS5 itself."""

import sqlite3
from collections.abc import Iterator, Sequence

from ..archive import searching
from ..archive.query import Query
from ..records import Finding
from .look import Look

SUBJECT = "the search index"
CODES = ("search-differs",)

# Articles compared at a time.
_BATCH = 1000
# What FTS5 keeps of an index, apart from its settings.
_PARTS = ("data", "idx", "docsize")
# Temporary tables stand in a database of their own: the archive stays untouched. `copied` is a copy of the
# index, since FTS5 checks only what it may write to.
_SETUP = """
CREATE VIRTUAL TABLE temp.again USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2');
CREATE TEMP VIEW said AS SELECT rowid, title, text FROM main.search_source;
CREATE VIRTUAL TABLE temp.copied USING fts5 (
  title, text, content = 'said', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TEMP TABLE batch (doc INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE temp.stored_words USING fts5vocab (main, 'search', 'instance');
CREATE VIRTUAL TABLE temp.stored_terms USING fts5vocab (main, 'search', 'row');
CREATE VIRTUAL TABLE temp.again_words USING fts5vocab (temp, 'again', 'instance');
"""
_COMPARE = """
SELECT DISTINCT doc FROM (
  SELECT * FROM (SELECT doc, term, col, offset FROM stored_words WHERE doc IN temp.batch
                 EXCEPT SELECT doc, term, col, offset FROM again_words)
  UNION ALL
  SELECT * FROM (SELECT doc, term, col, offset FROM again_words
                 EXCEPT SELECT doc, term, col, offset FROM stored_words WHERE doc IN temp.batch)
) ORDER BY doc
"""
_NUMBERS = """
SELECT number FROM articles UNION SELECT id FROM search_docsize UNION SELECT doc FROM stored_words ORDER BY 1
"""
# In how many articles a word stands, and in how many it is found through what leads to its page: FTS5 does not
# look for itself whether a word can still be found. The same words are asked for by name.
_LOST = """
SELECT term FROM stored_terms AS word
WHERE doc <> ifnull((SELECT doc FROM stored_terms AS found WHERE found.term = word.term), 0) ORDER BY term
"""
_SETTINGS = """
SELECT k FROM (
  SELECT * FROM (SELECT k, v FROM main.search_config EXCEPT SELECT k, v FROM temp.copied_config)
  UNION ALL
  SELECT * FROM (SELECT k, v FROM temp.copied_config EXCEPT SELECT k, v FROM main.search_config)
) ORDER BY k
"""
# Pages of segments are numbered from the segment's number times 2^37 on; 1 and 10 are the index's own records.
_SEGMENTS = """
SELECT count(*) FROM (SELECT id >> 37 FROM temp.copied_data WHERE id NOT IN (1, 10)
                      UNION SELECT segid FROM temp.copied_idx)
"""


def check(look: Look, thoroughly: bool) -> Iterator[Finding]:
    """Articles whose index entries are not those of their title and text, and what else is wrong.

    Args:
        look: the archive, and of which articles to compare the words.
        thoroughly: whether to compare words also where the index has its own digest.
    """
    query = look.query
    try:
        sealed = searching.sealed(query.connection)
        if sealed and not thoroughly:
            return
        query.connection.executescript(_SETUP)
        of_some = sealed and look.sample is not None
        yield from _compared(look, _sampled(query) if of_some else _all(query))
        if not of_some:
            yield from _sound(query)
    except sqlite3.DatabaseError as error:
        yield _finding(SUBJECT, "an index that can be read", str(error))


def _sampled(query: Query) -> Sequence[int]:
    """The numbers of a sample's articles."""
    sql = "SELECT number FROM articles WHERE id IN temp.sample ORDER BY number"
    return [row["number"] for row in query.rows(sql)]


def _all(query: Query) -> Sequence[int]:
    """All numbers that an article or an entry of the index has."""
    return [row["number"] for row in query.rows(_NUMBERS)]


def _compared(look: Look, numbers: Sequence[int]) -> Iterator[Finding]:
    query = look.query
    for at in look.watched(range(0, len(numbers), _BATCH), f" times {_BATCH} articles searched"):
        query.connection.execute("DELETE FROM temp.batch")
        query.connection.executemany(
            "INSERT INTO temp.batch VALUES (?)", ((number,) for number in numbers[at : at + _BATCH])
        )
        query.connection.execute("DELETE FROM temp.again")
        query.connection.execute(
            "INSERT INTO temp.again (rowid, title, text)"
            " SELECT rowid, title, text FROM search_source WHERE rowid IN temp.batch"
        )
        for row in list(query.rows(_COMPARE)):
            article = query.value("SELECT id FROM articles WHERE number = ?", [row["doc"]])
            subject = f"article {article}" if article else f"entry {row['doc']} of no article"
            yield _finding(subject, "the words of its title and text", "other words", str(row["doc"]))


def _sound(query: Query) -> Iterator[Finding]:
    """Whether FTS5 can find what the index holds, and its numbers of words are those of titles and texts."""
    for row in list(query.rows(_LOST)):
        yield _finding(SUBJECT, f"the word {row['term']!r} found where it stands", "not found in all of these")
    for row in list(query.rows(_SETTINGS)):
        yield _finding(SUBJECT, "FTS5's own settings", f"another {row['k']!r}")
    for part in _PARTS:
        query.connection.execute(f"DELETE FROM temp.copied_{part}")
        query.connection.execute(f"INSERT INTO temp.copied_{part} SELECT * FROM main.search_{part}")
    # With the rank 1 it also compares words and numbers with titles and texts (https://sqlite.org/fts5.html).
    query.connection.execute("INSERT INTO temp.copied (copied, rank) VALUES ('integrity-check', 1)")
    query.connection.execute("INSERT INTO temp.copied (copied) VALUES ('optimize')")
    segments = query.value(_SEGMENTS)
    if segments > 1:
        yield _finding(SUBJECT, "pages of one segment, once merged", f"pages of {segments}")


def _finding(subject: str, expected: str, found: str, row: str | None = None) -> Finding:
    return Finding("search-differs", subject, expected, found, "search", row)
