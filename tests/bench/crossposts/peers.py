"""Other finders of near-copies: each tells how alike two texts are, and keeps an index. Those installed."""

import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

# As their manuals have it: 128 permutations, and an index for half of the shingles in common.
PERMUTATIONS, THRESHOLD, SHINGLE = 128, 0.5, 3


class Peer(Protocol):
    """What is asked of a finder."""

    def sign(self, text: str) -> Any: ...
    def alike(self, one: Any, other: Any) -> float: ...
    def put(self, number: int, signature: Any) -> None: ...
    def near(self, signature: Any) -> Iterable[int]: ...


def shingles(text: str) -> list[str]:
    """Runs of words, as near-copies are commonly compared."""
    words = text.lower().split()
    return [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]


class Datasketch:
    """datasketch: MinHash and its LSH index."""

    def __init__(self) -> None:
        from datasketch import MinHash, MinHashLSH

        self._hash, self._index = MinHash, MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)

    def sign(self, text: str) -> Any:
        found = self._hash(num_perm=PERMUTATIONS)
        found.update_batch([one.encode() for one in shingles(text)])
        return found

    def alike(self, one: Any, other: Any) -> float:
        return float(one.jaccard(other))

    def put(self, number: int, signature: Any) -> None:
        self._index.insert(number, signature)

    def near(self, signature: Any) -> Sequence[int]:
        return self._index.query(signature)  # type: ignore[no-any-return]


class Rensa:
    """rensa: R-MinHash and its LSH index."""

    def __init__(self) -> None:
        from rensa import RMinHash, RMinHashLSH

        self._hash = RMinHash
        self._index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)

    def sign(self, text: str) -> Any:
        found = self._hash(num_perm=PERMUTATIONS, seed=42)
        found.update(shingles(text))
        return found

    def alike(self, one: Any, other: Any) -> float:
        return float(one.jaccard(other))

    def put(self, number: int, signature: Any) -> None:
        self._index.insert(number, signature)

    def near(self, signature: Any) -> Sequence[int]:
        return self._index.query(signature)  # type: ignore[no-any-return]


def installed() -> dict[str, Peer]:
    """The finders that are there, by package."""
    found: dict[str, Peer] = {}
    for package, peer in {"datasketch": Datasketch, "rensa": Rensa}.items():
        try:
            print(f"{package} {version(package)}", file=sys.stderr)
            found[package] = peer()
        except PackageNotFoundError:
            print(f"{package} is not installed", file=sys.stderr)
    return found
