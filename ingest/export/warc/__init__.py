"""The archive's retrievals as web archives that others' tools replay: WARC 1.1 (ISO 28500) and WACZ 1.1.1."""

from collections.abc import Iterable
from pathlib import Path

from ...archive.query import Query
from ...errors import UsageError
from .. import whole
from .package import package
from .records import Record, records
from .writer import Writer

__all__ = ["export", "records"]


def export(query: Query, made: Iterable[Record], target: Path, software: str) -> None:
    """Write records into a file: `.warc.gz`, `.warc` without compression, or `.wacz`, by its name.

    Args:
        query: the archive that they are of.
        made: its records.
        target: the file, which must not be there yet.
        software: name and version of the program that writes it.

    Raises:
        UsageError: if the name has another ending, or the file is there.
    """
    name = target.name.lower()
    if not name.endswith((".warc", ".warc.gz", ".wacz")):
        raise UsageError(f"{target}: the name tells the form; let it end in .warc.gz, .warc or .wacz")
    with whole.file(target) as path:
        if name.endswith(".wacz"):
            package(path, query, made, software)
            return
        with path.open("wb") as file:
            writer = Writer(file, compress=name.endswith(".gz"))
            for record in made:
                writer.write(record)
