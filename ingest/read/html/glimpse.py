"""What a page without an article shows: enough to say what stands there instead."""

from ...records import Origin
from ..decode import declared, decode
from .spelling import TEXT, words
from .tokens import scan
from .visible import lines

_BREAK = "\n\n"
# What stands instead of an article says so at once.
_FAR = 100_000


def glimpse(payload: bytes, source: str, origin: Origin) -> tuple[str | None, str]:
    """The title of a page and the lines that it shows, parted by blank lines.

    Raises:
        SourceError: if the payload is no text.
    """
    markup = scan(decode(payload, source, declared(payload, origin.content_type)).text)
    titles = (markup.text[raw.start : raw.end] for raw in markup.raws if raw.tag.name == "title")
    shown = _BREAK.join(line.text for line in lines(markup, 0, min(len(markup.text), _FAR)))
    return next((words(title, TEXT) for title in titles), None), shown
