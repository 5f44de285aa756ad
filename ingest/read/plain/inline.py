"""Cleans one stretch of a page: Markdown remains, entities, white space, invisible characters.

Everything kept keeps its place in the page. Only what cannot be ordinary prose is taken for
Markdown; backticks and bare brackets are prose in news (a crippled quotation mark, an editor's
insertion) and stay.
"""

import html
import re
from dataclasses import dataclass

from ..spans import Builder, Spanned

# One alternative per construct. Links follow CommonMark 0.31 (sections 6.3 to 6.5), with one
# level of nested brackets or parentheses and with the stray blanks that converters leave.
_TOKEN = re.compile(
    r"""
      (?P<image>   !\[ (?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){0,500} \]
                   \(\s{0,3} (?:[^()\s]|\([^()\s]{0,200}\)){0,2000} (?:\s+"[^"\n]{0,300}")? \s{0,3}\) )
    | (?P<link>    \[ (?P<words> (?: !\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}\)
                                    | [^\[\]\n] | \[[^\[\]\n]{0,300}\] ){0,1000} ) \]
                   \(\s{0,3} <?(?P<target> (?:[^()<>\s]|\([^()\s]{0,200}\)){0,2000} )>?
                   (?:\s+"[^"\n]{0,300}")? \s{0,3}\) )
    | (?P<auto>    <(?P<address>(?:https?://|mailto:)[^<>\s]{1,2000})> )
    | (?P<tag>     </?(?:b|i|u|em|strong|span|br|p|sup|sub)\s?/?> )
    | (?P<escape>  \\ (?P<escaped>[!-/:-@\[-`{-~]) )
    | (?P<entity>  &(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30}); )
    | (?P<hyphen>  (?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[^\W\d_A-Z]) )
    | (?P<space>   (?:[ ](?=[\s\u200b\u200c\u00ad\ufeff\u2060])|[^\S ]|[\u200b\u200c\u00ad\ufeff\u2060])
                   [\s\u200b\u200c\u00ad\ufeff\u2060]* )
    | (?P<mark>    (?<![\w*])\*{1,3}(?=[^\s*]) | (?<=[^\s*])\*{1,3}(?![\w*])
                 | (?<![\w_])_{1,3}(?=[^\s_])  | (?<=[^\s_])_{1,3}(?![\w_])
                 | ~~(?=\S) | (?<=\S)~~ )
    """,
    re.VERBOSE,
)
# Markdown that may stand before and after a stretch that begins or ends inside it.
_OPENING = re.compile(r"[\[*_~]+$")
_CLOSING = re.compile(r"[*_~]*(?:\]\([^()\s]*\))?[*_~]*")
_REACH, _LONG_REACH = 8, 2100
_LAST_PART = re.compile(r"[^\W\d_]+$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_CONTROL = {chr(code) for code in (*range(32), 0x7F)}
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u00ad\ufeff\u2060")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in a cleaned stretch: characters of its text, the address, where that stands."""

    start: int
    end: int
    url: str
    page_start: int
    page_end: int


@dataclass(frozen=True)
class Inline:
    """A cleaned stretch and the links in it."""

    content: Spanned
    anchors: tuple[Anchor, ...]


def clean(text: str, start: int, end: int) -> Inline:
    """Clean the characters of `text` from `start` to `end`.

    White space becomes one space; there is none at either end.
    """
    writer = _Writer(text)
    writer.write(start, end)
    return writer.finish()


def plain(text: str) -> str:
    """The cleaned form of a string alone: the rule `text/1`, by which quotes become values."""
    return clean(text, 0, len(text)).content.text


def enclosing(text: str, start: int, end: int, shown: str) -> tuple[int, int] | None:
    """The range of characters that is cleaned to `shown`, with the Markdown around it that it needs.

    A sentence may begin inside a link or end inside emphasis. None where no range does it.
    """
    left = _OPENING.search(text[max(0, start - _REACH) : start])
    right = _CLOSING.match(text, end, end + _LONG_REACH)
    first = start - len(left[0]) if left else start
    last = right.end() if right else end
    ranges = ((start, end), (first, end), (start, last), (first, last))
    return next((found for found in ranges if plain(text[slice(*found)]) == shown), None)


class _Writer:
    """One pass over a stretch; links recurse into their words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out = Builder(text)
        self._anchors: list[Anchor] = []
        self._blank = False

    def finish(self) -> Inline:
        content = self._out.spanned()
        return Inline(content.cut(0, len(content.text)), tuple(self._anchors))

    def write(self, start: int, end: int) -> None:
        """Write the stretch, dropping emphasis marks that pair up in it."""
        stretch = self._text[start:end]
        self._blank = self._blank or stretch[:1].isspace()
        start += len(stretch) - len(stretch.lstrip())
        end = max(start, end - (len(stretch) - len(stretch.rstrip())))
        paired = _paired_marks(self._text, start, end)
        position = start
        for token in _TOKEN.finditer(self._text, start, end):
            self._keep(position, token.start())
            position = token.end()
            self._token(token, paired)
        self._keep(position, end)
        self._blank = self._blank or stretch[-1:].isspace()

    def _token(self, token: re.Match[str], paired: set[int]) -> None:
        match token.lastgroup:
            case "space":
                self._blank = self._blank or bool(token[0].translate(_INVISIBLE))
            case "hyphen":
                if _keeps_hyphen(self._text, token.start(), token.end()):
                    self._keep(token.start(), token.start() + 1)
            case "escape":
                self._keep(token.start("escaped"), token.end())
            case "entity":
                self._entity(token)
            case "link":
                self._link(token)
            case "auto":
                self._keep(token.start("address"), token.end("address"))
            case "mark":
                if token.start() not in paired:
                    self._keep(token.start(), token.end())
            case "tag":
                self._blank = self._blank or token[0].lower().startswith(("<br", "<p", "</p"))

    def _keep(self, start: int, end: int) -> None:
        if start < end and self._text[start] == " " and (self._blank or self._out.ends_blank):
            self._blank = True
            start += 1
        if start < end:
            self._space()
            self._out.keep(start, end)

    def _space(self) -> None:
        if self._blank and not self._out.ends_blank:
            self._out.insert(" ")
        self._blank = False

    def _entity(self, token: re.Match[str]) -> None:
        char = html.unescape(token[0])
        if char.isspace():
            self._blank = True
        elif char == token[0]:
            self._keep(token.start(), token.end())
        elif char not in _CONTROL:
            self._space()
            self._out.decode(char, token.start(), token.end())

    def _link(self, token: re.Match[str]) -> None:
        before = self._out.length + (1 if self._blank and not self._out.ends_blank else 0)
        self.write(token.start("words"), token.end("words"))
        if self._out.length > before:
            anchor = Anchor(
                before, self._out.length, token["target"], token.start("target"), token.end("target")
            )
            self._anchors.append(anchor)


def _keeps_hyphen(text: str, start: int, end: int) -> bool:
    """Whether a hyphen at a line's end belongs to the word: the page prints it so elsewhere."""
    before = _LAST_PART.search(text[max(0, start - 60) : start])
    after = _FIRST_PART.match(text, end)
    return before is not None and after is not None and f"{before[0]}-{after[0]}" in text


def _paired_marks(text: str, start: int, end: int) -> set[int]:
    """Where the emphasis marks stand that open and close: equal marks, nearest first."""
    opened: dict[str, int] = {}
    paired: set[int] = set()
    for token in _TOKEN.finditer(text, start, end):
        if token.lastgroup != "mark":
            continue
        mark, at = token[0], token.start()
        opens = at + len(mark) < end and not text[at + len(mark)].isspace()
        closes = at > start and not text[at - 1].isspace()
        if closes and mark in opened:
            paired |= {opened.pop(mark), at}
        elif opens:
            opened[mark] = at
    return paired
