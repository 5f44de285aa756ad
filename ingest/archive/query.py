"""Reads records back from the archive."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import zstandard

from ..canon import article_id
from ..errors import UsageError
from ..read import addresses
from ..read.outlets import Outlet, Registry
from ..records import (
    Article,
    Attribution,
    Claim,
    Decision,
    Entry,
    Link,
    Passage,
    Relation,
    Retrieval,
    Span,
)
from ..relate import people
from . import rows
from .rows import Version

Parameters = Sequence[Any] | Mapping[str, Any]
# A payload is never larger than its stated size; a damaged or hostile blob must not fill memory.
_LARGEST = 1 << 30


class Query:
    """The archive for reading, over any SQLite connection to it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Parameters = ()) -> Iterator[dict[str, Any]]:
        """Rows as dicts, column names as the query gives them."""
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def one(self, sql: str, parameters: Parameters = ()) -> dict[str, Any] | None:
        """The first row, None where there is none."""
        return next(self.rows(sql, parameters), None)

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.one(sql, parameters)
        return next(iter(row.values())) if row else None

    def _text(self, sql: str, parameters: Parameters) -> str | None:
        found = self.value(sql, parameters)
        return None if found is None else str(found)

    def payload(self, sha256: str) -> bytes | None:
        """A payload's bytes.

        Raises:
            zstandard.ZstdError: if the stored bytes cannot be decompressed.
        """
        row = self.one("SELECT size, body FROM payloads WHERE sha256 = ?", [sha256])
        return decompress(row["body"], row["size"]) if row else None

    def article_at(self, key: str) -> str | None:
        """The article that an address leads to."""
        return self._text("SELECT article FROM addresses WHERE key = ?", [key])

    def article_of(self, keys: Sequence[str], payload: str) -> str | None:
        """The article that one of several addresses, the first before the next, or a payload leads to.

        A payload joins an article by itself where either has no address; the smallest id wins.
        """
        found = (self.article_at(key) for key in keys)
        known = next((article for article in found if article), None)
        if known or not keys:
            return known or self._text("SELECT min(article) FROM captures WHERE payload = ?", [payload])
        query = (
            "SELECT min(article) FROM captures WHERE payload = ?"
            " AND article NOT IN (SELECT article FROM addresses)"
        )
        return self._text(query, [payload])

    def resolve(self, given: str) -> str:
        """The article id that a person means: an id, a beginning of one that fits one article, or an address.

        Raises:
            UsageError: if none or several fit.
        """
        if "://" in given:
            return self._addressed(given)
        pattern = given.lower().replace("%", "").replace("_", "") + "%"
        ids = [row["id"] for row in self.rows("SELECT id FROM articles WHERE id LIKE ? LIMIT 3", [pattern])]
        if not given or not ids:
            raise UsageError(f"{given}: no article has this id; `ingest export articles` lists them")
        if len(ids) > 1 and given not in ids:
            raise UsageError(f"{given}: several articles begin so: {', '.join(ids)} …; give more of it")
        return given if given in ids else str(ids[0])

    def _addressed(self, url: str) -> str:
        """The article or stub that an address leads to."""
        key = addresses.key(addresses.check(url))
        found = self.article_at(key) or self._text(
            "SELECT id FROM articles WHERE id = ?", [article_id(key, "")]
        )
        if found is None:
            raise UsageError(f"{url}: no article has this address; `ingest add` adds it")
        return found

    def article(self, article: str) -> Article | None:
        """The decided fields of one article."""
        row = self.one("SELECT * FROM articles WHERE id = ?", [article])
        return rows.article(row) if row else None

    def outlet(self, article: str) -> str | None:
        """Who published an article."""
        return self._text("SELECT outlet FROM articles WHERE id = ?", [article])

    def newest(self, article: str) -> Version | None:
        """The version captured last, ties by id."""
        return next(self.versions(article), None)

    def versions(self, article: str) -> Iterator[Version]:
        """An article's versions, the one captured last first; those of unknown time come last.

        What an older reader made of a payload that was read again is none of them.
        """
        query = (
            "SELECT versions.* FROM versions LEFT JOIN captures ON captures.version = versions.id"
            " WHERE versions.article = ? AND superseded IS NULL GROUP BY versions.id"
            " ORDER BY max(coalesce(captures.captured_at, versions.captured_at)) DESC NULLS LAST,"
            " versions.id DESC"
        )
        return map(rows.version, self.rows(query, [article]))

    def version(self, identity: str | None) -> Version | None:
        """One version."""
        row = self.one("SELECT * FROM versions WHERE id = ?", [identity])
        return rows.version(row) if row else None

    def bytes_of(self, version: Version) -> bytes | None:
        """The bytes that a version was read from: its payload or, of a container, a part of it.

        Raises:
            zstandard.ZstdError: if they cannot be decompressed.
        """
        if version.part is None:
            return self.payload(version.payload)
        return self.part(version.payload, version.part)

    def part(self, payload: str, name: str) -> bytes | None:
        """The bytes of a container's part.

        Raises:
            zstandard.ZstdError: if they cannot be decompressed.
        """
        row = self.one("SELECT size, body FROM parts WHERE payload = ? AND name = ?", [payload, name])
        return decompress(row["body"], row["size"]) if row else None

    def parts(self, payload: str) -> list[tuple[str, str]]:
        """The parts of a container, by name, with their SHA-256."""
        sql = "SELECT name, sha256 FROM parts WHERE payload = ? ORDER BY name"
        return [(row["name"], row["sha256"]) for row in self.rows(sql, [payload])]

    def removed(self, article: str) -> bool:
        """Whether an article was taken out of the archive."""
        return bool(self.value("SELECT 1 FROM removals WHERE article = ?", [article]))

    def address_keys(self, article: str) -> list[str]:
        """The keys of the addresses that lead to an article."""
        return [
            row["key"]
            for row in self.rows("SELECT key FROM addresses WHERE article = ? ORDER BY key", [article])
        ]

    def captures(self, article: str) -> list[Retrieval]:
        """An article's retrievals, in the order of their time; those of unknown time first.

        The last one that showed a version showed the newest.
        """
        query = "SELECT * FROM captures WHERE article = ? ORDER BY captured_at NULLS FIRST, version, id"
        return [rows.retrieval(row) for row in self.rows(query, [article])]

    def claims(self, article: str) -> tuple[Claim, ...]:
        """All claims about an article, of all versions, in the order they were read or made."""
        query = "SELECT * FROM claims WHERE article = ? ORDER BY asserted_at NULLS FIRST, position, id"
        return tuple(rows.claim(row) for row in self.rows(query, [article]))

    def _claims_today(self, article: str, version: str) -> tuple[Claim, ...]:
        """The claims about an article without those of other versions, in the order they were read or made."""
        query = (
            "SELECT * FROM claims WHERE article = ? AND (version = ? OR version IS NULL)"
            " ORDER BY asserted_at NULLS FIRST, position, id"
        )
        return tuple(rows.claim(row) for row in self.rows(query, [article, version]))

    def claims_in_place(self, article: str) -> Iterator[tuple[str, str | None, Claim]]:
        """The claims about an article with their ids and the payloads they stand in."""
        query = (
            "SELECT claims.*, versions.payload AS payload FROM claims"
            " LEFT JOIN versions ON versions.id = claims.version WHERE claims.article = ?"
            " ORDER BY asserted_at NULLS FIRST, position, claims.id"
        )
        for row in self.rows(query, [article]):
            yield row["id"], row["payload"], rows.claim(row)

    def all_claims(self, where: str = "") -> Iterator[tuple[str, str, str | None, Claim]]:
        """Every claim with its id, its article, and the payload that it was read from, in order of ids.

        Args:
            where: a WHERE clause, with a space before it.
        """
        query = (
            "SELECT claims.*, versions.payload AS payload FROM claims"
            f" LEFT JOIN versions ON versions.id = claims.version{where} ORDER BY claims.id"
        )
        for row in self.rows(query):
            yield row["id"], row["article"], row["payload"], rows.claim(row)

    def machine_claims(self, version: str) -> tuple[Claim, ...]:
        """What was read from one version's payload."""
        query = "SELECT * FROM claims WHERE version = ? ORDER BY position"
        return tuple(rows.claim(row) for row in self.rows(query, [version]))

    def deciding_claims(self, article: str, version: str) -> tuple[Claim, ...]:
        """The claims that decide: of one version's payload, of the address, of people; in order."""
        query = (
            "SELECT * FROM claims WHERE article = ? AND (version = ? OR version IS NULL) ORDER BY position, id"
        )
        undone = self.undone(article)
        found = (rows.claim(row) for row in self.rows(query, [article, version]))
        return tuple(claim for claim in found if (claim.field, claim.asserted_at) not in undone)

    def said(self, article: str) -> tuple[Claim, ...]:
        """What people said about an article, oldest first, whether they took it back or not."""
        return tuple(claim for claim in self.claims(article) if claim.asserted)

    def assertions(self, article: str) -> tuple[Claim, ...]:
        """What people say about an article, oldest first; without what was taken back."""
        undone = self.undone(article)
        return tuple(claim for claim in self.said(article) if (claim.field, claim.asserted_at) not in undone)

    def undone(self, article: str) -> set[tuple[str, str | None]]:
        """The corrections that were taken back: field and instant, as values said together are one."""
        query = (
            "SELECT field, asserted_at FROM json_each(?) AS undone CROSS JOIN claims"
            " ON claims.id = undone.value WHERE article = ? AND by IS NOT NULL"
        )
        if not self.value("SELECT 1 FROM acts WHERE article = ? AND act = 'undo'", [article]):
            return set()
        undone = json.dumps(sorted(self.taken_back()))
        return {(row["field"], row["asserted_at"]) for row in self.rows(query, [undone, article])}

    def taken_back(self) -> frozenset[str]:
        """The ids of acts, findings, corrections and namings that somebody took back."""
        found = self.rows("SELECT * FROM acts WHERE act = 'undo' ORDER BY asserted_at, rowid")
        return people.taken_back((row["id"], rows.act(row)) for row in found)

    def decisions(self, article: str) -> tuple[Decision, ...]:
        """What was decided of an article's fields, sorted by field."""
        query = "SELECT * FROM decisions WHERE article = ? ORDER BY field"
        return tuple(rows.decision(row) for row in self.rows(query, [article]))

    def attributions(self, version: str) -> tuple[Attribution, ...]:
        """The sources that a version names."""
        query = "SELECT * FROM attributions WHERE version = ? ORDER BY position"
        return tuple(rows.attribution(row) for row in self.rows(query, [version]))

    def text(self, sha256: str) -> str | None:
        """A normalised text."""
        return self._text("SELECT body FROM texts WHERE sha256 = ?", [sha256])

    def passages(self, version: str, text: str) -> tuple[Passage, ...]:
        """A version's passages."""
        query = "SELECT * FROM passages WHERE version = ? ORDER BY position"
        return tuple(rows.passage(row, text) for row in self.rows(query, [version]))

    def quotations(self, version: str) -> list[tuple[int, int]]:
        """The character ranges of a version's text that its page marks as quotation, in order."""
        query = (
            "SELECT text_start, text_end FROM passages"
            " WHERE version = ? AND kind = 'quotation' AND text_start IS NOT NULL ORDER BY position"
        )
        return [(row["text_start"], row["text_end"]) for row in self.rows(query, [version])]

    def links(self, version: str) -> tuple[Link, ...]:
        """A version's links."""
        query = "SELECT * FROM links WHERE version = ? ORDER BY position"
        return tuple(
            Link(row["text_start"], row["text_end"], row["url"], Span(row["start"], row["end"]))
            for row in self.rows(query, [version])
        )

    def entry(self, article: str) -> Entry:
        """Everything known of one article.

        Raises:
            UsageError: if there is no such article.
        """
        decided = self.article(article)
        if decided is None:
            raise UsageError(f"{article}: no article has this id")
        first = self.one(
            "SELECT source_id, path FROM captures WHERE article = ?"
            " ORDER BY source_id IS NULL, path IS NULL, added_at, payload LIMIT 1",
            [article],
        )
        version = self.newest(article)
        if version is None:
            return Entry(decided, claims=self.claims(article))
        text = self.text(version.text_sha256) or ""
        return Entry(
            decided,
            source_id=first["source_id"] if first else None,
            path=first["path"] if first else None,
            captured_at=version.captured_at,
            raw_sha256=version.payload,
            text=text,
            text_sha256=version.text_sha256,
            encoding=version.encoding,
            reader=version.reader,
            passages=self.passages(version.id, text),
            links=self.links(version.id),
            claims=self._claims_today(article, version.id),
            attributions=self.attributions(version.id),
            decisions=self.decisions(article),
        )

    def articles(self) -> Iterator[str]:
        """The ids of all articles that are no stubs, in order."""
        for row in self.rows("SELECT id FROM articles WHERE NOT stub ORDER BY id"):
            yield row["id"]

    def relations(self, article: str | None = None) -> Iterator[tuple[str, Relation]]:
        """Relations with their ids, in order; of one article or all."""
        where = 'WHERE "from" = :a OR "to" = :a' if article else ""
        parameters = {"a": article} if article else {}
        for row in list(self.rows(f"SELECT * FROM relations {where} ORDER BY id", parameters)):
            query = "SELECT * FROM evidence WHERE relation = ? ORDER BY position"
            evidence = tuple(rows.evidence(fact) for fact in self.rows(query, [row["id"]]))
            yield (
                row["id"],
                Relation(
                    row["from"],
                    row["to"],
                    row["kind"],
                    row["status"],
                    row["score"],
                    evidence,
                    bool(row["directed"]),
                ),
            )

    def resolution(self, article: str) -> str | None:
        """The article that a stub was found to be, or that an article is said to be the same as.

        That may itself be the same as another: the end of it all.
        """
        found, seen = article, {article}
        next_ = "SELECT article FROM resolutions WHERE stub = ?"
        while (after := self._text(next_, [found])) and after not in seen:
            found = after
            seen.add(after)
        return found if found != article else None

    def found_to_be(self, article: str) -> list[str]:
        """The stubs that were found to be an article, and articles that are said to be the same."""
        sql = "SELECT stub FROM resolutions WHERE article = ? ORDER BY stub"
        return [row["stub"] for row in self.rows(sql, [article])]

    def same(self, article: str) -> list[str]:
        """The id of an article, with those of all stubs and articles that are the same."""
        sql = (
            "WITH RECURSIVE same (id) AS (SELECT ? UNION"
            " SELECT stub FROM resolutions JOIN same ON article = same.id) SELECT id FROM same"
        )
        return [row["id"] for row in self.rows(sql, [self.resolution(article) or article])]

    def registry(self) -> Registry:
        """The outlets that the archive refers to, as it knew them."""
        domains: dict[str, list[str]] = {}
        aliases: dict[str, list[str]] = {}
        for row in self.rows("SELECT domain, outlet FROM outlet_domains ORDER BY domain"):
            domains.setdefault(row["outlet"], []).append(row["domain"])
        for row in self.rows("SELECT alias, outlet FROM outlet_aliases ORDER BY alias"):
            aliases.setdefault(row["outlet"], []).append(row["alias"])
        return Registry(
            tuple(
                Outlet(
                    row["name"],
                    row["kind"] or "",
                    tuple(domains.get(row["name"], ())),
                    tuple(aliases.get(row["name"], ())),
                )
                for row in self.rows("SELECT name, kind FROM outlets ORDER BY name")
            )
        )


def decompress(body: bytes, size: int) -> bytes:
    """A stored payload's bytes, no more than it is said to have.

    Raises:
        zstandard.ZstdError: if it cannot be decompressed to that size.
    """
    if not 0 <= size <= _LARGEST:
        raise zstandard.ZstdError(f"a size of {size} bytes is out of bounds")
    # Across frames, so that nothing can hide behind the first one.
    with zstandard.ZstdDecompressor().stream_reader(body, read_across_frames=True) as reader:
        return reader.read(size + 1)
