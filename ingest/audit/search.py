"""The search index: made again from titles and texts, word by word, and compared."""

import sqlite3
from collections.abc import Iterator

from ..archive import searching
from ..archive.query import Query
from ..records import Finding

SUBJECT = "the search index"
CODES = ("search-differs",)

# Articles compared at a time.
_BATCH = 1000
# Temporary tables stand in a database of their own: the archive stays untouched.
_SETUP = """
CREATE VIRTUAL TABLE temp.again USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE temp.stored_words USING fts5vocab (main, 'search', 'instance');
CREATE VIRTUAL TABLE temp.again_words USING fts5vocab (temp, 'again', 'instance');
"""
_COMPARE = """
SELECT DISTINCT doc FROM (
  SELECT * FROM (SELECT doc, term, col, offset FROM stored_words WHERE doc BETWEEN :low AND :high
                 EXCEPT SELECT doc, term, col, offset FROM again_words)
  UNION ALL
  SELECT * FROM (SELECT doc, term, col, offset FROM again_words
                 EXCEPT SELECT doc, term, col, offset FROM stored_words WHERE doc BETWEEN :low AND :high)
) ORDER BY doc
"""


def check(query: Query, thoroughly: bool) -> Iterator[Finding]:
    """Articles whose index entries are not those of their title and text.

    Args:
        query: a read-only connection to the archive.
        thoroughly: whether to compare all words also where the index has its own digest.
    """
    try:
        if not thoroughly and searching.sealed(query.connection):
            return
        query.connection.executescript(_SETUP)
        yield from _compared(query)
    except sqlite3.DatabaseError as error:
        yield Finding("search-differs", SUBJECT, "an index that can be read", str(error))


def _compared(query: Query) -> Iterator[Finding]:
    highest = query.value("SELECT max(number) FROM articles") or 0
    last = query.value("SELECT max(id) FROM search_docsize") or 0
    for low in range(1, max(highest, last) + 1, _BATCH):
        bounds = {"low": low, "high": low + _BATCH - 1}
        query.connection.execute("DELETE FROM temp.again")
        query.connection.execute(
            "INSERT INTO temp.again (rowid, title, text)"
            " SELECT rowid, title, text FROM search_source WHERE rowid BETWEEN :low AND :high",
            bounds,
        )
        for row in list(query.rows(_COMPARE, bounds)):
            article = query.value("SELECT id FROM articles WHERE number = ?", [row["doc"]])
            subject = f"article {article}" if article else f"entry {row['doc']} of no article"
            yield Finding("search-differs", subject, "the words of its title and text", "other words")
