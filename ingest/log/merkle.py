"""The Merkle tree of RFC 6962, section 2.1, over SHA-256: its root, and proofs with their checks. Pure.

A tree is read through a function `Read`, which gives hashes as C2SP tlog-tiles lays them out: level 0 holds
the leaves' hashes, level l the hashes of each 256^l leaves, as far as these are complete. So a root of a
million leaves takes some hundred hashes, and a proof as many.

Sizes and indices count leaves from 0. A hash has 32 bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

# Tiles are eight levels of the tree high.
HEIGHT = 8
_SIZE = sha256().digest_size
# The hashes from a number on up to another, excluded, on a level of tiles.
Read = Callable[[int, int, int], Sequence[bytes]]


class ProofError(ValueError):
    """A proof that proves nothing, or is asked for what no tree has."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its children: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over the roots of complete subtrees of one size: MTH in the RFC."""
    if not hashes:
        return sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    split = _split(len(hashes))
    return node_hash(folded(hashes[:split]), folded(hashes[split:]))


def tiled(leaves: Sequence[bytes]) -> list[Sequence[bytes]]:
    """All levels of tiles over some leaves, by their hashes, which are the first level; for a `Read`."""
    levels, per_tile = [leaves], 1 << HEIGHT
    while len(levels[-1]) >= per_tile:
        below = levels[-1]
        complete = range(0, len(below) - per_tile + 1, per_tile)
        levels.append([folded(below[start : start + per_tile]) for start in complete])
    return levels


def root(read: Read, size: int) -> bytes:
    """The root of the tree with the first so many leaves."""
    return _range(read, 0, size) if size else folded(())


def prove_inclusion(read: Read, index: int, size: int) -> list[bytes]:
    """The audit path of a leaf, from the leaf upwards (PATH, RFC 6962, 2.1.1).

    Raises:
        ProofError: if the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has none with the number {index}")
    return _path(read, index, 0, size)


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> None:
    """Check that a leaf, by its hash, stands at its place in the tree of a size and root (RFC 9162, 2.1.3.2).

    Raises:
        ProofError: if the proof does not show it.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has none with the number {index}")
    if not len(leaf) == len(expected) == _SIZE:
        raise ProofError(f"a hash has {_SIZE} bytes")
    found = leaf
    for left, one in _climb(index, size - 1, proof):
        found = node_hash(one, found) if left else node_hash(found, one)
    if found != expected:
        raise ProofError("the proof leads to another root")


def prove_consistency(read: Read, old: int, new: int) -> list[bytes]:
    """Why the tree of a size is the beginning of that of another (PROOF, RFC 6962, 2.1.2).

    Raises:
        ProofError: if the old tree is larger.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {old} leaves is not the beginning of one of {new}")
    return _beginning(read, old, 0, new, whole=True) if 0 < old < new else []


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of a size and root is the beginning of that of another (RFC 9162, 2.1.4.2).

    Raises:
        ProofError: if the proof does not show it.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {old} leaves is not the beginning of one of {new}")
    if old == new:
        # A tree begins itself: nothing is left to prove.
        if proof or old_root != new_root or (old == 0 and old_root != folded(())):
            raise ProofError("the two roots are not those of one tree")
        return
    if old == 0:
        raise ProofError("every tree begins with the empty one: that proves nothing of the new root")
    # Where the old tree is complete, its root is the first hash of the proof and is left out of it.
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    if not hashes:
        raise ProofError("the proof is empty")
    then = now = hashes[0]
    for left, one in _climb(at, last, hashes[1:]):
        if left:
            then = node_hash(one, then)
        now = node_hash(one, now) if left else node_hash(now, one)
    if then != old_root:
        raise ProofError("the proof leads to another old root")
    if now != new_root:
        raise ProofError("the proof leads to another new root")


def _climb(at: int, last: int, proof: Sequence[bytes]) -> Iterator[tuple[bool, bytes]]:
    """The hashes of a proof, each with whether it stands to the left of the way from a node up to the root.

    `at` and `last` are the numbers of that node and of the last one on its level.
    """
    for one in proof:
        if last == 0:
            raise ProofError("the proof is longer than the tree is high")
        left = at % 2 == 1 or at == last
        yield left, one
        # On the right edge a node goes up alone until it is a right child.
        while left and at and at % 2 == 0:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the proof is shorter than the tree is high")


def _split(size: int) -> int:
    """The largest power of two smaller than a size of two and more."""
    return 1 << (size - 1).bit_length() - 1


def _range(read: Read, start: int, end: int) -> bytes:
    """The root over the leaves of a range that is a node of the tree: MTH(D[start:end])."""
    size = end - start
    if size & (size - 1) == 0:
        level = (size.bit_length() - 1) // HEIGHT
        shift = level * HEIGHT
        return folded(read(level, start >> shift, end >> shift))
    middle = start + _split(size)
    return node_hash(_range(read, start, middle), _range(read, middle, end))


def _path(read: Read, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(read, index, start, middle), _range(read, middle, end)]
    return [*_path(read, index, middle, end), _range(read, start, middle)]


def _beginning(read: Read, old: int, start: int, end: int, whole: bool) -> list[bytes]:
    """SUBPROOF: `whole` says that the range so far is all of the old tree, whose root is known."""
    if old == end:
        return [] if whole else [_range(read, start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_beginning(read, old, start, middle, whole), _range(read, middle, end)]
    return [*_beginning(read, old, middle, end, whole=False), _range(read, start, middle)]
