"""Finds who publishes the page: copyright lines, and the one outlet whose address it prints."""

import re
from collections.abc import Iterable, Iterator

from ...records import Claim
from ..spans import Spanned
from .around import Around
from .blocks import Block
from .names import capitalised

COPYRIGHT = re.compile(
    r"(?i)(?:©|\(c\)|copyright|&copy;|@(?=\s?(?:19|20)\d\d))(?:\s|©|\(c\))*(?:copyright\s*)?"
    r"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d|\d\d))?)?[\s,.–—|-]*(?:by\s+)?"
    r"(?:all\s+rights?\s+reserved[\s.,–—|-]*)?(?:by\s+)?"
    r"(?P<name>[^.|©\n]{2,60}?)"
    r"(?:[\s.,–—|-]+(?:all\s+rights?\s+reserved|alle\s+rechte\s+vorbehalten|todos\s+los\s+derechos"
    r"|tous\s+droits|tutti\s+i\s+diritti|\d{4}).*|\s*[.|].*|\s*)$"
)
_RIGHTS = re.compile(r"(?i)rights?\s+reserved|^(?:19|20)\d\d|rechte|derechos|droits")
_HOST = re.compile(r"(?i)(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,12})(?![\w@])")


def outlets(around: Around) -> Iterator[Claim]:
    """Copyright lines, and the one outlet whose address the page's furniture prints."""
    blocks = (*around.body.before, *around.body.after)
    for block in around.body.after:
        match = COPYRIGHT.search(block.text) if block.words <= 30 else None
        if match and match["name"] and not _RIGHTS.search(match["name"]):
            yield from _copyright(around, block.content.cut(*match.span("name")))
    yield from _printed_domain(around, blocks)


def _copyright(around: Around, content: Spanned) -> Iterator[Claim]:
    known = around.knowledge.registry.named(content.text)
    if known or _is_name(content.text):
        yield from around.claim(content, "outlet", "copyright-line", "name/1" if known else "text/1")


def _is_name(text: str) -> bool:
    """Whether a text may be an outlet's name: a few words, the longer ones capitalised."""
    return 1 <= len(text.split()) <= 7 and capitalised(text) == 1 and any(map(str.isalpha, text))


def _printed_domain(around: Around, blocks: Iterable[Block]) -> Iterator[Claim]:
    found: list[tuple[str, Spanned]] = []
    for block in blocks:
        for match in _HOST.finditer(block.text) if "." in block.text else ():
            outlet = around.knowledge.registry.at(match[1].lower())
            if outlet and around.sourceless(block):
                found.append((outlet.name, block.content.cut(*match.span(1))))
    if len({name for name, _ in found}) == 1:
        yield from around.claim(found[0][1], "outlet", "printed-domain", "domain/1")
