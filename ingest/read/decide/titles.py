"""Which of a page's headlines is the article's, and when two are the same one.

A page has several: the newsroom's, one for search engines, one for social networks. The element
`<title>` is what search engines show, so a headline that it repeats, while another one stands
elsewhere on the page, is the one written for them; the newsroom's is the other.
"""

import re
from collections.abc import Callable, Sequence

from ...records import Claim
from .policy import is_variant, rank, ranked
from .spelling import marked, words

# The places that the newsroom fills; any other headline is compared with theirs.
_NEWSROOM = ("json-ld", "heading", "og-title")
# What parts a headline from the site's or the section's name behind it.
_PARTED = re.compile(r"\s+(?:[|–—·•»]|-{1,2}|::)\s+|\s*[|｜]\s*")
_CUT_OFF = re.compile(r"\s*(?:…|\.{3})$")


def choose(claims: Sequence[Claim]) -> list[Claim]:
    """The claim that has the article's headline, if any has.

    Args:
        claims: what may be believed of an article, of all fields.
    """
    voices = _voices(claims)
    if not voices or voices[0].method not in _NEWSROOM:
        return voices[:1]
    return [_spelled(_headline(voices), voices)]


def searched(claims: Sequence[Claim], held: Claim) -> bool:
    """Whether the page's title element repeats another headline than the one that holds."""
    voices = _voices(claims)
    return any(not same(voice, held) for voice in _repeated(voices)) and not any(
        same(title, held) for title in _by(voices, "page-title")
    )


def same(one: Claim, other: Claim) -> bool:
    """Whether two claims give one headline: but for punctuation, case, a site's name, or being cut off."""
    a, b = one.value or "", other.value or ""
    if a == b or words(a) == words(b):
        return True
    return any(part(a, b) or part(b, a) for part in (_before, _cut))


def _voices(claims: Sequence[Claim]) -> list[Claim]:
    """The first headline by each method, the most trusted first; none a second time."""
    first: dict[str, Claim] = {}
    for claim in ranked(claims, "title"):
        if not is_variant(claim.method):
            first.setdefault(claim.method, claim)
    return list(first.values())


def _by(voices: Sequence[Claim], *methods: str) -> list[Claim]:
    return [voice for voice in voices if voice.method in methods]


def _repeated(voices: Sequence[Claim]) -> list[Claim]:
    """The newsroom's claims with the headline that the page's title element repeats."""
    shown = _by(voices, "page-title")
    return [voice for voice in _by(voices, *_NEWSROOM) if any(same(voice, title) for title in shown)]


def _headline(voices: Sequence[Claim]) -> Claim:
    """A claim of the newsroom's that has its headline: not the one that the title element repeats.

    Of several such, the one in most places, then the most trusted.
    """
    main, repeated = _by(voices, *_NEWSROOM), _repeated(voices)
    rivals = [v for v in main if v not in repeated and not (repeated and _astray(v, voices, repeated))]
    return _most(rivals or repeated or main, lambda voice: sum(same(voice, other) for other in main))


def _astray(rival: Claim, voices: Sequence[Claim], repeated: Sequence[Claim]) -> bool:
    """Whether a headline that only one place has is none of the newsroom's.

    A heading was found by its place on the page, and may be a section's. An og:title is the variant
    where the other elements for networks and readers' statistics have what the page's title repeats.
    """
    if sum(same(rival, other) for other in _by(voices, *_NEWSROOM)) > 1:
        return False
    if rival.method == "heading":
        return len(repeated) > 1
    networks = _by(voices, "twitter-title", "meta-title")
    return rival.method == "og-title" and any(same(one, other) for one in networks for other in repeated)


def _spelled(best: Claim, voices: Sequence[Claim]) -> Claim:
    """Of the newsroom's claims with one headline, the one that has it whole, without a name behind it."""
    main = [voice for voice in _by(voices, *_NEWSROOM) if same(voice, best)]
    clean = [one for one in main if not marked(one.value or "")] or main
    whole = [one for one in clean if not any(_cut(one.value or "", other.value or "") for other in clean)]
    bare = [one for one in whole if not any(_before(other.value or "", one.value or "") for other in whole)]
    return _most(bare or clean, lambda voice: sum(_spells(voice, other) for other in voices))


def _most(claims: Sequence[Claim], votes: Callable[[Claim], int]) -> Claim:
    """The claim with the most votes, the more trusted method where they are equal."""
    return min(claims, key=lambda claim: (-votes(claim), rank("title", claim.method)))


def _spells(one: Claim, other: Claim) -> bool:
    """Whether another claim has the same headline in the same spelling, whatever stands behind it."""
    return same(one, other) and (other.value or "").startswith(one.value or "")


def _before(short: str, long: str) -> bool:
    """Whether a headline is all of a longer value but for a shorter name behind a separator."""
    ends = (match.start() for match in _PARTED.finditer(long, len(long) // 2))
    return any(words(long[:end]) == words(short) for end in ends)


def _cut(short: str, long: str) -> bool:
    """Whether a value is a headline that was cut off, and a longer one has it whole."""
    cut = _CUT_OFF.search(short)
    begun = words(short[: cut.start()]) if cut else ""
    return bool(begun) and not _CUT_OFF.search(long) and words(long).startswith(begun)
