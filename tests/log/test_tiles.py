"""Published logs: where what stands, and that Go's tlog finds in them what we put there."""

import pytest

from ingest.log import merkle, tiles


def log(size: int) -> tuple[merkle.Read, tiles.Entries]:
    """A log of so many entries, each its number in words of its length."""
    entries = [f"{at}".encode() * (at % 7) for at in range(size)]
    levels = merkle.tiled([merkle.leaf_hash(entry) for entry in entries])
    return (lambda level, start, end: levels[level][start:end]), (lambda start, end: entries[start:end])


def paths(size: int) -> dict[str, int]:
    return {path: len(data) // 32 for path, data in tiles.files(*log(size), size) if "entries" not in path}


def test_where_tiles_stand_and_how_wide_they_are() -> None:
    assert paths(0) == {}
    assert paths(1) == {"tile/0/000.p/1": 1}
    assert paths(255) == {"tile/0/000.p/255": 255}
    assert paths(256) == {"tile/0/000": 256, "tile/1/000.p/1": 1}
    assert paths(600) == {
        "tile/0/000": 256, "tile/0/001": 256, "tile/0/002.p/88": 88, "tile/1/000.p/2": 2,
    }  # fmt: skip


def test_numbers_of_more_than_three_digits() -> None:
    found = paths(256 * 1001 + 5)
    assert found["tile/0/x001/000"] == 256
    assert found["tile/0/x001/001.p/5"] == 5
    assert found["tile/1/003.p/233"] == 233
    assert found["tile/2/000.p/3"] == 3
    assert len(found) == 1001 + 1 + 3 + 1 + 1
    assert tiles._path(1_234_067) == "x001/x234/067"


@pytest.mark.parametrize("size", [1, 256, 700])
def test_bundles_are_entries_after_their_lengths(size: int) -> None:
    read, entries = log(size)
    found = []
    for path, data in tiles.files(read, entries, size):
        while "entries" in path and data:
            length, data = int.from_bytes(data[:2]), data[2:]
            found.append(data[:length])
            data = data[length:]
    assert found == entries(0, size)
