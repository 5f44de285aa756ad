"""Finds the stretches of a page that hold no text of the article, by what the page calls them.

An extractor takes most of them out; these are the ones that stand in the middle of articles, so
that only the stretch of the article is looked at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

from .elements import between, closing, shown
from .tokens import Markup, Tag

Role = Literal["aside", "caption", "figure", "standfirst"]

# Names of classes and ids, or two words of one, written without what joins them ("article__relatedLinks"
# has "related"; "read-more" and "readMore" have "readmore").
_NAMES: dict[Role, str] = {
    "caption": """caption captions figcaption figcaptions credit credits bildunterschrift bildtext bildnachweis
        legende piefoto didascalia fotocredit fotocredits photocredit photocredits imagecredit copyright
        cap bildtekst billedtekst bildetekst fotobyline photobyline imagetext phototext imagedesc podpis""",
    "aside": """related relacionada relacionado relacionadas relacionados newsletter newsletters promo promos
        promobox recommend recommended recommendation recommendations recommends readmore readalso seealso
        moreon morestories mostread mostpopular popular trending authorbio authorbox authorinfo authorcard
        authordescription aboutauthor bio biography subscribe subscription subscriber share sharing comment
        comments disclaimer disclaimers disclosure poll polls survey opinary tags taglist breadcrumb
        breadcrumbs affiliate advert advertisement advertorial sponsored outbrain taboola consent teasers
        kommentar kommentare kommentarer comentario comentarios commentaire commentaires commenti reacties
        komentarz komentarze koment yorum yorumlar reply replies disqus correlati correlate
        verwandt verwandte gerelateerd ilgili kanren abone subscriptions nyhetsbrev nyhedsbrev nieuwsbrief
        boletin infolettre leesook lireaussi leggianche leiatambem leiamais lesensieauch mehrzumthema
        weiterlesen moreinfo masinformacion signupcard popup modal voting feedback dpaid
        teaserlist signup calltoaction cta donate donation donations nextarticle audioplayer player""",
    "standfirst": """standfirst subtitle subhead subheadline subheading dek lead lede intro introduction
        summary abstract excerpt teasertext vorspann chapo chapeau bajada entradilla sottotitolo sommario
        occhiello ingress manchet preamble perex""",
}
_CALLED = {name: role for role, names in _NAMES.items() for name in names.split()}
_RANKS: tuple[Role, ...] = ("caption", "aside", "figure", "standfirst")
# After these a name says what else there is, or isn't; the first letter of a text is its drop cap.
_BUT = frozenset(("has", "no", "with", "without", "is", "drop"))
_WRITTEN = re.compile(
    r"""(?i)\b(?:class|id|data-(?:component|testid|qa|block|type))\s*=\s*("[^"]*"?|'[^']*'?|[^\s>"']+)"""
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Elements that say by their names what they hold.
_NAMED: dict[str, Role] = {
    "figure": "figure", "figcaption": "caption",
    "aside": "aside", "nav": "aside", "footer": "aside", "button": "aside", "form": "aside",
}  # fmt: skip
# What may hold a form, so many of them in each other, so many fields for addresses, and the characters
# of text that ask for one.
_BOXES, _NESTED, _FIELDS, _ASKING = frozenset(("div", "section", "aside")), 6, 20, 400
# So many tags at most stand in a zone.
_FAR = 2000
# So much of a tag is looked at; one with an attribute has so much beside its name.
_LONGEST, _SHORTEST = 1000, 6
# Elements that hold whole pieces.
_HOLDING = frozenset("div section ul ol p span h2 h3 h4 h5 blockquote header dl td details".split())


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the page and what it is called."""

    role: Role
    start: int
    end: int


def zones(markup: Markup, start: int, end: int) -> Iterator[Zone]:
    """The zones that begin between two characters of the page, in its order."""
    boxes: list[Tag] = []
    fields = 0
    for tag in between(markup, start, end):
        if tag.name in _BOXES:
            boxes = boxes[:-1] if tag.closing else [*boxes[-_NESTED:], tag]
        elif tag.name == "input" and "mail" in markup.written(tag)[:_LONGEST].lower() and fields < _FIELDS:
            fields += 1
            yield from _asking(markup, boxes)
        role = None if tag.closing else _role(markup, tag)
        if role:
            yield Zone(role, tag.start, closing(markup, tag, _FAR))


def _asking(markup: Markup, boxes: Sequence[Tag]) -> Iterator[Zone]:
    """The largest of the boxes around a field for an address that hold little else."""
    zones = (Zone("aside", box.start, closing(markup, box, _FAR)) for box in boxes)
    small = (zone for zone in zones if shown(markup, zone.start, zone.end, _ASKING) <= _ASKING)
    yield from islice(small, 1)


def _role(markup: Markup, tag: Tag) -> Role | None:
    if tag.name in _NAMED or tag.name not in _HOLDING:
        return _NAMED.get(tag.name)
    if tag.end - tag.start < len(tag.name) + _SHORTEST:
        return None
    return _called(markup.text[tag.start : min(tag.end, tag.start + _LONGEST)])


# Pages write the same tag many times over.
@lru_cache(maxsize=5000)
def _called(written: str) -> Role | None:
    roles: list[Role] = []
    for name in _WRITTEN.findall(written):
        words = ["", *map(str.lower, _WORD.findall(name))]
        for before, word in pairwise(words):
            if before not in _BUT:
                roles += filter(None, (_CALLED.get(before + word), _CALLED.get(word)))
    # "lead-caption" is the caption of what leads.
    return min(roles, key=_RANKS.index, default=None)
