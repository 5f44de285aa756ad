"""Finds whose the pictures are and under which licence the text stands, by the lines that say so."""

import re
from collections.abc import Iterator, Sequence

from ...records import Claim
from .claiming import Claiming, Place
from .elements import between
from .passages import Piece
from .spelling import TEXT
from .tokens import Markup
from .visible import lines

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
_FOOT, _LINE, _MOST = 8000, 400, 6


def claims(claiming: Claiming, markup: Markup, pieces: Sequence[Piece]) -> Iterator[Claim]:
    """Credits of the pictures from before the text to its end, and a licence in or after the text."""
    first, last = pieces[0].content.start, pieces[-1].content.end
    yield from _credits(claiming, markup, max(0, first - _FOOT), last)
    yield from _licences(claiming, markup, last)


def _credits(claiming: Claiming, markup: Markup, start: int, end: int) -> Iterator[Claim]:
    opened = None
    found = 0
    for tag in between(markup, start, end):
        if tag.name != "figcaption":
            continue
        if tag.closing and opened and found < _MOST:
            for line in lines(markup, opened.end, tag.start):
                match = _CREDIT.search(line.text) if len(line.text) < _LINE else None
                if match:
                    found += 1
                    part = line.cut(*match.span("name"))
                    yield from claiming.part(Place(0, 0, TEXT), part, "image-credit", "caption-credit")
        opened = None if tag.closing else tag


def _licences(claiming: Claiming, markup: Markup, start: int) -> Iterator[Claim]:
    at = min((at for word in _COMMONS if (at := markup.text.find(word, start)) >= 0), default=None)
    if at is None:
        return
    for line in lines(markup, max(start, at - _LINE), at + _LINE):
        said = _LICENCE.search(line.text) if len(line.text) < 2 * _LINE else None
        if said and _LICENSED.search(line.text):
            part = line.cut(*said.span())
            yield from claiming.part(Place(0, 0, TEXT), part, "licence", "copyright-line")
            return
