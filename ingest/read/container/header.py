"""What the printed value of a mail's header says: words, names, instants, addresses.

Pure functions from the value as printed (folded and coded) to what it means; None where it means
nothing. The rules for mail claims are made of them.
"""

import re
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parseaddr, parsedate_to_datetime

# Longer values and deeper comments are attacks on the standard library's recursive parser.
_LONGEST, _DEEPEST = 4000, 20
# What mail programs put before the subject of an answered or forwarded mail, in many languages.
_PREFIX = re.compile(
    r"(?:(?:re|aw|sv|antw|odp|res|rif|fwd?|wg|tr|rv|enc|i|doorst|vs|vb|vl|pd|пересл|fs)"
    r"(?:\[\d{1,3}\])?\s?:\s*)+",
    re.I,
)
# "Jane Doe from Foo Weekly", "Jane Doe | Foo Weekly".
_FROM = re.compile(
    r"(?P<person>.{3,60}?)(?:,|\s+(?:from|at|via|@|of|with|von|bei|à|chez|\|))\s+(?P<outlet>\S.*)"
)


def words(printed: str) -> str | None:
    """A value as people read it: unfolded, its coded words (RFC 2047) decoded, in single spaces."""
    if len(printed) > _LONGEST:
        return None
    try:
        pieces = [_piece(*piece) for piece in decode_header(" ".join(printed.split()))]
    except (HeaderParseError, LookupError, ValueError):
        return None
    said = " ".join("".join(pieces).split())
    # A charset that lies leaves replacement characters: nobody's headline.
    return None if not said or "\ufffd" in said else said


def _piece(coded: bytes | str, charset: str | None) -> str:
    if isinstance(coded, str):
        return coded
    return coded.decode(charset or "raw-unicode-escape", "replace")


def subject(printed: str) -> str | None:
    """A subject without the marks of answering and forwarding."""
    said = words(printed)
    return _PREFIX.sub("", said, count=1) or None if said and _PREFIX.match(said) else said


def passed_on(printed: str) -> bool:
    """Whether a subject says that somebody answered or forwarded: the mail is not its author's own."""
    said = words(printed)
    return said is not None and _PREFIX.match(said) is not None


def sender(printed: str) -> str | None:
    """The first sender's name as shown."""
    name = _mailbox(printed)[0]
    return words(name) if name else None


def person(printed: str) -> str | None:
    """The person in a sender's name: `Jane Doe` in `Jane Doe from Foo Weekly`."""
    name = sender(printed)
    divided = _FROM.fullmatch(name) if name else None
    return divided["person"] if divided else name


def publisher(printed: str) -> str | None:
    """The outlet in a sender's name: `Foo Weekly` in `Jane Doe from Foo Weekly`."""
    name = sender(printed)
    divided = _FROM.fullmatch(name) if name else None
    return divided["outlet"] if divided else name


def sender_host(printed: str) -> str | None:
    """The host of the first sender's address."""
    return _mailbox(printed)[1].rpartition("@")[2].lower() or None


def _mailbox(printed: str) -> tuple[str, str]:
    if len(printed) > _LONGEST or printed.count("(") > _DEEPEST:
        return "", ""
    return parseaddr(" ".join(printed.split()))


def instant(printed: str) -> str | None:
    """A date (RFC 5322, 3.3) in EDTF: an instant with its offset, the day where the zone is unknown.

    `-0000` says that the sender's zone is not known.
    """
    if len(printed) > _LONGEST:
        return None
    try:
        moment: datetime = parsedate_to_datetime(" ".join(printed.split()))
        return moment.isoformat() if moment.tzinfo else moment.date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def address(printed: str) -> str | None:
    """A web address, folded or in angle brackets (RFC 2557, RFC 5064); None for `cid:` and the like."""
    bare = "".join(printed.split()).strip("<>")
    if len(printed) > _LONGEST or not re.fullmatch(r"(?i)https?://[^\s<>\"\x00-\x1f\x7f]+", bare):
        return None
    return bare
