"""What the templates print, as frozen records: every decision about words is made before.

Nothing here reads or computes beyond formatting its own fields.
"""

from dataclasses import dataclass

from ..archive.related import Cluster
from ..archive.rows import Version
from ..export.crossposts import Compared, Seen
from ..records import Article, Retrieval, Span
from ..relate.changes import Change
from ..relate.resolving import Ranked


@dataclass(frozen=True, slots=True)
class Known:
    """How a value is known: a phrase, and the words it rests on where there are any."""

    how: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list, its date in words, and how the date is known."""

    article: Article
    published: str | None
    known: Known | None


@dataclass(frozen=True, slots=True)
class Carried:
    """A text that several articles carry: its original or, where none is known, one of them; some others."""

    cluster: Cluster
    head: Listed
    others: tuple[Listed, ...]
    last: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """The home page. `frozen` says that what is added from now on will not be seen."""

    database: str
    frozen: bool
    counts: dict[str, int]
    outlets: tuple[tuple[str, int], ...]
    span: tuple[str, str] | None
    newest: tuple[Listed, ...]
    crossposts: tuple[Carried, ...]
    to_look_at: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text. `url` is set where they carried an address that may be followed,
    `address` where they carried one at all."""

    text: str
    address: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, quotation or caption with one item, or a list with several."""

    kind: str
    items: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in the provenance panel. `standing` says whether it was chosen."""

    id: str
    value: str | None
    chosen: bool
    standing: str
    how: str
    asserted: bool
    rule: str | None
    where: str | None
    span: Span | None
    payload: str | None
    quote: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what was decided of it, why, what speaks against it, and all that is claimed about it."""

    name: str
    decided: str | None
    why: str | None
    doubts: tuple[str, ...]
    chosen: tuple[ShownClaim, ...]
    others: tuple[ShownClaim, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage in which the text names a source."""

    words: str
    outlet: str | None
    title: str | None
    published: str | None
    author: str | None
    url: str | None
    address: str | None
    via: str | None
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand: on "this page", "the other page", or a third article's; the first byte ranges, and
    how many more there are. `said` is what they say, None where that is not looked up."""

    page: str
    third: Listed | None
    spans: tuple[Span, ...]
    more: int
    said: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that supports a relation; what stands on the page's own side comes first."""

    words: str
    spots: tuple[Spot, ...]

    @property
    def said(self) -> str:
        """What it says, on the first side that tells."""
        return next((spot.said for spot in self.spots if spot.said is not None), "")


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as seen from one of its ends: it leads from the page's article to `other`, through a stub."""

    seen: Seen
    other: Listed
    through: Listed | None
    facts: tuple[Fact, ...]

    @property
    def more(self) -> int:
        """How many facts are not told here."""
        return self.seen.counted - len(self.facts)


@dataclass(frozen=True, slots=True)
class Crossposts:
    """What an article has to do with others: the first of so many relations, of the carriers of its text, of
    what a stub may be, of who names it; the way up to the farthest known source; what it was found to be."""

    related: tuple[Related, ...]
    relations: int
    cluster: Cluster | None
    members: tuple[Listed, ...]
    chain: tuple[Listed, ...]
    found: tuple[Listed, str] | None
    stands_for: tuple[Listed, ...]
    candidates: tuple[tuple[Listed, Ranked], ...]
    namers: tuple[Listed, ...]
    more_namers: int

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.related or self.members or self.found or self.candidates)


@dataclass(frozen=True, slots=True)
class RelationPage:
    """The page of a relation: its first end, the relation as seen from there, and how much changed."""

    article: Listed
    related: Related
    compared: Compared
    changed: str | None


@dataclass(frozen=True, slots=True)
class When:
    """An instant, and as people write it."""

    instant: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A time in which an article said the same, and what had changed when it began.

    `changed` says how much, `changes` what: paragraphs, those that stayed the same in a row as one.
    """

    version: Version
    first: When | None
    last: When | None
    retrievals: str
    title_before: str | None
    changed: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ShownRetrieval:
    """A retrieval, what it brought in words, and the addresses on the way that may be followed."""

    retrieval: Retrieval
    when: When | None
    brought: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """The page of an article or stub. `now` says what stood at its address last, if not the article.

    `printed_day` is the day that the page prints where it is not the date's own, `more` are values
    of lesser fields with their names, `outdated` says that it is to be decided again.
    """

    listed: Listed
    subtitle: str | None
    printed_day: str | None
    more: tuple[tuple[str, str], ...]
    outdated: str | None
    doubted: tuple[str, ...]
    open_date: str | None
    address_known: Known | None
    added: str | None
    language: str | None
    blocks: tuple[Block, ...]
    fields: tuple[Field, ...]
    sources: tuple[Source, ...]
    crossposts: Crossposts
    version: Version | None
    versions: tuple[ShownVersion, ...]
    captures: tuple[ShownRetrieval, ...]
    now: ShownRetrieval | None

    @property
    def article(self) -> Article:
        """The decided fields."""
        return self.listed.article
