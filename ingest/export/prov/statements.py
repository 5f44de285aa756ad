"""What an archive states, as small PROV documents: for each payload, retrieval, article, relation and act."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from prov.constants import PROV
from prov.identifier import QualifiedName
from prov.model import ProvDocument

from ...archive import decided, originals, payloads
from ...archive.crossposts import Crossposts
from ...archive.query import Query
from ...archive.removals import removals
from ...records import Act, Article, Claim, Naming, Relation, Removal, Retrieval
from .. import crossposts
from ..history import stretches
from .terms import PAYLOAD, Said, document, name, said, time

# What a source is to the text that has something from it. All else that leads from a later text to an earlier
# one is a derivation of no particular sort.
_DERIVATIONS = {
    "adaptation": ProvDocument.revision,
    "cites": ProvDocument.primary_source,
    "excerpt": ProvDocument.quotation,
}


def statements(query: Query) -> Iterator[ProvDocument]:
    """All that an archive states of where things come from. Relations that were rejected are not stated."""
    yield _outlets(query)
    for known in payloads.payloads(query):
        yield _payload(known)
    for identity, kept in payloads.captures(query):
        yield _capture(query, identity, kept)
    for article in query.articles():
        yield _article(query, article)
    for stub in decided.stubs(query):
        yield _stub(query, stub)
    for identity, relation in query.relations():
        one, other = crossposts.ends(query, relation)
        if relation.status != "rejected" and one != other:
            yield _relation(identity, relation)
    for identity, act in Crossposts(query).acts():
        yield _act(identity, act)
    for identity, naming in decided.namings(query):
        yield _naming(identity, naming)
    for removal in removals(query):
        yield _removal(removal)


def _outlets(query: Query) -> ProvDocument:
    made = document()
    for outlet in query.registry().outlets:
        facts = said("Outlet", outlet.name, PROV["Organization"], kind=outlet.kind or None)
        made.agent(name("outlet", outlet.name), facts)
    return made


def _payload(known: payloads.Payload) -> ProvDocument:
    made = document()
    made.entity(PAYLOAD[known.sha256], said("Payload", sha256=known.sha256, bytes=known.size))
    return made


def _capture(query: Query, identity: str, kept: Retrieval) -> ProvDocument:
    """A retrieval. The first one made the bytes known; later ones met what was known already."""
    made, response, when = document(), kept.response, time(kept.captured_at)
    facts = said(
        "Capture", outcome=kept.outcome, url=response.url if response else None,
        status=response.status if response else None, addedAt=time(kept.added_at),
        article=name("article", kept.article) if kept.article else None,
    )  # fmt: skip
    activity = made.activity(name("capture", identity), when, when, facts)
    first = payloads.original(query, kept.payload) if kept.payload else None
    if kept.payload and first and first[0] == identity:
        made.generation(PAYLOAD[kept.payload], activity, when)
    elif kept.payload:
        made.usage(activity, PAYLOAD[kept.payload], when)
    return made


def _article(query: Query, article: str) -> ProvDocument:
    """An article with its versions, how they were read, who is named as author, and what people said of it."""
    made, known = document(), query.article(article)
    assert known is not None, "it was listed a moment ago"
    _entity(made, query, known, "Article")
    _authors(made, query, known)
    _versions(made, query, article)
    for identity, _, claim in query.claims_in_place(article):
        if claim.asserted:
            _assertion(made, identity, article, claim)
    return made


def _stub(query: Query, stub: Article) -> ProvDocument:
    made = document()
    _entity(made, query, stub, "Stub")
    return made


def _entity(made: ProvDocument, query: Query, known: Article, type_: str) -> None:
    entity = made.entity(
        name("article", known.id),
        said(type_, known.title, stub=known.stub, url=known.url, published=known.published,
             language=known.language, work=known.work),
    )  # fmt: skip
    if known.outlet:
        made.attribution(entity, name("outlet", known.outlet), other_attributes=said("publisher"))
    same = originals.resolution(query, known.id)
    if same:
        made.alternate(entity, name("article", same.article))


def _authors(made: ProvDocument, query: Query, known: Article) -> None:
    """Who is named as author: known by name and outlet, since people of one name may be several."""
    values = {one.field: one.values for one in query.decisions(known.id)}
    bodies = {*values.get("agency", ()), *values.get("organisation", ())}
    for author in known.authors:
        agent = name("author", known.outlet or "", author)
        kind = PROV["Organization" if author in bodies else "Person"]
        made.agent(agent, said("Author", author, kind))
        made.attribution(name("article", known.id), agent, other_attributes=said("author"))


def _versions(made: ProvDocument, query: Query, article: str) -> None:
    versions = {version.id: version for version in query.versions(article)}
    for version in versions.values():
        entity = made.entity(
            name("version", version.id), said("Version", version.title, sha256=version.text_sha256)
        )
        made.specialization(entity, name("article", article))
        reading = made.activity(name("reading", version.id), other_attributes=said("Reading"))
        reader = said("Reader", version.reader, PROV["SoftwareAgent"])
        program = made.agent(name("software", version.reader), reader)
        made.association(reading, program)
        made.usage(reading, PAYLOAD[version.payload])
        made.generation(entity, reading)
        made.derivation(entity, PAYLOAD[version.payload], reading)
    order = list(dict.fromkeys(one.version.id for one in stretches(query.captures(article), versions)))
    for before, after in pairwise(order):
        made.revision(name("version", after), name("version", before))


def _relation(identity: str, relation: Relation) -> ProvDocument:
    """A derivation or, where it is not known which of the two is the source, that both belong together."""
    made, called = document(), name("relation", identity)
    ends = name("article", relation.from_id), name("article", relation.to_id)
    facts = said("Relation", kind=relation.kind, status=relation.status, score=relation.score)
    if relation.directed:
        derive = _DERIVATIONS.get(relation.kind, ProvDocument.derivation)
        derive(made, *ends, identifier=called, other_attributes=facts)
        return made
    made.collection(called, facts)
    for end in ends:
        made.membership(called, end)
    return made


def _assertion(made: ProvDocument, identity: str, article: str, claim: Claim) -> None:
    facts = said("Assertion", field=claim.field, value=claim.value, because=claim.basis)
    _by(made, name("claim", identity), facts, claim.by or "", claim.asserted_at, [article])


def _act(identity: str, act: Act) -> ProvDocument:
    made = document()
    facts = said(act.act.title(), kind=act.kind, undoes=act.undoes, because=act.basis)
    about = [article for article in (act.article, act.other) if article]
    _by(made, name("act", identity), facts, act.by, act.asserted_at, about)
    return made


def _naming(identity: str, naming: Naming) -> ProvDocument:
    made = document()
    facts = said("Naming", domain=naming.domain, outlet=naming.outlet, kind=naming.kind, because=naming.basis)
    _by(made, name("naming", identity), facts, naming.by, naming.asserted_at, [])
    return made


def _removal(removal: Removal) -> ProvDocument:
    """That an article is here no more; what it was is not told."""
    made = document()
    called, when = name("removal", removal.article), time(removal.removed_at)
    _by(made, called, said("Removal", because=removal.because), removal.by, removal.removed_at, [])
    article = made.entity(name("article", removal.article), said("Removed"))
    made.invalidation(article, called, when)
    return made


def _by(
    made: ProvDocument, called: QualifiedName, facts: Said, by: str, at: str | None, about: Sequence[str]
) -> None:
    """Something that a person of the archive said, when, and of which articles."""
    activity = made.activity(called, time(at), time(at), facts)
    person = made.agent(name("person", by), said("Archivist", by, PROV["Person"]))
    made.association(activity, person)
    for article in about:
        made.usage(activity, name("article", article), time(at))
