"""Composes the reader of HTML pages: from payload to text, passages, links, claims, attributions."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from ...errors import NoArticleError
from ...records import Attribution, Claim, Origin, Reading
from .. import attribution, language
from ..claims import printed as made
from ..decode import declared, decode
from ..knowledge import Knowledge
from ..requoted import again
from ..spans import Page
from . import body, canonical, meta, passages, printed, structured
from .claiming import Claiming, Place
from .selection import Piece, Told, elements, letters
from .spelling import ATTRIBUTE, TEXT
from .tokens import MOST_MARKS, Markup, Value, scan
from .visible import visible

# Changes whenever the same payload may read differently than before.
READER = f"html/2 {body.VERSION}"
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
    metas = meta.contents(markup)
    article = passages.content(markup, knowledge.phrases, _told(markup, metas))
    pieces = article.pieces
    links = tuple(passages.links(page, markup, pieces))
    if not passages.is_article(pieces, links, knowledge.phrases):
        raise NoArticleError(source, "a page without an article in it; give the address of an article")
    claims = tuple(_claims(page, markup, metas, pieces, knowledge, origin))
    return Reading(
        encoding=page.encoding,
        text=article.text,
        passages=tuple(article.passages(page)),
        links=links,
        claims=claims,
        attributions=(
            *canonical.republished(markup, page, knowledge, origin.url),
            *_attributions(page, pieces, knowledge, _code(claims)),
        ),
        reader=READER,
    )


def _told(markup: Markup, metas: Sequence[tuple[str, Value]]) -> Told:
    """What the page calls its article and how it describes it, in its head and in its first-level headings."""
    titles = [visible(markup, tag.end, closed).text for tag, closed in elements(markup, "h1")]
    titles += [value.text for name, value in metas if meta.NAMES.get(name, ("", ""))[0] == "title"]
    descriptions = [value.text for name, value in metas if name.rpartition(":")[2] == "description"]
    return Told(frozenset(map(letters, titles)), frozenset(map(letters, descriptions)))


def _claims(
    page: Page,
    markup: Markup,
    metas: list[tuple[str, Value]],
    pieces: Sequence[Piece],
    knowledge: Knowledge,
    origin: Origin,
) -> Iterator[Claim]:
    """What the page says of the article, as it describes itself and as it is printed."""
    claiming = Claiming(page, knowledge)
    called = meta.sites(metas)
    stated = [
        *_language(page, pieces, knowledge),
        *structured.claims(claiming, structured.described(markup), called, canonical.own(markup, origin.url)),
        *meta.claims(claiming, metas, called),
        *_template(claiming, markup, called),
    ]
    yield from stated
    yield from printed.claims(claiming, markup, pieces, _code(stated))
    yield from canonical.claims(claiming, markup, metas, origin.url)


def _code(claims: Iterable[Claim]) -> str | None:
    """The language that dates are read in: the one claimed first, which an audit takes as well."""
    return next((claim.value for claim in claims if claim.field == "language"), None)


def _language(page: Page, pieces: Sequence[Piece], knowledge: Knowledge) -> Iterator[Claim]:
    """The language of the longest paragraph, as a claim that stands there."""
    longest = max((piece.content for piece in pieces), key=lambda content: len(content.text))
    method = f"n-grams {language.VERSION}"
    place = (longest.start, longest.end)
    claim = made(page, *place, "language", method, "markup-language/1", knowledge)
    if claim:
        yield claim


def _template(claiming: Claiming, markup: Markup, called: Set[str]) -> Iterator[Claim]:
    """What stands in the page's frame: its title and the language it says it is in."""
    title = next((raw for raw in markup.raws if raw.tag.name == "title"), None)
    if title:
        yield from claiming.title(Place(title.start, title.end, TEXT), "page-title", called)
    for tag in markup.named("html"):
        lang = markup.attributes(tag).get("lang")
        if lang:
            yield from claiming.claim(Place(lang.start, lang.end, ATTRIBUTE), "language", "html-lang", "code/1")
        return


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
