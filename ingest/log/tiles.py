"""The log as files, for clients that know nothing of ours: C2SP tlog-tiles (https://c2sp.org/tlog-tiles). Pure.

A tile holds up to 256 hashes of 32 bytes, of one level of tiles; an entry bundle up to 256 entries, each after
its length as two bytes, the higher one first. What is not full yet has its width in its name, `.p/W`.
"""

from collections.abc import Callable, Iterator, Sequence

from .merkle import HEIGHT, Read

_WIDTH = 1 << HEIGHT
# Entries as they are written, from a number on up to another, excluded.
Entries = Callable[[int, int], Sequence[bytes]]


def files(read: Read, entries: Entries, size: int) -> Iterator[tuple[str, bytes]]:
    """Tiles and entry bundles of a log.

    Args:
        read: its hashes.
        entries: its entries, of 65,535 bytes at most.
        size: so many entries of it.

    Returns:
        Paths, relative to where the log is published, and what stands there.
    """
    for path, start, end in _parts("tile/entries", size):
        yield path, b"".join(len(entry).to_bytes(2) + entry for entry in entries(start, end))
    level, hashes = 0, size
    while hashes:
        for path, start, end in _parts(f"tile/{level}", hashes):
            yield path, b"".join(read(level, start, end))
        level, hashes = level + 1, hashes // _WIDTH


def _parts(folder: str, number: int) -> Iterator[tuple[str, int, int]]:
    """Which of so many things stand in which file of a folder."""
    for start in range(0, number, _WIDTH):
        end = min(start + _WIDTH, number)
        partial = "" if end - start == _WIDTH else f".p/{end - start}"
        yield f"{folder}/{_path(start // _WIDTH)}{partial}", start, end


def _path(number: int) -> str:
    """A number in groups of three digits, all but the last with an x: 1234067 is x001/x234/067."""
    digits = f"{number:0{-(-len(str(number)) // 3) * 3}}"
    *before, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    return "/".join([*(f"x{one}" for one in before), last])
