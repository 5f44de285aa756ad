"""`docs/findings.md` explains every code of the audit, and no other."""

import re
from pathlib import Path

from ingest.audit import CODES

DOCUMENT = Path(__file__).parents[2] / "docs" / "findings.md"


def sections() -> dict[str, str]:
    parts = re.split(r"^### ", DOCUMENT.read_text("utf-8"), flags=re.M)[1:]
    return {
        name: re.sub(r"^## .*", "", body, flags=re.M).strip()
        for name, body in (p.split("\n", 1) for p in parts)
    }


def test_every_code_is_explained_and_none_is_invented() -> None:
    assert sorted(sections()) == sorted(CODES)


def test_each_is_explained_in_sentences_of_its_own() -> None:
    texts = list(sections().values())
    assert len(set(texts)) == len(texts)
    for code, text in sections().items():
        assert len(re.findall(r"[.!?](?:\s|$)", text)) >= 2, code
