"""Takes an article out of the archive, with all that came from it, and keeps that it was removed."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from ..errors import ArchiveError
from ..read import addresses, mentions
from ..read.mentions import Traits
from ..records import Removal
from .query import Query
from .schema import unguarded

_COLUMNS = "article, by, removed_at, because"


@dataclass(frozen=True, slots=True)
class Listings:
    """Payloads (SHA-256) of listings that speak of an article, and listings that stood at its addresses."""

    payloads: frozenset[str]
    own: frozenset[str]


def removal(query: Query, article: str) -> Removal | None:
    """The removal of an article, None where it was not removed."""
    row = query.one(f"SELECT {_COLUMNS} FROM removals WHERE article = ?", [article])
    return Removal(**row) if row else None


def removals(query: Query) -> Iterator[Removal]:
    """All removals, in the order of ids."""
    for row in query.rows(f"SELECT {_COLUMNS} FROM removals ORDER BY article"):
        yield Removal(**row)


def ids(query: Query) -> frozenset[str]:
    """The ids of all removed articles."""
    return frozenset(row["article"] for row in query.rows("SELECT article FROM removals"))


def traits(query: Query, article: str) -> Traits:
    """By what an article is known in what leads to it: all its addresses, headlines, and texts."""
    urls = (
        "SELECT asked AS url FROM captures WHERE article = :a UNION SELECT url FROM captures WHERE article = :a"
        " UNION SELECT json_extract(value, '$[0]') FROM captures, json_each(hops) WHERE article = :a"
        " UNION SELECT value FROM claims WHERE article = :a AND field = 'url'"
    )
    words = (
        "SELECT title AS words FROM versions WHERE article = :a UNION"
        " SELECT value FROM claims WHERE article = :a AND field = 'title' UNION"
        " SELECT body FROM texts WHERE sha256 IN (SELECT text FROM versions WHERE article = :a)"
    )
    keys = [addresses.key(row["url"]) for row in query.rows(urls, {"a": article}) if row["url"]]
    lines = (line for row in query.rows(words, {"a": article}) for line in (row["words"] or "").splitlines())
    return mentions.traits([*query.address_keys(article), *keys], lines)


def listings(query: Query) -> Iterator[tuple[str, str, str]]:
    """What listings showed: the address asked, the one that answered, and the SHA-256 of what is kept."""
    sql = "SELECT DISTINCT listing, url, payload FROM captures WHERE listing <> '' AND payload <> ''"
    for row in list(query.rows(sql)):
        yield row["listing"], row["url"] or row["listing"], row["payload"]


def named_by_none_else(query: Query, article: str) -> set[str]:
    """The stubs that only this article names."""
    sql = (
        'SELECT id FROM articles WHERE stub AND id IN (SELECT "to" FROM relations WHERE "from" = :a)'
        " AND NOT EXISTS (SELECT 1 FROM relations"
        ' WHERE "to" = articles.id AND "from" <> :a AND origin = \'named\')'
    )
    return {row["id"] for row in query.rows(sql, {"a": article})}


def near(query: Query, gone: Collection[str]) -> set[str]:
    """The articles and stubs that have to do with some articles, and are to be decided again without them."""
    sql = """
WITH gone (id) AS (SELECT value FROM json_each(:gone)),
  of_gone (id) AS (SELECT versions.id FROM versions JOIN gone ON article = gone.id)
SELECT "from" AS id FROM relations WHERE "to" IN gone
UNION SELECT "to" FROM relations WHERE "from" IN gone
UNION SELECT "from" FROM relations JOIN evidence ON relation = relations.id WHERE from_version IN of_gone
UNION SELECT "to" FROM relations JOIN evidence ON relation = relations.id WHERE from_version IN of_gone
UNION SELECT "from" FROM relations JOIN evidence ON relation = relations.id WHERE to_version IN of_gone
UNION SELECT "to" FROM relations JOIN evidence ON relation = relations.id WHERE to_version IN of_gone
UNION SELECT stub FROM resolutions WHERE article IN gone
UNION SELECT article FROM resolutions WHERE stub IN gone
UNION SELECT stub FROM candidates WHERE article IN gone
UNION SELECT article FROM acts WHERE other IN gone AND article IS NOT NULL
UNION SELECT other FROM acts WHERE article IN gone AND other IS NOT NULL
UNION SELECT id FROM articles WHERE work IN (SELECT work FROM articles WHERE id IN gone)
"""
    return {row["id"] for row in query.rows(sql, {"gone": json.dumps(sorted(gone))})} - set(gone)


# What is said of articles, and what undoes that, and what undoes that again.
_ACTS = """
WITH RECURSIVE gone (id) AS (SELECT value FROM json_each(:gone)),
  said (id) AS (
    SELECT id FROM acts WHERE article IN gone OR other IN gone
    UNION SELECT acts.id FROM acts JOIN claims ON undoes = claims.id WHERE claims.article IN gone
    UNION SELECT acts.id FROM acts JOIN said ON undoes = said.id)
SELECT id FROM said
"""
# In the order in which their rows depend on each other; the search index reads texts when an article goes.
_ROWS = """
DELETE FROM evidence WHERE relation IN (SELECT value FROM json_each(:relations));
DELETE FROM relations WHERE id IN (SELECT value FROM json_each(:relations));
DELETE FROM resolutions WHERE stub IN (SELECT value FROM json_each(:gone))
  OR article IN (SELECT value FROM json_each(:gone)) OR act IN (SELECT value FROM json_each(:acts));
DELETE FROM candidates WHERE stub IN (SELECT value FROM json_each(:gone))
  OR article IN (SELECT value FROM json_each(:gone));
DELETE FROM stub_titles WHERE stub IN (SELECT value FROM json_each(:gone));
DELETE FROM acts WHERE id IN (SELECT value FROM json_each(:acts));
DELETE FROM claims WHERE article IN (SELECT value FROM json_each(:gone));
DELETE FROM attributions WHERE article IN (SELECT value FROM json_each(:gone));
DELETE FROM links WHERE version IN (SELECT value FROM json_each(:versions));
DELETE FROM passages WHERE version IN (SELECT value FROM json_each(:versions));
DELETE FROM captures WHERE article IN (SELECT value FROM json_each(:gone))
  OR listing IN (SELECT value FROM json_each(:own))
  OR listing IS NOT NULL AND payload IN (SELECT value FROM json_each(:listed));
DELETE FROM listings WHERE url IN (SELECT value FROM json_each(:own));
DELETE FROM addresses WHERE article IN (SELECT value FROM json_each(:gone));
DELETE FROM decisions WHERE article IN (SELECT value FROM json_each(:gone));
DELETE FROM collection_articles WHERE article IN (SELECT value FROM json_each(:gone));
DELETE FROM articles WHERE id IN (SELECT value FROM json_each(:gone));
DELETE FROM versions WHERE article IN (SELECT value FROM json_each(:gone));
DELETE FROM texts WHERE sha256 IN (SELECT value FROM json_each(:texts))
  AND NOT EXISTS (SELECT 1 FROM versions WHERE text = sha256);
DELETE FROM parts WHERE payload IN (SELECT value FROM json_each(:payloads))
  AND NOT EXISTS (SELECT 1 FROM captures WHERE captures.payload = parts.payload)
  AND NOT EXISTS (SELECT 1 FROM versions WHERE versions.payload = parts.payload);
DELETE FROM payloads WHERE sha256 IN (SELECT value FROM json_each(:payloads))
  AND NOT EXISTS (SELECT 1 FROM captures WHERE payload = sha256)
  AND NOT EXISTS (SELECT 1 FROM versions WHERE payload = sha256);
"""
# What an archive says of an outlet goes with the last that names it.
_NAMED = (
    "articles WHERE outlet = name", "attributions WHERE outlet = name", "attributions WHERE via = name",
    "compared WHERE outlet = name", "furniture WHERE outlet = name", "namings WHERE outlet = name",
    "claims WHERE field = 'outlet' AND value = name",
)  # fmt: skip


def outlets(query: Query, gone: Collection[str]) -> set[str]:
    """The outlets that some articles name."""
    sql = (
        "SELECT outlet FROM articles WHERE id IN (SELECT value FROM json_each(:gone)) UNION"
        " SELECT outlet FROM attributions WHERE article IN (SELECT value FROM json_each(:gone)) UNION"
        " SELECT via FROM attributions WHERE article IN (SELECT value FROM json_each(:gone)) UNION"
        " SELECT value FROM claims WHERE field = 'outlet' AND article IN (SELECT value FROM json_each(:gone))"
    )
    found = query.rows(sql, {"gone": json.dumps(sorted(gone))})
    return {row["outlet"] for row in found if row["outlet"] is not None}


def purge(query: Query, gone: Collection[str], listings: Listings) -> None:
    """Delete some articles or stubs, and all rows that came from them or are about them; listings, too."""
    ids = {
        "gone": json.dumps(sorted(gone)), "own": json.dumps(sorted(listings.own)),
        "listed": json.dumps(sorted(listings.payloads)),
    }  # fmt: skip
    for name, sql in (
        ("acts", _ACTS),
        ("versions", "SELECT id FROM versions WHERE article IN (SELECT value FROM json_each(:gone))"),
        ("texts", "SELECT text FROM versions WHERE article IN (SELECT value FROM json_each(:gone))"),
        (
            "payloads",
            "SELECT payload FROM captures WHERE article IN (SELECT value FROM json_each(:gone)) UNION"
            " SELECT payload FROM versions WHERE article IN (SELECT value FROM json_each(:gone)) UNION"
            " SELECT payload FROM captures WHERE listing IN (SELECT value FROM json_each(:own)) UNION"
            " SELECT value FROM json_each(:listed)",
        ),
        (
            "relations",
            'SELECT id FROM relations WHERE "from" IN (SELECT value FROM json_each(:gone))'
            ' OR "to" IN (SELECT value FROM json_each(:gone)) OR act IN (SELECT value FROM json_each(:acts))'
            " UNION SELECT relation FROM evidence"
            " WHERE from_version IN (SELECT value FROM json_each(:versions))"
            " OR to_version IN (SELECT value FROM json_each(:versions))",
        ),
    ):
        found = query.rows(sql, ids)
        ids[name] = json.dumps(sorted({str(next(iter(row.values()))) for row in found if any(row.values())}))
    with unguarded(query.connection, "acts"):
        for statement in _ROWS.split(";\n"):
            if statement.strip():
                query.connection.execute(statement, ids)


def forget_outlets(query: Query, names: Collection[str]) -> None:
    """Delete those of some outlets that nothing names any more."""
    unnamed = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {where})" for where in _NAMED)
    sql = f"SELECT name FROM outlets WHERE name IN (SELECT value FROM json_each(?)) AND {unnamed}"
    for row in list(query.rows(sql, [json.dumps(sorted(names))])):
        for table in ("outlet_domains", "outlet_aliases"):
            query.connection.execute(f"DELETE FROM {table} WHERE outlet = ?", [row["name"]])
        query.connection.execute("DELETE FROM outlets WHERE name = ?", [row["name"]])


def forget_works(query: Query) -> None:
    """Delete the works that nobody carries."""
    query.connection.execute(
        "DELETE FROM works WHERE NOT EXISTS (SELECT 1 FROM articles WHERE work = works.id)"
    )


def keep(query: Query, kept: Removal) -> None:
    """Keep that an article was removed."""
    query.connection.execute(
        f"INSERT INTO removals ({_COLUMNS}) VALUES (?, ?, ?, ?)",
        [kept.article, kept.by, kept.removed_at, kept.because],
    )


def reindex(query: Query) -> None:
    """Make the search index again: it would keep the words of what was deleted until they are merged away."""
    query.connection.execute("INSERT INTO search (search) VALUES ('rebuild')")


def overwriting(database: Database) -> None:
    """Let SQLite overwrite what is deleted through this connection."""
    database.execute("PRAGMA secure_delete = ON")


def overwrite(database: Database) -> None:
    """Leave nothing of deleted rows in the file, in its free pages or in the write-ahead log.

    Raises:
        ArchiveError: if somebody reads the archive as it was before.
    """
    database.execute("VACUUM")
    busy, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise ArchiveError(
            "removed, but somebody still reads the archive as it was, and that keeps the bytes: stop `ingest"
            " serve` and other readers, and run the same command again"
        )
