"""The words of `metadata/phrases.yaml`, made ready for matching.

Owns the comparison of whole lines with phrases; knows nothing of pages or articles. The grammar
of attributions has its own file.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..records import RelationKind

WallKind = Literal["bot-check", "login", "paywall-stub", "consent", "soft-404"]

_OUTER = " \t\n.,:;!?…·|•–—-_*#>+×✕«»“”„\"'’‘()[]{}←→»«▶►▸›‹"

# Shorter words are also the ends of names.
_TRADE = 9
# Lines of the page around an article are shorter; longer ones are not looked at.
_LINE = 400
# "(AP Photo/Alex Brandon)", "EFE/ J.J. Guillén", "Photo: Jane Doe" at the end of a line.
_CREDIT = re.compile(
    r"(?i)(?:[(\[][^()\[\]]{0,80}(?:photo|foto|picture|image|getty|handout|via ap|symbolbild|사진|写真)"
    r"[^()\[\]]{0,80}[)\]][ .\w>]{0,10}"
    r"|\b(?:photo|foto|photograph|picture|image|bild|credit)s?(?: by| credit)?: ?[^.:]{2,60}"
    r"|\b(?:AP|AFP|EFE|EPA|REUTERS|dpa|Getty)/ ?[\w. -]{3,40})$"
)
# What somebody says addresses whom it likes.
_SPOKEN = re.compile('[“”„«»"]')
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\+?")


def fold(line: str) -> str:
    """A line for comparison: NFKC, case-folded, single spaces, outer punctuation dropped."""
    line = unicodedata.normalize("NFKC", line).casefold()
    return re.sub(r"\s+", " ", line).strip(_OUTER)


def fold_apostrophes(line: str) -> str:
    """A line for comparison, its apostrophes straight as well."""
    return fold(line).replace("’", "'").replace("ʼ", "'")


@dataclass(frozen=True)
class WallWords:
    """What one kind of wall says: whole titles, folded, and how its sentences go."""

    titles: frozenset[str]
    texts: re.Pattern[str]


@dataclass(frozen=True)
class Phrases:
    """Line tests over one phrase file. All sets hold folded phrases."""

    furniture: frozenset[str]
    furniture_start: re.Pattern[str]
    notice: re.Pattern[str]
    notice_word: re.Pattern[str]
    addressing: re.Pattern[str]
    ends: frozenset[str]
    page_break: re.Pattern[str]
    caption_start: re.Pattern[str]
    caption_ends: tuple[str, ...]
    byline: re.Pattern[str]
    source: re.Pattern[str]
    conjunction: re.Pattern[str]
    not_names: frozenset[str]
    roles: frozenset[str]
    trades: tuple[str, ...]
    desks: frozenset[str]
    date_cues: Mapping[str, tuple[str, ...]]
    other_articles: re.Pattern[str]
    attribution_words: Mapping[str, str]
    attributions: Mapping[RelationKind | Literal["details"], tuple[str, ...]]
    not_attribution: re.Pattern[str]
    continuation: re.Pattern[str]
    opening: re.Pattern[str]
    not_outlets: frozenset[str]
    not_sources: re.Pattern[str]
    press_words: frozenset[str]
    picture_words: re.Pattern[str]
    pictures: frozenset[str]
    dateline_outlets: frozenset[str]
    newsletters: frozenset[str]
    walls: Mapping[WallKind, WallWords]

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> "Phrases":
        """Build from the parsed YAML.

        Raises:
            KeyError: if a section is missing.
        """
        return cls(
            furniture=frozenset(map(fold, data["furniture"])),
            furniture_start=re.compile(rf"({_any(map(fold, data['furniture_starts']))})( |:|$)"),
            notice=_words(data["notices"]),
            notice_word=_words(data["notice_words"]),
            addressing=_words(data["addressing"]),
            ends=frozenset(map(fold, data["ends"])),
            page_break=_page_break(data["page_breaks"]),
            caption_start=re.compile(
                rf"\W{{0,3}}(?:{_any(map(fold, data['caption_starts']))})(?: by|:| :|/|$)"
            ),
            caption_ends=tuple(map(fold, data["caption_ends"])),
            byline=re.compile(rf"(?i:{_any(data['bylines'])})(?:(?<!\w)|(?!\w))\s*:?\s*(?=\S)"),
            source=re.compile(rf"(?<!\w)(?i:{_any(data['sources'])})\s*[:：]\s*(?=\S)"),
            conjunction=re.compile(rf"\s*(?:,|;|/|\s(?:{_any(data['and'])})\s)\s*", re.IGNORECASE),
            not_names=frozenset(map(fold, data["not_names"])),
            roles=frozenset(map(fold, data["roles"])),
            trades=tuple(role for role in map(fold, data["roles"]) if len(role) >= _TRADE),
            desks=frozenset(map(fold, data["desks"])),
            date_cues={
                field: tuple(sorted(cues, key=len, reverse=True)) for field, cues in data["date_cues"].items()
            },
            other_articles=_other_articles(data["other_articles"]),
            attribution_words={name: "|".join(said) for name, said in data["attribution_words"].items()},
            attributions={kind: tuple(said) for kind, said in data["attributions"].items()},
            not_attribution=_words(data["not_attribution"]),
            continuation=_opening(data["continuations"]),
            opening=re.compile(
                rf"(?<=[\w)\].,])\s{{1,99}}(?=(?:{_any(data['openings'])})(?:(?<=[:：])|(?!\w)))"
            ),
            not_outlets=frozenset(map(str.casefold, data["not_outlets"])),
            not_sources=_words(data["not_sources"]),
            press_words=frozenset(map(str.casefold, data["press_words"])),
            picture_words=_words(data["picture_words"]),
            pictures=frozenset(data["picture_agencies"]),
            dateline_outlets=frozenset(data["dateline_outlets"]),
            newsletters=frozenset(map(fold, data["newsletters"])),
            walls={kind: _wall(said) for kind, said in data["walls"].items()},
        )

    def is_furniture(self, line: str) -> bool:
        """Whether a whole line belongs to the page and not to the article."""
        if len(line) > _LINE:
            return False
        folded = fold(line)
        bare = _NUMBER.sub(" ", folded)
        bare = " ".join(bare.split()).strip(_OUTER)
        if not bare or bare in self.furniture or bare in self.ends:
            return True
        words = len(folded.split())
        return (words <= 15 and self._starts_furniture(line, folded)) or (
            words <= 40 and not _SPOKEN.search(line) and self._is_notice(folded)
        )

    def _starts_furniture(self, line: str, folded: str) -> bool:
        """A sentence may begin with one of these words ("Related to this, ..."), but not with two."""
        start = self.furniture_start.match(folded)
        if not start:
            return False
        sentence = line.rstrip(' "”’»)').endswith((".", "!", "?")) and start[2] == " "
        return not sentence or " " in start[1]

    def _is_notice(self, folded: str) -> bool:
        if self.notice.search(folded):
            return True
        return bool(self.notice_word.search(folded) and self.addressing.search(folded))

    def is_role(self, word: str) -> bool:
        """Whether a word names a trade, alone or as the end of a compound ("Wirtschaftsredakteur")."""
        folded = fold(word)
        return folded in self.roles or folded.endswith(self.trades)

    def is_end(self, line: str) -> bool:
        """Whether the article is over at this line."""
        return len(line) <= _LINE and _NUMBER.sub("", fold(line)).strip(_OUTER) in self.ends

    def is_page_break(self, line: str) -> bool:
        """Whether a line is a remain of pagination."""
        return self.page_break.fullmatch(fold(line)) is not None

    def is_credit(self, line: str) -> bool:
        """Whether a line says that it describes a picture."""
        if len(line) > _LINE:
            return False
        return (
            (fold(line).endswith(self.caption_ends) and not line.rstrip().endswith((".", "!", "?")))
            or _CREDIT.search(line) is not None
            or self.caption_start.match(line.casefold().strip()) is not None
        )


def _words(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(map(str.casefold, phrases))})(?!\w)")


def _opening(phrases: Iterable[str]) -> re.Pattern[str]:
    """What begins with one of these phrases, whatever signs stand before it."""
    return re.compile(rf"(?i)[^\w©]{{0,8}}(?:{_any(phrases)})(?!\w)")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _wall(said: Mapping[str, Iterable[str]]) -> WallWords:
    """Texts begin a sentence; those after "..." may stand further in."""
    texts = list(said["texts"])
    first = [fold_apostrophes(text) for text in texts if not text.startswith("...")]
    inside = [fold_apostrophes(text) for text in texts if text.startswith("...")]
    forms = rf"({_any(first)})(?!\w)" + (rf"|.*?(?<!\w)({_any(inside)})(?!\w)" if inside else "")
    return WallWords(frozenset(map(fold_apostrophes, said["titles"])), re.compile(forms))


def _page_break(phrases: Iterable[str]) -> re.Pattern[str]:
    forms = (re.escape(fold(phrase.replace("{n}", "0"))).replace("0", r"\d{1,4}") for phrase in phrases)
    return re.compile("|".join(forms))


def _other_articles(phrases: Iterable[str]) -> re.Pattern[str]:
    forms = (re.escape(phrase).replace(r"\{person\}", r"(?P<person{n}>\S.{0,80}?)") for phrase in phrases)
    numbered = (form.replace("{n}", str(number)) for number, form in enumerate(forms))
    return re.compile(rf"(?i)\s*(?:{'|'.join(numbered)})\s*[.:»>→]*\s*")
