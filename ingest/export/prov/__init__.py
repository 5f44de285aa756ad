"""Where articles come from as W3C PROV, in PROV-JSON.

https://www.w3.org/TR/prov-dm/ and https://www.w3.org/submissions/2013/SUBM-prov-json-20130424/. Articles, their
versions and the bytes are entities; retrievals, readings and what people said are activities; outlets, authors,
programs and the archive's people are agents.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from prov.model import ProvDocument

from .. import whole
from .joining import Joined
from .statements import statements

__all__ = ["export", "statements", "write"]


def export(made: Iterable[ProvDocument], target: Path) -> None:
    """Write what an archive states into a file.

    Raises:
        UsageError: if it is there already, or cannot be made.
    """
    with whole.file(target) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        write(made, file)


def write(made: Iterable[ProvDocument], file: TextIO) -> None:
    """Write what an archive states as one document."""
    with Joined() as joined:
        for document in made:
            joined.add(document)
        joined.write(file)
