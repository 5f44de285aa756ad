"""Which of a page's headlines is the article's, and when two are the same one.

A page has several: the newsroom's, one for search engines, one for social networks. The element
`<title>` is what search engines show, so a headline that it repeats, while another one stands
elsewhere on the page, is the one written for them; the newsroom's is the other.
"""

import re
from collections.abc import Callable, Sequence

from ...records import Claim
from .policy import rank, ranked
from .spelling import words

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
    best = _headline(voices)
    return [_spelled(best, voices)]


def searched(claims: Sequence[Claim], held: Claim) -> bool:
    """Whether the page's title element repeats another headline than the one that holds."""
    voices = _voices(claims)
    shown = next((voice for voice in voices if voice.method == "page-title"), None)
    others = [voice for voice in voices if voice.method in _NEWSROOM and not same(voice, held)]
    return shown is not None and not same(shown, held) and any(same(shown, other) for other in others)


def same(one: Claim, other: Claim) -> bool:
    """Whether two claims give one headline: but for punctuation, case, a site's name, or being cut off."""
    a, b = one.value or "", other.value or ""
    return words(a) == words(b) or _begins(a, b) or _begins(b, a) or _cut(a, b) or _cut(b, a)


def _voices(claims: Sequence[Claim]) -> list[Claim]:
    """The first headline by each method, the most trusted first."""
    return list({claim.method: claim for claim in reversed(ranked(claims, "title"))}.values())[::-1]


def _headline(voices: Sequence[Claim]) -> Claim:
    """A claim of the newsroom's that has its headline."""
    main = [voice for voice in voices if voice.method in _NEWSROOM]
    shown = [voice for voice in voices if voice.method == "page-title"]
    repeated = [voice for voice in main if any(same(voice, title) for title in shown)]
    others = [voice for voice in main if voice not in repeated]
    networks = [v for v in voices if v.method in ("twitter-title", "meta-title")]

    def outvoted(voice: Claim) -> bool:
        """A lone heading may be a page's; a lone og:title is a variant where what stands beside it differs."""
        if any(same(voice, other) for other in main if other is not voice):
            return False
        if voice.method == "heading":
            return len(repeated) > 1
        return voice.method == "og-title" and any(same(one, other) for one in networks for other in repeated)

    rivals = [voice for voice in others if not (repeated and outvoted(voice))]
    return _most(rivals or main, lambda voice: sum(same(voice, other) for other in main))


def _spelled(best: Claim, voices: Sequence[Claim]) -> Claim:
    """Of the newsroom's claims with one headline, the one that has it whole, without a name behind it."""
    main = [voice for voice in voices if voice.method in _NEWSROOM and same(voice, best)]
    whole = [v for v in main if not any(_cut(v.value or "", other.value or "") for other in main)]
    bare = [v for v in whole if not any(_begins(other.value or "", v.value or "") for other in whole)]
    return _most(bare or main, lambda voice: sum(_spells(voice, other) for other in voices))


def _most(claims: Sequence[Claim], votes: Callable[[Claim], int]) -> Claim:
    """The claim with the most votes, the more trusted method where they are equal."""
    return min(claims, key=lambda claim: (-votes(claim), rank("title", claim.method)))


def _spells(one: Claim, other: Claim) -> bool:
    """Whether another claim has the same headline in the same spelling, whatever stands behind it."""
    return same(one, other) and (other.value or "").startswith(one.value or "")


def _begins(short: str, long: str) -> bool:
    """Whether a headline is all of a longer value but for a shorter name behind a separator."""
    ends = (match.start() for match in _PARTED.finditer(long))
    return any(2 * end > len(long) and words(long[:end]) == words(short) for end in ends)


def _cut(short: str, long: str) -> bool:
    """Whether a value is a headline that was cut off, and a longer one has it whole."""
    cut = _CUT_OFF.search(short)
    begun = words(short[: cut.start()]) if cut else ""
    return bool(begun) and not _CUT_OFF.search(long) and words(long).startswith(begun)
