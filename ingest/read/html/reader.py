"""Composes the reader of HTML pages: from payload to text, passages, links, claims, attributions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ...errors import NoArticleError
from ...records import Attribution, Claim, Origin, Reading
from .. import attribution
from ..decode import declared, decode
from ..knowledge import Knowledge
from ..phrases import Phrases
from ..requoted import again
from ..spans import Page
from . import body, listing, originals, passages, stated
from .elements import closing
from .pieces import Piece, Told, letters
from .stated import Frame
from .tokens import MOST_MARKS, scan
from .visible import visible

# Changes whenever the same payload may read differently than before.
READER = f"html/3 {body.VERSION}"
# So many characters of a title, a description or a list of authors tell what they are.
_TOLD = 5000
# A name of several words, without what is said of its bearer.
_NAME = re.compile(r"\s*[^\s(–|]+(?: +(?!-)[^\s(–|]+)+")
# More first-level headings than this no article has.
_HEADINGS = 10
# Characters of text between the tags; the longest articles have half of it.
_LONGEST = 1_000_000


def read(payload: bytes, source: str, knowledge: Knowledge, origin: Origin) -> Reading:
    """Read one HTML page.

    Args:
        payload: the bytes as they came in.
        source: the input's name, for errors.
        knowledge: outlets and phrases.
        origin: where the bytes were had: the base of relative addresses, the declared encoding.

    Raises:
        SourceError: if the payload is no text.
        NoArticleError: if the page holds no article.
    """
    page = decode(payload, source, declared(payload, origin.content_type))
    markup = scan(page.text)
    if not markup.whole or page.text.count("&") > MOST_MARKS:
        said = f"a page of more than {MOST_MARKS:,} tags or entities, which no article has; nothing was added"
        raise NoArticleError(source, said)
    shown = sum(chunk.end - chunk.start for chunk in markup.chunks)
    if shown > _LONGEST:
        said = f"a page with {shown / 1e6:,.0f} million characters of text, which no article has"
        raise NoArticleError(source, f"{said}; nothing was added")
    frame = stated.frame(markup)
    told = _told(frame, knowledge.phrases)
    article = passages.content(markup, knowledge.phrases, told)
    pieces = article.pieces
    links = tuple(passages.links(page, markup, pieces))
    alone = frame.dated() and listing.holds_prose(pieces, links, knowledge.phrases)
    if not alone and not listing.is_article(markup, pieces, links, told.titles, knowledge.phrases):
        raise NoArticleError(source, "a page without an article in it; give the address of an article")
    claims = tuple(stated.claims(page, frame, pieces, knowledge, origin))
    return Reading(
        encoding=page.encoding,
        text=article.text,
        passages=tuple(article.passages(page)),
        links=links,
        claims=claims,
        attributions=(
            *originals.republished(frame, page, knowledge, origin.url),
            *islice(_attributions(page, pieces, knowledge, _code(claims)), attribution.MOST),
        ),
        reader=READER,
    )


def _told(frame: Frame, phrases: Phrases) -> Told:
    """What the page calls its article, how it describes it, and who wrote it: in its head and its headings."""
    headings = frame.tags["h1"][:_HEADINGS]
    titles = [visible(frame.markup, tag.end, closing(frame.markup, tag)).text for tag in headings]
    titles += [*frame.said("title"), *frame.titles()]
    lists = (*frame.said("author"), *frame.writers())
    names = (name for said in lists for name in phrases.conjunction.split(said[:_TOLD]))
    authors = (bare[0] for name in names if (bare := _NAME.match(name)))
    told = (titles, frame.said("subtitle"), authors)
    return Told(*(frozenset(letters(one[:_TOLD]) for one in said) - {""} for said in told))


def _code(claims: Iterable[Claim]) -> str | None:
    """The language that dates are read in: the one claimed first, which an audit takes as well."""
    return next((claim.value for claim in claims if claim.field == "language"), None)


def _attributions(
    page: Page, pieces: Sequence[Piece], knowledge: Knowledge, code: str | None
) -> Iterator[Attribution]:
    """Sources named in the text, each with a quote that, read again by itself, says the same."""
    for piece in pieces:
        content = piece.content
        for named in attribution.find(content.text, knowledge.grammar, knowledge.registry, code):
            place = content.locate(named.start, named.end)
            quote = page.text[slice(*place)] if place else ""
            if place and any(attribution.same(named, other) for other in again(quote, knowledge, code)):
                span = page.span(*place)
                yield replace(named, quote=quote, start=span.start, end=span.end)
