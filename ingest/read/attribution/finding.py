"""Finds the passages in which a text names its source: its sentences, matched with the phrases."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from ...records import Attribution, RelationKind
from ..outlets import Registry
from .grammar import Grammar, Said
from .naming import Candidate, Scene, named
from .sentences import sentences
from .settling import settled

# So many sources one text names at most; a text that names more is a list of links.
MOST = 200
# A sentence that names a source is not longer.
_LONGEST = 2_000
# Longer paragraphs are no captions.
_CAPTION = 200


def find(text: str, grammar: Grammar, registry: Registry, language: str | None = None) -> Iterator[Attribution]:
    """The attributions in a text, at most `MOST`, each outlet once a passage.

    The quote is the whole sentence, or the neighbouring sentences that say it together; of a dateline
    or a tail it is no more than that. `start` and `end` are its characters in `text`. A text is a
    paragraph or a line: datelines stand at its beginning, sources at its end.
    """
    said = grammar.said(text)
    if grammar.likely(said):
        yield from islice(_passages(text, said, grammar, registry, language), MOST)


def same(one: Attribution, other: Attribution) -> bool:
    """Whether two attributions say the same, wherever they stand."""
    return replace(one, quote="", start=0, end=0) == replace(other, quote="", start=0, end=0)


def _passages(
    text: str, said: Said, grammar: Grammar, registry: Registry, language: str | None
) -> Iterator[Attribution]:
    told: list[Candidate] = []
    for start, end in sentences(text, grammar.phrases.opening):
        if told and not grammar.phrases.continuation.match(text, start):
            yield from _settled(text, told)
            told = []
        alone = end - start == len(text)
        told += _in_sentence(text, start, end, said if alone else None, grammar, registry, language)
    yield from _settled(text, told)


def _settled(text: str, told: list[Candidate]) -> Iterator[Attribution]:
    for one in settled(told):
        kind: RelationKind = one.kind  # type: ignore[assignment]
        rest = (one.outlet, one.title, one.published, one.author, one.url, one.via)
        yield Attribution(kind, text[one.start : one.end], one.start, one.end, *rest)


def _in_sentence(
    text: str,
    start: int,
    end: int,
    said: Said | None,
    grammar: Grammar,
    registry: Registry,
    language: str | None,
) -> Iterator[Candidate]:
    sentence = text[start : min(end, start + _LONGEST)]
    opens, closes = not text[:start].strip(), not text[start + len(sentence) :].strip()
    forms = grammar.likely(said or grammar.said(sentence), opens=opens, closes=closes)
    if not forms or grammar.phrases.not_attribution.search(sentence.casefold()):
        return
    if closes and len(text) < _CAPTION and grammar.phrases.picture_words.search(text.casefold()):
        forms = [form for form in forms if form.hints or not form.closes]
    scene = Scene(sentence, start, tuple(registry.mentions(sentence)), grammar, registry, language)
    shadow = scene.shadow()
    for form in forms:
        if form.known and not scene.mentions:
            continue
        if form.first:
            match = form.pattern.match(shadow)
            if match:
                yield from named(form, scene, match)
        else:
            for found in form.pattern.finditer(shadow):
                yield from named(form, scene, found)
