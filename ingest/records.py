"""The frozen records that travel between rooms.

Nothing here computes or touches anything outside; dicts appear only at the SQLite and JSON
edges. All byte offsets are half-open ranges into a payload, character offsets half-open ranges
into a Python string; the field names say which.
"""

from dataclasses import dataclass
from typing import Literal

PassageKind = Literal["paragraph", "heading", "list-item", "quotation", "caption"]
RelationKind = Literal[
    "republication",
    "adaptation",
    "excerpt",
    "translation",
    "cites",
    "shared-quotation",
    "shared-source",
]
ActKind = Literal["link", "unlink", "merge", "split", "undo"]
RelationStatus = Literal["asserted", "detected", "confirmed", "rejected"]
ListingKind = Literal["feed", "sitemap", "front-page", "robots"]
# What a retrieval brought: an article's page, the word that it is as before or no more there, or
# something that stands in the article's place.
CaptureOutcome = Literal[
    "captured",
    "not-modified",
    "gone",
    "soft-404",
    "consent",
    "paywall-stub",
    "login",
    "bot-check",
    "no-article",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A byte range of a payload, end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stands in the payload exactly as it stands in the text.

    `at` and `chars` are counted in characters of the text, `start` and `end` in bytes of the
    payload: `payload[start:end]` decoded as the page was is `text[at:at + chars]`.
    """

    at: int
    chars: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, list item, quotation or caption.

    `text_start` is its character offset in the article's text, None for a caption, which is
    kept apart. The `at` of its runs counts from the passage's own beginning.
    """

    kind: PassageKind
    text: str
    text_start: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the text (character range) that carried an address, which stands at `span`."""

    text_start: int
    text_end: int
    url: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about an article: what, read how, standing where.

    `where` is `payload`, `address`, `headers` or `manifest`, None for a correction typed at the
    terminal. In `payload`, `start` and `end` are byte offsets; in `address` and `headers`, offsets
    into the UTF-8 of the address or of the headers' lines. The named `rule` turns `quote` into
    `value`. A `value` of None is a person's word that there is none.
    """

    field: str
    value: str | None
    method: str
    rule: str | None = None
    where: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    basis: str | None = None
    by: str | None = None
    asserted_at: str | None = None
    chosen: bool = False

    @property
    def asserted(self) -> bool:
        """Whether a person said so."""
        return self.by is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a field has the values it has: from one article's claims.

    `confidence` runs from 0 to 1000. `doubts` are codes of what a person should look at (`conflict`,
    `after-capture`, ...), the worst first; none where nothing speaks against the values.
    """

    field: str
    values: tuple[str, ...]
    reason: str
    confidence: int
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """A passage in which an article names its source. `via` is the outlet it came through."""

    kind: RelationKind
    quote: str
    start: int
    end: int
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a payload was had, as far as its reading depends on it.

    `url` is the address that relative links stand under, `content_type` the header's value as
    received; None where there was none.
    """

    url: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes taken out of a coded container: a mail's text, the page in an MHTML file.

    The named, versioned `rule` makes `data` from the payload again.
    """

    name: str
    rule: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one payload at one address.

    Where the payload is a container, `part` names the one of its `parts` that was read: byte
    ranges of passages, links and attributions count in that part, those of claims where the
    claim says, and `encoding` is the part's. `saved_at` is the instant at which the container says
    that a browser saved the page.
    """

    encoding: str
    text: str
    passages: tuple[Passage, ...]
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]
    attributions: tuple[Attribution, ...]
    reader: str
    parts: tuple[Part, ...] = ()
    part: str | None = None
    saved_at: str | None = None


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a manifest states about one of its entries. A `value` of None means: there is none."""

    field: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed: the address asked and the status it answered with."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Response:
    """How an address answered.

    `asked` is the address that was asked first, `url` the one that answered in the end, `hops`
    the redirects between them, `headers` those of the last answer as received, in order, without
    cookies and credentials.
    """

    asked: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    hops: tuple[Hop, ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its capitals."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Capture:
    """One retrieval of bytes, and what the archivist said about them.

    `source` is the input as named, `path` the file it was read from, `captured_at` an ISO 8601
    instant or None where unknown. `response` is how the address answered where there was one.
    `coding` is the gzip coding undone from a file, `digest` what the source itself stated of the
    bytes (`sha1:BASE32`). `found` says that it came out of a feed, a site or a collection rather
    than being named itself; `listing` that it leads to articles and is none.
    """

    payload: bytes
    source: str
    path: str | None = None
    source_id: str | None = None
    captured_at: str | None = None
    assertions: tuple[Assertion, ...] = ()
    basis: str | None = None
    response: Response | None = None
    coding: str | None = None
    digest: str | None = None
    found: bool = False
    listing: ListingKind | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A retrieval that brought no bytes: not modified, seen again, or gone.

    `digest` is the source's own word for the bytes it saw again (a WARC's revisit record). The
    other fields are a capture's: what is stated of an address holds although it sent nothing new.
    """

    source: str
    captured_at: str
    response: Response
    path: str | None = None
    source_id: str | None = None
    digest: str | None = None
    found: bool = False
    listing: ListingKind | None = None
    assertions: tuple[Assertion, ...] = ()
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A capture or visit as the archive keeps it, for an article or for a listing.

    `payload` is the SHA-256 of the bytes that came or, where they were not sent again, of those
    that they still are; `version` the version that these bytes say. Both are None for what is gone.
    """

    outcome: CaptureOutcome
    source: str
    added_at: str
    article: str | None = None
    listing: str | None = None
    payload: str | None = None
    version: str | None = None
    source_id: str | None = None
    path: str | None = None
    captured_at: str | None = None
    response: Response | None = None
    coding: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One publication at one place, as decided from its claims; what lists show.

    A stub is known only because another article names it: it has no text and was never added.
    `work` is the id of the text it carries, whoever else carries it. `published_day` is the day as
    the page prints it, `published_earliest` and `published_latest` the days between which the
    date lies (YYYY-MM-DD). `policy` names the version of the decisions, None where there are none.
    """

    id: str
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    published_day: str | None = None
    published_earliest: str | None = None
    published_latest: str | None = None
    language: str | None = None
    stub: bool = False
    work: str | None = None
    added_at: str | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """A person's word on who publishes at a domain and at those below it.

    `outlet` is None where the person takes back what was said before. The latest word holds.
    """

    domain: str
    outlet: str | None
    kind: str | None
    by: str
    asserted_at: str
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A person's word on how articles are related, or on which of them are one.

    `link` relates `article` to its source `other` by `kind`, `unlink` says that nothing relates them,
    `merge` that `article` is the same as `other`, `split` that `article` is no other, and `undo` takes
    back the act or the finding with the id `undoes`. The latest word holds.
    """

    act: ActKind
    by: str
    asserted_at: str
    article: str | None = None
    kind: RelationKind | None = None
    other: str | None = None
    undoes: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything known of one article: its decided fields and what they rest on.

    `text`, hashes and `encoding` are of its newest version, None for a stub. `source_id` and
    `path` are those of the first capture.
    """

    article: Article
    source_id: str | None = None
    path: str | None = None
    captured_at: str | None = None
    raw_sha256: str | None = None
    text: str | None = None
    text_sha256: str | None = None
    encoding: str | None = None
    reader: str | None = None
    passages: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that supports a relation; the spans stand in the payloads of its two ends."""

    kind: str
    quote: str
    from_spans: tuple[Span, ...] = ()
    to_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link from the later text to its source. `score` runs from 0 to 1000.

    Without direction (`directed` false) its ends stand in the order of their ids.
    """

    from_id: str
    to_id: str
    kind: RelationKind
    status: RelationStatus
    score: int
    evidence: tuple[Evidence, ...]
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Removal:
    """That an article was removed: by whom, when (an instant), and why."""

    article: str
    by: str
    removed_at: str
    because: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit reports: a code, its subject, what was expected and what was found.

    `table`, `row` and `column` name what is wrong, as far as it is one row: a row by the value of its key or,
    where only others of its kind are left, by whose it is and its number among them. `advice` is what to do.
    """

    code: str
    subject: str
    expected: str
    found: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    advice: str | None = None
