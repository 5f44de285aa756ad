"""What an article has to do with others, as pages, terminal and exports tell it.

One composition, so that every place says the same. Reads the archive; decides and formats nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import zstandard

from ..archive import related
from ..archive.crossposts import Crossposts
from ..archive.query import Query
from ..archive.related import Cluster, Fact, Found, Linked, Side
from ..read.requoted import forms
from ..records import Relation, Span
from ..relate.changes import Change, Summary, changes, summary
from ..relate.matching import Pointer
from ..relate.people import pair
from ..relate.proving import Bytes
from ..relate.resolving import Ranked
from ..relate.substitutions import Substitution, substitutions, turned
from ..relate.words import words as folded
from ..relate.works import SAME_TEXT
from . import words

# So many relations, and so many facts of each, are told of an article; its relations' own pages tell all.
_RELATIONS, _PASSAGES, _SAYINGS = 30, 3, 3
_CANDIDATES = _MEMBERS = 20
# So much of a relation on its own page.
_FACTS, _CHANGES = 100, 200
# What stands for words of a page that are none of a passage, how many bytes are looked at to tell, and how
# many ranges are read: a hostile page may fall into thousands.
_LEFT_OUT, _BETWEEN, _RANGES = " […] ", 1_000, 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: in which article, at which bytes, and what these say (None where not looked up)."""

    article: str
    spans: tuple[Span, ...]
    said: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that supports a relation: its kind in words, and where it stands on each side."""

    words: str
    kind: str
    later: Place | None
    source: Place | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A relation as seen from one of its ends: `words` lead from that end to the article `other`.

    `through` is the stub that stood between them; `why` tells what the direction rests on. `facts` are
    the first of `counted`. `differences` lead from the source, or from this article, to the other text.
    """

    linked: Linked
    words: str
    later: bool
    other: str
    through: str | None
    why: tuple[str, ...]
    facts: tuple[Told, ...]
    counted: int
    differences: tuple[Substitution, ...]

    @property
    def status(self) -> str:
        """Who says so."""
        known = self.linked.relation
        if self.linked.act:
            return f"{known.status} {words.act(self.linked.act)}"
        return words.status(known.status, known.directed)

    @property
    def differs(self) -> str | None:
        """The differences in words, None where there are none."""
        return ", ".join(map(words.replaced, self.differences)) or None


@dataclass(frozen=True, slots=True)
class Crossposted:
    """All that is told of an article's cross-posts: the first of so many relations, members and candidates."""

    seen: tuple[Seen, ...]
    relations: int
    cluster: Cluster | None
    members: tuple[str, ...]
    chain: tuple[str, ...]
    found: Found | None
    stands_for: tuple[str, ...]
    candidates: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A relation with both of its texts: what changed from the source or, without direction, from the first.

    `cut` says that more changed than is told, `same` that both texts are equal.
    """

    seen: Seen
    article: str
    changes: tuple[Change, ...]
    summary: Summary | None
    cut: bool
    same: bool


def crossposts(query: Query, article: str) -> Crossposted:
    """What an article or stub has to do with others."""
    known, reader = query.article(article), _Reader(query)
    work = known.work if known else None
    cluster = related.cluster(query, work) if work else None
    return Crossposted(
        seen=tuple(_seen(query, reader, article, one) for one in related.linked(query, article, _RELATIONS)),
        relations=related.relations(query, article),
        cluster=cluster,
        members=tuple(related.members(query, cluster.work, _MEMBERS)) if cluster else (),
        chain=tuple(related.chain(query, article)),
        found=related.found(query, article),
        stands_for=tuple(query.found_to_be(article)[:_CANDIDATES]),
        candidates=tuple(related.candidates(query, article, _CANDIDATES)),
    )


def compared(query: Query, relation: str) -> Compared | None:
    """A relation as seen from its later text, with all evidence; None where there is none of that id."""
    linked = related.relation(query, relation)
    if linked is None:
        return None
    article = linked.relation.from_id
    seen = _seen(query, _Reader(query), article, linked, _FACTS, both=True)
    texts = _text(query, article), _text(query, seen.other)
    whole = linked.relation.kind in SAME_TEXT and None not in texts
    one, other = (text or "" for text in (reversed(texts) if linked.relation.directed else texts))
    found = changes(one, other) if whole else ()
    told = summary(found) if found else None
    return Compared(seen, article, found[:_CHANGES], told, len(found) > _CHANGES, whole and not found)


def differences(query: Query, known: Relation, both: tuple[str, str]) -> tuple[Substitution, ...]:
    """What one text of a relation has in the place of words of the other, told from the first end.

    Args:
        query: the archive.
        known: the relation; nothing is told where it is none of whole texts.
        both: its ends, each stub told as the article that it was found to be.
    """
    if known.kind not in (*SAME_TEXT, "shared-source"):
        return ()
    low, high = pair(*both)
    kept = Crossposts(query).match(low, high)
    one, other = _text(query, low), _text(query, high)
    if kept is None or one is None or other is None:
        return ()
    found = substitutions(one, other, kept.passages)
    return found if low == both[0] else turned(found)


def signs(query: Query, known: Relation, both: tuple[str, str]) -> tuple[Pointer, ...]:
    """Why a relation's first end is held to be the later or, without direction, what both point to."""
    kept = Crossposts(query).match(*pair(*both))
    found = kept.signs if kept else ()
    return tuple(sign for sign in found if sign.kind == "third" or (known.directed and sign.article == both[0]))


def ends(query: Query, known: Relation) -> tuple[str, str]:
    """The articles at a relation's ends, each stub told as the article that it was found to be."""
    return query.resolution(known.from_id) or known.from_id, query.resolution(known.to_id) or known.to_id


def _seen(
    query: Query, reader: "_Reader", article: str, linked: Linked, passages: int = _PASSAGES, both: bool = False
) -> Seen:
    known = linked.relation
    both_ends = ends(query, known)
    later = article in (known.from_id, both_ends[0])
    here, other = (known.from_id, known.to_id) if later else (known.to_id, known.from_id)
    resolved = both_ends[1 if later else 0]
    through = next((end for end in (other, here) if end not in (article, resolved)), None)
    differ = differences(query, known, both_ends)
    facts = related.facts(query, linked.id, passages, passages if both else _SAYINGS)
    return Seen(
        linked,
        words.related(known, later),
        later,
        resolved,
        through,
        _why(query, known, both_ends, facts),
        tuple(reader.told(fact, later, both) for fact in facts),
        related.counted(query, linked.id),
        # Told from the source to the later text, or from here to there.
        turned(differ) if known.directed or not later else differ,
    )


def _why(query: Query, known: Relation, both: tuple[str, str], facts: Iterable[Fact]) -> tuple[str, ...]:
    """What the direction of a relation rests on, or that nothing tells it."""
    said = list(dict.fromkeys(words.SIGNS[sign.kind] for sign in signs(query, known, both)))
    said += [words.FACTS[fact.kind] for fact in facts if fact.kind == "named-by-another"]
    if known.directed or known.kind in ("shared-source", "shared-quotation"):
        return tuple(said)
    return (words.UNKNOWN_DIRECTION,)


def _text(query: Query, article: str) -> str | None:
    version = query.newest(article)
    return query.text(version.text_sha256) if version else None


class _Reader:
    """Reads what evidence says: passages in common out of the stored bytes, all else from its quote."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._bytes: dict[str, Bytes | None] = {}

    def told(self, fact: Fact, later: bool, both: bool) -> Told:
        """A fact with its words: of a passage those of one side, the later or the source, or of both."""
        name = words.FACTS.get(fact.kind, fact.kind)
        if fact.later and fact.source:
            mine = self._passage(fact.later) if both or later else None
            theirs = self._passage(fact.source) if both or not later else None
            return Told(name, fact.kind, _place(fact.later, mine), _place(fact.source, theirs))
        one, other = (
            _place(side, said(fact.quote, side.reader)) if side else None for side in (fact.later, fact.source)
        )
        return Told(name, fact.kind, one, other)

    def _passage(self, side: Side) -> str | None:
        """What byte ranges say, with a mark where other words stand between two of them."""
        if side.version not in self._bytes:
            self._bytes[side.version] = self._read(side.version)
        known = self._bytes[side.version]
        try:
            return "".join(_pieces(known, side)) if known else None
        except ValueError:
            return None  # the audit says that the range lies outside

    def _read(self, version: str) -> Bytes | None:
        known = self._query.version(version)
        try:
            payload = self._query.bytes_of(known) if known else None
        except zstandard.ZstdError:
            return None  # damaged; the audit says so
        return Bytes(payload, known.encoding, ()) if known and payload is not None else None


def _place(side: Side, words_there: str | None) -> Place:
    return Place(side.article, side.spans, words_there)


def _pieces(known: Bytes, side: Side) -> Iterator[str]:
    end: int | None = None
    for span in side.spans[:_RANGES]:
        if end is not None:
            between = known.quote([Span(end, span.start)]) if 0 <= span.start - end <= _BETWEEN else "more"
            yield _LEFT_OUT if folded(said(between, side.reader)).folded else " "
        yield said(known.quote([span]), side.reader)
        end = span.end
    if len(side.spans) > _RANGES:
        yield _LEFT_OUT


def said(quote: str, reader: str) -> str:
    """What a quote says to a reader of the page, the quote itself where that is nothing.

    Args:
        quote: characters of a page as they stand in it.
        reader: what the page was read by.
    """
    read = forms(quote)
    return (read[-1] if reader.startswith("html/") else read[0]) or quote
