"""Which records belong to an article, as the records themselves tell. Pure.

Each record of a bundle may be proved by the log and yet be of another article. What ties it to this one
stands in its owner, or in columns of its rows, whose places never change within a form.
"""

from collections.abc import Iterator

from .members import Groups

# Their owner is the article.
_OWNED = (
    "addresses/1", "articles/1", "assertions/1", "claims/1", "collection_articles/1", "decisions/1",
    "removals/1", "stub_titles/1",
)  # fmt: skip
# The article stands in one of these columns.
_NAMING = {
    "acts/1": (2, 4), "candidates/1": (0, 1), "captures/1": (1,), "relations/1": (1, 2),
    "resolutions/1": (1, 2), "versions/1": (1,),
}  # fmt: skip


def strangers(article: str, groups: Groups) -> Iterator[tuple[str, str]]:
    """The records, by form and owner, that nothing ties to an article."""
    owners = _owners(article, groups)
    for (form, owner), rows in groups.items():
        named = {row[at] for row in rows for at in _NAMING.get(form, ()) if _is_text(row, at)}
        if owner not in owners.get(form, ()) and article not in named:
            yield form, owner


def missing(groups: Groups) -> Iterator[tuple[str, str]]:
    """The records of payloads and texts that others name, and which are not here."""
    for form, owners in (("payloads/1", _payloads(groups)), ("texts/1", _column(groups, "versions/1", 3))):
        yield from ((form, owner) for owner in sorted(owners) if (form, owner) not in groups)


def _owners(article: str, groups: Groups) -> dict[str, set[str]]:
    """The owners that a record may have, where it is the owner that ties it to an article; by form."""
    own = groups.get(("articles/1", article), ())
    versions, payloads = {owner for form, owner in groups if form == "versions/1"}, _payloads(groups)
    return {
        **{form: {article} for form in _OWNED},
        **dict.fromkeys(("attributions/1", "links/1", "passages/1"), versions),
        **dict.fromkeys(("parts/1", "payloads/1"), payloads),
        "compared/1": {str(row[1]) for row in own if len(row) > 1},
        "evidence/1": {owner for form, owner in groups if form == "relations/1"},
        "texts/1": _column(groups, "versions/1", 3),
        "works/1": {row[12] for row in own if _is_text(row, 12)},
    }


def _payloads(groups: Groups) -> set[str]:
    return _column(groups, "captures/1", 4) | _column(groups, "versions/1", 2)


def _column(groups: Groups, form: str, at: int) -> set[str]:
    """The texts in a column of all rows of a form."""
    return {row[at] for (name, _), rows in groups.items() if name == form for row in rows if _is_text(row, at)}


def _is_text(row: object, at: int) -> bool:
    return isinstance(row, list) and len(row) > at and isinstance(row[at], str)
