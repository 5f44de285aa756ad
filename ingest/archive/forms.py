"""The forms in which rows are committed to: which columns, whose they are, and which event tells of them.

A form is a table's columns at a time. When a migration changes them, the table gets a form with the next
number and the rows are committed to again; what was committed to in the older form stays as it is.
"""

from dataclasses import dataclass

from ..log.entries import EventKind


@dataclass(frozen=True, slots=True)
class Form:
    """How the rows of a table are committed to.

    `columns` are what a record holds of a row, `owner` is the column by which rows belong together, `key` the
    columns by which they are ordered within a group. `only` is a condition where two forms share a table.
    """

    name: str
    table: str
    event: EventKind
    columns: tuple[str, ...]
    owner: str
    key: tuple[str, ...]
    only: str = ""

    def group(self) -> str:
        """The query for the rows of one owner, which is its parameter, in order."""
        where = " AND ".join([f'"{self.owner}" = ?', *([self.only] if self.only else [])])
        return (
            f"SELECT {_listed(self.columns)} FROM main.{self.table} WHERE {where} ORDER BY {_listed(self.key)}"
        )

    def groups(self) -> str:
        """The query for all rows with their owners, as text, before them, in the order of owners."""
        # Owners are in the order of their bytes, as among the commitments, also where they are numbers.
        owner = f'"{self.owner}"' if self.table not in _NUMBERED else f'CAST("{self.owner}" AS TEXT)'
        where = f"WHERE {self.only}" if self.only else ""
        order = _listed(self.key)
        # Of the table itself: an index that says otherwise must not speak for it.
        rows = f"main.{self.table} NOT INDEXED {where}"
        return f"SELECT {owner}, {_listed(self.columns)} FROM {rows} ORDER BY 1, {order}"


# Tables whose owners are numbers.
_NUMBERED = ("compared", "checkpoints", "timestamps", "commitments")


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _form(name: str, event: EventKind, columns: str, owner: str, key: str = "", only: str = "") -> Form:
    table = name.partition("/")[0]
    return Form(name, table, event, tuple(columns.split()), owner, tuple((key or owner).split()), only)


_CLAIM = "id article version position field value method rule place start end quote basis by asserted_at chosen"
FORMS: tuple[Form, ...] = (
    _form("payloads/1", "capture", "sha256 size codec body", "sha256"),
    _form("listings/1", "capture", "url kind", "url"),
    _form(
        "captures/1", "capture",
        "id article listing outcome payload version source source_id path captured_at added_at asked url status"
        " hops headers coding digest", "id",
    ),
    _form("texts/1", "version", "sha256 body", "sha256"),
    _form("parts/1", "version", "payload name rule sha256 size codec body", "payload", "name"),
    _form(
        "versions/1", "version",
        "id article payload text title encoding reader captured_at part url content_type superseded", "id",
    ),
    _form(
        "passages/1", "version", "version position kind text_start text_end caption start end runs", "version",
        "position",
    ),
    _form("links/1", "version", "version position text_start text_end url start end", "version", "position"),
    _form(
        "attributions/1", "version",
        "version position article kind outlet title published author url via quote start end", "version",
        "position",
    ),
    _form(
        "articles/1", "decision",
        "id number title authors outlet published published_day published_earliest published_latest language"
        " url stub work version added_at policy", "id",
    ),
    _form("claims/1", "decision", _CLAIM, "article", "id", "by IS NULL"),
    Form("assertions/1", "claims", "assertion", tuple(_CLAIM.split()), "article", ("id",), "by IS NOT NULL"),
    _form(
        "decisions/1", "decision", "article field value reason confidence doubts severity", "article", "field"
    ),
    _form("addresses/1", "decision", "key article", "article", "key"),
    _form("works/1", "decision", "id members last", "id"),
    _form("outlets/1", "decision", "name kind", "name"),
    _form("outlet_domains/1", "decision", "domain outlet", "outlet", "domain"),
    _form("outlet_aliases/1", "decision", "alias outlet", "outlet", "alias"),
    _form("collections/1", "decision", "name", "name"),
    _form("collection_articles/1", "decision", "collection article", "article", "collection"),
    _form("doubts/1", "decision", "code words", "code"),
    _form("namings/1", "assertion", "id domain outlet kind by asserted_at basis", "id"),
    _form("acts/1", "link", "id act article kind other undoes by asserted_at basis", "id"),
    _form("relations/1", "relation", "id from to kind status score directed origin act", "id"),
    _form(
        "evidence/1", "relation",
        "relation position kind quote from_version from_ranges to_version to_ranges", "relation", "position",
    ),
    _form("resolutions/1", "relation", "id stub article score reason act", "stub"),
    _form("candidates/1", "relation", "stub article score reason", "stub", "article"),
    _form("stub_titles/1", "relation", "title stub", "stub", "title"),
    _form("compared/1", "relation", "article version outlet title sketch", "article"),
    _form("sums/1", "relation", "cache sum", "cache"),
    _form("keys/1", "key", "vkey position set_at", "vkey"),
    _form("checkpoints/1", "checkpoint", "size note kept_at", "size", "note"),
    _form("timestamps/1", "timestamp", "size note reply authority kept_at", "size", "note authority"),
    _form("removals/1", "removal", "article by removed_at because", "article"),
    # What is left of commitments to removed rows. So a removal tells which they are, and no other goes unseen.
    Form("blanks/1", "commitments", "removal", ("event", "position", "record"), "event", ("position",),
         "salt IS NULL"),
    _form("_sqlite_migrations/1", "migration", "id migration_set name applied_at", "migration_set", "name"),
)  # fmt: skip

# What is made from texts so that they can be compared, a few rows here and there for each article: their
# sums stand in the log (see `log.sums`).
CACHES = {
    "matches": ("a", "b", "kind", "score", "later", "asserted", "signs", "passages"),
    "fingerprints": ("fingerprint", "article"),
    "common": ("fingerprint", "head"),
    "cues": ("fingerprint", "article"),
    "common_cues": ("fingerprint", "head"),
    "furniture": ("fingerprint", "outlet"),
}
# The tables of the log itself and of its sums, and by what their rows are known.
_OWN = {"log": ("number",), "tiles": ("level", "number"), "seals": ("name",)}
TABLES = (*dict.fromkeys(form.table for form in FORMS), *CACHES, *_OWN)


def known_by(table: str) -> tuple[str, ...]:
    """The columns by which findings know a row: its owner's and its key's."""
    form = next((form for form in FORMS if form.table == table), None)
    return tuple(dict.fromkeys([form.owner, *form.key])) if form else _OWN.get(table) or CACHES[table]
