"""Finds the stretches of a page that hold no text of the article, by what the page calls them.

An extractor takes most of them out; these are the ones that stand in the middle of articles, so
that only the stretch of the article is looked at.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from .tokens import Markup, Tag

Role = Literal["aside", "caption", "figure", "standfirst"]

# Names of classes and ids, or two words of one, written without what joins them ("article__relatedLinks"
# has "related"; "read-more" and "readMore" have "readmore").
_NAMES: dict[Role, str] = {
    "caption": """caption captions figcaption figcaptions credit credits bildunterschrift bildtext bildnachweis
        legende piefoto didascalia fotocredit fotocredits photocredit photocredits imagecredit copyright""",
    "aside": """related relacionada relacionado relacionadas relacionados newsletter newsletters promo promos
        promobox recommend recommended recommendation recommendations recommends readmore readalso seealso
        moreon morestories mostread mostpopular popular trending authorbio authorbox authorinfo authorcard
        authordescription aboutauthor bio biography subscribe subscription subscriber share sharing comment
        comments disclaimer disclaimers disclosure poll polls survey opinary tags taglist breadcrumb
        breadcrumbs affiliate advert advertisement advertorial sponsored outbrain taboola consent teasers
        teaserlist signup calltoaction cta donate donation donations nextarticle audioplayer player""",
    "standfirst": """standfirst subtitle subhead subheadline subheading dek lead lede intro introduction
        summary abstract excerpt teasertext vorspann chapo chapeau bajada entradilla sottotitolo sommario
        occhiello ingress manchet preamble perex""",
}
_CALLED = {name: role for role, names in _NAMES.items() for name in names.split()}
# After these a name says what else there is, or isn't.
_BUT = frozenset(("has", "no", "with", "without", "is"))
_WRITTEN = re.compile(
    r"""(?i)\b(?:class|id|data-(?:component|testid|qa|block|type))\s*=\s*("[^"]*"?|'[^']*'?|[^\s>"']+)"""
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Elements that say by their names what they hold.
_NAMED: dict[str, Role] = {
    "figure": "figure", "figcaption": "caption",
    "aside": "aside", "nav": "aside", "footer": "aside", "button": "aside", "form": "aside",
}  # fmt: skip
# So much of a tag is looked at.
_LONGEST = 1000
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
    first, last = (bisect_left(markup.tags, place, key=lambda tag: tag.start) for place in (start, end))
    for index in range(first, last):
        tag = markup.tags[index]
        role = None if tag.closing else _role(markup, tag)
        if role:
            yield Zone(role, tag.start, closing(markup, index))


def _role(markup: Markup, tag: Tag) -> Role | None:
    if tag.name in _NAMED or tag.name not in _HOLDING:
        return _NAMED.get(tag.name)
    return _called(markup.text[tag.start : min(tag.end, tag.start + _LONGEST)])


# Pages write the same tag many times over.
@lru_cache(maxsize=5000)
def _called(written: str) -> Role | None:
    for name in _WRITTEN.findall(written):
        words = ["", *map(str.lower, _WORD.findall(name))]
        for before, word in pairwise(words):
            role = None if before in _BUT else _CALLED.get(before + word) or _CALLED.get(word)
            if role:
                return role
    return None


def closing(markup: Markup, index: int) -> int:
    """Where the element ends that the tag with this number opens; the tag's own end where nothing closes it."""
    opened, depth = markup.tags[index], 0
    for tag in markup.tags[index:]:
        if tag.name == opened.name:
            depth += -1 if tag.closing else 1
            if not depth:
                return tag.end
    return opened.end
