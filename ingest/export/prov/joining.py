"""Joins many small PROV documents into one, of any size.

PROV-JSON groups statements by their sort, so that a document cannot be written one article after another: each
sort goes to a file of its own first. The package `prov` would hold all of it in memory.
"""

import json
from contextlib import ExitStack
from itertools import count
from tempfile import TemporaryFile
from typing import Any, Self, TextIO, cast

from prov.model import ProvDocument
from prov.serializers.provjson import encode_json_document


class Joined:
    """Documents that are being joined; a context manager, since it keeps files."""

    def __init__(self) -> None:
        self._files = ExitStack()
        self._sorts: dict[str, TextIO] = {}
        self._prefixes: dict[str, str] = {}
        self._agents: set[str] = set()
        self._numbers = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._files.close()

    def add(self, document: ProvDocument) -> None:
        """Add what a document states. An agent may be stated several times, all else by one document only."""
        stated = encode_json_document(document.unified())
        self._prefixes |= stated.pop("prefix", {})
        for sort, records in stated.items():
            for name, record in records.items():
                self._record(sort, name, record)

    def write(self, file: TextIO) -> None:
        """Write all as one PROV-JSON document."""
        file.write('{"prefix": ' + _json(self._prefixes))
        for sort in sorted(self._sorts):
            kept = self._sorts[sort]
            kept.seek(0)
            file.write(f',\n"{sort}": {{\n')
            for number, line in enumerate(kept):
                file.write((",\n" if number else "") + line.rstrip("\n"))
            file.write("\n}")
        file.write("}\n")

    def _record(self, sort: str, name: str, record: dict[str, Any]) -> None:
        if sort == "agent" and name in self._agents:
            return
        if sort == "agent":
            self._agents.add(name)
        # What has no name of its own is numbered within its document only.
        key = f"_:{next(self._numbers)}" if name.startswith("_:") else name
        self._kept(sort).write(f"{_json(key)}: {_json(_ordered(record))}\n")

    def _kept(self, sort: str) -> TextIO:
        if sort not in self._sorts:
            file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed by the stack
            self._sorts[sort] = cast(TextIO, self._files.enter_context(file))
        return self._sorts[sort]


def _ordered(record: dict[str, Any]) -> dict[str, Any]:
    """A record with several values of one attribute in order: the package keeps them in none."""
    return {
        term: sorted(value, key=_json) if isinstance(value, list) else value for term, value in record.items()
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
