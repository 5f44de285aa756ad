"""The sentences that say why a value holds. Words only; decides nothing."""

from collections.abc import Collection, Iterator, Sequence

from ...records import Claim
from .policy import voice
from .witnesses import Witnesses

# How a method is called in a sentence.
METHODS = {
    "json-ld": "JSON-LD", "json-ld-name": "JSON-LD's name", "json-ld-page": "JSON-LD of the page",
    "json-ld-page-name": "JSON-LD's name of the page", "json-ld-other": "other JSON-LD on the page",
    "json-ld-other-name": "a name in other JSON-LD on the page",
    "json-ld-alternative": "JSON-LD's other headline",
    "json-ld-page-alternative": "JSON-LD's other headline of the page",
    "json-ld-other-alternative": "another headline in other JSON-LD on the page",
    "microdata": "microdata", "microdata-name": "microdata's name",
    "microdata-alternative": "microdata's other headline", "rdfa": "RDFa", "rdfa-name": "RDFa's name",
    "rdfa-alternative": "RDFa's other headline", "other-heading": "another heading",
    "og-title": "og:title", "twitter-title": "twitter:title", "meta-title": "a title in meta elements",
    "page-title": "the title element", "heading": "the heading", "markdown-heading": "the heading's mark",
    "repeated-line": "a repeated line", "heading-line": "a line like a heading",
    "heading-lines": "lines like a heading", "pdf-title": "the PDF's title",
    "mail-subject": "the mail's subject",
    "byline": "the printed byline", "author-element": "the author's element", "meta-author": "a meta element",
    "source-line": "a line with its sources", "name-line": "a line with a name",
    "mail-from": "the mail's sender",
    "pdf-author": "the PDF's author",
    "other-articles": "a note on the author's other articles",
    "meta-published": "a meta element", "meta-modified": "a meta element", "time-element": "a time element",
    "date-cue": "the printed date", "date-line": "a printed date line", "address-date": "the address's path",
    "mail-date": "the mail's date", "pdf-created": "the PDF's date",
    "address-domain": "the address's domain", "address-host": "the address's host",
    "og-site-name": "og:site_name", "meta-outlet": "a meta element", "copyright-line": "the copyright line",
    "printed-domain": "a printed domain", "mail-sender": "the mail's sender",
    "standfirst": "the printed standfirst", "og-description": "og:description",
    "meta-description": "the meta description", "twitter-description": "twitter:description",
    "meta-section": "a meta element", "breadcrumb": "the breadcrumb",
    "rel-license": "a licence link", "meta-rights": "a meta element", "meta-paywall": "a meta element",
    "caption-credit": "a caption",
    "n-grams": "the text itself", "htmldate": "htmldate", "meta-credit": "a meta element",
    "html-lang": "the html element", "og-locale": "og:locale", "meta-language": "a meta element",
    "canonical-link": "the canonical link", "og-url": "og:url", "retrieved": "the address that answered",
    "singlefile-url": "the browser that saved it", "mhtml-location": "the browser that saved it",
    "mail-archived-at": "the mail's archive address", "address-named": "what the archive calls its domain",
    "header-modified": "the server's Last-Modified", "header-language": "the server's Content-Language",
    "header-link": "the server's Link",
}  # fmt: skip
_NOTES = {
    "after-capture": "a date after the capture was outvoted",
    "before-web": "a date before the web was outvoted",
    "modified-for-published": "a later date is that of the last change, and was outvoted",
    "modified-before-published": "that is before it was published",
}


def asserted(claim: Claim) -> str:
    """That a person said so, and why."""
    said = "said so" if claim.value is not None else "said that there is none"
    return f"{claim.by} {said}" + (f": {claim.basis}" if claim.basis else "")


def nothing(claims: Sequence[Claim], field: str) -> str:
    """That no value holds."""
    said = any(claim.field == field for claim in claims)
    return "nothing that states it can be believed" if said else "nothing states it"


def read(held: Claim, found: Witnesses) -> str:
    """Which methods say what holds, and which say otherwise."""
    first = called(held.method)
    others = [name for name in map(called, found.holders) if name != first]
    agreeing = f"{first} agrees with {_listed(others)}" if others else f"only {first} says so"
    dissenters = list(dict.fromkeys(map(called, found.dissenters)))
    if not dissenters:
        return agreeing
    return f"{agreeing}, against {_listed(dissenters)}"


def notes(doubts: Collection[str], searched: bool) -> Iterator[str]:
    """What was outvoted, and by what rule."""
    if searched:
        yield "the title element, written for search engines, repeats the other headline"
    yield from (note for code, note in _NOTES.items() if code in doubts)


def called(method: str) -> str:
    """A method's name for readers; its own where it has no other."""
    return METHODS.get(voice(method), method)


def _listed(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
