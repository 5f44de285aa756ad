"""The named, versioned rules that turn quoted bytes into values.

Readers use them to make claims, audits to check them: the same function both times. A rule is
never changed once archives hold its results; a better one gets a new number.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from . import addresses, dates, headers, language
from .container import header, pdfstring
from .html.spelling import ATTRIBUTE, JSON, words
from .html.visible import text as markup
from .knowledge import Knowledge
from .outlets import Registry
from .plain.inline import plain

Rule = Callable[[str, Knowledge, str | None], str | None]


def apply(rule: str, quote: str, knowledge: Knowledge) -> str | None:
    """The value that a rule reads from a quote; None where it reads nothing.

    Args:
        rule: `name/version`, for some followed by `:parameter` (`date/1:de`).

    Raises:
        KeyError: if there is no such rule.
    """
    name, _, parameter = rule.partition(":")
    return RULES[name](quote, knowledge, parameter or None)


def _date_path(quote: str) -> str | None:
    found = addresses.printed_date(f"http://host/{quote}/")
    return found.edtf if found else None


def _at(registry: Registry, quote: str) -> str | None:
    outlet = registry.at(addresses.host(quote if "://" in quote else f"http://{quote}"))
    return outlet.name if outlet else None


def _name(said: str, knowledge: Knowledge) -> str | None:
    outlet = knowledge.registry.named(said)
    return outlet.name if outlet else None


def _mail_outlet(quote: str, knowledge: Knowledge) -> str | None:
    names = (header.sender(quote), header.publisher(quote))
    host = header.sender_host(quote)
    found = next(filter(None, (knowledge.registry.named(name) for name in names if name)), None)
    outlet = found or (knowledge.registry.at(host) if host else None)
    return outlet.name if outlet else None


def _subtag(said: str) -> str | None:
    """The language of a tag like `nl-BE` (BCP 47) or a locale like `nl_BE`."""
    code = said.replace("_", "-").partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else None


def _address(said: str, base: str | None) -> str | None:
    try:
        return addresses.cleaned(urljoin(base, said) if base else said)
    except ValueError:
        return None


_FREE = frozenset("free open true yes 1".split())
_METERED = frozenset("metered registered registration".split())
_PAID = frozenset(
    "paid premium locked subscriber subscribers subscription paywall plus hard closed members member abo"
    " false no 0".split()
)


def _access(said: str, parameter: str | None) -> str | None:
    """What a word says of who may read: `free`, `metered` or `paid`.

    With the parameter `closed` it answers the question whether readers have to pay.
    """
    word = said.strip().casefold().rpartition("/")[2]
    if word in _METERED:
        return "metered"
    truths = ("true", "yes", "1"), ("false", "no", "0")
    if parameter == "closed" and any(word in truth for truth in truths):
        return "paid" if word in truths[0] else "free"
    return "free" if word in _FREE else "paid" if word in _PAID else None


def _forename_first(said: str) -> str | None:
    """A name as "Roe, Jane" is called."""
    last, comma, first = (part.strip() for part in said.partition(","))
    return f"{first} {last}" if comma and first and last else None


# How quotes are written: what a rule's name begins with, and the function that reads such a quote.
_WRITTEN: Mapping[str, Callable[[str], str]] = {
    # Markdown, entities and line breaks undone; nothing else changed.
    "": plain,
    # Text between tags, which are taken out.
    "markup-": markup,
    # An attribute's value in HTML.
    "attribute-": lambda quote: words(quote, ATTRIBUTE),
    # The inside of a string in JSON.
    "json-": lambda quote: words(quote, JSON),
}
# What is read from the words that a quote says.
_READ: Mapping[str, Rule] = {
    # The words themselves.
    "text/1": lambda said, knowledge, parameter: said,
    # The first date printed, as EDTF; the parameter is the language that orders day and month.
    "date/1": lambda said, knowledge, parameter: dates.first(said, parameter, 1),
    # The same with more zones of time, languages and figures.
    "date/2": lambda said, knowledge, parameter: dates.first(said, parameter, 2),
    # The registry's name for a printed name.
    "name/1": lambda said, knowledge, parameter: _name(said, knowledge),
    # The language of the quoted words.
    "language/1": lambda said, knowledge, parameter: language.detect(said),
    # The language that a code names.
    "code/1": lambda said, knowledge, parameter: _subtag(said),
    # Who may read an article; the parameter `closed` where the words answer who may not.
    "access/1": lambda said, knowledge, parameter: _access(said, parameter),
    # A person's name from a list by family names.
    "forename-first/1": lambda said, knowledge, parameter: _forename_first(said),
    # An address without what tracks its readers; the parameter is the address it stands under.
    "href/1": lambda said, knowledge, parameter: _address(said, parameter),
}


def _composed(written: Callable[[str], str], rule: Rule) -> Rule:
    return lambda quote, knowledge, parameter: rule(written(quote), knowledge, parameter)


RULES: Mapping[str, Rule] = {
    **{
        prefix + name: _composed(written, rule)
        for prefix, written in _WRITTEN.items()
        for name, rule in _READ.items()
    },
    # The date in an address's path.
    "date-path/1": lambda quote, knowledge, parameter: _date_path(quote),
    # The registry's name for the outlet at a domain or address.
    "domain/1": lambda quote, knowledge, parameter: _at(knowledge.registry, quote),
    "markup-domain/1": lambda quote, knowledge, parameter: _at(knowledge.registry, markup(quote)),
    # What people of this archive call the outlet at a domain.
    "named-domain/1": lambda quote, knowledge, parameter: _at(knowledge.named, quote),
    # The host itself, where the registry does not know it.
    "host/1": lambda quote, knowledge, parameter: quote.lower().removeprefix("www."),
    # An address without fragment and tracking parameters.
    "address/1": lambda quote, knowledge, parameter: _address(quote, None),
    # A mail's headers: the subject without "Re:" and "Fwd:", a person, an outlet or the registry's
    # name for one in the sender's name, the date, a web address.
    "mail-subject/1": lambda quote, knowledge, parameter: header.subject(quote),
    "mail-person/1": lambda quote, knowledge, parameter: header.person(quote),
    "mail-publisher/1": lambda quote, knowledge, parameter: header.publisher(quote),
    "mail-outlet/1": lambda quote, knowledge, parameter: _mail_outlet(quote, knowledge),
    "mail-date/1": lambda quote, knowledge, parameter: header.instant(quote),
    "mail-address/1": lambda quote, knowledge, parameter: header.address(quote),
    # A PDF's document information: a text, a title that is no file's name, a date.
    "pdf-text-string/1": lambda quote, knowledge, parameter: pdfstring.text(quote),
    "pdf-title/1": lambda quote, knowledge, parameter: pdfstring.title(quote),
    "pdf-date/1": lambda quote, knowledge, parameter: pdfstring.date(quote),
    # Headers of the answer: a date, the one language it names, the target of a link.
    "http-date/1": lambda quote, knowledge, parameter: headers.instant(quote),
    "http-language/1": lambda quote, knowledge, parameter: _subtag(headers.one(quote) or ""),
    "http-link/1": lambda quote, knowledge, parameter: _address(headers.target(quote), parameter),
}
