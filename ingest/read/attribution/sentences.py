"""Parts a text into sentences, in time that grows with its length. Knows no phrases."""

import re
from collections.abc import Iterator

_ABBREVIATION = re.compile(
    r"(?:(?<!\w)(?:[^\W\d]|\d{1,2} [^\W\d_]{3,5})|(?<!\w)(?:"
    r"Mr|Mrs|Ms|Dr|Prof|St|Gen|Fot|Col|Sen|Rep|Gov|Lt|Sgt|Inc|Corp|Co|Ltd|No|vs|Jr|Sr|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bzw|z|u|d|ca|etc|"
    # States, as datelines have them.
    r"Ala|Alta|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|"
    r"Miss|Mo|Mont|Neb|Nev|Okla|Ont|Ore|Pa|Que|Sask|"
    r"Tenn|Tex|Va|Vt|Wash|Wis|Wyo))\.$"
)
# The longest abbreviation with what stands before it.
_LOOK_BACK = 12
# "3. März 2019": the day's point ends no sentence.
_MONTH = r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)"
_BOUNDARY = re.compile(
    rf"""[.!?…。！？](?:(?<=[。！？])|(?:(?<!\d\.)|(?!\s{{1,9}}{_MONTH}))"""
    r"""["'”’»)\]]{0,9}\s{1,99}(?=["'“‘«„(\[¿¡—–-]{0,9}[^\W_a-z]|[(\[]\w+[ -]\w))"""
)
# "(Press release of the council) Back to the list": what opens with a bracket ends with it. One or two words
# are a dateline, which the text follows.
_BRACKETED = re.compile(
    r"[(\[](?=[^()\[\]]*(?:,|\w\s+[^()\[\]\s]+\s))[^()\[\]\n]{2,300}[)\]](?P<space>\s{1,99})(?=[^\W_a-z])"
)


def sentences(text: str, openings: re.Pattern[str] | None = None) -> Iterator[tuple[int, int]]:
    """Character ranges of a text's sentences, without the white space between them.

    Args:
        text: a paragraph or a line.
        openings: words that open a sentence though none ended before them: pages lose the ends of their lines.
    """
    for start, end in _ended(text):
        bracket = _BRACKETED.match(text, start, end)
        breaks = [bracket.span("space")] if bracket else []
        breaks += [one.span() for one in openings.finditer(text, start, end)] if openings else []
        for last, first in breaks:
            if start < last:
                yield start, last
                start = first
        yield start, end


def _ended(text: str) -> Iterator[tuple[int, int]]:
    """The sentences that end with a mark."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        stop = match.start() + 1
        if text[stop - 1] == "." and _ABBREVIATION.search(text, max(start, stop - _LOOK_BACK), stop):
            continue
        yield start, match.start() + len(match[0].rstrip())
        start = match.end()
    if start < len(text):
        yield start, len(text)
