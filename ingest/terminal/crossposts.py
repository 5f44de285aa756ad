"""What the terminal tells of cross-posts: relations with their reasons, and who carries the same text."""

import click

from ..archive.query import Query
from ..export import words
from ..export.crossposts import Crossposted, Seen
from .plain import aside, heading, safe, short


def tell(query: Query, told: Crossposted) -> None:
    """Relations, and who carries the same text. What a stub is, or may be, is told with what people said."""
    if told.seen or told.members:
        heading("Cross-posts")
        for seen in told.seen:
            _relation(query, seen)
        if told.relations > len(told.seen):
            aside(f"  and {told.relations - len(told.seen):,} more relations; --json lists all")
        _members(query, told)
        click.echo()


def _relation(query: Query, seen: Seen) -> None:
    click.echo(f"  {seen.words} {_named(query, seen.other)}")
    click.echo(f"    {safe(seen.status)}; score {seen.linked.relation.score}")
    if seen.through:
        aside(f"    named as the stub {seen.through}, which was found to be it")
    if seen.why:
        which = "this" if seen.later else "that"
        lead = f"why {which} is the later: " if seen.linked.relation.directed else ""
        aside(f"    {lead}{'; '.join(seen.why)}")
    if seen.differs:
        click.echo(f"    differs in: {short(safe(seen.differs), 300)}")
    for fact in seen.facts:
        place = fact.later if fact.later and fact.later.said is not None else fact.source
        aside(f"    {fact.words}: “{short(safe(place.said or '' if place else ''), 160)}”")
    if seen.counted > len(seen.facts):
        aside(f"    and {seen.counted - len(seen.facts)} more facts; --json lists all")


def _members(query: Query, told: Crossposted) -> None:
    if told.cluster:
        click.echo(f"  carried by {words.count(told.cluster.members, 'article')}:")
        for member in told.members:
            original = ", the original" if member == told.cluster.original else ""
            click.echo(f"    {_named(query, member)}{original}")
        if told.cluster.members > len(told.members):
            aside(f"    and {told.cluster.members - len(told.members):,} more")


def _named(query: Query, identity: str) -> str:
    """An article by id, title, outlet and date."""
    article = query.article(identity)
    if article is None:
        return identity
    parts = [article.title or "(no title)", article.outlet, article.published]
    stub = " (stub: not in the archive)" if article.stub else ""
    return f"{identity}{stub}  {safe(', '.join(part for part in parts if part))}"
