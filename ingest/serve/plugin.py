"""The Datasette plugin: pages, raw bytes and headers for archives of ours.

Datasette loads it for every database in the same environment, so every hook looks first whether
a database is an archive, and leaves all others alone. Never writes.
"""

import json
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import zstandard
from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup
from pluggy import HookimplMarker

from ..archive import files
from ..archive.query import Query
from ..archive.removals import removal
from ..errors import UsageError
from ..export.words import date
from ..log.entries import EntryError
from ..log.merkle import ProofError
from ..records import Removal
from . import crossposts, pages, proofs
from .body import followable
from .headers import Policy, secured
from .views import Home, Page, RelationPage

# Datasette's own marker, which has no types.
hookimpl = HookimplMarker("datasette")

# RFC 9110, 15.5.11: it was there, and will not come back.
_GONE = 410
# Columns that lead to an article.
_ARTICLES = frozenset({"article", "from", "to", "original", "through"})
# Tables and views with titles in them: which column has the title, and which the article's id.
_TITLES = {
    ("articles", "title"): ("id",),
    ("needs_look", "title"): ("article",),
    ("clusters", "title"): ("original", "work"),
    ("chains", "title"): ("article",),
    ("chains", "source_title"): ("source",),
}


async def _is_archive(datasette: Any, name: str | None) -> bool:
    if name is None or name not in datasette.databases:
        return False
    try:
        return bool(await datasette.databases[name].execute_fn(files.is_archive))
    except sqlite3.DatabaseError:
        return False


def _is_ours(datasette: Any) -> bool:
    """Whether it is an instance that `ingest serve` made, with our templates and scripts."""
    return any(mount == "assets" for mount, _ in datasette.static_mounts)


async def _archives(datasette: Any) -> list[str]:
    return [name for name in datasette.databases if await _is_archive(datasette, name)]


@hookimpl
def extra_template_vars(request: Any, datasette: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    """`archive_home()`, `archive_page(database, id)` and `archive_relation(database, id)` for the templates."""

    async def variables() -> dict[str, Any]:
        names = await _archives(datasette)
        if not names:
            return {}

        async def archive_home() -> Home:
            Policy.of(request).strict = True
            database = datasette.databases[names[0]]
            frozen = not database.is_mutable
            found: Home = await database.execute_fn(lambda archive: pages.home(archive, names[0], frozen))
            return found

        async def archive_page(database: str, article: str) -> Page:
            Policy.of(request).strict = True
            found: Page = await datasette.databases[database].execute_fn(
                lambda archive: pages.page(archive, article)
            )
            return found

        async def archive_relation(database: str, relation: str) -> RelationPage:
            Policy.of(request).strict = True
            found: RelationPage = await datasette.databases[database].execute_fn(
                lambda archive: crossposts.of_relation(Query(archive), relation)
            )
            return found

        return {
            "archive_home": archive_home,
            "archive_page": archive_page,
            "archive_relation": archive_relation,
        }

    return variables


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str, database: str, datasette: Any) -> Any:
    """Cells of tables: titles lead to their pages, articles without title are called so."""

    async def cell() -> Markup | None:
        if table is None or not await _is_archive(datasette, database):
            return None
        held = set(row.keys())
        for key in _TITLES.get((table, column), ()):
            if key in held and row[key]:
                return _title(datasette, database, row[key], value)
        if (table, column) == ("chains", "chain"):
            return _chain(datasette, database, value)
        if (table, column) == ("clusters", "members") and "work" in held:
            return Markup('<a href="{}?work__exact={}">{}</a>').format(
                datasette.urls.table(database, "articles"), row["work"], value
            )
        if column in _ARTICLES and isinstance(value, dict) and value.get("label") is None:
            return _title(datasette, database, value["value"], None)
        if column in _ARTICLES and isinstance(value, str):
            return _title(datasette, database, value, value)
        if isinstance(value, str) and followable(value.strip()):
            return Markup('<a class="external" rel="noopener noreferrer nofollow" href="{0}">{0}</a>').format(
                value.strip()
            )
        return None

    return cell


def _chain(datasette: Any, database: str, chain: str) -> Markup:
    """The articles of a chain, from a copy up to its farthest known source."""
    rows = (datasette.urls.row(database, "articles", one) for one in json.loads(chain))
    ids = zip(rows, json.loads(chain), strict=True)
    return Markup(" → ").join(Markup('<a href="{}"><code>{}</code></a>').format(*one) for one in ids)


def _title(datasette: Any, database: str, article: str, title: str | None) -> Markup:
    address = datasette.urls.row(database, "articles", article)
    shown = Markup("<bdi>{}</bdi>").format(title) if title else Markup("<i>No title is printed</i>")
    return Markup('<a href="{}">{}</a>').format(address, shown)


@hookimpl
def register_output_renderer() -> list[dict[str, Any]]:
    """What else there is at the addresses of rows.

    - `/archive/payloads/SHA256.raw`: the bytes as they came in.
    - `/archive/articles/ID.verify`: the page that checks an article in the browser.
    - `/archive/articles/ID.proof`: what that page checks, as JSON; `?since=SIZE` of an earlier checkpoint.
    """
    return [
        {"extension": "raw", "render": _raw, "can_render": _has_raw},
        {"extension": "verify", "render": _verify, "can_render": _unlisted},
        {"extension": "proof", "render": _proof, "can_render": _unlisted},
    ]


def _unlisted() -> bool:
    """Lists of rows do not offer it."""
    return False


async def _has_raw(
    datasette: Any, database: str, table: str | None, rows: list[Any], columns: list[str]
) -> bool:
    whole = {"sha256", "size", "body"} <= set(columns)
    return table == "payloads" and whole and len(rows) == 1 and await _is_archive(datasette, database)


async def _raw(
    datasette: Any, database: str, table: str | None, rows: list[Any], columns: list[str]
) -> Response:
    """A payload as an attachment: a page that came from outside never opens as a page of ours."""
    if not await _has_raw(datasette, database, table, rows, columns):
        raise NotFound("Only a payload of an archive has raw bytes")
    sha256 = rows[0]["sha256"]
    try:
        payload = await datasette.databases[database].execute_fn(lambda found: Query(found).payload(sha256))
    except zstandard.ZstdError as error:
        return Response.text(f"The stored bytes are damaged ({error}); run `ingest audit`.\n", status=500)
    return Response(
        payload,
        headers={
            "Content-Disposition": f'attachment; filename="{sha256}"',
            "X-Content-Type-Options": "nosniff",
        },
        content_type="application/octet-stream",
    )


async def _is_article(datasette: Any, database: str, table: str | None, view_name: str) -> bool:
    return (table, view_name) == ("articles", "row") and await _is_archive(datasette, database)


async def _verify(
    datasette: Any, database: str, table: str | None, rows: list[Any], request: Any, view_name: str
) -> Response:
    """The page that checks an article in the browser; only where its script is served."""
    if not _is_ours(datasette) or not await _is_article(datasette, database, table, view_name):
        raise NotFound("Only an article that `ingest serve` shows can be checked in the browser")
    article = rows[0]["id"]
    found = await datasette.databases[database].execute_fn(lambda archive: Query(archive).article(article))
    Policy.of(request).strict = Policy.of(request).scripted = True
    shown = {"database": database, "article": found}
    return Response.html(await datasette.render_template("verify.html", shown, request=request))


async def _proof(
    datasette: Any, database: str, table: str | None, rows: list[Any], request: Any, view_name: str
) -> Response:
    """An article's records with their proofs; what keeps them from being made is told in words."""
    if not await _is_article(datasette, database, table, view_name):
        return Response.json({"error": "only an article of an archive has proofs"}, status=404)
    article = rows[0]["id"]
    try:
        since = proofs.size(request.args.get("since"))
        found = await datasette.databases[database].execute_fn(
            lambda archive: proofs.proof(archive, article, since)
        )
    except UsageError as error:
        return Response.json({"error": str(error)}, status=400)
    except (ProofError, EntryError, sqlite3.DatabaseError) as error:
        return Response.json({"error": f"the log is damaged ({error}); run `ingest audit`"}, status=500)
    return Response.json(found)


@hookimpl
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Response | None]]:
    """At the address of an article that was removed stands a page that says so; all else is for Datasette."""

    async def answer() -> Response | None:
        place = request.scope.get("url_route", {}).get("kwargs", {})
        database, table, article = (place.get(part) for part in ("database", "table", "pks"))
        missing = isinstance(exception, NotFound) and table == "articles" and article
        if not missing or not _is_ours(datasette) or not await _is_archive(datasette, database):
            return None
        gone: Removal | None = await datasette.databases[database].execute_fn(
            lambda archive: removal(Query(archive), article)
        )
        if gone is None:
            return None
        if place.get("format"):
            told = {"ok": False, "error": "removed", "removal": asdict(gone)}
            return Response.json(told, status=_GONE)
        Policy.of(request).strict = True
        shown = {"database": database, "removal": gone, "day": date(gone.removed_at)}
        page = await datasette.render_template("removed.html", shown, request=request)
        return Response.html(page, status=_GONE)

    return answer


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Headers that keep hostile text from running, wherever an archive is served."""

    async def concerned() -> bool:
        return bool(await _archives(datasette))

    return lambda app: secured(app, concerned)
