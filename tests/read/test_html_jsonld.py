"""JSON as it stands in pages: with places, without trust."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.html.jsonld import Node, Text, Word, parse
from ingest.read.html.spelling import JSON, words

PLAIN = st.recursive(
    st.text(alphabet='abé"\\/\n{}[],:', max_size=8).map(lambda text: " ".join(text.split())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)


def shown(text: str, node: Node) -> object:
    """A node as json.loads would give it."""
    if isinstance(node, Text):
        return words(text[node.start : node.end], JSON)
    if isinstance(node, Word):
        return text[node.start : node.end]
    if isinstance(node, dict):
        return {key: shown(text, value) for key, value in node.items()}
    return [shown(text, value) for value in node]


def read(text: str) -> object:
    found = parse(text, 0, len(text))
    return shown(text, found[0]) if found else None


@given(PLAIN)
def test_sound_json_says_what_it_says(value: object) -> None:
    assert read(json.dumps([value])) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": ["b", "c",], "d": true,}', {"a": ["b", "c"], "d": "true"}),
        ('{"a": "line\nbreak"}', {"a": "line break"}),
        ('<!-- {"a": "b"} -->', {"a": "b"}),
        ('{"a": "b"', {"a": "b"}),
        ('{"a": "never closed}', {"a": "never closed}"}),
        ('{"a": -1.5e3, "b": null};', {"a": "-1.5e3", "b": "null"}),
        ('{"a": "first", "a": "second"}', {"a": "first"}),
        ('{"a" "b", : , "c": }', {}),
        ("]}]", None),
        ("", None),
    ],
)
def test_broken_json_says_what_it_can(text: str, value: object) -> None:
    assert read(text) == value


@given(st.text(alphabet='{}[]",:\\a1 ', max_size=80))
def test_any_text_is_read_without_failing(text: str) -> None:
    for node in parse(text, 0, len(text)):
        shown(text, node)


def test_depth_costs_nothing() -> None:
    deep = '{"@graph": [' * 100_000
    assert len(parse(deep, 0, len(deep))) == 1
