"""What is needed of an article to compare it with others, taken out of the archive and kept at hand."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from ..read import addresses
from ..relate.cues import Cue, cues
from ..relate.direction import End
from ..relate.fingerprints import fingerprints
from ..relate.furniture import covered
from ..relate.glance import grams, strangers
from ..relate.proving import Bytes
from ..relate.texts import Text
from ..relate.words import Words, folded, words
from .fingerprints import Index
from .query import Query
from .rows import Version

T = TypeVar("T")
# Texts are some 50 kB each as words; copies of one text come one after the other.
_AT_HAND = 128


@dataclass(frozen=True, slots=True)
class Copy:
    """One article as it is compared: its newest version, with its fingerprints and their places."""

    article: str
    version: str
    payload: str
    text_sha256: str
    fingerprints: dict[int, tuple[int, ...]]


class Copies:
    """Articles' texts, fingerprints, bytes and signs of where they come from."""

    def __init__(self, query: Query, index: Index) -> None:
        self._query, self._index = query, index
        self._known: OrderedDict[Hashable, object] = OrderedDict()

    def copy(self, article: str) -> Copy | None:
        """An article's newest version, None for a stub."""
        version = self._query.newest(article)
        return self.of_version(article, version) if version else None

    def of_version(self, article: str, version: Version) -> Copy:
        """One version of an article."""
        return self._once(("copy", version.id, version.payload), lambda: self._copy(article, version))

    def _copy(self, article: str, version: Version) -> Copy:
        _, found = self._worded(version.text_sha256)
        return Copy(article, version.id, version.payload, version.text_sha256, fingerprints(found))

    def cues(self, copy: Copy) -> tuple[Cue, ...]:
        """The numbers and names in a text, by which its translations are known."""
        return self._once(("cues", copy.text_sha256), lambda: cues(self._worded(copy.text_sha256)[0]))

    def strangers(self, copy: Copy, text: str) -> bool:
        """Whether a text cannot have anything in common with an article's that tells."""
        known = self._once(("grams", copy.text_sha256), lambda: grams(self._worded(copy.text_sha256)[1].folded))
        return strangers(known, folded(text))

    def _worded(self, sha256: str) -> tuple[str, Words]:
        """A text and its words."""
        return self._once(("words", sha256), lambda: _worded(self._query.text(sha256) or ""))

    def text(self, copy: Copy, outlet: str | None) -> Text:
        """A text ready to be compared, without the furniture of its outlet."""
        own = self._index.furniture(outlet, copy.fingerprints)
        return self._once(("text", copy.version, copy.payload, frozenset(own)), lambda: self._text(copy, own))

    def _text(self, copy: Copy, own: set[int]) -> Text:
        text, found = self._worded(copy.text_sha256)
        furniture = covered(at for one in own for at in copy.fingerprints[one])
        return Text.of(text, self._query.quotations(copy.version), furniture, found)

    def bytes(self, copy: Copy) -> Bytes:
        """The bytes that a version was read from."""
        return self._once(("bytes", copy.version, copy.payload), lambda: self._bytes(copy))

    def _bytes(self, copy: Copy) -> Bytes:
        version = self._query.version(copy.version)
        assert version is not None, "a copy is of a version that is here"
        passages = self._query.passages(copy.version, self._query.text(copy.text_sha256) or "")
        return Bytes(self._query.bytes_of(version) or b"", version.encoding, passages)

    def outlet(self, copy: Copy) -> str | None:
        """Who published an article."""
        return self._query.outlet(copy.article)

    def end(self, copy: Copy) -> End:
        """What an article shows of where it comes from. It may change with every decision: not kept."""
        decided = self._query.article(copy.article)
        assert decided is not None, "a copy is of an article that is here"
        return End(
            copy.article,
            decided.outlet,
            decided.published_earliest,
            decided.published_latest,
            self._query.attributions(copy.version),
            frozenset(_keys(link.url for link in self._query.links(copy.version))),
            frozenset(self._query.address_keys(copy.article)),
        )

    def _once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made before, or is made now; what was not asked for longest makes room."""
        if key not in self._known:
            self._known[key] = make()
            if len(self._known) > _AT_HAND:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]  # type: ignore[return-value]


def _worded(text: str) -> tuple[str, Words]:
    return text, words(text)


def _keys(urls: Iterable[str]) -> list[str]:
    found = []
    for url in urls:
        try:
            found.append(addresses.key(url))
        except ValueError:
            continue  # an address that is printed wrongly leads nowhere
    return found
