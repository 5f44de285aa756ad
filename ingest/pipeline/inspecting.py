"""The record that adding would make, without an archive."""

from .. import canon
from ..errors import NoArticleError
from ..read import addresses, decide
from ..read.fields import fields
from ..read.knowledge import Knowledge
from ..read.reading import read
from ..records import Capture, Entry
from ..relate.stubs import naming
from ..relate.works import SAME_TEXT, works
from . import deciding
from .acts import Act


def inspect(capture: Capture, knowledge: Knowledge, act: Act) -> Entry:
    """The record that adding a capture to an empty archive would make.

    Raises:
        SourceError: if the payload cannot be read.
        NoArticleError: if it is none.
    """
    deciding.readable(capture)
    origin = deciding.origin(capture)
    reading = read(capture.payload, capture.source, knowledge, origin)
    standing = deciding.walled(capture, reading, knowledge)
    if standing:
        raise NoArticleError(capture.source, standing.reason)
    capture = deciding.dated(capture, reading)
    payload = canon.sha256(capture.payload)
    stated = deciding.assertions(capture, act)
    answered = deciding.answer(capture.response)
    claims = deciding.decided(reading.claims, stated, capture.captured_at, knowledge, answered)
    url = decide.value(claims, "url")
    identity = canon.article_id(addresses.key(url) if url else None, payload)
    named = naming(identity, decide.value(claims, "outlet"), reading.attributions)
    same = [(n.relation.from_id, n.relation.to_id) for n in named if n.relation.kind in SAME_TEXT]
    work = works([identity, *(end for pair in same for end in pair)], same)[identity]
    return Entry(
        article=fields(identity, claims, act.now, work),
        source_id=capture.source_id,
        path=capture.path,
        captured_at=capture.captured_at,
        raw_sha256=payload,
        text=reading.text,
        text_sha256=canon.text_sha256(reading.text),
        encoding=reading.encoding,
        reader=reading.reader,
        passages=reading.passages,
        links=reading.links,
        claims=claims,
        attributions=reading.attributions,
        decisions=decide.explain(claims, capture.captured_at, url),
    )
