"""The archive as a BagIt bag: what one needs to go on with the collection without this project's code."""

from collections.abc import Iterable
from pathlib import Path

from ...archive.counts import counts, in_words
from ...archive.logged import Log
from ...archive.query import Query
from .. import whole
from .contents import File, files
from .writing import Bag

__all__ = ["export", "files"]


def export(query: Query, made: Iterable[File], target: Path, software: str, date: str) -> None:
    """Write an archive's files into a directory.

    Args:
        query: the archive that they are of.
        made: its files.
        target: the directory, which must not be there yet or be empty.
        software: name and version of the program that writes it.
        date: the day on which it is written, YYYY-MM-DD.

    Raises:
        UsageError: if something is there already, or the directory cannot be made.
    """
    with whole.directory(target) as directory:
        bag = Bag(directory)
        for path, pieces in made:
            bag.put(path, pieces)
        bag.finish(
            {
                "Bagging-Date": date,
                "Bag-Software-Agent": software,
                "External-Description": f"A news archive: {in_words(counts(query))}",
                # The name by which its log is known, on one line whoever wrote the file.
                "External-Identifier": " ".join(Log(query.connection).origin().split()),
                "Payload-Oxum": bag.oxum,
            }
        )
