"""A person's word on how articles are related and which of them are one: link, unlink, merge, split, undo.

An act is decided on first, then written, and what follows from it is decided again, all in one transaction.
What somebody said before in the same words is not said twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import canon
from ..archive import acts
from ..archive.acts import Event, Spoken
from ..archive.crossposts import Crossposts
from ..archive.query import Query
from ..archive.store import Store
from ..errors import UsageError
from ..read import addresses
from ..read.knowledge import Knowledge
from ..records import Act as Said
from ..records import ActKind, Article, RelationKind
from ..relate.hearing import UNDIRECTED
from ..relate.people import Said as Standing
from ..relate.people import pair, standing
from .acts import Act
from .relating import Relating
from .settling import renew, settle

KINDS: tuple[RelationKind, ...] = (
    "republication", "adaptation", "excerpt", "translation", "cites", "shared-quotation", "shared-source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """What became of a person's word: the act that says so, and whether it is new or was said before."""

    spoken: Spoken
    new: bool


class Saying:
    """One person acting on an archive, at one time and for one reason."""

    def __init__(self, store: Store, knowledge: Knowledge, act: Act) -> None:
        self._store, self._knowledge, self._act = store, knowledge, act
        self._query = Query(store.database.conn)

    def link(self, article: str, kind: str, source: str) -> Word:
        """Say that an article has another as its source; of kinds without direction, that both are so related.

        Raises:
            UsageError: if there is no such article or kind, or both are the same article.
        """
        known = next((one for one in KINDS if one == kind), None)
        if known is None:
            raise UsageError(f"{kind}: no such kind of relation; known are {', '.join(KINDS)}")
        return self._say("link", article, source, known)

    def unlink(self, article: str, other: str) -> Word:
        """Say that two articles have nothing to do with each other.

        Raises:
            UsageError: if there is no such article, or both are the same article.
        """
        return self._say("unlink", article, other)

    def merge(self, article: str, other: str) -> Word:
        """Say that an article or stub is the same article as another. A stub is what has a text, if either has.

        Raises:
            UsageError: if there is no such article, or both are the same by their ids.
        """
        one, into = self._known(article), self._known(other)
        if into.stub and not one.stub:
            one, into = into, one
        return self._say("merge", one.id, into.id)

    def split(self, article: str) -> Word:
        """Say that an article or stub is no other one.

        Raises:
            UsageError: if there is no such article, or it is an article that nobody merged.
        """
        known = self._known(article)
        said = self._standing()
        if not known.stub and known.id not in said.same and known.id not in said.apart:
            raise UsageError(f"{known.id}: nobody said that it is another article; there is nothing to split")
        return self._say("split", known.id)

    def undo(self, given: str) -> Word:
        """Take back an act, the finding that a stub is an article, a correction or the naming of a domain.

        Raises:
            UsageError: if there is no such event, or what would hold then cannot.
        """
        renew(self._store, self._knowledge)
        with self._store.transaction():
            event = self._event(given)
            before = acts.taken_back_by(self._query, event.id)
            if before:
                return Word(before, False)
            word = self._write("undo", event.article, other=event.other, undoes=event.id)
            self._follow(acts.root(self._query, event))
        renew(self._store, self._knowledge)
        return word

    def _say(
        self, act: ActKind, article: str, other: str | None = None, kind: RelationKind | None = None
    ) -> Word:
        """Say something of one or two articles, unless it was said and holds."""
        one, two = self._known(article), self._known(other) if other else None
        if two and one.id == two.id:
            raise UsageError(f"{one.id}: both are this article; name another one")
        renew(self._store, self._knowledge)
        with self._store.transaction():
            before = _before(self._standing(), act, one.id, two.id if two else None, kind)
            if before:
                return Word(before, False)
            ends = {end.id for end in (one, two) if end}
            word = self._write(act, one.id, kind, two.id if two else None)
            Relating(self._store, self._query).hear(ends)
        return word

    def _known(self, given: str) -> Article:
        found = self._query.article(self._query.resolve(given))
        assert found is not None, "its id was found"
        return found

    def _standing(self) -> Standing:
        return standing(Crossposts(self._query).acts())

    def _write(
        self,
        act: ActKind,
        article: str | None,
        kind: RelationKind | None = None,
        other: str | None = None,
        undoes: str | None = None,
    ) -> Word:
        at = _after(self._act.now, acts.latest(self._query))
        said = Said(act, self._act.by, at, article, kind, other, undoes, self._act.because)
        return Word(Spoken(acts.say(self._query, said), said), True)

    def _event(self, given: str) -> Event:
        """What is meant to be taken back; what a person says of a stub is that person's act."""
        found = acts.event(self._query, given)
        if found.kind == "resolution" and found.act:
            return acts.event(self._query, found.act)
        return found

    def _follow(self, event: Event) -> None:
        """Decide again what followed from something that holds no more, or holds again."""
        effects: dict[str, Callable[[Event], None]] = {"correction": self._corrected, "naming": self._named}
        effects.get(event.kind, self._related)(event)

    def _related(self, event: Event) -> None:
        ends = {end for end in (event.article, event.other) if end}
        Relating(self._store, self._query).hear(ends)

    def _named(self, event: Event) -> None:
        self._store.undecide(event.about or "")

    def _corrected(self, event: Event) -> None:
        assert event.article is not None, "it corrects an article"
        relating = Relating(self._store, self._query)
        stubs = self._readdress(event) if event.about == "url" else set()
        settle(self._store, self._query, event.article, (), self._knowledge, relating)
        relating.hear({event.article, *stubs})

    def _readdress(self, event: Event) -> set[str]:
        """Let only those addresses lead to an article that something still says; the stubs at all of them.

        Raises:
            UsageError: if an address that holds again leads to another article by now.
        """
        article = event.article or ""
        undone, said = self._query.undone(article), []
        held = {url for kept in self._query.captures(article) if kept.response
                for url in (kept.response.asked, kept.response.url)}  # fmt: skip
        for claim in self._query.claims(article):
            if claim.field == "url" and claim.value:
                said.append(claim.value)
                held |= {claim.value} if (claim.field, claim.asserted_at) not in undone else set()
        self._refuse_taken(event)
        keys = {addresses.key(url) for url in said}
        for key in sorted(keys - {addresses.key(url) for url in held}):
            self._store.forget_address(key, article)
        stubs = (self._query.article(canon.article_id(key, "")) for key in sorted(keys))
        return {stub.id for stub in stubs if stub}

    def _refuse_taken(self, event: Event) -> None:
        """Nothing, unless a correction comes back whose address was given to another article since."""
        taken = self._query.article_at(addresses.key(event.value)) if event.value else None
        if taken not in (None, event.article) and event.id not in self._query.taken_back():
            raise UsageError(
                f"{event.value}: this is the address of article {taken} by now; correct that one first"
            )


def _before(
    said: Standing, act: ActKind, article: str, other: str | None, kind: RelationKind | None
) -> Spoken | None:
    """The act by which somebody said the same before, where it still holds."""
    key = pair(article, other or article)
    holding = {"link": said.linked.get(key), "unlink": said.unlinked.get(key),
               "merge": said.same.get(article), "split": said.apart.get(article)}[act]  # fmt: skip
    if holding is None:
        return None
    identity, was = holding
    turned = act == "unlink" or kind in UNDIRECTED
    ends = {(was.article, was.other), (was.other, was.article)} if turned else {(was.article, was.other)}
    return Spoken(identity, was) if was.kind == kind and (article, other) in ends else None


def _after(now: str, last: str | None) -> str:
    """The time of an act: after that of the last one, so that which word is the last is never in doubt."""
    moment = datetime.fromisoformat(now)
    if last is not None and moment <= datetime.fromisoformat(last):
        moment = datetime.fromisoformat(last) + timedelta(microseconds=1)
    return moment.isoformat()
