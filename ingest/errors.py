"""The one family of errors that travels between rooms.

Each error says, in words for the person at the terminal, what is wrong and what to do.
The command line turns them into exit codes; no other room decides about exiting.
"""


class IngestError(Exception):
    """Base of every error this package raises on purpose."""


class SourceError(IngestError):
    """One source cannot be taken in; the rest of the batch goes on (exit 1).

    Args:
        source: the input's name as the archivist wrote it.
        reason: what is wrong with it and what to do.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class NoArticleError(SourceError):
    """A source that can be read but holds no article: a front page, a consent wall, a picture.

    An error where the archivist named it; passed over where it came out of a collection.
    """


class ArchiveError(IngestError):
    """The archive cannot be used at all: not ours, locked, full, too new (exit 2)."""


class UsageError(IngestError):
    """The request itself makes no sense: unknown article, unknown field (exit 2)."""
