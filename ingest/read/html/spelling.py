"""Undoes entities, escapes and white space, and knows where each character stands.

The same functions make texts of a page and read quotes again: an attribute's value, the inside
of a JSON string, and text between tags each have their own form.
"""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from ..spans import Builder, Spanned

# White space and what is as good as none: controls, soft hyphens, zero-width marks. A single space
# between words is left alone, as it stands in the page already.
_UNSEEN = r"\x00-\x08\x0e-\x1b\x7f\u200b\u200c\u00ad\ufeff\u2060"
_SPACE = rf"(?P<space>(?:[ ](?=[\s{_UNSEEN}])|[^\S ]|[{_UNSEEN}])[\s{_UNSEEN}]*+)"
_INVISIBLE = re.compile(rf"[{_UNSEEN}]")
_NUMERIC = r"\#\d{1,8};?|\#[xX][0-9a-fA-F]{1,7};?"
# Entities that were escaped once too often ("&amp;#39;") are common in values, absent from text.
_TWICE = r"(?:amp;)+(?:\#\d{1,8}|\#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});"


@dataclass(frozen=True)
class Form:
    """How a stretch is written: its special tokens, and what each of them stands for."""

    pattern: re.Pattern[str]
    decode: Callable[[str], str]


def _unescaped(token: str) -> str:
    """What an entity stands for, also one that was escaped more than once."""
    while (once := html.unescape(token)) != token and once.startswith("&"):
        token = once
    return once


def _json(token: str) -> str:
    """What an escape of JSON (RFC 8259, section 7) or an entity stands for."""
    if token.startswith("&"):
        return _unescaped(token)
    if token.lower().startswith("\\u0026") and len(token) > 6:
        return _unescaped("&" + token[6:])
    try:
        char = str(json.loads(f'"{token}"'))
    except ValueError:
        return token[1:]
    return "\ufffd" if "\ud800" <= char <= "\udfff" else char


_ENTITY = rf"&(?:{_NUMERIC}|[A-Za-z][A-Za-z0-9]{{1,31}};?)"
# An entity in text, on its own.
ENTITY = re.compile(_ENTITY)
TEXT = Form(re.compile(rf"(?P<token>{_ENTITY})|{_SPACE}"), html.unescape)
# Section 13.2.5.73 of the HTML standard: "&copy=" in an attribute is no entity.
ATTRIBUTE = Form(
    re.compile(
        rf"(?P<token>&(?:{_TWICE}|{_NUMERIC}|[A-Za-z][A-Za-z0-9]{{1,31}}(?:;|(?![=A-Za-z0-9]))))|{_SPACE}"
    ),
    _unescaped,
)
JSON = Form(
    re.compile(
        rf"(?P<token>(?:&|\\u0026)(?:{_TWICE}|{_NUMERIC}|[A-Za-z][A-Za-z0-9]{{1,31}};)"
        rf"|\\u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}}|\\u[0-9a-fA-F]{{4}}|\\.)|{_SPACE}",
        re.S,
    ),
    _json,
)


class Writer:
    """Collects stretches of a page in one text; white space becomes one space, none at the ends."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._out = Builder(source)
        self._blank = False

    def part(self) -> None:
        """What comes next is another line than what came before."""
        self._blank = True

    def write(self, start: int, end: int, form: Form) -> None:
        """Append the page's characters from `start` to `end`."""
        position = start
        for token in form.pattern.finditer(self._source, start, end):
            self._keep(position, token.start())
            position = token.end()
            if token.lastgroup == "space":
                self._blank = self._blank or bool(_INVISIBLE.sub("", token[0]))
            else:
                self._decode(token[0], form.decode(token[0]), token.start(), token.end())
        self._keep(position, end)

    def spanned(self) -> Spanned:
        """What was collected."""
        content = self._out.spanned()
        return content.cut(0, len(content.text))

    def _keep(self, start: int, end: int) -> None:
        if start < end and self._source[start] == " " and (self._blank or self._out.ends_blank):
            self._blank = True
            start += 1
        if start < end:
            self._space()
            self._out.keep(start, end)

    def _decode(self, token: str, said: str, start: int, end: int) -> None:
        if said == token:
            self._keep(start, end)
        elif said.isspace():
            self._blank = True
        elif shown := _INVISIBLE.sub("", said):
            self._space()
            self._out.decode(shown, start, end)

    def _space(self) -> None:
        if self._blank and not self._out.ends_blank:
            self._out.insert(" ")
        self._blank = False


def words(text: str, form: Form) -> str:
    """What a whole stretch says, without the places of its characters."""
    plain = form.pattern.search(text) is None
    return text.strip(" ") if plain else spell(text, 0, len(text), form).text


def spell(text: str, start: int, end: int, form: Form) -> Spanned:
    """What the characters of `text` from `start` to `end` say."""
    writer = Writer(text)
    writer.write(start, end, form)
    return writer.spanned()
