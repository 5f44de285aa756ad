"""Reads JSON that stands in a page, and knows where each of its strings stands.

Tolerates what pages get wrong: trailing commas, line breaks in strings, brackets never closed,
semicolons and comments around it. Works without recursion, in one pass. Says nothing of what
the values mean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, Union

_TOKEN = re.compile(
    r"""(?P<string>"(?P<inside>(?:[^"\\]++|\\.?+)*+)(?:"|\Z))|(?P<open>[\[{])|(?P<close>[\]}])
        |(?P<word>[\w.+-]+)|(?P<colon>:)|(?P<comma>,)""",
    re.VERBOSE | re.S,
)
# More than this many values are no description of an article.
_MANY = 200_000


@dataclass(frozen=True, slots=True)
class Text:
    """A string's inside at the page's characters from `start` to `end`, escapes and all."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A number, `true`, `false` or `null` at the page's characters from `start` to `end`."""

    start: int
    end: int


Node: TypeAlias = Union[dict[str, "Node"], list["Node"], Text, Word]  # noqa: UP007 - `|` takes no names to come


def parse(text: str, start: int, end: int) -> list[Node]:
    """The objects and lists that stand one after another between two characters of a page."""
    top: list[Node] = []
    inside: list[list[Node] | dict[str, Node]] = [top]
    keys: list[str | None] = [None]
    expects_key = False
    for number, token in enumerate(_TOKEN.finditer(text, start, end)):
        if number > _MANY:
            break
        kind = token.lastgroup
        here = inside[-1]
        if kind == "comma":
            expects_key = isinstance(here, dict)
        elif kind == "colon":
            expects_key = False
        elif kind == "close":
            if len(inside) > 1:
                inside.pop()
                keys.pop()
            expects_key = False
        elif expects_key:
            keys[-1] = token["inside"] if kind == "string" else token[0]
        else:
            value = _value(token)
            _put(here, keys[-1], value)
            if isinstance(value, dict | list):
                inside.append(value)
                keys.append(None)
                expects_key = isinstance(value, dict)
    return [node for node in top if isinstance(node, dict | list)]


def _value(token: re.Match[str]) -> Node:
    if token["open"]:
        return {} if token["open"] == "{" else []
    return Text(*token.span("inside")) if token["string"] else Word(*token.span())


def _put(here: list[Node] | dict[str, Node], key: str | None, value: Node) -> None:
    if isinstance(here, list):
        here.append(value)
    elif key is not None:
        here.setdefault(key, value)


def items(node: Node | None) -> Iterator[Node]:
    """The values of a property: those of its list, or itself."""
    if isinstance(node, list):
        yield from node
    elif node is not None:
        yield node
