"""Finds whose the pictures are and under which licence the text stands, by the lines that say so."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ...records import Claim
from .claiming import Claiming, Place
from .elements import closing, containing, line_at, places
from .pieces import Piece
from .spelling import ATTRIBUTE, TEXT
from .tokens import Markup, Tag
from .visible import lines, visible

# "Photo: Jane Roe / Agency", "(Foto: dpa)", "Credit: ..." at the end of a caption.
_CREDIT = re.compile(
    r"(?i)(?:^|(?<=[\s.(\[|–—-]))(?:photo(?:graph|graphy)?|picture|image|foto|bild|imagen?|imagem|immagine"
    r"|beeld|kuva|фото|credit|crédito?|quelle|source|©|\(c\))(?:\s?(?:credit|source|by|de|di))?s?\s*(?:[:：©/]|(?<=©)|\bby\b)\s*"
    r"(?P<name>[^()\[\]]{2,100}?)\s*[.)\]]*\s*$"
)
_LICENCE = re.compile(
    r"(?i)creative commons(?: [\w-]+){0,6} licen[cs]e|creative commons[\w ./-]{0,40}\d\.\d"
    r"|\bCC[ -]BY(?:-(?:SA|NC|ND)){0,2}(?: \d\.\d)?(?: [A-Z]{2}\b)?"
)
# How such a licence is written, in a page that is long to look through.
_COMMONS = ("Creative Commons", "creative commons", "CC BY", "CC-BY")
_LICENSED = re.compile(
    r"(?i)\b(?:article|work|content|texte?|site|licen[cs]ed?|lizenz|republish|inhalte?|contenido|beitrag)\b"
)
# How far before and after the text is looked, in characters of the page.
_FOOT, _AFTER = 8000, 20_000
# The longest caption and paragraph in which one is looked for; so many captions and links.
_LINE, _PARAGRAPH, _MOST = 400, 800, 6


def claims(
    claiming: Claiming, markup: Markup, links: Sequence[Tag], pieces: Sequence[Piece]
) -> Iterator[Claim]:
    """Credits of the pictures from before the text to its end, and a licence in the head or after the text."""
    first, last = pieces[0].content.start, pieces[-1].content.end
    yield from _credits(claiming, markup, max(0, first - _FOOT), last)
    after, foot = last + _AFTER, max(last, len(markup.text) - _FOOT)
    stretches = ((last, after), (foot, len(markup.text))) if after < foot else ((last, len(markup.text)),)
    marked = [tag for tag in links if "license" in markup.written(tag)]
    for start, end in stretches:
        marked += containing(markup, ("license",), start, end)
    yield from _linked(claiming, markup, marked)
    for start, end in stretches:
        yield from _worded(claiming, markup, start, end)


def _credits(claiming: Claiming, markup: Markup, start: int, end: int) -> Iterator[Claim]:
    for tag in islice(containing(markup, ("<figcaption",), start, end), _MOST):
        for line in lines(markup, tag.end, closing(markup, tag)):
            match = _CREDIT.search(line.text) if len(line.text) < _LINE else None
            if match:
                part = line.cut(*match.span("name"))
                yield from claiming.part(Place(0, 0, TEXT), part, "image-credit", "caption-credit")


def _linked(claiming: Claiming, markup: Markup, tags: Sequence[Tag]) -> Iterator[Claim]:
    """The addresses of licences in links that are marked so."""
    for tag in tags[:_MOST]:
        attributes = markup.attributes(tag)
        rel, href = attributes.get("rel"), attributes.get("href")
        if rel and href and "license" in rel.text.lower().split():
            yield from claiming.licence(Place(href.start, href.end, ATTRIBUTE), "rel-license")


def _worded(claiming: Claiming, markup: Markup, start: int, end: int) -> Iterator[Claim]:
    """The first line that names a licence of Creative Commons, and what is under it."""
    for at in places(markup.text, _COMMONS, start, end)[:1]:
        line = visible(markup, *line_at(markup, at))
        said = _LICENCE.search(line.text) if len(line.text) < _PARAGRAPH else None
        if said and _LICENSED.search(line.text):
            yield from claiming.part(Place(0, 0, TEXT), line.cut(*said.span()), "licence", "copyright-line")
