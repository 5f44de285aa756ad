"""Composes what is claimed of an article: as its page describes itself, and as it is printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from ...records import Claim, Origin
from .. import language, sites
from ..claims import printed as made
from ..knowledge import Knowledge
from ..phrases import fold
from ..spans import Page
from . import canonical, credit, graph, headline, htmldated, meta, microdata, printed, structured
from .claiming import Claiming, Place
from .elements import named
from .headline import Title
from .pieces import Piece
from .spelling import ATTRIBUTE, TEXT, words
from .tokens import Markup, Tag

# So many characters tell the language as well as many more.
_ENOUGH = 300
# So many titles and authors of an article are looked at before it is read.
_MOST, _LONGEST = 50, 5000
# A page that describes more articles than these lists them.
_FEW = 2


@dataclass(frozen=True)
class Frame:
    """A page's tags with those that describe it apart, looked up once: by name, and as meta elements."""

    markup: Markup
    tags: Mapping[str, list[Tag]]
    metas: list[meta.Meta]
    described: graph.Described

    def dated(self) -> bool:
        """Whether the page says that it is one article: by its date, or in JSON-LD that describes no others."""
        return bool(self.said("published")) or 0 < len(self.described.articles()) <= _FEW

    def titles(self) -> list[str]:
        """What the title element and the descriptions in JSON-LD call the article."""
        titles = (*_page_title(self.markup), *structured.titles(self.described, frozenset()))
        return self._read(title.place for title in titles if not title.method.endswith("-alternative"))

    def writers(self) -> list[str]:
        """The authors' names in JSON-LD."""
        return self._read(structured.writers(self.described))

    def _read(self, places: Iterable[Place]) -> list[str]:
        text = self.markup.text
        ends = ((place, min(place.end, place.start + _LONGEST)) for place in islice(places, _MOST))
        return [words(text[place.start : end], place.form) for place, end in ends]

    def said(self, field: str) -> list[str]:
        """What the meta elements say of a field."""
        return [one.value.text for one in self.metas if meta.field(one) == field]


def frame(markup: Markup) -> Frame:
    """The frame of a page."""
    tags = named(markup, "meta", "link", "h1")
    return Frame(markup, tags, meta.contents(markup, tags["meta"]), graph.described(markup))


def claims(
    page: Page, frame: Frame, pieces: Sequence[Piece], knowledge: Knowledge, origin: Origin
) -> Iterator[Claim]:
    """Everything that the page says of the article.

    Args:
        page: the page.
        frame: its tags.
        pieces: the article's passages.
        knowledge: outlets and phrases.
        origin: where the page was had.
    """
    markup, tags, described = frame.markup, frame.tags, frame.described
    here = printed.head(tags["h1"], [piece.content for piece in pieces])
    first = pieces[0].content.start
    others = microdata.strange(markup, here.heading.start if here.heading else first, first)
    metas = [one for one in frame.metas if not any(start < one.value.start < end for start, end in others)]
    marked = microdata.marked(markup, first)
    links = [*canonical.links(markup, tags["link"])]
    own = canonical.own(links, origin.url)
    called = _called(Claiming(page, knowledge), metas, described, origin, knowledge)
    claiming = Claiming(page, knowledge, called, origin.url)
    titles = [
        *structured.titles(described, own),
        *microdata.titles(marked),
        *meta.titles(metas),
        *_page_title(markup),
        *printed.titles(markup, tags["h1"], here),
    ]
    if all(title.method == "page-title" for title in titles):
        titles += printed.unmarked(claiming, markup, here)
    stated = [
        *_language(page, pieces, knowledge),
        *structured.claims(claiming, described, own),
        *microdata.claims(claiming, marked),
        *meta.claims(claiming, metas),
        *_named(claiming, markup),
        *_template(claiming, markup),
        *structured.sections(claiming, described, {claiming.said(t.place).text.casefold() for t in titles}),
    ]
    yield from stated
    yield from headline.claims(claiming, titles, _sections(stated, origin.url))
    code = next((claim.value for claim in stated if claim.field == "language"), None)
    dated = [*printed.claims(claiming, markup, pieces, here, code)]
    yield from dated
    yield from credit.claims(claiming, markup, tags["link"], pieces)
    yield from canonical.claims(claiming, markup, links, metas, origin.url)
    if not any(claim.field == "published" for claim in (*stated, *dated)):
        yield from htmldated.claims(claiming, markup, here, code)


def _called(
    claiming: Claiming,
    metas: Sequence[meta.Meta],
    described: graph.Described,
    origin: Origin,
    knowledge: Knowledge,
) -> frozenset[str]:
    """The keys of the names by which the page calls its site."""
    publishers = (claiming.said(place).text for place in structured.called(described))
    return sites.keys((*meta.sites(metas), *publishers), origin.url, knowledge.registry)


def _sections(stated: Iterable[Claim], url: str | None) -> frozenset[str]:
    """The names of the page's sections, folded: as it states them, and in its address."""
    steps = urlsplit(url).path.split("/")[:-1] if url else ()
    names = (claim.value for claim in stated if claim.field == "section" and claim.value)
    return frozenset(fold(name) for name in (*names, *steps)) - {""}


def _language(page: Page, pieces: Sequence[Piece], knowledge: Knowledge) -> Iterator[Claim]:
    """The language of the longest paragraph, as a claim that stands there."""
    longest = max((piece.content for piece in pieces), key=lambda content: len(content.text))
    method = f"n-grams {language.VERSION}"
    enough = longest.cut(0, _ENOUGH)
    claim = made(page, enough.start, enough.end, "language", method, "markup-language/1", knowledge)
    if claim:
        yield claim


def _page_title(markup: Markup) -> Iterator[Title]:
    title = next((raw for raw in markup.raws if raw.tag.name == "title"), None)
    if title:
        yield Title(Place(title.start, title.end, TEXT), "page-title")


def _named(claiming: Claiming, markup: Markup) -> Iterator[Claim]:
    """The part of the page's title that is the site's name as its address or its meta elements have it."""
    for title in _page_title(markup):
        said = claiming.said(title.place)
        for part in sites.parts(said.text):
            if sites.key(said.text[slice(*part)]) in claiming.called:
                yield from claiming.called_so(title.place, said.cut(*part), title.method)
                return


def _template(claiming: Claiming, markup: Markup) -> Iterator[Claim]:
    """The language that the page says it is in."""
    for tag in markup.named("html"):
        lang = markup.attributes(tag).get("lang")
        if lang:
            yield from claiming.claim(Place(lang.start, lang.end, ATTRIBUTE), "language", "html-lang", "code/1")
        break
