"""The text of a PDF and what it states about itself, as parts made by PDFium.

Owns the process that PDFium runs in and the words for what can go wrong there. The version of
the library is in the rule's name, since it decides the text.
"""

import json
import re
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from ...errors import NoArticleError, SourceError
from ...records import Claim, Part
from ..claims import printed
from ..knowledge import Knowledge
from ..spans import Page
from . import pdfium, pdfstring

RULE = f"pdf-text/pypdfium2 {version('pypdfium2')}"
TEXT, INFO = "text", "document-info"
CONTENT_TYPE = "text/plain; charset=utf-8; format=flowed"
_PROGRAM = Path(pdfium.__file__)
# The program limits its own computing; this ends one that waits.
_WAIT_SECONDS = 2 * pdfium.MAX_SECONDS
_REASONS = {
    "encrypted": "an encrypted PDF; remove its password first (qpdf --decrypt), then add it again",
    "broken": "a broken PDF that cannot be opened; get a whole copy of it",
    "pages": f"a PDF of more than {pdfium.MAX_PAGES} pages; split it into articles first",
    "characters": f"a PDF of more than {pdfium.MAX_CHARACTERS:,} characters; split it into articles first",
}
# Of each entry in the document information: the field, method and rule of its claim.
_CLAIMS = {
    "Title": ("title", "pdf-title", "pdf-title/1"),
    "Author": ("author", "pdf-author", "pdf-text-string/1"),
    "CreationDate": ("published", "pdf-created", "pdf-date/1"),
}

_ENTRY = re.compile(r'(?m)^"(?P<key>\w+)": (?P<value>".*"),?$')
_BROWSER = re.compile(r"(?i)skia/pdf|mozilla|firefox|safari|chrom|edg/|wkhtmltopdf|print to pdf")


def is_pdf(payload: bytes) -> bool:
    """Whether the bytes are a PDF: readers find the mark within the first 1,024 (ISO 32000-1, annex H)."""
    return payload.startswith(b"%PDF-") or re.search(rb"(?m)^%PDF-[12]\.\d[\r\n]", payload[:1024]) is not None


def parts(payload: bytes, source: str) -> tuple[Part, ...]:
    """The text in reading order, pages split by a form feed, and the document information.

    Raises:
        SourceError: if it is encrypted, broken, too long, or breaks the limits.
        NoArticleError: if it holds pictures only.
    """
    found = _run(payload, source)
    if reason := _REASONS.get(str(found.get("error"))):
        raise SourceError(source, f"{reason}. Nothing was added")
    text, info = str(found["text"]), found["info"]
    if not text.strip():
        raise NoArticleError(source, "a PDF of pictures only; run OCR first (ocrmypdf), then add the result")
    stated = json.dumps(info, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    return (_part(TEXT, text), *((_part(INFO, stated),) if info else ()))


def claims(info: Part, knowledge: Knowledge) -> tuple[Claim, ...]:
    """What the document information states, each claim standing there as a JSON string.

    Where a browser printed the page, the date of creation tells only when.
    """
    page = Page(info.data, "utf-8", info.data.decode())
    found = [
        printed(page, *entry.span("value"), *_CLAIMS[entry["key"]], knowledge)
        for entry in _ENTRY.finditer(page.text)
        if entry["key"] in _CLAIMS and not (entry["key"] == "CreationDate" and _saved(info))
    ]
    return tuple(replace(claim, where=INFO) for claim in found if claim)


def saved_at(info: Part) -> str | None:
    """When a browser printed the page to this file, an ISO 8601 instant; None where none did."""
    made = pdfstring.date(json.dumps(json.loads(info.data).get("CreationDate"))) if _saved(info) else None
    return made if made and "T" in made else None


def _saved(info: Part) -> bool:
    stated = json.loads(info.data)
    return any(_BROWSER.search(stated.get(key, "")) for key in ("Creator", "Producer"))


def _part(name: str, text: str) -> Part:
    return Part(name, RULE, text.encode("utf-8", "replace"))


def _run(payload: bytes, source: str) -> dict[str, object]:
    """What the program found.

    Raises:
        SourceError: if it crashed or was ended by a limit.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell, the bytes on its input
            [sys.executable, "-I", str(_PROGRAM)],
            input=payload, capture_output=True, timeout=_WAIT_SECONDS, check=False,
        )  # fmt: skip
        found = json.loads(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise SourceError(
            source,
            f"a PDF that cannot be read within {pdfium.MAX_SECONDS} seconds and"
            f" {pdfium.MAX_MEMORY // 1024**2} MB, or that breaks its reader; print it to a new PDF first."
            " Nothing was added",
        ) from error
    return found if isinstance(found, dict) else {}
