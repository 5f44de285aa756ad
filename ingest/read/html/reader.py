"""Composes the reader of HTML pages: from payload to text, passages, links, claims, attributions."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...errors import NoArticleError
from ...records import Attribution, Claim, Link, Origin, Passage, PassageKind, Reading
from .. import attribution, language
from ..claims import printed
from ..decode import declared, decode
from ..knowledge import Knowledge
from ..spans import Page, Spanned
from . import body, canonical, ground, meta, structured
from . import printed as prints
from .claiming import Claiming
from .tokens import Markup, Tag, scan
from .visible import text as said
from .visible import visible

# Changes whenever the same payload may read differently than before.
READER = f"html/1 {body.VERSION}"
_BREAK = "\n\n"
# A page that is all markup costs more time than any article is worth.
_MANY_TAGS = 150_000


@dataclass(frozen=True)
class _Piece:
    """A passage to be, with its place in the page."""

    kind: PassageKind
    content: Spanned


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
    if len(markup.tags) > _MANY_TAGS:
        raise NoArticleError(
            source, f"a page of {len(markup.tags)} tags, which no article has; nothing was added"
        )
    pieces = _pieces(markup, knowledge)
    if not pieces:
        raise NoArticleError(source, "a page without an article in it; give the address of an article")
    passages, text = _passages(page, pieces)
    spoken = _language(page, pieces, knowledge)
    code = spoken.value if spoken else None
    return Reading(
        encoding=page.encoding,
        text=text,
        passages=(*passages, *_captions(page, markup, pieces)),
        links=tuple(_links(page, markup, pieces, passages)),
        claims=(
            *((spoken,) if spoken else ()),
            *_claims(page, markup, pieces, passages, knowledge, origin, code),
        ),
        attributions=(
            *canonical.republished(markup, page, knowledge, origin.url),
            *_attributions(page, pieces, knowledge, code),
        ),
        reader=READER,
    )


def _pieces(markup: Markup, knowledge: Knowledge) -> list[_Piece]:
    """The article's passages, as they stand in the page, without what belongs to the page."""
    phrases = knowledge.phrases
    blocks = [block for block in body.blocks(markup.text) if not phrases.is_furniture(block.text)]
    found = ground.find([block.text for block in blocks], ground.Ground(markup))
    return [
        _Piece(block.kind, content)
        for block, content in zip(blocks, found, strict=True)
        if content and content.pieces and content.text
    ]


def _passages(page: Page, pieces: Sequence[_Piece]) -> tuple[list[Passage], str]:
    passages, length = [], 0
    for piece in pieces:
        passages.append(Passage(piece.kind, piece.content.text, length, piece.content.runs(page)))
        length += len(piece.content.text) + len(_BREAK)
    return passages, _BREAK.join(piece.content.text for piece in pieces)


def _captions(page: Page, markup: Markup, pieces: Sequence[_Piece]) -> Iterator[Passage]:
    """The captions of pictures that stand in the article."""
    start, end = pieces[0].content.start, pieces[-1].content.end
    opened: Tag | None = None
    for tag in markup.tags:
        if tag.name == "figcaption" and start <= tag.start < end:
            if tag.closing and opened:
                content = visible(markup, opened.end, tag.start)
                if content.pieces and content.text:
                    yield Passage("caption", content.text, None, content.runs(page))
            opened = None if tag.closing else tag


def _anchors(markup: Markup) -> list[tuple[Tag, int]]:
    """The links of a page, each with the place where it ends."""
    found: list[tuple[Tag, int]] = []
    opened: Tag | None = None
    for tag in markup.tags:
        if tag.name != "a":
            continue
        if opened:
            found.append((opened, tag.start))
        opened = None if tag.closing else tag
    return found


def _links(page: Page, markup: Markup, pieces: Sequence[_Piece], passages: Sequence[Passage]) -> Iterator[Link]:
    """The links in the text, each with its words and the place of its address."""
    anchors = _anchors(markup)
    for piece, passage in zip(pieces, passages, strict=True):
        content, at = piece.content, passage.text_start or 0
        first = bisect_right(anchors, content.start, key=lambda anchor: anchor[1])
        last = bisect_left(anchors, content.end, key=lambda anchor: anchor[0].start)
        for tag, closed in anchors[first:last]:
            words, href = _within(content, tag.end, closed), markup.attributes(tag).get("href")
            if words and href and href.text and href.text[0] != "#":
                yield Link(at + words[0], at + words[1], href.text, page.span(href.start, href.end))


def _within(content: Spanned, start: int, end: int) -> tuple[int, int] | None:
    """The characters of a text that stand between two characters of the page."""
    inside = [
        (max(0, start - piece.start) + piece.at, min(piece.length, end - piece.start) + piece.at)
        for piece in content.pieces
        if piece.start < end and piece.start + piece.length > start
    ]
    return (inside[0][0], inside[-1][1]) if inside else None


def _language(page: Page, pieces: Sequence[_Piece], knowledge: Knowledge) -> Claim | None:
    """The language of the longest paragraph, as a claim that stands there."""
    longest = max((piece.content for piece in pieces), key=lambda content: len(content.text))
    method = f"n-grams {language.VERSION}"
    return printed(page, longest.start, longest.end, "language", method, "markup-language/1", knowledge)


def _claims(
    page: Page, markup: Markup, pieces: Sequence[_Piece], passages: Sequence[Passage],
    knowledge: Knowledge, origin: Origin, code: str | None,
) -> Iterator[Claim]:  # fmt: skip
    """What the page says of the article, as it describes itself and as it is printed."""
    claiming = Claiming(page, knowledge)
    contents = [piece.content for piece in pieces]
    metas = meta.contents(markup)
    called = meta.sites(metas)
    yield from structured.claims(claiming, structured.described(markup), called)
    yield from meta.claims(claiming, metas, called)
    yield from prints.claims(claiming, markup, prints.head(markup, contents), passages, contents, code)
    yield from canonical.claims(claiming, markup, metas, origin.url)


def _attributions(
    page: Page, pieces: Sequence[_Piece], knowledge: Knowledge, code: str | None
) -> Iterator[Attribution]:
    """Sources named in the text, each with a quote that, read again by itself, says the same."""
    for piece in pieces:
        content = piece.content
        for named in attribution.find(content.text, knowledge.grammar, knowledge.registry, code):
            place = content.locate(named.start, named.end)
            quote = page.text[slice(*place)] if place else ""
            again = attribution.find(said(quote), knowledge.grammar, knowledge.registry, code)
            if place and any(attribution.same(named, other) for other in again):
                span = page.span(*place)
                yield replace(named, quote=quote, start=span.start, end=span.end)
