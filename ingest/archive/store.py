"""Writes records into the archive, inside one transaction an article.

Nothing here decides anything: what to write arrives decided. Rows known by their content are
written once; REPLACE is never used, because it would skip the triggers of the search index.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import zstandard
from sqlite_utils import Database

from .. import canon
from ..log.entries import EventKind
from ..read import doubts
from ..read.outlets import Registry
from ..records import (
    Article,
    Claim,
    Decision,
    ListingKind,
    Naming,
    Origin,
    Reading,
    Retrieval,
)
from . import rows
from .logbook import Logbook, Pen

# The best level takes 100 MB of memory for what is large; a page is not.
_LEVEL, _LEVEL_OF_LARGE, _LARGE = 19, 9, 1_000_000


class Store:
    """The archive for writing. `registry` tells kind, domains and aliases of new outlets, `pen` who writes."""

    def __init__(self, database: Database, registry: Registry, pen: Pen) -> None:
        self.database = database
        self._registry = registry
        self._logbook = Logbook(database, pen)
        # A rehearsal leaves nothing behind, and so nothing to tell of.
        if not database.conn.in_transaction:
            self._logbook.open()
            if self._logbook.due():
                with self.transaction():
                    self._logbook.begin()

    @contextmanager
    def transaction(
        self, event: EventKind | None = None, told: Mapping[str, str] | None = None
    ) -> Iterator[None]:
        """All writes inside happen, and the log tells of them, or none does; other writers wait meanwhile.

        Inside another transaction (a rehearsal) it is a part of that one.

        Args:
            event: what happened, where that is one thing; otherwise what was written tells it.
            told: what the log's entry says of that event in the open.
        """
        if self.database.conn.in_transaction:
            with self.database.atomic():
                yield
            return
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._logbook.write(event, told)
        except BaseException:
            if self.database.conn.in_transaction:
                self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def payload(self, payload: bytes) -> str:
        """Keep a payload, compressed by itself, and give its SHA-256."""
        sha256 = canon.sha256(payload)
        if not self._has("payloads", sha256, "sha256"):
            self._insert("payloads", {"sha256": sha256, **_compressed(payload)})
        return sha256

    def listing(self, url: str, kind: ListingKind) -> None:
        """Note that an address leads to articles."""
        self._once("listings", {"url": url, "kind": kind}, "url")

    def retrieval(self, kept: Retrieval) -> bool:
        """Keep a retrieval; whether it is not the same as one that is here."""
        identity = canon.capture_id(kept)
        if self._has("captures", identity):
            return False
        self._insert("captures", {"id": identity, **rows.of_retrieval(kept)})
        return True

    def address(self, key: str, article: str) -> None:
        """Note that an address leads to an article."""
        self._once("addresses", {"key": key, "article": article}, "key")

    def forget_address(self, key: str, article: str) -> None:
        """Note that an address does not lead to an article after all."""
        self.database.execute("DELETE FROM addresses WHERE key = ? AND article = ?", [key, article])

    def version(
        self,
        article: str,
        payload: str,
        reading: Reading,
        title: str | None,
        captured_at: str | None,
        origin: Origin,
        again: bool = False,
    ) -> str:
        """Keep what a payload says: text, passages, links, machine claims and attributions.

        Of several payloads that say the same, the first captured stands for the version, whichever
        was added first. `again` is for a payload that is read again: what was read of it before goes.
        """
        version = canon.version_id(article, title, reading.text)
        known = self.database.execute(
            "SELECT payload, captured_at FROM versions WHERE id = ?", [version]
        ).fetchone()
        if known and not again and _first(known[0], known[1]) <= _first(payload, captured_at):
            return version
        text = canon.text_sha256(reading.text)
        self._once("texts", {"sha256": text, "body": reading.text})
        row = {
            "id": version, "article": article, "payload": payload, "text": text, "title": title,
            "encoding": reading.encoding, "reader": reading.reader, "captured_at": captured_at,
            "part": reading.part, "url": origin.url, "content_type": origin.content_type, "superseded": None,
        }  # fmt: skip
        for part in reading.parts:
            row_of_part = {"payload": payload, "name": part.name, "rule": part.rule,
                           "sha256": canon.sha256(part.data), **_compressed(part.data)}  # fmt: skip
            self._once("parts", row_of_part, "payload, name")
        if known:
            for table in ("passages", "links", "attributions", "claims"):
                self.database.execute(f"DELETE FROM {table} WHERE version = ?", [version])
            sets = ", ".join(f"{column} = :{column}" for column in row)
            self.database.execute(f"UPDATE versions SET {sets} WHERE id = :id", row)
        else:
            self._insert("versions", row)
        self._rows("passages", version, map(rows.of_passage, reading.passages))
        self._rows("links", version, map(rows.of_link, reading.links))
        for found in reading.attributions:
            self.outlet(found.outlet)
            self.outlet(found.via)
        self._rows("attributions", version, (rows.of_attribution(article, a) for a in reading.attributions))
        for position, claim in enumerate(reading.claims):
            self._claim(article, version, payload, position, claim)
        return version

    def supersede(self, version: str, by: str) -> None:
        """Let another version stand for one, which a newer reader made of the same payload."""
        self.database.execute("UPDATE versions SET superseded = ? WHERE id = ?", [by, version])
        self.database.execute("UPDATE captures SET version = ? WHERE version = ?", [by, version])

    def outlet(self, name: str | None) -> None:
        """Keep an outlet with the domains and aliases by which the registry knows it."""
        if name is None or self._has("outlets", name, "name"):
            return
        known = self._registry.named(name)
        listed = known if known and known.name == name else None
        self._insert("outlets", {"name": name, "kind": listed.kind if listed else None})
        for domain in listed.domains if listed else ():
            self._once("outlet_domains", {"domain": domain, "outlet": name}, "domain")
        for alias in listed.aliases if listed else ():
            self._once("outlet_aliases", {"alias": alias, "outlet": name}, "alias")

    def article(self, article: Article, version: str | None) -> None:
        """Write an article's decided fields; a stub becomes an article when its text arrives."""
        self.outlet(article.outlet)
        self._once("works", {"id": article.work or article.id}, "id")
        row = {
            "title": article.title,
            "authors": json.dumps(article.authors, ensure_ascii=False),
            "outlet": article.outlet,
            "published": article.published,
            "published_day": article.published_day,
            "published_earliest": article.published_earliest,
            "published_latest": article.published_latest,
            "language": article.language,
            "url": article.url,
            "stub": int(article.stub),
            "version": version,
            "added_at": article.added_at,
            "policy": article.policy,
        }
        if self._has("articles", article.id):
            # Only what changed: an update that changes nothing would rewrite the search index.
            sets = ", ".join(f"{column} = :{column}" for column in row)
            same = " AND ".join(f"{column} IS :{column}" for column in row)
            self.database.execute(
                f"UPDATE articles SET {sets} WHERE id = :id AND NOT ({same})", {"id": article.id, **row}
            )
            return
        number = self.database.execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()[0]
        self._insert(
            "articles", {"id": article.id, "number": number, "work": article.work or article.id, **row}
        )

    def stub(self, stub: Article) -> None:
        """Write a stub, unless the article or the stub is here already."""
        if not self._has("articles", stub.id):
            self.article(stub, None)

    def claims(self, article: str, version: str, payload: str, claims: Iterable[Claim]) -> None:
        """Write the article's claims as decided. Those from another address or answer than today's go."""
        kept = [
            self._claim(article, version, payload, position, claim) for position, claim in enumerate(claims)
        ]
        self.database.execute(
            "DELETE FROM claims WHERE article = ? AND place IN ('address', 'headers')"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            [article, json.dumps(kept)],
        )
        self.database.execute(
            "UPDATE claims SET chosen = 0 WHERE article = ? AND chosen = 1"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            [article, json.dumps(kept)],
        )

    def _claim(self, article: str, version: str, payload: str, position: int, claim: Claim) -> str:
        """Write one claim, or mark the one that is here as chosen or outvoted."""
        if claim.field == "outlet":
            self.outlet(claim.value)
        inside = claim.where not in (None, "address", "headers", "manifest")
        row = rows.of_claim(article, version if inside else None, position, claim)
        row["id"] = canon.claim_id(article, payload if inside else None, claim)
        self._once("claims", row, "id")
        self.database.execute(
            "UPDATE claims SET chosen = :chosen, position = :position WHERE id = :id"
            " AND NOT (chosen = :chosen AND position = :position)",
            {key: row[key] for key in ("id", "chosen", "position")},
        )
        return str(row["id"])

    def decisions(self, article: str, decided: Iterable[Decision]) -> None:
        """Write what was decided of an article's fields, in place of what was decided before."""
        self.database.execute("DELETE FROM decisions WHERE article = ?", [article])
        for one in decided:
            self._insert("decisions", {"article": article, **rows.of_decision(one)})

    def doubts(self) -> None:
        """Write what the codes of doubts mean, where it is not written."""
        known = {code: doubts.words(code) for code in doubts.DOUBTS}
        if dict(self.database.execute("SELECT code, words FROM doubts").fetchall()) == known:
            return
        with self.transaction():
            self.database.execute("DELETE FROM doubts")
            for code, words in known.items():
                self._insert("doubts", {"code": code, "words": words})

    def naming(self, said: Naming) -> bool:
        """Keep a person's word on a domain, and leave the articles that it concerns to be decided again.

        Whether it was not said before.
        """
        row = {"id": canon.naming_id(said), "domain": said.domain, "outlet": said.outlet, "kind": said.kind,
               "by": said.by, "asserted_at": said.asserted_at, "basis": said.basis}  # fmt: skip
        before = self.database.conn.total_changes
        self._once("namings", row, "id")
        if self.database.conn.total_changes == before:
            return False
        self.outlet(said.outlet)
        self.database.execute(
            "UPDATE outlets SET kind = :kind WHERE name = :outlet AND kind IS NULL AND :kind IS NOT NULL", row
        )
        self.undecide(said.domain)
        return True

    def undecide(self, domain: str) -> None:
        """Leave the articles at a domain and below it to be decided again."""
        self.database.execute(
            "UPDATE articles SET policy = NULL WHERE id IN (SELECT article FROM claims WHERE field = 'outlet'"
            " AND place = 'address' AND (lower(quote) = :domain OR lower(quote) LIKE '%.' || :domain))",
            {"domain": domain},
        )

    def works(self, works: Mapping[str, str]) -> None:
        """Write the work of each article, and forget those of their works and stubs that nothing leads to."""
        ids = json.dumps(sorted(works))
        of_each = "SELECT articles.id, work FROM json_each(?) CROSS JOIN articles ON articles.id = value"
        before = dict(self.database.execute(of_each, [ids]).fetchall())
        for article, work in works.items():
            if before.get(article, work) != work:
                self._once("works", {"id": work}, "id")
                self.database.execute("UPDATE articles SET work = ? WHERE id = ?", [work, article])
        self._forget_stubs(ids)
        self.database.execute(
            "DELETE FROM works WHERE id IN (SELECT value FROM json_each(?))"
            " AND NOT EXISTS (SELECT 1 FROM articles WHERE work = works.id)",
            [json.dumps(sorted(set(before.values())))],
        )

    def _forget_stubs(self, ids: str) -> None:
        """Of some articles forget the stubs that no relation leads to and that nobody said anything of."""
        gone = self.database.execute(
            "SELECT articles.id FROM json_each(?) CROSS JOIN articles ON articles.id = value WHERE stub"
            ' AND NOT EXISTS (SELECT 1 FROM relations WHERE "to" = articles.id)'
            " AND NOT EXISTS (SELECT 1 FROM acts WHERE acts.article = articles.id)"
            " AND NOT EXISTS (SELECT 1 FROM acts WHERE acts.other = articles.id)",
            [ids],
        ).fetchall()
        for table in ("candidates", "resolutions"):
            self.database.conn.executemany(f"DELETE FROM {table} WHERE stub = ?", gone)
        self.database.conn.executemany("DELETE FROM articles WHERE id = ?", gone)

    def collection(self, name: str, article: str) -> bool:
        """Put an article into a collection; whether it was not in it before."""
        self._once("collections", {"name": name}, "name")
        before = self.database.conn.total_changes
        self._once("collection_articles", {"collection": name, "article": article}, "collection, article")
        return self.database.conn.total_changes > before

    def key(self, vkey: str, now: str) -> None:
        """Tell in the log of a key with which checkpoints are signed from now on."""
        with self.transaction("key", {"vkey": vkey}):
            number = self.database.execute("SELECT count(*) FROM keys").fetchone()[0]
            self._insert("keys", {"vkey": vkey, "position": number, "set_at": now})

    def checkpoint(self, size: int, note: str, now: str) -> bool:
        """Keep a checkpoint with its signatures; whether it was not here before."""
        with self.transaction():
            if self.database.execute("SELECT 1 FROM checkpoints WHERE note = ?", [note]).fetchone():
                return False
            self._insert("checkpoints", {"size": size, "note": note, "kept_at": now})
        return True

    def timestamp(self, size: int, note: str, reply: bytes, authority: str, now: str) -> bool:
        """Keep an authority's reply over a checkpoint of so many entries; whether it has none from there yet.

        `note` is, in UTF-8, what was stamped: the checkpoint's lines without signatures.
        """
        row = {"size": size, "note": note, "reply": reply, "authority": authority, "kept_at": now}
        with self.transaction():
            if self.database.execute(
                "SELECT 1 FROM timestamps WHERE size = ? AND note = ? AND authority = ?",
                [size, note, authority],
            ).fetchone():
                return False
            self._insert("timestamps", row)
        return True

    def _rows(self, table: str, version: str, found: Iterable[Mapping[str, Any]]) -> None:
        for position, row in enumerate(found):
            self._insert(table, {"version": version, "position": position, **row})

    def _has(self, table: str, value: str, key: str = "id") -> bool:
        query = f"SELECT 1 FROM {table} WHERE {key} = ?"
        return self.database.execute(query, [value]).fetchone() is not None

    def _insert(self, table: str, row: Mapping[str, Any], conflict: str = "") -> None:
        columns = ", ".join(f'"{column}"' for column in row)
        marks = ", ".join("?" for _ in row)
        self.database.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) {conflict}", list(row.values())
        )

    def _once(self, table: str, row: Mapping[str, Any], key: str = "sha256") -> None:
        """Insert unless the key is taken. Only the key's conflict is passed over: a broken rule is an error."""
        self._insert(table, row, f"ON CONFLICT ({key}) DO NOTHING")


def _compressed(data: bytes) -> dict[str, Any]:
    level = _LEVEL if len(data) <= _LARGE else _LEVEL_OF_LARGE
    body = zstandard.ZstdCompressor(level=level).compress(data)
    return {"size": len(data), "codec": "zstd", "body": body}


def _first(payload: str, captured_at: str | None) -> tuple[bool, str, str]:
    """The order of payloads: by capture time, those of unknown time last, ties by hash."""
    return captured_at is None, captured_at or "", payload
