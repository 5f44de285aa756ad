"""Where articles come from as W3C PROV, in PROV-JSON.

https://www.w3.org/TR/prov-dm/ and https://www.w3.org/submissions/2013/SUBM-prov-json-20130424/. Articles, their
versions and the bytes are entities; retrievals, readings and what people said are activities; outlets, authors,
programs and the archive's people are agents.
"""

from pathlib import Path
from typing import TextIO

from ...archive.query import Query
from .. import whole
from .joining import Joined
from .statements import statements

__all__ = ["export", "write"]


def export(query: Query, target: Path) -> None:
    """Write an archive's provenance into a file.

    Raises:
        UsageError: if it is there already, or cannot be made.
    """
    with whole.file(target) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        write(query, file)


def write(query: Query, file: TextIO) -> None:
    """Write an archive's provenance as one PROV-JSON document."""
    with Joined() as joined:
        for document in statements(query):
            joined.add(document)
        joined.write(file)
