"""Takes the text out of one PDF, as a program of its own: bytes in, one JSON line out.

PDFium is written in C++ and unpacks whatever a file says it should, so it runs where a crash and
a limit harm nobody. Imports nothing of this project, so that it can be started by its path.

Input: the PDF. Output: `{"text": ..., "info": {...}}`, or `{"error": ...}` with one of the words
`encrypted`, `broken`, `pages`, `characters`.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MAX_PAGES, MAX_CHARACTERS = 500, 2_000_000
# Bytes of address space and seconds of computing that one PDF may take.
MAX_MEMORY, MAX_SECONDS = 300 * 1024 * 1024, 30
INFO = ("Title", "Author", "CreationDate", "Creator", "Producer")

# PDFium joins a word hyphenated at the end of a line, with U+FFFE where hyphen and break stood.
_LINE_END = re.compile("\r\n|\r|\n|\ufffe")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»“)\]]*\s*\Z")
_BULLET = re.compile(r"\s*(?:[-–•*▪◦‣·■►]|\d{1,3}[.)])\s")
# Lines further apart than this many usual distances are not of one paragraph; likewise sizes.
_APART, _LARGER = 1.3, 1.15
# In a page of paragraphs of one line each, only the height of its letters tells what is far.
_WIDE = 1.6
# A line that fills less of its column is a paragraph's last.
_SHORT = 0.5
# A first line is set in by so many heights of its letters.
_INDENT = (0.5, 5.0)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; measures in points from the lower left corner of the page.

    `word` is the width of its first word, `hyphen` whether it ends inside a word.
    """

    text: str
    hyphen: bool
    left: float
    bottom: float
    right: float
    top: float
    word: float

    @property
    def height(self) -> float:
        """The height of its letters."""
        return self.top - self.bottom


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The lines of a page put together, broken as printed: a line that goes on ends in a space.

    That is the form that RFC 3676 (`format=flowed`) gives to text in which line breaks are soft.
    """
    pitch = _pitch(lines)
    found: list[list[Line]] = []
    for line in lines:
        before = found[-1][-1] if found else None
        if before and not _parted(before, line, pitch, _edge(lines, before)):
            found[-1].append(line)
        else:
            found.append([line])
    return [" \n".join(line.text.strip() + "-" * line.hyphen for line in part) for part in found]


def _pitch(lines: Sequence[Line]) -> float:
    """The distance from line to line inside paragraphs: the lower quartile, as those between are wider."""
    steps = sorted(above.bottom - line.bottom for above, line in pairwise(lines))
    steps = [step for step in steps if step > 1]
    return steps[len(steps) // 4] if steps else 0.0


def _edge(lines: Sequence[Line], line: Line) -> float:
    """Where the column that a line stands in ends."""
    return max(other.right for other in lines if abs(other.left - line.left) < 2 * line.height or other is line)


def _parted(line: Line, following: Line, pitch: float, edge: float) -> bool:
    """Whether another paragraph begins: by a gap, a size, an indent, or room left on the line."""
    if line.hyphen:
        return False
    small, large = sorted((line.height, following.height))
    step = line.bottom - following.bottom
    if step > _APART * pitch > 0 or large > _LARGER * small > 0:
        return True
    least, most = (times * line.height for times in _INDENT)
    if least < following.left - line.left < most and not _BULLET.match(line.text):
        return True
    room = edge - line.right > following.word + 0.3 * line.height
    if room and line.right - line.left < _SHORT * (edge - line.left):
        return True
    return (room or step > _WIDE * line.height) and _SENTENCE_END.search(line.text) is not None


def bound(pages: Sequence[Sequence[str]]) -> str:
    """The pages one after another, a form feed between them.

    A paragraph may go on over the page, if lines of it stand on both and no sentence ends there;
    single lines there are headers and footers.
    """
    text = ""
    last = ""
    for page in filter(None, pages):
        goes_on = "\n" in last and "\n" in page[0] and not _SENTENCE_END.search(last)
        text += (" \f" if goes_on else "\n\n\f" if text else "") + "\n\n".join(page)
        last = page[-1]
    return text


def _extract(payload: bytes) -> dict[str, object]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(payload)
    except PdfiumError as error:
        return {"error": "encrypted" if "password" in str(error).lower() else "broken"}
    if len(document) > MAX_PAGES:
        return {"error": "pages"}
    pages: list[list[str]] = []
    left = MAX_CHARACTERS
    for number in range(len(document)):
        try:
            textpage = document[number].get_textpage()
        except PdfiumError:
            continue  # a broken page among others; without any text the file is told to have none
        left -= textpage.count_chars()
        if left < 0:
            return {"error": "characters"}
        pages.append(paragraphs(list(_lines(textpage))))
    stated = {key: _stated(document, key) for key in INFO}
    return {"text": bound(pages), "info": {key: value for key, value in stated.items() if value}}


def _stated(document: Any, key: str) -> str | None:
    try:
        return str(document.get_metadata_value(key))
    except UnicodeDecodeError:
        return None  # half a character: nothing that can be quoted


# PDFium's objects come without types.
def _lines(textpage: Any) -> Iterator[Line]:
    """The lines of a page in reading order, each measured by its first and last characters."""
    text = textpage.get_text_range()
    most = textpage.count_chars() - 1
    start = 0
    for end in [*_LINE_END.finditer(text), None]:
        line = text[start : end.start() if end else len(text)]
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            word = first + len(line.split()[0]) - 1
            last = start + len(line.rstrip()) - 1
            boxes = [textpage.get_charbox(min(place, most), loose=True) for place in (first, word, last)]
            (left, bottom, _, top), right = boxes[0], boxes[2][2]
            hyphen = end is not None and end[0] == "\ufffe"
            yield Line(line, hyphen, left, bottom, right, top, boxes[1][2] - left)
        start = end.end() if end else start


def _program() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = json.dumps(_extract(sys.stdin.buffer.read()))
    sys.stdout.write(found)


if __name__ == "__main__":
    _program()
