"""Tells what stands in front of an article from the article: was what came back what was asked for?

Pure. A false wall hides an article and an unseen one is read as a short article that a person
can remove, so in doubt there is none: a text with paragraphs is an article, whatever it is about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from .knowledge import Knowledge
from .phrases import WallKind, WallWords, fold_apostrophes

# Each phrase found vouches for so many words of text, up to the most that any wall says.
_WORDS_EACH, _WORDS_MOST = 80, 320
# With the title of a wall, a text of so many words is still one.
_WORDS_TITLED = 120
# A teaser before a paywall, and how near its end the demand to subscribe stands.
_TEASER_WORDS, _DEMAND_WITHIN = 250, 60
# An earlier text was cut off where less than this share is left, with a demand to subscribe or without.
_LEFT_DEMANDING, _LEFT = 0.8, 0.5
# So many of its words in a row stand in the beginning of the earlier text.
_ROW, _SAME_BEGINNING = 4, 0.85
_SENTENCES = re.compile(r"(?<=[.!?…。])\s+|\n+")
_QUOTED = re.compile('[“”„«»‘‹›"]')
_TITLE_PARTS = re.compile(r"\s+[|–—:·•-]\s+|\s*\|\s*")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_CONSENT_HOST = re.compile(r"^(?:consent|cmp|cookie-?consent|guce|myprivacy|privacy-?gate)\.")
_CONSENT_PATH = re.compile(
    r"(?i)/(?:collect-?)?(?:(?:cookie-?|privacy-?)?consent|(?:cookie|privacy)-?(?:wall|gate))(?:-?(?:wall|page|manager|management|ui))?(?:[/.]|$)"
)
_LOGIN_PATH = re.compile(
    r"(?i)/(?:log-?in|sign-?in|signon|sso|anmelden|einloggen|connexion|identification|iniciar-sesion|accedi"
    r"|inloggen|aanmelden|vhod|wp-login\.php)(?:[/.]|$)"
)
_GONE_PATH = re.compile(
    r"(?i)/(?:404|410|error-?404|404-?error|page-?not-?found|not-?found|notfound|seite-nicht-gefunden)(?:[/.]|$)"
)
_ROOT = re.compile(r"(?i)/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:\.\w{2,5})?/?)?")


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands in front of the article, and how that was seen, in words for the archivist."""

    kind: WallKind
    reason: str


def wall(
    text: str,
    knowledge: Knowledge,
    *,
    title: str | None = None,
    asked: str | None = None,
    final: str | None = None,
    before: str | None = None,
) -> Wall | None:
    """The wall that a page is; None for an article, and wherever it may be one.

    Args:
        text: what was read from the page, paragraphs split by blank lines.
        knowledge: its phrases.
        title: the page's title.
        asked: the address asked for; None for what came from no address.
        final: the address that answered after redirects.
        before: the article's text as archived earlier, None where there is none.
    """
    walls = knowledge.phrases.walls
    return (
        (_led_away(asked, final, _count(text)) if asked and final else None)
        or (_cut_off(text, before, walls["paywall-stub"]) if before else None)
        or _titled(title or "", text, walls)
        or _said(text, walls)
        or _demanded(text, walls["paywall-stub"])
    )


def _count(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _led_away(asked: str, final: str, words: int) -> Wall | None:
    """A redirect from an article to the front page, to a consent manager, a login, an error page."""
    try:
        here, there = urlsplit(asked), urlsplit(final)
    except ValueError:
        return None
    kind = _place(there, words)
    if kind is None or kind == _place(here, 0) or not _deep(here):
        return None
    where = "the front page" if (there.path, kind) == ("/", "soft-404") else final
    return Wall(kind, f"asked for {asked}, the site led to {where}")


def _place(address: SplitResult, words: int) -> WallKind | None:
    """What an address shows by itself that it leads to."""
    if _CONSENT_HOST.match(address.hostname or "") or _CONSENT_PATH.search(address.path):
        return "consent"
    # With a query, a front page's path may be any article's: /?p=123.
    if _GONE_PATH.search(address.path) or (_ROOT.fullmatch(address.path) and not address.query):
        return "soft-404"
    # Sites give an article about logging in such a path, and it has more to say.
    return "login" if _LOGIN_PATH.search(address.path) and words <= _WORDS_MOST else None


def _deep(address: SplitResult) -> bool:
    """Whether an address looks like one article's: several segments, or words or a number in one."""
    segments = [segment for segment in address.path.split("/") if segment]
    return len(segments) > 1 or any(re.search(r"[^-]-[^-]|\d{4}", segment) for segment in segments)


def _cut_off(text: str, before: str, words: WallWords) -> Wall | None:
    """A much shorter beginning of the text that was here earlier."""
    demand = next((said for said in _demands(text, words) if said not in before), None)
    kept = text[: text.rfind(demand)] if demand else text
    now, earlier = ([word.casefold() for word in _WORD.findall(one)] for one in (kept, before))
    most = _LEFT_DEMANDING if demand else _LEFT
    if not now or len(now) >= most * len(earlier) or not _begins(now, earlier):
        return None
    said = f", and it says “{demand}”" if demand else ""
    share = f"{len(now)} of the {len(earlier)} words archived earlier are left"
    return Wall("paywall-stub", f"{share}, from their beginning{said}")


def _begins(now: Sequence[str], earlier: Sequence[str]) -> bool:
    """Whether nearly all of the words stand, row by row, in the beginning of the earlier ones."""
    if len(now) < 2 * _ROW:
        return list(now) == list(earlier[: len(now)])
    beginning = set(_rows(earlier[: len(now) + len(now) // 4]))
    rows = list(_rows(now))
    return sum(row in beginning for row in rows) >= _SAME_BEGINNING * len(rows)


def _rows(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _ROW]) for at in range(len(words) - _ROW + 1))


def _titled(title: str, text: str, walls: Mapping[WallKind, WallWords]) -> Wall | None:
    """A short page under the title of a wall."""
    if _count(text) > _WORDS_TITLED:
        return None
    parts = {fold_apostrophes(part) for part in (title, *_TITLE_PARTS.split(title))}
    for kind, words in walls.items():
        if parts & words.titles:
            return Wall(kind, f"its title is “{title.strip()}”")
    return None


def _said(text: str, walls: Mapping[WallKind, WallWords]) -> Wall | None:
    """A text that says little else than what walls say."""
    length = _count(text)
    if length > _WORDS_MOST:
        return None
    found = {kind: dict(_sentences(text, words)) for kind, words in walls.items()}
    kind = max(found, key=lambda kind: len(found[kind]))
    if not found[kind] or length > _WORDS_EACH * len(found[kind]):
        return None
    return Wall(kind, f"it says “{next(iter(found[kind].values()))}” and little else")


def _demanded(text: str, words: WallWords) -> Wall | None:
    """A teaser that ends in the demand to subscribe."""
    demand = next(_demands(text, words), None) if _count(text) <= _TEASER_WORDS else None
    return Wall("paywall-stub", f"a short text that ends in “{demand}”") if demand else None


def _demands(text: str, words: WallWords) -> Iterator[str]:
    """The sentences near the end that demand something of the reader."""
    for _, sentence in _sentences(text, words):
        if _count(text[text.rfind(sentence) :]) <= _DEMAND_WITHIN:
            yield sentence


def _sentences(text: str, words: WallWords) -> Iterator[tuple[str, str]]:
    """The phrases that a text says itself rather than quotes, each with the sentence it stands in."""
    for sentence in _SENTENCES.split(text):
        if _QUOTED.search(sentence):
            continue
        found = words.texts.match(fold_apostrophes(sentence))
        if found:
            yield found[found.lastindex or 0], sentence.strip()
